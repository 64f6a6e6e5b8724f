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

  // --- What a block would tear apart -----------------------------------------------------------------

  const DASHES = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
  const OPENING = /^ {0,3}:{3,}[ \t]*[a-z]/i;
  const begins = {
    table: (line, next = "") => line.includes("|") && next.includes("|") && DASHES.test(next),
    list: (line) => /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line),
    block: (line) => OPENING.test(line),
  };
  const isEdge = (line) => line === undefined || !line.trim() || /^ {0,3}(?::::|#{1,6}\s)/.test(line);

  // From where to where the table, list or block reaches in which a place of the text stands; null outside of one.
  const around = (kind, at) => {
    const lines = body.value.split("\n");
    const own = body.value.slice(0, at).split("\n").length - 1;
    let [first, last] = [own, own];
    if (kind === "block") {
      while (first > 0 && !/^ {0,3}:::/.test(lines[first])) first -= 1;
      if (!begins.block(lines[first])) return null;
      while (last + 1 < lines.length && !OPENING.test(lines[last + 1])) {
        last += 1;
        if (/^ {0,3}:::/.test(lines[last])) break;
      }
    } else {
      if (isEdge(lines[own])) return null;
      while (!isEdge(lines[first - 1])) first -= 1;
      while (!isEdge(lines[last + 1])) last += 1;
      while (first <= own && !begins[kind](lines[first], lines[first + 1])) first += 1;
      if (first > own) return null;
    }
    const lengthOf = (count) => lines.slice(0, count).join("\n").length;
    return { from: first ? lengthOf(first) + 1 : 0, to: lengthOf(last + 1) };
  };

  const isInTable = () => [body.selectionStart, body.selectionEnd].some((at) => around("table", at));

  // Where a block can stand: below a table, list or other block that it would tear apart, and below the line in whose
  // middle the cursor is. What is selected is put into the block, but not a part of a table or of another block.
  const place = (isBlock) => {
    const text = body.value;
    let { selectionStart: start, selectionEnd: end } = body;
    const kinds = [...(isBlock ? ["block"] : []), "table", ...(start === end ? ["list"] : [])];
    const torn = kinds
      .flatMap((kind) => [end, start].map((at) => ({ at, ...around(kind, at) })))
      .find(({ at, from, to }) => from < at && at < to);
    if (torn) {
      start = end = torn.to;
    } else if (start === end && start > 0 && text[start - 1] !== "\n") {
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
    const { before, chosen, after } = place(isMadeOfText);
    const written = isMadeOfText ? made(chosen) : made;
    const opening = gapBefore(before);
    replace(before.length, before.length + chosen.length, opening + written + gapAfter(after));
    const start = before.length + opening.length;
    const [from, to] = selected ?? [written.length, written.length];
    body.setSelectionRange(start + from, start + to);
  };

  window.insertion = { body, replace, block, gapBefore, gapAfter, isInTable };

  if (!buttons) return;
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const kind = event.target.closest("button[data-callout]")?.dataset.callout;
    if (!kind) return;
    const title = `::: ${kind} `;
    block((chosen) => `${title}\n${chosen.trim()}\n:::`, [title.length, title.length]);
  });
})();
