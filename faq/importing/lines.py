"""The lines of a file, and how its author broke them."""

import re
from itertools import pairwise
from typing import NamedTuple

from faq.importing.refusal import ImportRefused

# 10 MB of prose wrapped at 72 columns have about 150,000 lines. The limit keeps a file of nothing but line
# ends from filling the memory.
MOST_LINES = 200_000

_SENTENCE_CLOSED = re.compile(r"[.?!:;…？؟。][\"'”’»)\]*_]*\Z")
_FIRST_WORD = re.compile(r"\S+")
# Looked at most this far from the end or start of a line, so that one line of 10 MB costs nothing.
_REACH = 40


class Line(NamedTuple):
    """One line that is not blank: ``text[start:end]`` without its indentation, which begins at ``begin``."""

    number: int
    begin: int
    start: int
    end: int
    opens_paragraph: bool


def split_lines(text: str) -> list[Line]:
    """The lines that hold more than white space. Raises ImportRefused beyond MOST_LINES lines."""
    if text.count("\n") >= MOST_LINES:
        raise ImportRefused(
            f"This file has more than {MOST_LINES:,} lines. Split it into smaller files and import them one "
            "by one."
        )
    lines: list[Line] = []
    begin, opens_paragraph = 0, True
    for number, raw in enumerate(text.split("\n"), start=1):
        content = raw.strip()
        if content:
            start = begin + len(raw) - len(raw.lstrip())
            lines.append(Line(number, begin, start, start + len(content), opens_paragraph))
        opens_paragraph = not content
        begin += len(raw) + 1
    return lines


def closes_sentence(text: str, line: Line) -> bool:
    """Whether a line ends with the punctuation that ends a sentence or announces something new."""
    return _SENTENCE_CLOSED.search(text[max(line.start, line.end - _REACH) : line.end]) is not None


def wrap_width(text: str, lines: list[Line]) -> int:
    """The column (in characters) at which the file is hard-wrapped; 0 if it is not.

    It is the longest line that evidently goes on in the next one, which then begins in lower case.
    """
    width = 0
    for line, following in pairwise(lines):
        if following.opens_paragraph or not text[following.start].islower() or closes_sentence(text, line):
            continue
        width = max(width, line.end - line.begin)
    return width


def is_full(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line would not have fitted: the break says nothing then.

    A break before the margin, or after a line longer than the margin, was made on purpose.
    """
    word = _FIRST_WORD.match(text, following.start, min(following.end, following.start + _REACH))
    length = line.end - line.begin
    return word is not None and length <= width < length + 1 + len(word[0])
