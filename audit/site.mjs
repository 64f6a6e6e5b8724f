// The running site: its pages, fetched and parsed, and how much of each goes over the wire.

import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { parse } from "node-html-parser";

/**
 * One address, as a browser gets it.
 * `bytes` is the size of the body as sent, compressed where the site compresses; `text` is what it says.
 */
export function fetched(url) {
  return asked(url, {});
}

/** What comes back when a form is sent from a page of the site. */
export function sent(url, form) {
  const type = "application/x-www-form-urlencoded";
  return asked(url, { method: "POST", headers: { "Content-Type": type, Origin: new URL(url).origin } }, form);
}

function asked(url, { method = "GET", headers = {} }, body = "") {
  return new Promise((resolve, reject) => {
    const accept = { "Accept-Encoding": "gzip", Accept: "text/html,*/*" };
    const asking = request(url, { method, headers: { ...accept, ...headers } }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        const packed = response.headers["content-encoding"] === "gzip";
        resolve({
          url,
          status: response.statusCode,
          type: (response.headers["content-type"] ?? "").split(";")[0],
          robots: response.headers["x-robots-tag"] ?? "",
          bytes: body.length,
          text: (packed ? gunzipSync(body) : body).toString("utf8"),
        });
      });
    });
    asking.on("error", reject).end(body);
  });
}

/** The HTML pages among some addresses, parsed as `root`; the desk is not for patients and left out. */
export async function pagesAt(urls) {
  const pages = [];
  for (const url of [...new Set(urls)].sort()) {
    if (new URL(url).pathname.startsWith("/admin/")) continue;
    const page = await fetched(url);
    if (page.type === "text/html") pages.push({ ...page, root: parse(page.text) });
  }
  return pages;
}

/** Whether a page asks search engines to leave it out. */
export function isHiddenFromSearch(page) {
  const meta = page.root.querySelector('meta[name="robots"]')?.getAttribute("content") ?? "";
  return /noindex/.test(`${meta} ${page.robots}`);
}

/** The path and query of an address: what a report may show, since host and port change from run to run. */
export function pathOf(url) {
  const { pathname, search, hash } = new URL(url);
  return decodeURIComponent(pathname + search + hash);
}
