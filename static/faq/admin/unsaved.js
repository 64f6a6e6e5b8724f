/*
 * No text is lost when a session ends: while somebody writes, the browser keeps a copy that was not saved yet,
 * under person, answer and version, and offers it when the page is opened again. It goes when the text is saved.
 */
"use strict";

(() => {
  const notice = document.getElementById("unsaved");
  if (!notice) return;

  const PAUSE = 500; // milliseconds: what a crash can cost
  const FIELDS = ["wording", "body", "sources", "change_note"];
  const form = document.getElementById("editor");
  const { person, answer, version } = notice.dataset;
  const key = `unsaved/${person}/${answer}/${version}`;
  const olderKey = `${key}/older`; // offered, and not decided about: new typing must not take its place
  const part = (name) => notice.querySelector(`[data-unsaved="${name}"]`);
  let waiting = 0;
  let isLeaving = false;

  const kept = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null; // storage switched off, or not ours
    }
  };
  const keep = (name, copy) => {
    try {
      localStorage.setItem(name, JSON.stringify(copy));
    } catch {
      // Storage is full or switched off; the warning on leaving remains.
    }
  };
  const forget = (name) => {
    try {
      localStorage.removeItem(name);
    } catch {
      // Storage is switched off: nothing was kept.
    }
  };

  const typed = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]?.value ?? ""]));
  const isSame = (one, other) =>
    FIELDS.every((name) => (one[name] ?? "").trim() === (other[name] ?? "").trim());

  const forgetWhatWasSaved = () => {
    if (location.hash !== "#saved") return;
    history.replaceState(null, "", location.pathname + location.search);
    try {
      const saved = [`unsaved/${person}/new/`, `unsaved/${person}/${answer}/`];
      for (const name of Object.keys(localStorage)) {
        if (!saved.some((prefix) => name.startsWith(prefix))) continue;
        if (JSON.parse(localStorage.getItem(name))?.sent) localStorage.removeItem(name);
      }
    } catch {
      // Storage is switched off: nothing was kept.
    }
  };

  const offer = (copy) => {
    const at = new Date(copy.at);
    const day = at.toDateString() === new Date().toDateString() ? "" : `${at.toLocaleDateString()}, `;
    const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    part("message").textContent = `You have unsaved text from ${day}${time}.`;
    part("restore").hidden = !form;
    if (!form) {
      part("text").value = FIELDS.map((name) => copy[name]).filter(Boolean).join("\n\n");
      part("text").hidden = false;
    }
    notice.hidden = false;
  };

  const restore = () => {
    const copy = kept(olderKey);
    for (const name of FIELDS) if (form.elements[name]) form.elements[name].value = copy[name] ?? "";
    // The text that the copy began from: if a colleague saved another one since, saving shows both.
    if (copy.token && form.elements.token) form.elements.token.value = copy.token;
    keep(key, copy);
    forget(olderKey);
    notice.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.body.focus();
  };

  const watch = () => {
    const beginning = form.hasAttribute("data-unsaved-input") ? {} : typed();
    const isUnsaved = () => !isSame(beginning, typed());
    const remember = (sent = false) => {
      clearTimeout(waiting);
      if (isUnsaved()) keep(key, { ...typed(), token: form.elements.token?.value, at: Date.now(), sent });
      else forget(key);
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(remember, PAUSE);
    });
    form.addEventListener("submit", () => {
      isLeaving = true;
      remember(true);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !isLeaving) remember();
    });
    window.addEventListener("pageshow", () => {
      isLeaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (isUnsaved() && !isLeaving) event.preventDefault();
    });
  };

  part("restore").addEventListener("click", restore);
  part("discard").addEventListener("click", () => {
    forget(olderKey);
    notice.hidden = true;
  });

  forgetWhatWasSaved();
  const copy = kept(key);
  if (copy && !(form && isSame(copy, typed()))) {
    // No longer on its way: whether this text is wanted is now for the person to say.
    keep(olderKey, { ...copy, sent: false });
    forget(key);
  } else if (copy && !form.hasAttribute("data-unsaved-input")) forget(key);
  const older = kept(olderKey);
  if (older && form && isSame(older, typed())) forget(olderKey);
  else if (older) offer(older);
  if (form) watch();
})();
