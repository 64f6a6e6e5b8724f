/*
 * Commenting on selected words: select them in the text, press the button, write. Without this script the words are
 * copied into the form by hand; the server finds them either way and says so when it does not.
 */
"use strict";

(() => {
  const form = document.getElementById("comment-form");
  const offer = document.getElementById("comment-on-selection");
  if (!form || !offer) return;

  const { passage, text, field, occurrence } = form.elements;
  let chosen = null;

  /* Which of equal passages: how many begin before the selected one, counted as the server counts them. */
  const countBefore = (whole, words, start) => {
    let count = 0;
    for (let at = whole.indexOf(words); at >= 0 && at < start; at = whole.indexOf(words, at + 1)) count += 1;
    return count;
  };

  const selected = () => {
    const selection = document.getSelection();
    const words = selection.toString().trim();
    if (!words || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const around = range.commonAncestorContainer;
    const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
    const box = element.closest("[data-passage-field]");
    // In the text as patients see it the words may stand between marks: then the server looks for them.
    if (!box) return element.closest(".review .answer") ? { words, field: "", occurrence: "" } : null;
    const typed = range.toString();
    const before = document.createRange();
    before.selectNodeContents(box);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length + (typed.length - typed.trimStart().length);
    const exact = typed.trim();
    return {
      words: exact,
      field: box.dataset.passageField,
      occurrence: String(countBefore(box.textContent, exact, start)),
    };
  };

  /* Below the end of the selection, within the column of the text: beside it are the buttons that decide. */
  const place = () => {
    const end = [...document.getSelection().getRangeAt(0).getClientRects()].at(-1);
    const column = offer.offsetParent.getBoundingClientRect();
    if (!end) return;
    const left = Math.max(0, Math.min(end.right, column.right - offer.offsetWidth) - column.left);
    offer.style.left = `${left}px`;
    offer.style.top = `${end.bottom - column.top + 8}px`;
  };

  let isSelecting = false;
  const show = () => {
    if (isSelecting || offer.contains(document.activeElement)) return;
    chosen = selected();
    offer.hidden = !chosen;
    if (chosen) place();
  };

  // Not while the pointer is down: the button would stand in its way.
  document.addEventListener("pointerdown", ({ target }) => {
    isSelecting = !offer.contains(target);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      isSelecting = false;
      show();
    });
  }
  document.addEventListener("selectionchange", show);

  offer.addEventListener("click", () => {
    if (!chosen) return;
    passage.value = chosen.words;
    field.value = chosen.field;
    occurrence.value = chosen.occurrence;
    offer.hidden = true;
    text.focus();
    form.scrollIntoView({ block: "center" });
  });

  // Words that were changed by hand stand where the server finds them, and no longer where they were selected.
  passage.addEventListener("input", () => {
    field.value = "";
    occurrence.value = "";
  });
})();
