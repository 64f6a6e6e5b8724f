/*
 * The live preview: what patients would read, renewed while somebody writes.
 * Takes nothing but the preview's own parts of the page, never touches the text, and leaves every key alone.
 */
"use strict";

(() => {
  const form = document.getElementById("editor");
  if (!form) return;

  const PAUSE = 400; // milliseconds without a key before the preview is asked for
  const body = form.elements.body;
  const address = body.dataset.markdownxUrlsPath;
  const part = (name) => form.querySelector(`[data-preview="${name}"]`);
  const splitButton = document.getElementById("split-button"); // only where the answer exists already
  let waiting = 0;
  let asked = null;

  const show = (preview, wording) => {
    part("wording").textContent = wording;
    part("wording").hidden = !wording.trim(); // a heading without words would be announced as one
    part("body").innerHTML = preview.body_html; // sanitised by the server, as for the public page
    part("sources").innerHTML = preview.sources_html;
    part("findings").replaceChildren(
      ...preview.findings.map((finding) => {
        const item = document.createElement("li");
        item.textContent = finding.message;
        if (finding.split && splitButton) {
          const button = splitButton.content.firstElementChild.cloneNode(true);
          button.value = finding.split;
          item.append(" ", button);
        }
        return item;
      }),
    );
    part("findings-box").hidden = preview.findings.length === 0;
    part("problem").textContent = "";
  };

  const renew = async () => {
    asked?.abort();
    asked = new AbortController();
    const text = new FormData();
    for (const name of ["wording", "body", "sources"]) text.set(name, form.elements[name].value);
    text.set("language", form.elements.language?.value ?? part("body").closest("[lang]").lang);
    try {
      const response = await fetch(address, {
        method: "POST",
        body: text,
        headers: { "X-CSRFToken": window.csrfToken() },
        signal: asked.signal,
      });
      if (response.redirected || !response.headers.get("Content-Type")?.includes("json")) {
        throw new Error("You are signed out. Your text is kept in this browser: sign in in another tab, then save.");
      }
      const preview = await response.json();
      if (preview.error) throw new Error(preview.error);
      show(preview, text.get("wording"));
    } catch (error) {
      if (error.name === "AbortError") return;
      part("problem").textContent =
        error instanceof TypeError ? "The preview cannot be renewed: no connection. Go on writing." : error.message;
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(renew, PAUSE);
  });

  renew();
})();
