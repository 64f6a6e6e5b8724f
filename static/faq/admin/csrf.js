/*
 * Whoever signs in again in another tab gets another token against forged requests, and the one that an open page
 * holds is refused from then on. So whatever a page sends takes the token from the cookie, which has the present one.
 */
"use strict";

window.csrfToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

// Before the scripts that send a form themselves read it.
document.addEventListener(
  "submit",
  ({ target }) => {
    const token = target.elements.csrfmiddlewaretoken;
    if (token) token.value = window.csrfToken();
  },
  { capture: true },
);
