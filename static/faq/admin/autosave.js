/*
 * The working copy on the server: every few seconds, and on leaving, what was typed goes into the person's own copy,
 * which another machine finds too. It is not the draft: that is saved with the button alone. A second, quick ping
 * tells who else has the editor open.
 */
"use strict";

(() => {
  const form = document.getElementById("editor");
  const notice = document.getElementById("unsaved");
  if (!form || !notice) return;

  const REST = 1500; // milliseconds without a key until the copy is sent
  const LONGEST = 2500; // milliseconds of typing until it is sent without any rest: a slow network has as much again
  const RETRY = 5000; // milliseconds until it is tried again
  const PATIENCE = 10_000; // milliseconds until an answer counts as lost
  const PING = 15_000; // milliseconds between two signs of life
  const LARGEST_FAREWELL = 60_000; // bytes: what a browser sends on after its page is gone
  const { typed, isUnsaved, pages } = window.answerText;
  const { draft } = notice.dataset;
  const line = document.querySelector('[data-kept="line"]');
  const announced = document.querySelector('[data-kept="status"]');
  let isLeaving = false;
  let resting = 0;
  let pinging = 0;
  let unkeptSince = 0;
  let step = 0;
  let asked = null;
  let keptText = ""; // what the server has of this page
  let state = "";

  const send = (address, fields, options = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ version: draft, ...fields })) {
      for (const each of [value].flat()) body.append(name, each);
    }
    const headers = { "X-CSRFToken": window.csrfToken(), "X-Requested-With": "fetch" };
    return fetch(address, { method: "POST", body, headers, ...options });
  };
  const isAnswer = (response) =>
    !response.redirected && Boolean(response.headers.get("Content-Type")?.includes("json"));
  const tellWhoIsThere = (answer) => form.dispatchEvent(new CustomEvent("seen", { detail: answer }));

  // --- What is said -----------------------------------------------------------------------------------------------

  // The time changes with every copy; whoever listens is told of a change of state alone.
  const say = (next, text, time = "") => {
    line.textContent = text + time;
    if (next !== state) announced.textContent = text;
    state = next;
  };
  const sayTrouble = (why) => {
    const isInBrowser = form.dataset.keptInBrowser !== "no";
    const end = isInBrowser ? ", kept in this browser." : ". This browser keeps nothing either: copy your text.";
    say(why, `Not saved: ${why}${end}`);
  };

  // --- The copy ---------------------------------------------------------------------------------------------------

  const later = (pause) => {
    clearTimeout(resting);
    resting = setTimeout(autosave, pause);
  };

  const accepted = (answer, text) => {
    keptText = text;
    unkeptSince = 0;
    form.dispatchEvent(new CustomEvent("kept", { detail: text }));
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    say("saved", "Saved in your copy", ` ${time}`);
    tellWhoIsThere(answer);
  };

  const signedOut = () => {
    say("signed out", "You are signed out: your text is kept in this browser; sign in in another tab, then save.");
    later(RETRY);
  };

  const giveUp = () => {
    if (keptText) send(notice.dataset.discard, { lineage: lineage() }, { keepalive: true }).catch(() => {});
    keptText = "";
    unkeptSince = 0;
    if (state) say("", "");
  };

  const lineage = () => pages()[0];

  const ask = async ({ text, keepalive, controller: { signal } }) => {
    const fields = { ...typed(form), token: form.elements.token?.value ?? "", lineage: lineage(), step: (step += 1) };
    const response = await send(
      notice.dataset.keep,
      { ...fields, instead_of: pages().slice(1).join(" ") },
      { signal, keepalive },
    );
    if (!isAnswer(response)) return signedOut();
    const answer = await response.json();
    // Until the text changes, it would only be refused again.
    return answer.error ? sayTrouble(answer.error.replace(/\.$/, "")) : accepted(answer, text);
  };

  // On leaving, nothing is waited for: neither the answer that is under way nor this one. What is under way ends with
  // the page unless it was sent to outlive it, so the same text is sent once more; the server keeps the later step.
  const autosave = async ({ isLeft = false } = {}) => {
    clearTimeout(resting);
    if (!isUnsaved()) return giveUp();
    const text = JSON.stringify([lineage(), typed(form)]);
    const keepalive = isLeft && new Blob([text]).size < LARGEST_FAREWELL;
    if (text === keptText || (text === asked?.text && (asked.keepalive || !keepalive))) return;
    if (asked && !isLeft) return later(500);
    asked?.controller.abort();
    const mine = { text, keepalive, controller: new AbortController() };
    asked = mine;
    const patience = setTimeout(() => mine.controller.abort(new DOMException("", "TimeoutError")), PATIENCE);
    try {
      await ask(mine);
    } catch (error) {
      if (error.name === "AbortError") return;
      sayTrouble("no connection");
      later(RETRY);
    } finally {
      clearTimeout(patience);
      if (asked === mine) asked = null;
    }
  };

  // --- Who is there -----------------------------------------------------------------------------------------------

  const ping = async () => {
    clearTimeout(pinging);
    if (document.visibilityState === "hidden") return;
    pinging = setTimeout(ping, PING);
    try {
      const response = await send(notice.dataset.ping, { token: form.elements.token?.value ?? "" });
      if (isAnswer(response) && response.ok) tellWhoIsThere(await response.json());
    } catch {
      // No connection: what is typed next says so.
    }
  };
  const leave = () => send(notice.dataset.ping, { leaving: "yes" }, { keepalive: true }).catch(() => {});

  // --- When -------------------------------------------------------------------------------------------------------

  const farewell = () => {
    if (!isLeaving && isUnsaved()) autosave({ isLeft: true });
  };

  form.addEventListener("input", () => {
    unkeptSince ||= Date.now();
    later(Math.max(0, Math.min(REST, unkeptSince + LONGEST - Date.now())));
  });
  form.addEventListener("keep-now", () => autosave({ isLeft: true }));
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(resting);
    asked?.controller.abort(); // or it could arrive after the draft is saved
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return farewell();
    autosave();
    return draft === "new" ? null : ping();
  });
  window.addEventListener("online", () => autosave());
  window.addEventListener("pagehide", () => {
    farewell();
    if (draft !== "new") leave();
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
    if (draft !== "new") ping();
  });
})();
