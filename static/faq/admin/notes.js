/*
 * What is typed about an answer outlives a session that ended meanwhile, a crash, and a page that was left: this tab
 * keeps what stands in every form of the page but the editor, which has copies of its own, until a page says that it
 * was done. It is kept by person, so that nobody reads what another account typed in the same tab, and without what
 * the page hands out itself: hashes, proofs, tokens.
 */
"use strict";

(() => {
  const notice = document.getElementById("typed-again");
  if (!notice) return;

  const { stored, store, drop, names } = window.browserStorage("sessionStorage");
  const answer = location.pathname.replace(/[^/]+\/$/, "");
  const { person, version } = notice.dataset;
  const prefix = `typed/${person}${answer}`;
  const lastSent = `sent/${person}${answer}`; // which of them was sent last, until a page says that it was done

  const actOf = (form) => form.getAttribute("action").slice(answer.length, -1);
  const inputs = (form) => [...form.elements].filter(({ name, type }) => name && !/hidden|submit|button/.test(type));
  const isKept = (form) =>
    form.getAttribute("action")?.startsWith(answer) && actOf(form) !== "edit" && inputs(form).length > 0;
  const keyOf = (form) => `${prefix}${actOf(form)}/${form.elements.thread?.value ?? ""}`;

  const keep = (form) => {
    const values = Object.fromEntries(inputs(form).map(({ name, value }) => [name, value]));
    const written = inputs(form).filter(({ type, value }) => type === "textarea" && value.trim());
    const texts = written.map(({ labels, value }) => [labels[0].textContent.trim(), value]);
    store(keyOf(form), { values, texts, version });
  };

  const copyOf = (which) => notice.querySelector(`template.${which}`).content.firstElementChild.cloneNode(true);

  const putBack = (form, { values, version: before }) => {
    const isChoice = ({ options }, value) => !options || [...options].some((option) => option.value === value);
    const changed = inputs(form).filter(
      (input) => ![input.value, undefined].includes(values[input.name]) && isChoice(input, values[input.name]),
    );
    if (!changed.length) return; // a refusal shows it already, or the browser put it back
    for (const input of changed) input.value = values[input.name];
    const line = copyOf("typed-back");
    line.querySelector("span").hidden = before === version;
    (form.querySelector(".field") ?? form.firstElementChild).before(line);
    const folded = form.closest("details");
    if (folded) folded.open = true;
  };

  const offerForCopying = (key, { texts }) => {
    const shown = [...document.querySelectorAll("textarea[readonly]")].map(({ value }) => value);
    const missing = texts.filter(([, text]) => !shown.includes(text));
    if (!missing.length) return;
    const offer = copyOf("typed-lost");
    for (const [label, text] of missing) {
      const field = copyOf("typed-text");
      field.querySelector("span").textContent = label;
      field.querySelector("textarea").value = text;
      offer.querySelector("button").before(field);
    }
    offer.querySelector("button").addEventListener("click", () => {
      drop(key);
      offer.remove();
      notice.hidden = !notice.querySelector("div.typed-lost");
    });
    notice.append(offer);
    notice.hidden = false;
  };

  const address = new URL(location);
  if (address.searchParams.has("done")) {
    const sent = stored(lastSent);
    if (sent?.startsWith(`${prefix}${address.searchParams.get("done")}/`)) drop(sent);
    drop(lastSent);
    // Said once: who comes back to this address later has not done it again.
    address.searchParams.delete("done");
    history.replaceState(null, "", address);
  }

  const forms = new Map([...document.forms].filter(isKept).map((form) => [keyOf(form), form]));
  for (const key of names(prefix)) {
    const copy = stored(key);
    if (copy && forms.has(key)) putBack(forms.get(key), copy);
    else if (copy) offerForCopying(key, copy);
  }

  document.addEventListener("input", ({ target: { form } }) => {
    if (form && isKept(form)) keep(form);
  });
  document.addEventListener("submit", ({ target }) => {
    if (!isKept(target)) return;
    keep(target);
    store(lastSent, keyOf(target));
  });
})();
