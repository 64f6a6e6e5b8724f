// The W3C's Nu HTML checker, over saved pages and their stylesheets.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

// What CSS has and the checker does not know yet, in the version pinned.
const TOO_NEW = /“(position-area|@position-try|position-try-fallbacks|anchor-center)”/;

/** Check documents (`url`, `type`, `text`) of HTML, CSS or SVG. Returns one message per error and warning. */
export function checkMarkup(documents, folder) {
  const suffixes = { "text/html": "html", "text/css": "css", "image/svg+xml": "svg" };
  const saved = new Map();
  documents.forEach((document, number) => {
    const file = join(folder, `${number}.${suffixes[document.type]}`);
    writeFileSync(file, document.text);
    saved.set(file, document.url);
  });
  const options = ["--stdout", "--exit-zero-always", "--format", "json", "--also-check-css", "--also-check-svg"];
  const run = spawnSync("java", ["-jar", JAR, ...options, ...saved.keys()], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(`The markup checker did not run: ${run.stderr}`);
  const messages = JSON.parse(run.stdout).messages.filter((message) => !TOO_NEW.test(message.message));
  return messages.map((message) => ({
    url: saved.get(decodeURIComponent(new URL(message.url).pathname)),
    kind: message.type === "info" ? (message.subType ?? "note") : "error",
    text: `${message.message} At: ${(message.extract ?? "").replace(/\s+/g, " ")}`,
  }));
}

/** The version of the checker. */
export function checkerVersion() {
  return spawnSync("java", ["-jar", JAR, "--version"], { encoding: "utf8" }).stdout.trim();
}
