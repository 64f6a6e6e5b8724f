/*
 * Orders the questions of a topic on the page: by dragging with mouse, pen or finger, by the buttons "Up" and "Down",
 * or by a number. Nothing is sent before "Save the order", which sends the numbers that the form has without a script.
 */
"use strict";

(() => {
  const form = document.getElementById("topic-order");
  if (!form) return;

  const EDGE = 60; // pixels from the edge of the window at which a drag begins to scroll
  const STEP = 12; // pixels scrolled at a time
  const list = form.querySelector("tbody");
  const part = (name) => form.querySelector(`[data-order="${name}"]`);
  const rows = () => [...list.rows];
  const order = () => rows().map((row) => row.dataset.question).join("\n");
  const numberOf = (row) => row.querySelector('input[type="number"]');
  const button = (row, name) => row.querySelector(`button[name="${name}"]`);
  const beginning = order();
  let isLeaving = false;

  const isChanged = () => order() !== beginning;
  const say = (words) => {
    part("said").textContent = words;
  };

  // What the places are now: in the inputs that are sent, and in the buttons that lead no further.
  const number = () => {
    const all = rows();
    all.forEach((row, index) => {
      numberOf(row).value = index + 1;
      button(row, "up").disabled = index === 0;
      button(row, "down").disabled = index === all.length - 1;
    });
  };

  const announce = (row) => {
    const place = rows().indexOf(row) + 1;
    const saving = isChanged() ? "Not saved yet." : "This is the order that is saved.";
    say(`“${row.dataset.question}” is now ${place} of ${list.rows.length}. ${saving}`);
  };

  const move = (row, place) => {
    const others = rows().filter((other) => other !== row);
    list.insertBefore(row, others[place] ?? null);
    number();
    announce(row);
  };

  // --- Up, down, and a number typed -----------------------------------------------------------------

  const step = (pressed, row) => {
    move(row, rows().indexOf(row) + (pressed.name === "up" ? -1 : 1));
    // At the end of the way the button is switched off: the focus goes to its neighbour instead of nowhere.
    (pressed.disabled ? button(row, pressed.name === "up" ? "down" : "up") : pressed).focus();
  };

  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[name]");
    if (!pressed) return;
    if (pressed.name === "remove") {
      if (!isChanged()) return;
      event.preventDefault();
      say("Save the order first. Then take the question off the topic.");
      return;
    }
    event.preventDefault();
    step(pressed, pressed.closest("tr"));
  });

  form.addEventListener("change", (event) => {
    const row = event.target.closest("tr");
    const place = Number(event.target.value);
    // Anything but a whole number stays as it is: the server says what is wrong with it.
    if (!row || !Number.isInteger(place) || event.target.value === "") return;
    move(row, Math.min(Math.max(place, 1), list.rows.length) - 1);
  });

  // --- Dragging -------------------------------------------------------------------------------------

  // The row that is dragged stays in the document, the others move around it: taken out, it would lose the pointer.
  const follow = (row, y) => {
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    while (row.nextElementSibling && y > middle(row.nextElementSibling)) row.before(row.nextElementSibling);
    while (row.previousElementSibling && y < middle(row.previousElementSibling)) row.after(row.previousElementSibling);
  };

  const drag = (handle, row, begun) => {
    const before = rows();
    let y = begun.clientY;
    let isOver = false;

    const tick = () => {
      if (isOver) return;
      if (y < EDGE) window.scrollBy(0, -STEP);
      else if (y > window.innerHeight - EDGE) window.scrollBy(0, STEP);
      follow(row, y);
      requestAnimationFrame(tick);
    };
    const moved = (event) => {
      y = event.clientY;
    };
    const end = (isKept) => {
      if (isOver) return;
      if (isKept) follow(row, y);
      else list.append(...before);
      isOver = true;
      row.classList.remove("order-dragged");
      handle.removeEventListener("pointermove", moved);
      document.removeEventListener("keydown", escape, true);
      number();
      announce(row);
    };
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      end(false);
    };

    handle.setPointerCapture(begun.pointerId);
    row.classList.add("order-dragged");
    handle.addEventListener("pointermove", moved);
    handle.addEventListener("pointerup", () => end(true), { once: true });
    handle.addEventListener("pointercancel", () => end(false), { once: true });
    document.addEventListener("keydown", escape, true);
    requestAnimationFrame(tick);
  };

  // For pointers alone: with the keyboard and for a screen reader, "Up" and "Down" do the same.
  for (const row of rows()) {
    const handle = document.createElement("span");
    handle.className = "order-handle";
    handle.setAttribute("aria-hidden", "true");
    handle.title = "Drag to another place";
    numberOf(row).before(handle);
    handle.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return;
      event.preventDefault();
      drag(handle, row, event);
    });
  }

  // --- Leaving --------------------------------------------------------------------------------------

  form.addEventListener("submit", () => {
    isLeaving = true;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged() && !isLeaving) event.preventDefault();
  });

  part("at-once").hidden = true;
  part("on-saving").hidden = false;
})();
