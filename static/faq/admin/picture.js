/*
 * Adds a picture to the text: chosen, pasted or dropped, always with words for those who cannot see it.
 * The text changes when the server has kept the picture, and not before; a refusal is shown beside the inputs.
 */
"use strict";

(() => {
  const form = document.getElementById("picture-form");
  const box = document.getElementById("picture");
  const editor = document.getElementById("editor");
  if (!form || !box || !editor) return;

  const body = editor.elements.body;
  const file = form.elements.image;
  const description = form.elements.alternative_text;
  const problem = document.getElementById("picture-problem");
  box.hidden = false;

  const take = (files) => {
    const chosen = new DataTransfer();
    chosen.items.add(files[0]);
    file.files = chosen.files;
    box.open = true;
    problem.textContent = "";
    description.focus();
  };

  const upload = async () => {
    const response = await fetch(body.dataset.markdownxUploadUrlsPath, {
      method: "POST",
      body: new FormData(form),
    });
    if (response.redirected) throw new Error("You are signed out. Sign in in another tab, then insert the picture.");
    if (response.status === 413) throw new Error("This file is too large. Choose one of up to 5 MB.");
    if (!response.headers.get("Content-Type")?.includes("json")) {
      throw new Error("The picture could not be kept. Try again, or tell whoever runs this site.");
    }
    return response.json();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    if (!file.files.length) {
      problem.textContent = "Choose a picture first.";
      return;
    }
    if (!description.value.trim()) {
      problem.textContent = "Describe what the picture shows, for people who cannot see it.";
      description.focus();
      return;
    }
    try {
      const kept = await upload();
      if (kept.error) throw new Error(kept.error);
      window.insertion.block(kept.markdown);
      form.reset();
      box.open = false;
    } catch (error) {
      problem.textContent =
        error instanceof TypeError ? "No connection. The picture is not kept; try again." : error.message;
    }
  });

  // Text from a word processor carries a picture of itself: then the text is what was meant.
  body.addEventListener("paste", (event) => {
    const pasted = event.clipboardData;
    if (!pasted?.files.length || pasted.types.includes("text/plain")) return;
    event.preventDefault();
    take(pasted.files);
  });
  body.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
})();
