"""The second wall between a text and a reader's browser: nh3 lets through only what `faq.rendering` can produce.

What both walls must agree on stands here, too.
"""

import re

import nh3

from faq.callouts import Kind
from faq.rendering_words import WORDS

EXTERNAL_REL = "nofollow noopener noreferrer"
OWN_IMAGE = re.compile(r"/media/answers/[0-9a-f]{64}\.(?:png|jpg|webp)")
ALLOWED_LINK = re.compile(r"https?:|mailto:|tel:|/|#", re.IGNORECASE)

# The content security policy forbids style attributes; left is where a cell stands anyway.
ALIGNMENT_CLASS = {"text-align:right": "align-right", "text-align:center": "align-center"}
# A wide table scrolls inside this box on a phone; tabindex lets a keyboard scroll it, a label names it.
TABLE_BOX = {"class": "table-scroll", "tabindex": "0", "role": "region"}
# A screen reader says where the group begins and ends; its label names it, as the title does for everybody else.
CALLOUT_BOX = {kind: {"class": f"callout callout-{kind}", "role": "group"} for kind in Kind}
KIND_CLASS = "callout-kind"


def sanitised(html: str) -> str:
    """The HTML without any tag, attribute or value that the rules of a rendering do not produce."""
    return _CLEANER.clean(html)


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """The rules' own decision on addresses again, on what the HTML parser made of the first one."""
    if tag == "a" and attribute == "href":
        return value if ALLOWED_LINK.match(value) else None
    if tag == "img" and attribute == "src":
        return value if OWN_IMAGE.fullmatch(value) else None
    return value


_BOXES = (TABLE_BOX, *CALLOUT_BOX.values())
_LABELS = {label for words in WORDS.values() for label in (words.table, *words.kinds.values())}
_CLEANER = nh3.Cleaner(
    tags={
        *("h3", "h4", "h5", "h6", "p", "blockquote", "hr", "pre", "ul", "ol", "li"),
        *("div", "table", "thead", "tbody", "tr", "th", "td"),
        *("a", "br", "code", "em", "img", "span", "strong"),
    },
    attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}},
    tag_attribute_values={
        "a": {"rel": {EXTERNAL_REL}},
        "img": {"loading": {"lazy"}},
        "div": {
            "class": {box["class"] for box in _BOXES},
            "role": {box["role"] for box in _BOXES},
            "tabindex": {TABLE_BOX["tabindex"]},
            "aria-label": _LABELS,
        },
        "span": {"class": {KIND_CLASS}},
        "th": {"scope": {"col"}, "class": set(ALIGNMENT_CLASS.values())},
        "td": {"class": set(ALIGNMENT_CLASS.values())},
        "ul": {"class": {"sources"}},
    },
    attribute_filter=_filtered,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
