"""The passage of an answer around the words that were sought, for a list of search results."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from faq.search_words import MARKS, folded, rough_stem

LENGTH = 240  # characters of the answer, about three lines on a phone
_LEAD = 60  # of which at most so many come before the first word found
_MANY = 20  # a passage seldom shows more words; keeps the search for the best one linear

# Latin letters without their accent, one for one: places in the text stay where they are.
_UNACCENTED = {
    code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    stem: str


def snippet(html: str, words: Iterable[str], beginning: str | None = None) -> SafeString:
    """The words of an answer's HTML around those sought, escaped, with each of them in ``<mark>``.

    The beginning of the answer, if none of them stands in it. ``beginning`` is a word that need only begin
    as a word of the answer does.
    """
    text = unicodedata.normalize("NFC", " ".join(unescape(strip_tags(html)).split()))
    found = _found(text, {rough_stem(word) for word in words}, folded(beginning) if beginning else None)
    start, end = _passage(text, found)
    parts: list[tuple[SafeString | str]] = []
    position = start
    for word in found:
        if start <= word.start and word.end <= end:
            parts += [
                (text[position : word.start],),
                (format_html("<mark>{}</mark>", text[word.start : word.end]),),
            ]
            position = word.end
    parts.append((text[position:end],))
    marked = format_html_join("", "{}", parts)
    return format_html("{}{}{}", "… " if start else "", marked, " …" if end < len(text) else "")


def _found(text: str, stems: set[str], beginning: str | None) -> list[_Found]:
    begins_alike = "|".join(
        f"{MARKS}*".join(map(re.escape, stem)) for stem in {*stems, beginning or ""} - {""}
    )
    candidates = re.compile(rf"(?:{begins_alike})(?:\w|{MARKS})*")
    return [
        _Found(*match.span(), rough_stem(match[0]))
        for match in candidates.finditer(text.translate(_UNACCENTED).lower())
        if not text[match.start() - 1 : match.start()].isalnum()
        and (rough_stem(match[0]) in stems or (beginning and folded(match[0]).startswith(beginning)))
    ]


def _passage(text: str, found: list[_Found]) -> tuple[int, int]:
    """Where the passage begins and ends that shows most different words, the earliest of equals."""
    if len(text) <= LENGTH:
        return 0, len(text)
    shown = [
        len({other.stem for other in found[i : i + _MANY] if other.end <= word.start + LENGTH - _LEAD})
        for i, word in enumerate(found)
    ]
    first = found[shown.index(max(shown))].start if found else 0
    start = _word_start(text, first - _LEAD, first) if first > _LEAD else 0
    if start + LENGTH >= len(text):
        return start, len(text)
    cut = text.rfind(" ", first + 1, start + LENGTH)
    return start, cut if cut > 0 else start + LENGTH


def _word_start(text: str, at_least: int, at_most: int) -> int:
    space = text.find(" ", at_least, at_most)
    return space + 1 if space >= 0 else at_least
