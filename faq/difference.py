"""What differs between two texts, word by word: shown when two people changed the same one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s]+")


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
        if equal:
            passages.append(Passage("both", left))
            continue
        for same, ours, theirs in _compared(_WORDS.findall(left), _WORDS.findall(right)):
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
