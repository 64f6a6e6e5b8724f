// The buttons that take a page away: copy its link, share it, print it. A button is shown only where it works;
// without this script the address stands on the page as text. Nothing is sent to anybody.
"use strict";

for (const box of document.querySelectorAll("[data-take-away]")) {
  const { address, title, copied, failed } = box.dataset;
  const said = box.querySelector("[role=status]");

  // Emptied first, so that a screen reader says the same words again.
  const say = (words) => {
    said.textContent = "";
    setTimeout(() => (said.textContent = words), 50);
  };

  const offer = (act, works, run) => {
    const button = box.querySelector(`[data-act=${act}]`);
    button.hidden = !works;
    button.addEventListener("click", run);
  };

  offer("copy", navigator.clipboard, () =>
    navigator.clipboard.writeText(address).then(
      () => say(copied),
      () => say(failed),
    ),
  );
  offer("share", navigator.share, () =>
    // Closing the browser's own dialogue is no failure.
    navigator.share({ title, url: address }).catch((error) => error.name === "AbortError" || say(failed)),
  );
  offer("print", true, () => window.print());
}
