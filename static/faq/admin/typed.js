/*
 * What stands in the editor, by the names of its inputs: read, compared and put back by the scripts that keep it; and
 * what both of them ask of the page, and of the browser.
 */
"use strict";

/* One of the two storages of the browser, by its name. Where it is switched off or full, nothing is kept. */
window.browserStorage = (which) => ({
  stored: (name) => {
    try {
      return JSON.parse(window[which].getItem(name));
    } catch {
      return null; // switched off, or not ours
    }
  },
  store: (name, value) => {
    try {
      window[which].setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop: (name) => {
    try {
      window[which].removeItem(name);
    } catch {
      // Nothing was kept.
    }
  },
  names: (prefix) => {
    try {
      return Object.keys(window[which]).filter((name) => name.startsWith(prefix));
    } catch {
      return [];
    }
  },
});

window.answerText = (() => {
  const TEXTS = ["wording", "body", "sources", "change_note"];
  const CHOICES = ["language", "question", "translated_from"]; // of an answer that is not begun yet

  const typed = (form) => {
    const text = {};
    for (const name of [...TEXTS, ...CHOICES]) if (form.elements[name]) text[name] = form.elements[name].value;
    if (form.elements.topics) {
      text.topics = [...form.querySelectorAll('[name="topics"]:checked')].map((box) => box.value);
    }
    return text;
  };

  const isSame = (one, other) =>
    TEXTS.every((name) => (one[name] ?? "").trim() === (other[name] ?? "").trim()) &&
    [...CHOICES, "topics"].every(
      (name) => !(name in one && name in other) || String(one[name]) === String(other[name]),
    );

  const put = (form, text) => {
    for (const name of TEXTS) if (form.elements[name]) form.elements[name].value = text[name] ?? "";
    for (const name of CHOICES) if (form.elements[name] && name in text) form.elements[name].value = text[name];
    if (!text.topics) return;
    for (const box of form.querySelectorAll('[name="topics"]')) box.checked = text.topics.includes(box.value);
  };

  // Whether the page has a place for everything; if not, the server makes one that has.
  const hasPlaceFor = (form, text) => {
    if (text.question && text.question !== form.elements.question?.value) return false;
    const original = text.translated_from;
    return !original || [...(form.elements.translated_from?.options ?? [])].some(({ value }) => value === original);
  };

  // What was sent and came back is not saved, so there is nothing that it could be the same as.
  const editor = document.getElementById("editor");
  const isBound = Boolean(editor?.hasAttribute("data-unsaved-input"));
  const beginning = editor && !isBound ? typed(editor) : {};
  const isUnsaved = () => !isSame(beginning, typed(editor));

  // The pages that the text was typed on, this one first.
  const pages = () => editor.elements.copy.value.split(" ").filter(Boolean);

  return { TEXTS, typed, isSame, put, hasPlaceFor, isBound, isUnsaved, pages };
})();
