// Saves answers while somebody types, and copies a private link. Without this file the buttons do the same.
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.copied;
      } catch {
        field.select();
      }
    });
  }

  const form = document.querySelector("[data-saves-itself]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-saved]");
  const PAUSE = 1500;
  const AGAIN = 15000;
  let timer, saving = null, changed = false, leaving = false;

  const say = (words, bad) => {
    status.textContent = words;
    status.classList.toggle("bad", bad);
    status.classList.toggle("soft", !bad);
  };
  const later = (time) => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!saving) saving = save(); }, time);
  };

  async function save() {
    changed = false;
    say(form.dataset.saving, false);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Saved-Quietly": "1", Accept: "application/json" },
      });
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (!told) throw new Error("refused");
      for (const [key, edition] of Object.entries(told.editions || {})) {
        // A different answer of another device is chosen from on the page: its edition is not taken for known.
        if (told.clashes.includes(key) || !form.elements[`q-${key}-edition`]) continue;
        form.elements[`q-${key}-edition`].value = edition;
        form.elements[`q-${key}-drawn`].value = told.drawn[key];
      }
      say(told.problem || told.saved || "", Boolean(told.problem));
      if (told.problem) changed = true;
    } catch (error) {
      changed = true;
      const offline = error instanceof TypeError;
      say(offline ? form.dataset.offline : form.dataset.failed, true);
      if (offline) later(AGAIN);
    } finally {
      saving = null;
      if (changed && !status.classList.contains("bad")) later(PAUSE);
    }
  }

  form.addEventListener("input", () => { changed = true; later(PAUSE); });
  window.addEventListener("online", () => { if (changed) later(0); });
  window.addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!saving) {
      leaving = true;
      return;
    }
    // What is under way first tells its editions: else it would look like another device.
    event.preventDefault();
    const button = event.submitter;
    await saving;
    clearTimeout(timer);
    leaving = true;
    form.requestSubmit(button);
  });
})();
