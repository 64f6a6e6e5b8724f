"""What differs between two texts, line by line and then word by word, for clinicians and for patients."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s]+")
# What begins a line of its own for whoever reads a rendered text.
_BLOCKS = frozenset(
    (
        "p",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "pre",
        "blockquote",
        "div",
        "section",
        "ul",
        "ol",
        "table",
        "hr",
    )
)
_ITEM = "\n• "


@dataclass(frozen=True)
class Passage:
    """A stretch of text, and in which of the two texts it stands."""

    found_in: Literal["both", "first", "second"]
    text: str


def difference(first: str, second: str) -> list[Passage]:
    """The two texts as one sequence of passages. Those in "both" and "first" give the first text, and so on.

    Lines are compared before words, so that long texts with few changes are quick to compare.
    """
    passages: list[Passage] = []
    for equal, left, right in _compared(first.splitlines(keepends=True), second.splitlines(keepends=True)):
        passages += [Passage("both", left)] if equal else _in_words(left, right)
    return passages


def changed_lines(first: Sequence[str], second: Sequence[str]) -> list[list[Passage]]:
    """The stretches of lines that are not alike in two texts, each as passages; what is alike is left out."""
    return [
        _in_words(left.removesuffix("\n"), right.removesuffix("\n"))
        for equal, left, right in _compared([f"{line}\n" for line in first], [f"{line}\n" for line in second])
        if not equal
    ]


def lines_of(html: str) -> list[str]:
    """The words of a rendered text, a line for each paragraph, list item, heading and row of a table."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return [line for line in (" ".join(line.split()) for line in "".join(reader.parts).split("\n")) if line]


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.parts.append(_ITEM)
        elif tag in _BLOCKS:
            if self.parts[-1:] != [_ITEM]:  # the first block of an item begins beside its mark
                self.parts.append("\n")
        elif tag in {"td", "th", "br"}:
            self.parts.append(" ")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def _in_words(first: str, second: str) -> list[Passage]:
    passages: list[Passage] = []
    for same, ours, theirs in _compared(_WORDS.findall(first), _WORDS.findall(second)):
        if same:
            passages.append(Passage("both", ours))
        else:
            passages += [Passage("first", ours)] if ours else []
            passages += [Passage("second", theirs)] if theirs else []
    return passages


def _compared(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    matcher = SequenceMatcher(None, first, second)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        yield kind == "equal", "".join(first[i1:i2]), "".join(second[j1:j2])
