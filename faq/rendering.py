"""Markdown of an answer → sanitised HTML: the same for preview, page and export.

Two walls stand between a text and a reader's browser. The parser knows no raw HTML (it is shown as text) and
the rules below decide about each heading, callout, link, image and table; then `faq.sanitiser` lets through
only what those rules can produce. Runs when a version is frozen, never when a page is read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.metadata import version

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from faq.callouts import Kind, Remark, add_callouts, remarks
from faq.rendering_words import Words, in_language
from faq.sanitiser import (
    ALIGNMENT_CLASS,
    ALLOWED_LINK,
    CALLOUT_BOX,
    EXTERNAL_REL,
    KIND_CLASS,
    OWN_IMAGE,
    TABLE_BOX,
    sanitised,
)

RENDERER = f"2 markdown-it-py {version('markdown-it-py')} nh3 {version('nh3')}"
"""What made a rendering, stored beside it: the version of these rules, to be raised when the same Markdown
gives other HTML, and those of the libraries under them."""

# Deeper than any answer a person can follow; bounds the work on hostile input and the depth of the HTML.
MAX_NESTING = 20
# The parser reads a quotation to its end again after each line that may or may not go on with it; bounds that.
MAX_REREAD_LINES = 300_000

# The page owns h1 (topic) and h2 (question); an answer's own headings begin below them.
_FIRST_HEADING, _LAST_HEADING = 3, 6
_HEADINGS = frozenset({"heading_open", "heading_close", "callout_title_open", "callout_title_close"})
# "//host" is another site; in "/\host", which browsers read the same way, the parser encodes the backslash.
_EXTERNAL_LINK = re.compile(r"https?:|//", re.IGNORECASE)
# Neither has a place in HTML, and lone surrogates cannot be encoded as UTF-8.
_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")

_LINE_END = re.compile("\r\n?|\n")

_SOURCE_URL = re.compile(r"\bhttps?://\w[^\s<>\"]*", re.IGNORECASE)
_TRAILING_PUNCTUATION = frozenset(".,;:!?'»]}\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}")


class _AnswerMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Accept every link here: `_allow_link` judges them all, and leaves the words of a refused one."""
        return True


_MARKDOWN = _AnswerMarkdown("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table")
add_callouts(_MARKDOWN)


def render(markdown: str, language: str = "en") -> str:
    """Sanitised HTML of an answer's Markdown (CommonMark, tables, callouts). Deterministic, linear, never raises.

    Headings start at h3; refused links and images leave their words; raw HTML is shown as text. ``language``
    is the answer's: the kind of a callout is said in it.
    """
    tokens = _answer_tokens(markdown, in_language(language))
    return sanitised(_encodable(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})))


def plain_text(markdown: str, language: str = "en") -> str:
    """The words of the rendering on one line, for search snippets and meta descriptions; not HTML-escaped."""
    blocks = (
        _words(token.children or ()) if token.type == "inline" else token.content
        for token in _answer_tokens(markdown, in_language(language))
    )
    return _encodable(" ".join(" ".join(blocks).split()))


def callout_remarks(markdown: str) -> Iterator[Remark]:
    """What an author should know of the callouts in a text, as `render` reads them."""
    return remarks(_parsed(markdown))


def render_sources(sources: str) -> str:
    """HTML list of an answer's sources: plain text, one source per line, web addresses become links.

    Empty when there is no source.
    """
    lines = [line.strip() for line in _encodable(sources).splitlines()]
    items = "".join(f"<li>{_linked(line)}</li>\n" for line in lines if line)
    return sanitised(f'<ul class="sources">\n{items}</ul>') if items else ""


def safe(html: str) -> SafeString:
    """Mark HTML as safe for templates: what `render` or `render_sources` returned, with terms explained or without,
    and the data block of `faq.structured_data`, which escapes what could end it. Nothing else.

    The only `mark_safe` of the project, so that one search finds every way around autoescaping.
    """
    return mark_safe(html)  # noqa: S308 - this is the one place


def _encodable(text: str) -> str:
    """The text without what UTF-8 or HTML cannot hold. Needed before parsing and after it: the parser decodes
    punycode in addresses, and `<http://xn--ib9b>` decodes to a lone surrogate.
    """
    return _UNENCODABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _answer_tokens(markdown: str, words: Words) -> list[Token]:
    """The parsed answer after our rules."""
    return list(_ruled_blocks(_parsed(markdown), words))


def _parsed(markdown: str) -> list[Token]:
    """The parsed answer, or the text as it was typed when it is nested too deeply or quotes too wildly.

    The parser drops what lies below its nesting limit, and no word of an answer may vanish.
    """
    source = _encodable(markdown)
    as_typed = [Token("code_block", "code", 0, content=source, block=True)]
    if _quotes_too_wildly(source):
        return as_typed
    tokens = _MARKDOWN.parse(source)
    return as_typed if _is_too_deep(tokens) else tokens


def _quotes_too_wildly(source: str) -> bool:
    """Whether so many lines may go on with a quotation without its mark that parsing would not be linear."""
    lines = _LINE_END.split(source)
    falls = depth = 0
    for line in lines:
        rest = line.lstrip(" \t>")
        above, depth = depth, line.count(">", 0, len(line) - len(rest))
        if rest:
            falls += max(0, above - depth)
    return falls * len(lines) > MAX_REREAD_LINES


def _is_too_deep(tokens: list[Token]) -> bool:
    """Whether a container stands where the parser drops its content, or emphasis is nested as deeply."""
    return any(
        (
            token.type in {"blockquote_open", "list_item_open", "callout_open"}
            and token.level >= MAX_NESTING - 1
        )
        or any(child.level > MAX_NESTING for child in token.children or ())
        for token in tokens
    )


class _Outline:
    """Levels of headings by nesting, not by the number of #: no text may skip a level of the page."""

    def __init__(self) -> None:
        self._outside: list[list[str]] = []  # the headings that each callout around this place stands under
        self._ranks: list[str] = []

    def heading(self, rank: str) -> None:
        """A heading of the author's, below those of a higher rank."""
        self._ranks = [*(above for above in self._ranks if above < rank), rank]

    def enter(self) -> None:
        """A callout: its title goes below the heading above it, and what it holds below its title."""
        self._outside.append(self._ranks)
        self._ranks = []

    def leave(self) -> None:
        """The end of a callout: what follows belongs to the heading that stood above it."""
        self._ranks = self._outside.pop()

    @property
    def tag(self) -> str:
        """The element of the heading or title that was met last."""
        depth = sum(len(ranks) + 1 for ranks in self._outside) + len(self._ranks)
        return f"h{min(_FIRST_HEADING - 1 + depth, _LAST_HEADING)}"


def _ruled_blocks(tokens: list[Token], words: Words) -> Iterator[Token]:
    outline = _Outline()
    for token in tokens:
        match token.type:
            case "heading_open":
                outline.heading(token.tag)
            case "callout_open":
                outline.enter()
                kind = Kind(token.info)
                token.attrs = _labelled(CALLOUT_BOX[kind], words.kinds[kind])
            case "callout_close":
                outline.leave()
            case "th_open" | "td_open":
                token.attrs = _cell_attributes(token)
            case "inline":
                token.children = list(_ruled_inlines(token.children or [], words))
                if token.info:
                    token.children = list(_callout_title(words.kinds[Kind(token.info)], token.children))
            case "table_open":
                box = _labelled(TABLE_BOX, words.table)
                yield Token("table_box_open", "div", 1, attrs=box, block=True)
        if token.type in _HEADINGS:
            token.tag = outline.tag
        yield token
        if token.type == "table_close":
            yield Token("table_box_close", "div", -1, block=True)


def _labelled(box: Mapping[str, str], label: str) -> dict[str, str | int | float]:
    return {**box, "aria-label": label}


def _callout_title(kind: str, title: list[Token]) -> Iterator[Token]:
    """The title behind the kind in words, or the kind alone: a title that instructs is for the author to write."""
    if not _words(title).strip():
        yield Token("text", "", 0, content=kind)
    else:
        yield Token("callout_kind_open", "span", 1, attrs={"class": KIND_CLASS})
        yield Token("text", "", 0, content=f"{kind}:")
        yield Token("callout_kind_close", "span", -1)
        yield Token("text", "", 0, content=" ")
    yield from title


def _cell_attributes(cell: Token) -> dict[str, str | int | float]:
    attributes: dict[str, str | int | float] = {"scope": "col"} if cell.tag == "th" else {}
    alignment = ALIGNMENT_CLASS.get(str(cell.attrGet("style")))
    if alignment:
        attributes["class"] = alignment
    return attributes


def _ruled_inlines(children: list[Token], words: Words) -> Iterator[Token]:
    link_allowed = False  # links do not nest
    for child in children:
        if child.type == "link_open":
            link_allowed = _allow_link(child)
        if child.type in {"link_open", "link_close"} and not link_allowed:
            continue
        yield _ruled_image(child, words) if child.type == "image" else child


def _allow_link(link: Token) -> bool:
    """Whether the link may stay; one that leaves the site is marked as external."""
    href = str(link.attrGet("href"))
    if _EXTERNAL_LINK.match(href):
        link.attrSet("rel", EXTERNAL_REL)
    return ALLOWED_LINK.match(href) is not None


def _ruled_image(image: Token, words: Words) -> Token:
    """The image if it is the site's own and described; otherwise its description as text.

    An image from elsewhere would tell a third party who reads the page. One without a description is
    announced instead of shown, because whoever uses a screen reader would miss it without knowing.
    """
    text = " ".join(_words(image.children or ()).split())
    described = any(character.isprintable() and character != " " for character in text)
    description = Token("text", "", 0, content=text if described else words.image_without_description)
    if not described or not OWN_IMAGE.fullmatch(str(image.attrGet("src"))):
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
