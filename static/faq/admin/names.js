// Names for what Django's tables of inputs and its chooser leave without one, for those who do not see the columns.
"use strict";

(() => {
  const nameRows = (table) => {
    const columns = [...table.tHead.rows[0].cells];
    for (const cell of columns) {
      if (cell.textContent.trim()) continue;
      const name = document.createElement("span");
      name.className = "visually-hidden";
      name.textContent = "As it is now";
      cell.append(name);
    }
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, at) => {
        const name = columns[at]?.textContent.trim();
        for (const input of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
          if (name && !input.labels.length) input.setAttribute("aria-label", name);
        }
      });
    }
  };

  const nameAll = () => {
    document.querySelectorAll(".inline-group .tabular table").forEach(nameRows);
    // A name is allowed only on what has a role.
    for (const icon of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) icon.setAttribute("role", "img");
  };

  window.addEventListener("load", nameAll); // the chooser is built on "load", too, by a script before this one
  document.addEventListener("formset:added", nameAll);
})();
