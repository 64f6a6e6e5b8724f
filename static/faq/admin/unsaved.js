/*
 * No text is lost when a session ends, a lid is closed or a browser crashes: while somebody writes, this browser keeps
 * a copy that was not saved yet, under person, answer and version; autosave.js keeps another one on the server.
 * When the page is opened again, whatever was not saved is offered. A copy goes when its text is saved or discarded.
 */
"use strict";

(() => {
  const notice = document.getElementById("unsaved");
  if (!notice) return;

  const PAUSE = 500; // milliseconds: what a crash can cost
  const FIRST_WORDS = 80; // characters
  const { TEXTS, typed, isSame, put, hasPlaceFor, isBound, isUnsaved, pages } = window.answerText;
  const form = document.getElementById("editor");
  const { person, answer, version } = notice.dataset;
  const key = `unsaved/${person}/${answer}/${version}`;
  const olderKey = `${key}/older`; // offered, and not decided about: new typing must not take its place
  const offers = [];

  // --- What this browser keeps ------------------------------------------------------------------------------------

  const { stored, store, drop, names } = window.browserStorage("localStorage");

  const dropWhatWasSaved = () => {
    if (location.hash !== "#saved") return;
    history.replaceState(null, "", location.pathname + location.search);
    const saved = [`unsaved/${person}/new/`, `unsaved/${person}/${answer}/`];
    for (const name of saved.flatMap(names)) if (stored(name)?.sent) drop(name);
  };

  // --- The pages that a text was typed on --------------------------------------------------------------------------

  // Names this page: what is typed on another one never takes its place.
  const newLineage = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const goOnFrom = (lineages) => {
    form.elements.copy.value = [newLineage(), ...lineages].join(" ");
  };

  // --- What is offered --------------------------------------------------------------------------------------------

  const close = (offer) => {
    offer.element.remove();
    offers.splice(offers.indexOf(offer), 1);
    notice.hidden = offers.length === 0;
  };

  const restore = (offer, event) => {
    if (offer.isOnServer && !hasPlaceFor(form, offer.text)) return; // the button leads to a page that has
    event.preventDefault();
    const wasTyped = isUnsaved();
    if (wasTyped) form.dispatchEvent(new Event("keep-now")); // what was typed here is offered another time
    goOnFrom([...offer.lineages, ...(wasTyped ? [] : pages())]);
    put(form, offer.text);
    // The text that the copy began from: if a colleague saved another one since, saving brings both together.
    if (offer.token && form.elements.token) form.elements.token.value = offer.token;
    if (offer.name) drop(offer.name);
    close(offer);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.body.focus();
  };

  const discard = (offer, event) => {
    event.preventDefault();
    if (offer.lineages.length) {
      const body = new FormData(event.target);
      body.set("lineage", offer.lineages.join(" "));
      fetch(event.target.action, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        keepalive: true,
      }).catch(() => {}); // without a connection, it is offered once more
    }
    if (offer.name) drop(offer.name);
    close(offer);
  };

  const listen = (offer) => {
    const part = (name) => offer.element.querySelector(`[data-unsaved="${name}"]`);
    part("restore")?.form.addEventListener("submit", (event) => restore(offer, event));
    part("discard").form.addEventListener("submit", (event) => discard(offer, event));
    offers.push(offer);
  };

  const offersOfServer = () =>
    [...notice.querySelectorAll('[data-unsaved="copy"]')].map((element) => ({
      element,
      isOnServer: true,
      text: JSON.parse(element.querySelector("script").textContent),
      token: element.dataset.token,
      lineages: [element.dataset.lineage],
    }));

  // As the server names a copy by.
  const firstWords = (copy) => {
    const said = TEXTS.map((field) => (copy[field] ?? "").trim().replace(/\s+/g, " ")).find(Boolean) ?? "";
    return said.length > FIRST_WORDS ? `${said.slice(0, FIRST_WORDS - 1)}…` : said;
  };

  const offerFromBrowser = (name, copy) => {
    const element = notice.querySelector("template").content.firstElementChild.cloneNode(true);
    const part = (which) => element.querySelector(`[data-unsaved="${which}"]`);
    const at = new Date(copy.at);
    const day = at.toDateString() === new Date().toDateString() ? "" : `${at.toLocaleDateString()}, `;
    const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const words = document.createElement("q");
    words.dir = "auto";
    words.textContent = firstWords(copy);
    part("message").replaceChildren(`You have unsaved text from ${day}${time}, kept in this browser: `, words);
    if (part("text")) part("text").value = TEXTS.map((field) => copy[field]).filter(Boolean).join("\n\n");
    notice.append(element);
    listen({ element, name, text: copy, token: copy.token, lineages: copy.lineage ? [copy.lineage] : [] });
  };

  const offerAll = () => {
    const onServer = offersOfServer();
    const isOffered = (copy) => onServer.some(({ text }) => isSame(text, copy));
    const isHere = (copy) => Boolean(form) && isSame(copy, typed(form));
    const last = stored(key);
    // A copy that the server had is decided about there: it may be saved or discarded elsewhere since. Not so if the
    // server got it while this page was on its way.
    const isDecided = (copy) => copy.isKept && copy.at < performance.timeOrigin;
    if (last && !isDecided(last) && !isHere(last) && !isOffered(last) && !(isBound && last.sent)) {
      store(olderKey, { ...last, sent: false });
      drop(key);
      // What this browser has was typed later than what the server has of the same page.
      const before = onServer.find(({ lineages }) => last.lineage && lineages[0] === last.lineage);
      if (before) onServer.splice(onServer.indexOf(before), 1)[0].element.remove();
    } else if (last && !isBound) drop(key);
    onServer.forEach(listen);
    const older = stored(olderKey);
    if (older && (isHere(older) || isOffered(older))) drop(olderKey);
    else if (older) offerFromBrowser(olderKey, older);
    notice.hidden = offers.length === 0;
  };

  // --- While somebody writes --------------------------------------------------------------------------------------

  const watch = () => {
    let waiting = 0;
    let isLeaving = false;
    let keptText = ""; // what the server has

    const remember = (sent = false) => {
      clearTimeout(waiting);
      const text = typed(form);
      const lineage = pages()[0];
      const isKept = JSON.stringify([lineage, text]) === keptText;
      const copy = { ...text, token: form.elements.token?.value, at: Date.now(), sent, isKept, lineage };
      if (!isUnsaved()) drop(key);
      else form.dataset.keptInBrowser = store(key, copy) ? "yes" : "no";
    };

    goOnFrom(pages());
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(remember, PAUSE);
    });
    form.addEventListener("kept", (event) => {
      keptText = event.detail;
      remember();
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

  dropWhatWasSaved();
  offerAll();
  if (form) watch();
})();
