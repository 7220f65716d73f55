// Words selected in an answer can be marked as they are, besides whole sentences; Ctrl and Enter mark.
// Without this file the page offers sentences to tick.
(() => {
  const form = document.querySelector("[data-reading]");
  const answer = form && form.querySelector("[data-answer]");
  if (!answer) return;
  const told = form.querySelector("[data-selected]");
  const words = form.querySelector("[data-selected-words]");
  const field = (name) => form.elements.namedItem(name);
  form.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });

  // The hub counts characters, JavaScript halves of some.
  const characters = (text) => Array.from(text).length;

  // Where in the answer a place in the page is; null for what is not part of the answer's words.
  const placeOf = (node, offset) => {
    const piece = node.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-start]");
    return piece ? Number(piece.dataset.start) + characters(node.data.slice(0, offset)) : null;
  };

  const remember = (start, end, quote) => {
    field("start").value = start;
    field("end").value = end;
    field("quote").value = quote;
    words.textContent = quote;
    told.hidden = !quote;
  };

  // The first and last words of a selection, whatever else it runs over.
  const selected = () => {
    const range = document.getSelection().rangeCount && document.getSelection().getRangeAt(0);
    if (!range || range.collapsed || !range.intersectsNode(answer)) return null;
    const walker = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT);
    let start = null;
    let end = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.parentElement.closest("[data-start]") || !range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      if (from >= to) continue;
      if (start === null) start = placeOf(node, from);
      end = placeOf(node, to);
    }
    return start === null ? null : { start, end };
  };

  // What was selected, with whole sentences between it as the answer has them.
  const quoteOf = ({ start, end }) => {
    const parts = [];
    answer.querySelectorAll("[data-start]").forEach((piece) => {
      const begin = Number(piece.dataset.start);
      const letters = Array.from(piece.textContent);
      const cut = letters.slice(Math.max(0, start - begin), Math.max(0, end - begin)).join("");
      if (cut) parts.push({ begin, cut, after: begin + letters.length });
    });
    return parts.reduce((text, part, place) => (
      text + (place && parts[place - 1].after !== part.begin ? " " : "") + part.cut
    ), "");
  };

  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) remember(found.start, found.end, quoteOf(found));
  });
  form.querySelector("[data-unselect]").addEventListener("click", () => {
    document.getSelection().removeAllRanges();
    remember("", "", "");
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.name !== "definition") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[name=do][value=mark]"));
    }
  });
})();
