// Every link of the site that leads to the site, fragments included; links to elsewhere are listed, not followed.

import { LinkChecker, LinkState } from "linkinator";

/** Follow all links from some addresses. `broken` and `redirected` are sentences, `external` are addresses. */
export async function checkLinks(site, starts) {
  const checker = new LinkChecker();
  const redirected = new Set();
  checker.on("redirect", ({ url, targetUrl }) => redirected.add(`${url} → ${targetUrl}`));
  const { links } = await checker.check({
    path: starts,
    recurse: true,
    checkFragments: true,
    checkCss: true,
    redirects: "warn",
    // As many at once as the demonstration has threads.
    concurrency: 4,
    linksToSkip: async (link) => !link.startsWith(`${site}/`),
  });
  const at = (state) => links.filter((link) => link.state === state);
  return {
    urls: [...new Set(at(LinkState.OK).map((link) => link.url.split("#")[0]))],
    checked: links.length - at(LinkState.SKIPPED).length,
    broken: at(LinkState.BROKEN).map((link) => `${link.url} (${reason(link)}), linked from ${link.parent}`),
    redirected: [...redirected].sort(),
    external: [...new Set(at(LinkState.SKIPPED).map((link) => link.url))].sort(),
  };
}

function reason({ url, status }) {
  return status === 200 && url.includes("#") ? "the page has no such place" : `answers ${status}`;
}
