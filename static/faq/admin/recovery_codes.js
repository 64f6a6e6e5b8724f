"use strict";

/* Lets somebody print or save the recovery codes of the page. They are nowhere but on it: no server is asked. */

(() => {
  const codes = document.getElementById("recovery_codes");
  if (!codes) {
    return;
  }
  const print = document.getElementById("print_codes");
  const save = document.getElementById("save_codes");
  print.hidden = false;
  save.hidden = false;
  print.addEventListener("click", () => window.print());
  save.addEventListener("click", () => {
    const note = document.querySelector(".print-note").textContent;
    const lines = [...codes.querySelectorAll("code")].map((code) => code.textContent);
    const file = new Blob([`${note}\n\n${lines.join("\n")}\n`], { type: "text/plain" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "recovery-codes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
