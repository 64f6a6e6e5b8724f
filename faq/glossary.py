"""Terms explained in place: where a text first uses one, the word becomes a button that shows what it means.

Works on sanitised HTML as ``faq.rendering`` makes it, adds nothing but buttons, and leaves every character of
the text as it is. One pass over the text, however many terms there are. Knows no model.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate

# Where a button may not stand, or would explain what is no prose. The title of a callout is a heading, too.
_QUIET_ELEMENTS = frozenset({"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary"})
_VOID_ELEMENTS = frozenset({"br", "hr", "img"})

# Vowel signs and the stretching of Arabic words, soft hyphens and joiners: a word is the same without them.
_DROPPED = dict.fromkeys([*range(0x64B, 0x660), 0x670, 0x640, 0xAD, 0x200C, 0x200D])
_ALEFS = dict.fromkeys(map(ord, "أإآٱ"), "ا")
# Arabic writes “the”, and “and”, “by” or “for” before it, as one word with the noun.
_ARABIC_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=.{3})")

_SPACES = re.compile(r"\s+")
# One character between two words makes both one: “non-spastic” is not “spastic”, “spasm.example” is an address.
_JOINING = frozenset("-.@_=&")
_OPENING = "([{¿¡\"'“‘„«"
_CLOSING = re.compile(r"(?:['’]s\b)?[^\s\w<&]{0,4}")
_SPELLINGS = str.maketrans("\u2019\u2018\u02bc\u2010\u2011", "'''--")


@dataclass(frozen=True)
class Entry:
    """A term of one language as patients may read it, with what it means."""

    id: str  # of the definition in a page
    name: str
    text: str
    other_forms: tuple[str, ...] = ()
    approved_on: date | None = None
    reviewed_by_author: bool = False


@dataclass
class _Node:
    """How far a form has been read: what may follow, and the term whose form ends here."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    entry: Entry | None = None


class Glossary:
    """The terms of one language, ready to be found in texts.

    A form counts as a whole word, in capitals or not; the longest wins. Where two terms share a form, the first
    one has it.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._root = _Node()
        for entry in entries:
            for form in (entry.name, *entry.other_forms):
                node = self._root
                for part in spelling(form):
                    following = _after(node, part)
                    node.following[part] = following = _Node() if following is _NOWHERE else following
                    node = node.following.setdefault(_without_article(part), following)
                node.entry = node.entry or entry

    def explain(self, html: str, already: Iterable[str] = ()) -> tuple[str, list[Entry]]:
        """The HTML with a button around the first use of each term, and the terms in the order of their use.

        ``already`` are the ids of the terms that the page has explained further up. Each button opens the
        element with the id of its entry, a ``popover``, and is described by the one called ``<id>-means``.
        """
        known, used = set(already), list[Entry]()
        pieces, position = list[str](), 0
        for start, end in _stretches_of_prose(html):
            for first, last, entry in self._found(html[start:end]):
                if entry.id in known or start + first < position:
                    continue
                known.add(entry.id)
                used.append(entry)
                word = slice(start + first, start + last)
                unbroken = _unbroken(html, position, word)
                pieces += [html[position : unbroken.start], _marked(html, word, unbroken, entry)]
                position = unbroken.stop
        return "".join([*pieces, html[position:]]), used

    def _found(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """Every use of a term in a stretch of HTML without tags: where it begins and ends."""
        words = list(_words(text))
        beyond = 0  # the number of the first word that belongs to no use found so far
        for number, (start, end) in enumerate(words):
            node = _after(self._root, _key(text[start:end]))
            if node is not _NOWHERE and number >= beyond:
                last, entry = self._longest(text, words, number, node)
                if entry:
                    yield start, words[last][1], entry
                    beyond = last + 1

    def _longest(
        self, text: str, words: list[tuple[int, int]], first: int, node: _Node
    ) -> tuple[int, Entry | None]:
        """The number of the last word of the longest form that begins with a word, and its term if there is one.

        ``node`` is where the first word leads.
        """
        last, entry = first, None
        if first and _is_joined(text[words[first - 1][1] : words[first][0]]):
            return last, entry
        for number in range(first, len(words)):
            after = _gap(text[words[number][1] : words[number + 1][0]]) if number + 1 < len(words) else ""
            if node.entry and not _is_joined(after):
                last, entry = number, node.entry
            following = node.following.get(after) if after else None
            if following is None:
                break
            start, end = words[number + 1]
            node = _after(following, _key(text[start:end]))
        return last, entry


def spelling(form: str) -> tuple[str, ...]:
    """A form as texts are compared with it: its words and what stands between them. Empty without any word.

    Two forms with one spelling cannot be told apart in a text.
    """
    text, parts, position = escape(form, quote=False), list[str](), 0
    for start, end in _words(text):
        if parts:
            parts.append(_gap(text[position:start]))
        parts.append(_key(text[start:end]))
        position = end
    return tuple(parts)


_NOWHERE = _Node()


def _after(node: _Node, key: str) -> _Node:
    """Where a word leads, with its Arabic article or without."""
    following = node.following.get(key, _NOWHERE)
    if following is _NOWHERE and not key.isascii():
        following = node.following.get(_without_article(key), _NOWHERE)
    return following


def _without_article(key: str) -> str:
    match = _ARABIC_ARTICLE.match(key)
    return key[match.end() :] if match else key


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a stretch of HTML stand. Character references and web addresses hold none."""
    return (found.span() for found in _word().finditer(text) if found.lastgroup)


@cache
def _word() -> re.Pattern[str]:
    # Letters with marks are one word in every script, but \w leaves the marks out.
    marks = "".join(chr(n) for n in range(0x300, 0xFFFF) if unicodedata.category(chr(n)).startswith("M"))
    return re.compile(rf"&#?\w+;|https?://[^\s<]+|www\.[^\s<]+|(?P<word>[\w\u00ad\u200c\u200d{marks}]+)")


def _key(word: str) -> str:
    """A word as it is compared: capitals, ligatures and Arabic spellings do not count."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word.casefold()).translate(_DROPPED).translate(_ALEFS)


def _gap(html: str) -> str:
    """What stands between two words of a form: any space is one space, any apostrophe one apostrophe."""
    return _SPACES.sub(" ", unescape(html)).translate(_SPELLINGS)


def _is_joined(gap: str) -> bool:
    """Whether what stands between two words makes both one."""
    between = _gap(gap)
    return len(between) == 1 and between in _JOINING


def _unbroken(html: str, since: int, word: slice) -> slice:
    """A word with the punctuation beside it: browsers would begin a line with what follows a button."""
    first, last = word.start, word.stop
    for tag in ("em", "strong", "em"):  # whichever is inside the other
        if html.endswith(f"<{tag}>", since, first) and html.startswith(f"</{tag}>", last):
            first, last = first - len(f"<{tag}>"), last + len(f"</{tag}>")
    closing = _CLOSING.match(html, last)
    beside = slice(since + len(html[since:first].rstrip(_OPENING)), closing.end() if closing else last)
    return word if beside == slice(first, last) else beside


def _marked(html: str, word: slice, unbroken: slice, entry: Entry) -> str:
    opens = f'popovertarget="{escape(entry.id)}" aria-describedby="{escape(entry.id)}-means"'
    button = f'<button type="button" class="term" {opens}>{html[word]}</button>'
    if word == unbroken:
        return button
    before, after = html[unbroken.start : word.start], html[word.stop : unbroken.stop]
    return f'<span class="term-line">{before}{button}{after}</span>'


class _Prose(HTMLParser):
    """Finds the stretches between two tags in which a term may be explained."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, int]] = []
        self._html = html
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._begun = 0  # where the stretch began in which the parser is
        self._quiet = 0  # how many open elements from the outermost quiet one on
        self.feed(html)
        self.close()
        self._end_stretch(len(html), len(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pass_tag()
        if (self._quiet or tag in _QUIET_ELEMENTS) and tag not in _VOID_ELEMENTS:
            self._quiet += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pass_tag()

    def handle_endtag(self, tag: str) -> None:
        self._pass_tag()
        self._quiet = max(self._quiet - 1, 0)

    def _pass_tag(self) -> None:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        opened = self.get_starttag_text() or ""
        is_opened = opened and self._html.startswith(opened, start)
        self._end_stretch(start, start + len(opened) if is_opened else self._html.find(">", start) + 1)

    def _end_stretch(self, end: int, next_begins: int) -> None:
        # A stray "<" cannot come from our renderer; where one stands, nothing is touched.
        if not self._quiet and self._begun < end and "<" not in self._html[self._begun : end]:
            self.found.append((self._begun, end))
        self._begun = next_begins


def _stretches_of_prose(html: str) -> list[tuple[int, int]]:
    return _Prose(html).found
