"use strict";

/*
 * Joins the pages of signing in to allauth's passkey functions, which its own templates call with data of their
 * own. Passkeys cannot work without scripts, so what needs them is hidden until this runs, and where it cannot
 * work at all it stays hidden.
 */

(() => {
  // A number for a name: passkeys belong to a site's name (https://www.w3.org/TR/webauthn/#relying-party-identifier).
  const isNumber = /^(?:[\d.]+|\[.*\])$/.test(location.hostname);
  const able = Boolean(window.PublicKeyCredential && window.isSecureContext) && !isNumber;
  const forms = document.querySelectorAll("[data-passkey]");
  const ids = { credential: "passkey_credential", data: "passkey_options" };
  const begin = {
    "sign-in": () => allauth.webauthn.forms.loginForm({ ids: { ...ids, login: "passkey_button" } }),
    show: () => allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: "passkey_button" } }),
    make: () =>
      allauth.webauthn.forms.addForm({
        ids: { data: ids.data, add: "passkey_button", passwordless: "id_passwordless", credential: "id_credential" },
      }),
    offer: () => {},
  };
  const NO_PASSKEY =
    "That did not work, or was broken off. Try again, use another device, or choose another way.";
  const UNABLE = isNumber
    ? `Passkeys need the site's name in the address, and here it is a number (${location.hostname}). Open the site under its name, or choose another way.`
    : "This browser has no passkeys for this site: they need a recent browser and a safe connection (https). Choose another way.";

  const tell = (text) => {
    const problem = document.querySelector("[data-passkey-problem]");
    problem.textContent = text;
    problem.hidden = false;
  };

  for (const form of forms) {
    if (able) {
      form.hidden = false;
      begin[form.dataset.passkey]();
    } else if (!form.hidden) {
      document.getElementById("passkey_button").disabled = true;
      tell(UNABLE);
    }
  }

  // allauth would write to the console alone. Whoever breaks off has to be told what else there is.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    tell(NO_PASSKEY);
  });
})();
