// docs/audit.md: what was measured, for people to read.

const CATEGORIES = { performance: "Performance", accessibility: "Accessibility", "best-practices": "Best practices", seo: "SEO" };

/** The report in Markdown. It names no host, no port and no folder: only what is the same on every machine. */
export function report({ day, failures, pages, limits, markup, links, blocks, wrong, versions }) {
  return [
    "# Audit",
    `Written by \`make audit\` on ${day}, about the demonstration, served as in production by granian on one machine. ` +
      "Do not edit it: run `make audit` again.",
    failures.length ? `**${failures.length} failed:**\n\n${list(failures.map(plain))}` : "**Everything passed.**",
    "## Page types",
    "Lighthouse scores, 0 to 100, on its emulated phone with a slow connection; each must be 100. " +
      `Performance is measured on the largest topic, as the median of three runs${speed(pages)}. ` +
      "Sizes are bytes as sent, compressed: " +
      `at most ${limits.css} of CSS and ${limits.js} of JavaScript.`,
    pageTable(pages),
    "Pages marked * ask search engines to leave them out, as they should, and are not scored on being open to them. " +
      "Error pages are not scored on answering 200.",
    "## Markup",
    `The W3C markup checker read ${markup.documents} documents: every page that a link or the sitemap leads to, the page ` +
      `types above, and their stylesheets and pictures. Errors: ${markup.errors}. Warnings: ${markup.warnings.length}.`,
    list(markup.warnings.map(plain)),
    "## Links",
    `Followed from the start page, the sitemap and the feed, with fragments: ${links.checked} links within the site. ` +
      `Broken: ${links.broken.length}. Redirected: ${links.redirected.length}.`,
    list(links.redirected.map(plain)),
    "Links to other sites, not followed:",
    list(links.external.map((url) => `<${url}>`)) || "None.",
    "## Structured data",
    "JSON-LD, compiled against the types of the schema.org vocabulary, so that an unknown type or property, or one outside " +
      `its domain or range, is an error. Errors: ${blocks.errors}. To show that the check can fail, ${wrong} wrong ` +
      "examples are compiled on every run, and each must be refused.",
    table(["Type", "Blocks"], blocks.types),
    "## Tools",
    table(["Tool", "Version"], versions),
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

function speed(pages) {
  const measured = pages.find(({ scores }) => "performance" in scores);
  return measured ? ` (on a machine of Lighthouse's index ${Math.round(measured.speed)})` : "";
}

function pageTable(pages) {
  const head = ["Page", "Address", ...Object.values(CATEGORIES), "HTML", "CSS", "JS", "Markup errors", "JSON-LD"];
  return table(
    head,
    pages.map((page) => [
      page.name + (page.isHidden ? " *" : ""),
      `\`${page.path}\``,
      ...Object.keys(CATEGORIES).map((id) => page.scores[id] ?? "–"),
      page.html,
      page.css,
      page.js,
      page.markupErrors,
      page.jsonLd.join(", ") || "–",
    ]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function list(items) {
  return items.map((item) => `- ${item}`).join("\n");
}

function plain(text) {
  return text.replace(/[<>|*_`]/g, "\\$&");
}
