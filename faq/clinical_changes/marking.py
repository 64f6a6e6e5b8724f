"""The difference between two texts, word by word, with the dangerous changes marked in place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from faq.clinical_changes.finding import found
from faq.clinical_changes.kinds import Change, Span
from faq.difference import Passage, difference

Mark = tuple[Span, Change]


@dataclass(frozen=True)
class MarkedPassage(Passage):
    """A passage of a difference, and the dangerous change that it is part of."""

    change: Change | None = None


def marked_difference(first: str, second: str) -> list[MarkedPassage]:
    """The two texts as one sequence of passages. Those in "both" and "first" give the first text, and so on.

    What is marked is never in "both": a dose that only changed places is shown where it stood and where it stands.
    """
    changes = found(first, second)
    ours = _marks([(span, each.change) for each in changes for span in each.in_first])
    theirs = _marks([(span, each.change) for each in changes for span in each.in_second])
    passages: list[MarkedPassage] = []
    at = at_other = 0
    for passage in difference(first, second):
        end = at + len(passage.text) * (passage.found_in != "second")
        end_of_other = at_other + len(passage.text) * (passage.found_in != "first")
        if passage.found_in == "both":
            passages += _shared(
                passage.text, at, at_other, ours.within(at, end), theirs.within(at_other, end_of_other)
            )
        elif passage.found_in == "first":
            passages += _cut("first", passage.text, at, ours.within(at, end))
        else:
            passages += _cut("second", passage.text, at_other, theirs.within(at_other, end_of_other))
        at, at_other = end, end_of_other
    return passages


class _Marks:
    """Marks in the order of a text, none over another, handed out as one goes along."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.next = 0

    def within(self, begin: int, end: int) -> list[Mark]:
        """The parts of marks that lie in a stretch; stretches are asked for in order."""
        while self.next < len(self.marks) and self.marks[self.next][0][1] <= begin:
            self.next += 1
        found = []
        for (start, stop), change in self.marks[self.next :]:
            if start >= end:
                break
            found.append(((max(start, begin), min(stop, end)), change))
        return found


def _marks(marks: list[Mark]) -> _Marks:
    kept: list[Mark] = []
    for (start, end), change in sorted(marks, key=lambda mark: (mark[0][0], -mark[0][1])):
        begin = max(start, kept[-1][0][1]) if kept else start
        if begin < end:
            kept.append(((begin, end), change))
    return _Marks(kept)


def _cut(
    found_in: Literal["first", "second"], text: str, begin: int, marks: Sequence[Mark]
) -> Iterator[MarkedPassage]:
    at = begin
    for (start, end), change in marks:
        if at < start:
            yield MarkedPassage(found_in, text[at - begin : start - begin])
        yield MarkedPassage(found_in, text[start - begin : end - begin], change)
        at = end
    if at < begin + len(text):
        yield MarkedPassage(found_in, text[at - begin :])


def _shared(
    text: str, begin: int, begin_of_other: int, marks: Sequence[Mark], marks_of_other: Sequence[Mark]
) -> Iterator[MarkedPassage]:
    """A stretch of both texts, parted wherever either has a mark."""
    ours = [(start - begin, end - begin, 0, change) for (start, end), change in marks]
    theirs = [
        (start - begin_of_other, end - begin_of_other, 1, change) for (start, end), change in marks_of_other
    ]
    borders = sorted({0, len(text), *(b for m in (*ours, *theirs) for b in m[:2])})
    at: dict[tuple[int, int], Change] = {}
    for start, end, side, change in (*ours, *theirs):
        for border in borders:
            if start <= border < end:
                at[border, side] = change
    for start, end in pairwise(borders):
        one, other = at.get((start, 0)), at.get((start, 1))
        if one is None and other is None:
            yield MarkedPassage("both", text[start:end])
        else:
            yield MarkedPassage("first", text[start:end], one)
            yield MarkedPassage("second", text[start:end], other)
