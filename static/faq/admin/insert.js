/*
 * The one way in which buttons write into the text: typed the way a person would type it, so that one step of "undo"
 * takes it back and whatever listens to typing (preview, autosave) hears of it. Also the buttons for blocks, which
 * stand around what is selected, or empty at the cursor with the cursor left where the block's title goes.
 */
"use strict";

(() => {
  const editor = document.getElementById("editor");
  if (!editor) return;

  const body = editor.elements.body;
  const buttons = document.getElementById("callouts");

  const replace = (start, end, text) => {
    if (start === end && !text) return;
    body.focus();
    body.setSelectionRange(start, end);
    // setRangeText would empty the browser's list of what can be undone; its replacement does not exist yet.
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
    body.setRangeText(text, start, end, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  };

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

  // The line breaks that make an empty line beside a block.
  const gap = (present) => "\n".repeat(Math.max(0, 2 - present));
  const gapBefore = (text) => (text.trim() ? gap(text.match(/\n*$/)[0].length) : "");
  const gapAfter = (text) => (text.trim() ? gap(text.match(/^\n*/)[0].length) : "");

  // Puts a block into the text and selects a part of it: [from, to]. A function makes it of what is selected, which
  // it replaces; a block that is ready stands after what is selected, for it has nowhere to put it.
  const block = (made, selected) => {
    const isMadeOfText = typeof made === "function";
    if (!isMadeOfText) body.setSelectionRange(body.selectionEnd, body.selectionEnd);
    const { before, chosen, after } = place();
    const written = isMadeOfText ? made(chosen) : made;
    const opening = gapBefore(before);
    replace(before.length, before.length + chosen.length, opening + written + gapAfter(after));
    const start = before.length + opening.length;
    const [from, to] = selected ?? [written.length, written.length];
    body.setSelectionRange(start + from, start + to);
  };

  window.insertion = { body, replace, block, gapBefore, gapAfter };

  if (!buttons) return;
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const kind = event.target.closest("button[data-callout]")?.dataset.callout;
    if (!kind) return;
    const title = `::: ${kind} `;
    block((chosen) => `${title}\n${chosen.trim()}\n:::`, [title.length, title.length]);
  });
})();
