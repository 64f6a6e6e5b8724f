// JSON-LD against the schema.org vocabulary: each block becomes a typed constant, and the compiler judges it.
// A property that does not exist, or stands where its domain or range forbids it, does not compile.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const HERE = fileURLToPath(new URL(".", import.meta.url));
// Beside the vocabulary, so that the compiler finds it.
const FOLDER = join(HERE, "node_modules", ".cache", "structured-data");
const OPTIONS = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--pretty", "false"];

// What must not pass. A check that lets one of these through is worth nothing, so each is tried on every run.
export const WRONG = [
  { "@type": "MedicalWebPage", lastReviewd: "2026-01-31" },
  { "@type": "MedicalWebPage", lastReviewed: { "@type": "Person", name: "N" } },
  { "@type": "MedicalWebPage", reviewedBy: { "@type": "Answer", text: "T" } },
  { "@type": "MedicalWebPage", mainEntity: { "@type": "Question", acceptedAnswer: { "@type": "Person" } } },
  { "@type": "FAQPage", mainEntity: [{ "@type": "Question", lastReviewed: "2026-01-31" }] },
  { "@type": "Answer", lastReviewed: "2026-01-31" },
  { "@type": "Answer", reviewedBy: { "@type": "Person", name: "N" } },
  { "@type": "MedicalWebPages" },
  {},
].map((thing) => ({ "@context": "https://schema.org", ...thing }));

/** The JSON-LD blocks of some pages, each with the page's address; `data` is undefined where it is no JSON. */
export function blocksOn(pages) {
  return pages.flatMap(({ url, root }) =>
    root.querySelectorAll('script[type="application/ld+json"]').map((script) => {
      try {
        return { url, data: JSON.parse(script.rawText) };
      } catch {
        return { url, data: undefined };
      }
    }),
  );
}

/** The schema.org type of a block, or the types of its graph. */
export function typesOf({ data }) {
  const things = data?.["@graph"] ?? [data];
  return things.map((thing) => thing?.["@type"]);
}

/** Judge some blocks. Returns one `{url, text}` per error, and one for each wrong example that passes. */
export function checkBlocks(blocks) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const judged = [...blocks, ...WRONG.map((data) => ({ data, isWrong: true }))];
  judged.forEach((block, number) => writeFileSync(join(FOLDER, `${number}.ts`), constant(block.data)));
  const files = judged.map((_, number) => join(FOLDER, `${number}.ts`));
  const tsc = join(HERE, "node_modules", ".bin", "tsc");
  const { stdout, stderr, error } = spawnSync(tsc, [...OPTIONS, ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (error || stderr) throw new Error(`The compiler did not run: ${error ?? stderr}`);

  const found = [...stdout.replaceAll(HERE, "").matchAll(/^(?:.*\/)?(\d+)\.ts\(.*?\): error (.*)$/gm)];
  const errors = found.map(([, number, text]) => ({ block: judged[number], text }));
  const caught = new Set(errors.filter(({ block }) => block.isWrong).map(({ block }) => block));
  const missed = judged.filter((block) => block.isWrong && !caught.has(block));
  if (stdout && !found.length) throw new Error(`The compiler said something else: ${stdout}`);
  return [
    ...errors.filter(({ block }) => !block.isWrong).map(({ block, text }) => ({ url: block.url, text })),
    ...missed.map(({ data }) => ({ url: "the check itself", text: `a mistake passes: ${JSON.stringify(data)}` })),
  ];
}

function constant(data) {
  const type = data?.["@graph"] ? "Graph" : `WithContext<schema.${name(data?.["@type"])}>`;
  return [
    'import type * as schema from "schema-dts";',
    'import type { Graph, WithContext } from "schema-dts";',
    `export const block: ${type} = ${JSON.stringify(data, null, 1)};`,
  ].join("\n");
}

function name(type) {
  // A page decides what this is; anything but a plain name must not become code. This one fails to compile.
  return /^[A-Z][A-Za-z0-9]*$/.test(type ?? "") ? type : "NoTypeGiven";
}
