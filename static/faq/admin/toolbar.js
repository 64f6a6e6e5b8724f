/*
 * The buttons above the text: heading, bold, lists, link, table. One stop of the Tab key, and the arrow keys inside, as
 * https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/ describes. Each button takes back what it did when pressed again.
 */
"use strict";

(() => {
  const toolbar = document.getElementById("formatting");
  if (!toolbar || !window.insertion) return;

  const { body, replace, block, gapBefore, gapAfter, isInTable } = window.insertion;
  const buttons = [...toolbar.querySelectorAll("button")];

  // --- Words ----------------------------------------------------------------------------------------

  // What is selected without the spaces around it; with nothing selected the word at the cursor, if there is one.
  const words = () => {
    const text = body.value;
    let { selectionStart: start, selectionEnd: end } = body;
    if (start === end) {
      start -= text.slice(0, start).match(/[\p{L}\p{N}]*$/u)[0].length;
      end += text.slice(end).match(/^[\p{L}\p{N}]*/u)[0].length;
    }
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    return { start, end, chosen: text.slice(start, end) };
  };

  // Asterisks do not reach across lines, and what begins a list or a heading stays outside of them.
  const LINE = /^(\s*(?:[-*+] |\d{1,9}[.)] |#{1,6} |> )?)(.*?)(\s*)$/;
  const eachLine = (text, change) =>
    text
      .split("\n")
      .map((line) => {
        const [, opening, inner, rest] = line.match(LINE);
        return inner ? opening + change(inner) + rest : line;
      })
      .join("\n");

  const bold = () => {
    const { start, end, chosen } = words();
    const text = body.value;
    if (text.slice(start - 2, start) === "**" && text.slice(end, end + 2) === "**") {
      replace(start - 2, end + 2, chosen);
      body.setSelectionRange(start - 2, start - 2 + chosen.length);
      return;
    }
    const isBold = chosen && eachLine(chosen, (inner) => (/^\*\*.+\*\*$/.test(inner) ? inner : "")) === chosen;
    const changed = chosen
      ? eachLine(chosen, (inner) => (isBold ? inner.slice(2, -2) : `**${inner}**`))
      : "****";
    replace(start, end, changed);
    if (!chosen) body.setSelectionRange(start + 2, start + 2);
    else if (isBold || chosen.includes("\n")) body.setSelectionRange(start, start + changed.length);
    else {
      const from = changed.indexOf("**") + 2;
      body.setSelectionRange(start + from, start + changed.length - 2);
    }
  };

  // --- Lines ----------------------------------------------------------------------------------------

  const MARKS = {
    heading: { is: /^#{1,6} /, of: () => "## " },
    bullets: { is: /^[-*+] /, of: () => "- " },
    numbers: { is: /^\d{1,9}[.)] /, of: (index) => `${index + 1}. ` },
  };
  const bare = (line) => Object.values(MARKS).reduce((rest, mark) => rest.replace(mark.is, ""), line);

  const mark = (kind) => {
    const { is, of } = MARKS[kind];
    if (isInTable()) {
      block(of(0)); // at the beginning of a row it would break the table
      return;
    }
    const text = body.value;
    const start = text.lastIndexOf("\n", body.selectionStart - 1) + 1;
    // A selection that ends at the beginning of a line has taken in the line before it, not that one.
    const last = Math.max(body.selectionStart, body.selectionEnd - (text[body.selectionEnd - 1] === "\n" ? 1 : 0));
    let end = text.indexOf("\n", last);
    if (end < 0) end = text.length;

    const lines = text.slice(start, end).split("\n");
    const isEmpty = lines.every((line) => !line.trim());
    const isMarked = !isEmpty && lines.every((line) => !line.trim() || is.test(line));

    // Beside lines of the same list there is no gap; beside all others there is, or they would flow into it.
    const before = text.slice(0, start);
    const after = text.slice(end);
    const [previous, next] = [before.split("\n").at(-2) ?? "", after.split("\n")[1] ?? ""];
    const joins = (line) => !isMarked && kind !== "heading" && is.test(line);
    const opening = joins(previous) ? "" : gapBefore(before);
    const closing = isEmpty || joins(next) ? "" : gapAfter(after);

    let index = joins(previous) ? Number.parseInt(previous, 10) || 0 : 0;
    const changed = lines
      .map((line) => {
        if (!line.trim() && !isEmpty) return line;
        return isMarked ? bare(line) : of(index++) + bare(line);
      })
      .join("\n");
    replace(start, end, opening + changed + closing);
    const from = start + opening.length;
    if (lines.length > 1) body.setSelectionRange(from, from + changed.length);
    else body.setSelectionRange(from + changed.length, from + changed.length);
  };

  // --- Link and table: a few words are asked for first ------------------------------------------------

  const ask = (name, prepare, insert) => {
    const dialog = document.getElementById(`ask-${name}`);
    const form = dialog.querySelector("form");
    const problem = dialog.querySelector('[role="alert"]');
    let selection = [0, 0];

    const back = () => {
      body.focus();
      body.setSelectionRange(...selection);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      try {
        const written = insert(form.elements);
        dialog.close();
        back();
        written();
      } catch (error) {
        problem.textContent = error.message;
        form.querySelector(`[name="${error.cause}"]`)?.focus();
      }
    });
    dialog.querySelector("button[type=button]").addEventListener("click", () => {
      dialog.close();
      back();
    });
    dialog.addEventListener("cancel", () => setTimeout(back));
    return () => {
      selection = [body.selectionStart, body.selectionEnd];
      form.reset();
      problem.textContent = "";
      prepare(form.elements);
      dialog.showModal();
    };
  };

  const refuse = (message, field) => {
    throw new Error(message, { cause: field });
  };

  const addressOf = (typed) => {
    const address = typed.trim();
    if (!/^https?:\/\//i.test(address)) refuse("Begin the address with https:// or http://.", "address");
    if (!URL.canParse(address) || !new URL(address).hostname.includes(".")) {
      refuse("This is no address of a page. Copy it from the address bar of your browser.", "address");
    }
    // As it was typed but for the characters that would end the address in the text.
    return address.replace(/[\s()<>[\]\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
  };

  const link = ask(
    "link",
    (fields) => {
      const { chosen } = words();
      const isAddress = /^https?:\/\/\S+$/i.test(body.value.slice(body.selectionStart, body.selectionEnd).trim());
      fields.words.value = isAddress ? "" : chosen.replace(/\s+/g, " ");
      fields.address.value = isAddress ? chosen : "";
      (fields.words.value ? fields.address : fields.words).setAttribute("autofocus", "");
      (fields.words.value ? fields.words : fields.address).removeAttribute("autofocus");
    },
    (fields) => {
      const said = fields.words.value.trim().replace(/\s+/g, " ");
      if (!said) refuse("Write the words that people press, such as the name of the page.", "words");
      const address = addressOf(fields.address.value);
      return () => {
        const { start, end } = words();
        replace(start, end, `[${said.replace(/([\\[\]])/g, "\\$1")}](${address})`);
      };
    },
  );

  const table = ask(
    "table",
    () => {},
    (fields) => {
      const [columns, rows] = ["columns", "rows"].map((name) => {
        const { value, min, max } = fields[name];
        const count = Number(value);
        if (!Number.isInteger(count) || count < Number(min) || count > Number(max)) {
          refuse(`Write a whole number from ${min} to ${max}.`, name);
        }
        return count;
      });
      const line = (cell) => `| ${Array.from({ length: columns }, cell).join(" | ")} |`;
      const lines = [
        line((_, column) => `Column ${column + 1}`),
        line(() => "---"),
        ...Array.from({ length: rows }, () => line(() => " ")),
      ];
      return () => block(lines.join("\n"), [2, 2 + "Column 1".length]);
    },
  );

  const DO = {
    heading: () => mark("heading"),
    bold,
    bullets: () => mark("bullets"),
    numbers: () => mark("numbers"),
    link,
    table,
  };

  // --- Keys -----------------------------------------------------------------------------------------

  const focus = (index) => {
    const chosen = buttons.at(index % buttons.length);
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
    chosen.focus();
  };
  const MOVES = {
    ArrowRight: (at) => at + 1,
    ArrowLeft: (at) => at - 1,
    Home: () => 0,
    End: () => -1,
  };
  toolbar.addEventListener("keydown", (event) => {
    const moved = MOVES[event.key];
    if (!moved || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    focus(moved(buttons.indexOf(event.target.closest("button"))));
  });
  toolbar.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    for (const button of buttons) button.tabIndex = button === pressed ? 0 : -1;
    DO[pressed.dataset.insert]();
  });
  body.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const shortcut = isCommand && { b: "bold", k: "link" }[event.key.toLowerCase()];
    if (!shortcut) return;
    event.preventDefault();
    DO[shortcut]();
  });

  // Without this script there is no toolbar, and so nothing of it stands between label and text.
  body.before(toolbar);
  body.setAttribute("aria-keyshortcuts", "Control+B Control+K");
  buttons.forEach((button, index) => {
    button.tabIndex = index ? -1 : 0;
  });
  toolbar.hidden = false;
})();
