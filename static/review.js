// Words that are selected in an answer are filled into the form that takes them out, with where they stand.
// Without this file they are typed or copied into it, and the server looks for them.
(() => {
  const form = document.querySelector("[data-take]");
  if (!form) return;

  const fields = Object.fromEntries(["words", "answer", "start", "end", "occurrence"].map(
    (name) => [name, form.elements.namedItem(name)]));
  const hint = form.querySelector("[data-take-hint]");
  if (hint) hint.hidden = false;

  // The server counts characters, the browser units of UTF-16, of which an emoji has two.
  const characters = (text) => Array.from(text).length;

  const before = (raw, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(raw);
    range.setEnd(node, offset);
    return range.toString();
  };

  const take = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const raw = element(range.startContainer)?.closest("[data-raw]");
    if (!raw || raw !== element(range.endContainer)?.closest("[data-raw]")) return;
    const words = range.toString();
    if (!words.trim()) return;
    const start = characters(before(raw, range.startContainer, range.startOffset));
    fields.words.value = words;
    fields.answer.value = raw.dataset.raw;
    fields.occurrence.value = "";
    fields.start.value = start;
    fields.end.value = start + characters(words);
  };

  // What is typed afterwards is looked for as if nothing had been selected.
  const forget = () => { fields.start.value = ""; fields.end.value = ""; };

  document.addEventListener("selectionchange", take);
  fields.words.addEventListener("input", forget);
  fields.answer.addEventListener("change", forget);
  fields.occurrence.addEventListener("input", forget);
})();
