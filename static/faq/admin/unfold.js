/* A link to something that is folded away opens it; not every browser does so by itself. */
"use strict";

(() => {
  const unfold = (hash) => {
    const target = hash.length > 1 && document.getElementById(hash.slice(1));
    let isOpened = false;
    for (let each = target && target.closest("details"); each; each = each.parentElement.closest("details")) {
      isOpened ||= !each.open;
      each.open = true;
    }
    return isOpened && target;
  };

  // Before the browser goes there, and each time: a second press changes no address.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest('a[href^="#"]');
    if (link) unfold(link.hash);
  });
  unfold(location.hash)?.scrollIntoView?.();
})();
