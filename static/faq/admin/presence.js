/* Who else has the editor open, and whether a colleague saved the text meanwhile: said while it changes. */
"use strict";

(() => {
  const form = document.getElementById("editor");
  const line = document.getElementById("presence");
  if (!form || !line) return;

  const list = (names) =>
    names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

  form.addEventListener("seen", ({ detail }) => {
    const said = [];
    if (!detail.is_draft) said.push("This text is no longer a draft. What you type is kept in your copy.");
    else if (detail.saved_by) {
      said.push(
        `${detail.saved_by} has saved this text since you opened it. Go on writing: when you save, both texts are brought together.`,
      );
    }
    if (detail.others.length) {
      said.push(`${list(detail.others)} ${detail.others.length > 1 ? "have" : "has"} the editor open.`);
    }
    const text = said.join(" ");
    if (line.textContent.trim() !== text) line.textContent = text; // said once, not every few seconds
    line.hidden = !text;
  });
})();
