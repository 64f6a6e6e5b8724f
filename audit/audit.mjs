// Audit a running demonstration: node audit.mjs http://localhost:8000 ../docs/audit.md
// Prints what it does, writes the report, and ends with 1 if anything is not as it should be.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLinks } from "./links.mjs";
import { checkMarkup, checkerVersion } from "./markup.mjs";
import { EXTRA_PATHS, PAGE_TYPES, REFUSED_FORMS, STANDING_ALONE } from "./page-types.mjs";
import { report } from "./report.mjs";
import { medianScoresOf, scoresOf, withChromium } from "./scores.mjs";
import { fetched, isHiddenFromSearch, pagesAt, pathOf, sent } from "./site.mjs";
import { WRONG, blocksOn, checkBlocks, typesOf } from "./structured-data.mjs";

const LIMITS = { css: 20_000, js: 5_000 };
const [site, target] = process.argv.slice(2);
const failures = [];

function fail(sentence) {
  console.log(`  FAILED: ${sentence}`);
  failures.push(sentence);
}

async function main() {
  console.log("Following every link");
  const told = [...(await namedIn("/sitemap.xml", /<loc>(.*?)<\/loc>/g)), ...(await namedIn("/feed.atom", /<link\b[^>]*\bhref="(.*?)"/g))];
  const links = await checkLinks(site, [`${site}/`, ...new Set(told)]);
  links.broken.forEach((link) => fail(`broken link: ${link.replaceAll(site, "")}`));

  const pages = await pagesAt([...links.urls, ...[...EXTRA_PATHS, ...STANDING_ALONE].map((path) => site + path)]);
  pages.forEach((page) => (page.path = pathOf(page.url)));
  console.log(`Reading ${pages.length} pages`);
  const markup = await markupOf(pages, links.urls);
  const blocks = structuredDataOf(pages);

  console.log("Measuring each type of page");
  const found = PAGE_TYPES.map((type) => ({ ...type, page: type.find(pages) }));
  found.filter(({ page }) => !page).forEach(({ name }) => fail(`no page of the type “${name}” on the demonstration`));
  const measured = await withChromium(async (port) => {
    const results = [];
    for (const type of found.filter(({ page }) => page)) results.push(await measure(type, port, markup.messages));
    return results;
  });

  writeFileSync(
    target,
    report({
      day: new Date().toISOString().slice(0, 10),
      failures,
      pages: measured,
      limits: LIMITS,
      markup,
      links: { ...links, redirected: links.redirected.map((text) => text.replaceAll(site, "")) },
      blocks,
      wrong: WRONG.length,
      versions: versions(measured),
    }),
  );
}

/** The addresses that a file for machines names. */
async function namedIn(path, pattern) {
  const { status, text } = await fetched(site + path);
  const named = [...text.matchAll(pattern)].map(([, url]) => url.replaceAll("&amp;", "&"));
  if (status !== 200 || !named.length) fail(`${path} answers ${status} and names ${named.length} addresses`);
  const elsewhere = named.filter((url) => !url.startsWith(`${site}/`));
  elsewhere.forEach((url) => fail(`${path} names ${url}, which is not of this site`));
  return named.filter((url) => url.startsWith(`${site}/`));
}

async function refusal(path, form) {
  const page = await sent(site + path, form);
  if (page.status < 400 || page.type !== "text/html") fail(`${path}: “${form}” is not refused but answered ${page.status}`);
  return page;
}

async function markupOf(pages, urls) {
  const assets = [];
  for (const url of urls.filter((address) => /\/static\/.*\.(css|svg)$/.test(address))) assets.push(await fetched(url));
  const refusals = [];
  for (const { path, form } of REFUSED_FORMS) refusals.push(await refusal(path, form));
  const documents = [...pages, ...refusals, ...assets];
  const folder = mkdtempSync(join(tmpdir(), "audit-"));
  try {
    const messages = checkMarkup(documents, folder);
    const said = ({ url, text }) => `${pathOf(url)}, ${text}`;
    messages.filter(({ kind }) => kind === "error").forEach((message) => fail(`markup: ${said(message)}`));
    return {
      messages,
      documents: documents.length,
      errors: messages.filter(({ kind }) => kind === "error").length,
      warnings: messages.filter(({ kind }) => kind !== "error").map(said),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function structuredDataOf(pages) {
  const blocks = blocksOn(pages);
  const errors = checkBlocks(blocks);
  errors.forEach(({ url, text }) => fail(`JSON-LD: ${url.replace(site, "")}: ${text}`));
  const counts = {};
  blocks.flatMap(typesOf).forEach((type) => (counts[type] = (counts[type] ?? 0) + 1));
  return { errors: errors.length, types: Object.entries(counts).sort() };
}

async function measure({ name, page, status = 200, isHidden = false, jsonLd = [], isFast = false }, port, messages) {
  const scored = isFast ? medianScoresOf : scoresOf;
  const result = await scored(page.url, port, { isHidden: isHiddenFromSearch(page), isError: status >= 400 });
  console.log(`  ${name}: ${Object.values(result.scores).join(" ")}`);
  for (const [category, score] of Object.entries(result.scores)) {
    if (score === 100) continue;
    fail(`${name}: ${category} ${score}: ${result.lost[category].join(" · ").replaceAll(site, "")}`);
    if (category === "performance" && result.speed < 1000) {
      console.log("  This machine was too busy or too slow to tell. Run the audit again when nothing else is running.");
    }
  }

  if (page.status !== status) fail(`${name}: answers ${page.status} instead of ${status}`);
  if (status === 200 && isHiddenFromSearch(page) !== isHidden) {
    fail(`${name}: is ${isHidden ? "not " : ""}hidden from search engines`);
  }
  result.loaded
    .filter(({ url }) => !url.startsWith(`${site}/`) && !url.startsWith("data:"))
    .forEach(({ url }) => fail(`${name}: asks another site for ${url}`));
  const types = blocksOn([page]).flatMap(typesOf);
  jsonLd.filter((type) => !types.includes(type)).forEach((type) => fail(`${name}: carries no JSON-LD of type ${type}`));

  const sizes = { html: page.bytes, css: await weight(result, "Stylesheet"), js: await weight(result, "Script") };
  for (const kind of ["css", "js"]) {
    if (sizes[kind] > LIMITS[kind]) fail(`${name}: ${sizes[kind]} bytes of ${kind}; the limit is ${LIMITS[kind]}`);
  }
  const markupErrors = messages.filter(({ url, kind }) => url === page.url && kind === "error").length;
  return { name, path: page.path, isHidden: isHiddenFromSearch(page), ...result, ...sizes, markupErrors, jsonLd: types };
}

async function weight({ loaded }, kind) {
  const urls = [...new Set(loaded.filter((item) => item.kind === kind).map(({ url }) => url))];
  const files = await Promise.all(urls.map(fetched));
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function versions(measured) {
  const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url)));
  const { "vnu-jar": _, ...others } = dependencies;
  return [...Object.entries(others), ["vnu", checkerVersion()], ["Chromium", measured[0]?.chromium], ["Node", process.version.slice(1)]];
}

await main();
console.log(failures.length ? `\n${failures.length} failed, see docs/audit.md` : "\nEverything passed");
process.exitCode = failures.length ? 1 : 0;
