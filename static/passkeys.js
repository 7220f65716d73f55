// Shows what needs a passkey where the browser can use one, and joins its button to allauth's script.
// Without this file, or without passkeys, the page still offers its other ways.
(() => {
  const part = document.querySelector("[data-passkey]");
  if (!part || !window.PublicKeyCredential || !window.allauth) return;

  const button = part.querySelector("[data-passkey-button]");
  const credential = part.querySelector("[name=credential]");
  const failed = part.querySelector("[data-passkey-failed]");
  const kind = part.dataset.passkey;
  const options = part.dataset.options;
  const without = document.querySelector("[data-passkey-without]");
  part.hidden = false;
  if (without) without.hidden = true;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
  button.addEventListener("click", () => { failed.hidden = true; });

  window.allauth.webauthn.forms[`${kind}Form`]({
    ids: { [kind]: button.id, credential: credential.id },
    data: options ? JSON.parse(options) : undefined,
  });
})();
