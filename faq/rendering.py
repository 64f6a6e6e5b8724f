"""Markdown of an answer → sanitised HTML: the same for preview, page and export.

Two walls stand between a text and a reader's browser. The parser knows no raw HTML (it is shown as text) and
the rules below decide about each heading, link, image and table; then nh3 lets through only the tags,
attributes and values that those rules can produce. Runs when a version is frozen, never when a page is read.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.metadata import version

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

RENDERER = f"1 markdown-it-py {version('markdown-it-py')} nh3 {version('nh3')}"
"""What made a rendering, stored beside it: the version of these rules, to be raised when the same Markdown
gives other HTML, and those of the libraries under them."""

# Deeper than any answer a person can follow; bounds the work on hostile input and the depth of the HTML.
MAX_NESTING = 20

EXTERNAL_REL = "nofollow noopener noreferrer"
IMAGE_WITHOUT_DESCRIPTION = "[image without description]"

# The page owns h1 (topic) and h2 (question); an answer's own headings begin below them.
_FIRST_HEADING, _LAST_HEADING = 3, 6
# The content security policy forbids style attributes; left is where a cell stands anyway.
_ALIGNMENT_CLASS = {"text-align:right": "align-right", "text-align:center": "align-center"}
# A wide table scrolls inside this box on a phone; tabindex lets a keyboard scroll it, the label names it.
_TABLE_BOX: dict[str, str | int | float] = {
    "class": "table-scroll",
    "tabindex": "0",
    "role": "region",
    "aria-label": "Table",
}

_OWN_IMAGE = re.compile(r"/media/answers/[0-9a-f]{64}\.(?:png|jpg|webp)")
_ALLOWED_LINK = re.compile(r"https?:|mailto:|tel:|/|#", re.IGNORECASE)
# "//host" is another site; in "/\host", which browsers read the same way, the parser encodes the backslash.
_EXTERNAL_LINK = re.compile(r"https?:|//", re.IGNORECASE)
# Neither has a place in HTML, and lone surrogates cannot be encoded as UTF-8.
_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")

_SOURCE_URL = re.compile(r"\bhttps?://\w[^\s<>\"]*", re.IGNORECASE)
_TRAILING_PUNCTUATION = frozenset(".,;:!?'»]}\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}")


class _AnswerMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Accept every link here: `_allow_link` judges them all, and leaves the words of a refused one."""
        return True


_MARKDOWN = _AnswerMarkdown("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table")


def render(markdown: str) -> str:
    """Sanitised HTML of an answer's Markdown (CommonMark and tables). Deterministic, linear, never raises.

    Headings start at h3; refused links and images leave their words; raw HTML is shown as text.
    """
    html = _MARKDOWN.renderer.render(_answer_tokens(markdown), _MARKDOWN.options, {})
    return _CLEANER.clean(_encodable(html))


def plain_text(markdown: str) -> str:
    """The words of the rendering on one line, for search snippets and meta descriptions; not HTML-escaped."""
    blocks = (
        _words(token.children or ()) if token.type == "inline" else token.content
        for token in _answer_tokens(markdown)
    )
    return _encodable(" ".join(" ".join(blocks).split()))


def render_sources(sources: str) -> str:
    """HTML list of an answer's sources: plain text, one source per line, web addresses become links.

    Empty when there is no source.
    """
    lines = [line.strip() for line in _encodable(sources).splitlines()]
    items = "".join(f"<li>{_linked(line)}</li>\n" for line in lines if line)
    return _CLEANER.clean(f'<ul class="sources">\n{items}</ul>') if items else ""


def safe(html: str) -> SafeString:
    """Mark HTML as safe for templates. Only for what `render` or `render_sources` returned.

    The only `mark_safe` of the project, so that one search finds every way around autoescaping.
    """
    return mark_safe(html)  # noqa: S308 - this is the one place


def _encodable(text: str) -> str:
    """The text without what UTF-8 or HTML cannot hold. Needed before parsing and after it: the parser decodes
    punycode in addresses, and `<http://xn--ib9b>` decodes to a lone surrogate.
    """
    return _UNENCODABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _answer_tokens(markdown: str) -> list[Token]:
    """The parsed answer after our rules, or the text as it was typed when it is nested too deeply.

    The parser drops what lies below its nesting limit, and no word of an answer may vanish.
    """
    source = _encodable(markdown)
    tokens = _MARKDOWN.parse(source)
    if _is_too_deep(tokens):
        return [Token("code_block", "code", 0, content=source, block=True)]
    return list(_ruled_blocks(tokens))


def _is_too_deep(tokens: list[Token]) -> bool:
    """Whether a container stands where the parser drops its content, or emphasis is nested as deeply."""
    return any(
        (token.type in {"blockquote_open", "list_item_open"} and token.level >= MAX_NESTING - 1)
        or any(child.level > MAX_NESTING for child in token.children or ())
        for token in tokens
    )


def _ruled_blocks(tokens: list[Token]) -> Iterator[Token]:
    ranks: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            ranks = [*(rank for rank in ranks if rank < token.tag), token.tag]
        if token.type in {"heading_open", "heading_close"}:
            # By nesting, not by the number of #: a text that begins with ## must not skip a level of the page.
            token.tag = f"h{min(_FIRST_HEADING - 1 + len(ranks), _LAST_HEADING)}"
        elif token.type in {"th_open", "td_open"}:
            token.attrs = _cell_attributes(token)
        elif token.type == "inline":
            token.children = list(_ruled_inlines(token.children or []))
        if token.type == "table_open":
            yield Token("table_box_open", "div", 1, attrs=dict(_TABLE_BOX), block=True)
        yield token
        if token.type == "table_close":
            yield Token("table_box_close", "div", -1, block=True)


def _cell_attributes(cell: Token) -> dict[str, str | int | float]:
    attributes: dict[str, str | int | float] = {"scope": "col"} if cell.tag == "th" else {}
    alignment = _ALIGNMENT_CLASS.get(str(cell.attrGet("style")))
    if alignment:
        attributes["class"] = alignment
    return attributes


def _ruled_inlines(children: list[Token]) -> Iterator[Token]:
    link_allowed = False  # links do not nest
    for child in children:
        if child.type == "link_open":
            link_allowed = _allow_link(child)
        if child.type in {"link_open", "link_close"} and not link_allowed:
            continue
        yield _ruled_image(child) if child.type == "image" else child


def _allow_link(link: Token) -> bool:
    """Whether the link may stay; one that leaves the site is marked as external."""
    href = str(link.attrGet("href"))
    if _EXTERNAL_LINK.match(href):
        link.attrSet("rel", EXTERNAL_REL)
    return _ALLOWED_LINK.match(href) is not None


def _ruled_image(image: Token) -> Token:
    """The image if it is the site's own and described; otherwise its description as text.

    An image from elsewhere would tell a third party who reads the page. One without a description is
    announced instead of shown, because whoever uses a screen reader would miss it without knowing.
    """
    words = " ".join(_words(image.children or ()).split())
    described = any(character.isprintable() and character != " " for character in words)
    description = Token("text", "", 0, content=words if described else IMAGE_WITHOUT_DESCRIPTION)
    if not described or not _OWN_IMAGE.fullmatch(str(image.attrGet("src"))):
        return description
    image.children = [description]
    image.attrSet("loading", "lazy")
    return image


def _words(children: Iterable[Token]) -> str:
    """The text of inline content; an image stands for its description, a line break for a space."""
    return "".join(
        " "
        if child.type in {"softbreak", "hardbreak"}
        else _words(child.children or ())
        if child.type == "image"
        else child.content
        for child in children
    )


def _linked(source: str) -> str:
    """One source as HTML, escaped, with its web addresses as links."""
    parts: list[str] = []
    position = 0
    for found in _SOURCE_URL.finditer(source):
        url = _without_trailing_punctuation(found.group())
        href = escape(url)
        parts.append(escape(source[position : found.start()]))
        parts.append(f'<a href="{href}" rel="{EXTERNAL_REL}">{href}</a>')
        position = found.start() + len(url)
    return "".join(parts) + escape(source[position:])


def _without_trailing_punctuation(url: str) -> str:
    """The address without the sentence's punctuation; a closing bracket stays if the address opened it."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while url[end - 1] in _TRAILING_PUNCTUATION or (url[end - 1] == ")" and unopened > 0):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """Second wall for addresses: the same decision again, on what the HTML parser made of the first one."""
    if tag == "a" and attribute == "href":
        return value if _ALLOWED_LINK.match(value) else None
    if tag == "img" and attribute == "src":
        return value if _OWN_IMAGE.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags={
        *("h3", "h4", "h5", "h6", "p", "blockquote", "hr", "pre", "ul", "ol", "li"),
        *("div", "table", "thead", "tbody", "tr", "th", "td"),
        *("a", "br", "code", "em", "img", "strong"),
    },
    attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}},
    tag_attribute_values={
        "a": {"rel": {EXTERNAL_REL}},
        "img": {"loading": {"lazy"}},
        "div": {name: {str(value)} for name, value in _TABLE_BOX.items()},
        "th": {"scope": {"col"}, "class": set(_ALIGNMENT_CLASS.values())},
        "td": {"class": set(_ALIGNMENT_CLASS.values())},
        "ul": {"class": {"sources"}},
    },
    attribute_filter=_filtered,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
