/*
 * Puts a block around what is selected, or an empty one at the cursor, and leaves the cursor where its title goes.
 * Typed the way a person would type it, so that one step of "undo" takes it back.
 */
"use strict";

(() => {
  const buttons = document.getElementById("callouts");
  const editor = document.getElementById("editor");
  if (!buttons || !editor) return;

  const body = editor.elements.body;
  buttons.hidden = false;

  // Where a block can stand: a cursor in the middle of a line goes to its end, for a block would tear it apart.
  const place = () => {
    const text = body.value;
    let { selectionStart: start, selectionEnd: end } = body;
    if (start === end && start > 0 && text[start - 1] !== "\n") {
      start = text.indexOf("\n", start);
      if (start < 0) start = text.length;
      end = start;
    }
    return { before: text.slice(0, start), chosen: text.slice(start, end), after: text.slice(end) };
  };

  // The line breaks that make an empty line beside the block.
  const gap = (present) => "\n".repeat(Math.max(0, 2 - present));
  const gapBefore = (text) => (text.trim() ? gap(text.match(/\n*$/)[0].length) : "");
  const gapAfter = (text) => (text.trim() ? gap(text.match(/^\n*/)[0].length) : "");

  const replace = (start, end, text) => {
    body.focus();
    body.setSelectionRange(start, end);
    // setRangeText would empty the browser's list of what can be undone; its replacement does not exist yet.
    if (document.execCommand("insertText", false, text)) return;
    body.setRangeText(text, start, end, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const insert = (kind) => {
    const { before, chosen, after } = place();
    const opening = `${gapBefore(before)}::: ${kind} `;
    const block = `${opening}\n${chosen.trim()}\n:::${gapAfter(after)}`;
    replace(before.length, before.length + chosen.length, block);
    const title = before.length + opening.length;
    body.setSelectionRange(title, title);
  };

  buttons.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-callout]");
    if (button) insert(button.dataset.callout);
  });
})();
