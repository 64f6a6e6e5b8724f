// Lighthouse, with the Chromium of this machine.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "seo"];
// No sandbox: an audit may run as root in a container. The rest keeps Chromium from talking to its makers.
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Start the browser that CHROME_PATH names; give it to `use`, and stop it whatever comes. */
export async function withChromium(use) {
  const chromium = await launch({ chromeFlags: FLAGS });
  // It runs in a process group of its own, and would outlive an audit that is stopped.
  const stopped = () => {
    chromium.kill();
    process.exit(1);
  };
  process.once("SIGTERM", stopped).once("SIGINT", stopped);
  try {
    return await use(chromium.port);
  } finally {
    chromium.kill();
  }
}

/**
 * The scores of a page, 0 to 100 by category, what cost it points, and what it loaded.
 * A page that asks search engines to leave it out (`isHidden`) is not asked to be found; an error page
 * (`isError`) is not asked to answer 200, which the browser logs as an error, too.
 * Performance is asked for with `isFast`.
 */
export async function scoresOf(url, port, { isHidden = false, isError = false, isFast = false } = {}) {
  const categories = isFast ? ["performance", ...CATEGORIES] : CATEGORIES;
  const skipAudits = [
    ...(isHidden ? ["is-crawlable"] : []),
    ...(isError ? ["http-status-code", "errors-in-console"] : []),
  ];
  const lhr = await opened(url, {
    port,
    onlyCategories: categories,
    onlyAudits: ["network-requests"],
    skipAudits,
    ignoreStatusCode: true,
    logLevel: "error",
  });
  const lost = Object.fromEntries(categories.map((id) => [id, pointsLost(lhr, id)]));
  return {
    chromium: lhr.environment.hostUserAgent.match(/Chrome\/([\d.]+)/)[1],
    speed: lhr.environment.benchmarkIndex,
    scores: Object.fromEntries(categories.map((id) => [id, Math.round(lhr.categories[id].score * 100)])),
    lost,
    loaded: lhr.audits["network-requests"].details.items.map((item) => ({
      url: item.url,
      kind: item.resourceType,
    })),
  };
}

/**
 * The scores with performance: the median of three runs on a machine that was fast enough, of at most a dozen.
 * Lighthouse warns of runs below its index of 1000, as on a machine that is busy with something else: they measure
 * that, not the page. Where there are no three others, the median of all is all there is to say.
 */
export async function medianScoresOf(url, port, options) {
  const runs = [];
  const reliable = () => runs.filter(({ speed }) => speed >= 1000);
  while (reliable().length < 3 && runs.length < 12) runs.push(await scoresOf(url, port, { ...options, isFast: true }));
  const counted = reliable().length === 3 ? reliable() : runs;
  counted.sort((one, other) => one.scores.performance - other.scores.performance);
  return counted[Math.floor((counted.length - 1) / 2)];
}

async function opened(url, settings) {
  let lhr;
  for (let attempt = 0; attempt < 3; attempt++) {
    ({ lhr } = await lighthouse(url, settings));
    if (!lhr.runtimeError) return lhr;
    // On a busy machine the recording of a page load now and then fails; that says nothing about the page.
  }
  throw new Error(`Lighthouse could not open ${url}: ${lhr.runtimeError.message}`);
}

function pointsLost(lhr, category) {
  return lhr.categories[category].auditRefs
    .map(({ id, weight }) => ({ ...lhr.audits[id], weight }))
    .filter((audit) => audit.weight > 0 && audit.score !== null && audit.score < 1)
    .map((audit) => {
      const where = (audit.details?.items ?? []).map((item) => item.node?.selector ?? item.url ?? item.description);
      const places = where.filter(Boolean).slice(0, 3).join("; ");
      return `${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}${places ? `: ${places}` : ""}`;
    });
}
