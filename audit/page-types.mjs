// Every type of page the site has, and where to find one on the demonstration.

/** The statuses of an answer, as `faq/status.py` names them. */
const STATUSES = ["approved", "review_due_soon", "review_overdue", "being_updated", "withdrawn", "not_yet_approved"];

const ANSWER = "/questions/what-side-effects-can-baclofen-cause/";

/** Addresses that no link leads to, or that a visitor only gets to by doing something. */
export const EXTRA_PATHS = [
  "/search/",
  "/search/?q=pump",
  "/search/?q=pummp",
  `${ANSWER}feedback/`,
  `${ANSWER}feedback/thanks/`,
  "/ask/",
  "/ask/thanks/",
  "/?as_of=2026-01-31",
  "/topics/baclofen-pump/?as_of=2026-01-31",
  "/no-such-page/",
  "/es/no-such-page/",
];

/** Forms sent as nobody should send them: Lighthouse cannot, but the markup of the refusals is checked. */
export const REFUSED_FORMS = [
  { path: "/ask/", form: "text=" },
  { path: `${ANSWER}feedback/`, form: "version=1" },
  { path: `${ANSWER}feedback/`, form: "version=99&helpful=yes" },
];

/** The pages that stand alone, as `deploy/audit` has drawn them from their templates. */
export const STANDING_ALONE = ["400", "403_csrf", "500", "503"].map((name) => `/static/standing-alone/${name}.html`);

const at = (path) => (pages) => pages.find((page) => page.path === path);
const like = (pattern, selector) => (pages) =>
  pages.find((page) => pattern.test(page.path) && (!selector || page.root.querySelector(selector)));
const largestTopic = (pages) =>
  pages
    .filter((page) => /^\/topics\/[^/]+\/$/.test(page.path))
    .sort((one, other) => answersOn(other) - answersOn(one))[0];

/**
 * Each type has a name, a way to find its page among all pages, and what must be so:
 * `jsonLd` types it must carry, `status` it must answer with (200 where nothing is said),
 * `isHidden` where it must ask search engines to leave it out (an error page need not, its status does).
 */
export const PAGE_TYPES = [
  { name: "Home", find: at("/") },
  { name: "Topic, the largest", find: largestTopic, jsonLd: ["FAQPage"], isFast: true },
  ...STATUSES.map((status) => ({
    name: `Question, ${status.replaceAll("_", " ")}`,
    find: like(/^\/questions\/[^/]+\/$/, `.status-${status}`),
    jsonLd: ["MedicalWebPage"],
  })),
  { name: "History of an answer", find: like(/^\/questions\/[^/]+\/history\/$/, ".versions") },
  { name: "Topics A to Z", find: at("/topics/") },
  { name: "Words explained", find: at("/glossary/") },
  { name: "How answers are reviewed", find: at("/about/review/") },
  { name: "Search, nothing asked", find: at("/search/"), isHidden: true },
  { name: "Search with answers", find: at("/search/?q=pump"), isHidden: true },
  { name: "Search without an answer", find: at("/search/?q=pummp"), isHidden: true },
  { name: "Was this helpful?", find: at(`${ANSWER}feedback/`), isHidden: true },
  { name: "Thanks for the feedback", find: at(`${ANSWER}feedback/thanks/`), isHidden: true },
  { name: "Ask a question", find: at("/ask/"), isHidden: true },
  { name: "Thanks for the question", find: at("/ask/thanks/"), isHidden: true },
  { name: "Home in Spanish", find: at("/es/") },
  { name: "Topic in Spanish", find: like(/^\/es\/topics\/[^/]+\/$/), jsonLd: ["FAQPage"] },
  { name: "Question in Spanish", find: like(/^\/es\/questions\/[^/]+\/$/), jsonLd: ["MedicalWebPage"] },
  { name: "Home in Arabic", find: at("/ar/") },
  { name: "Topic in Arabic", find: like(/^\/ar\/topics\/[^/]+\/$/), jsonLd: ["FAQPage"] },
  { name: "Question in Arabic", find: like(/^\/ar\/questions\/[^/]+\/$/), jsonLd: ["MedicalWebPage"] },
  {
    name: "Translation whose original has changed",
    find: like(/^\/(es|ar)\/questions\/[^/]+\/$/, ".answer .notice-warning a[hreflang]"),
    jsonLd: ["MedicalWebPage"],
  },
  { name: "An earlier day, refused", find: at("/topics/baclofen-pump/?as_of=2026-01-31"), status: 403 },
  { name: "Page not found", find: at("/no-such-page/"), status: 404 },
  { name: "Page not found in Spanish", find: at("/es/no-such-page/"), status: 404 },
  ...STANDING_ALONE.map((path) => ({ name: `Standing alone, ${path.match(/(\w+).html/)[1]}`, find: at(path) })),
];

function answersOn(page) {
  return page.root.querySelectorAll("article.answer").length;
}
