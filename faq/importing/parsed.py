"""What every layout is read into: plain values that know their place in the file. Lines count from 1."""

from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["question", "answer", "leftover", "marker", "space"]


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` of the file and what became of it.

    A marker is what only announces a question or an answer ("3. ", "Q:", "## "); a space holds white space
    only.
    """

    kind: SpanKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its answer, verbatim.

    The question is free of its marker; one that was wrapped has its lines joined by single spaces. The answer
    is exactly what stands in the file between its first and last character. ``first_line`` and ``last_line``
    are the answer's; an empty answer has the question's line for both.
    """

    question: str
    answer: str
    question_line: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text that is neither question nor answer and will not be imported, with the reason for an editor."""

    text: str
    first_line: int
    last_line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParseFinding:
    """Something to look at in a line of the file; ``item_index`` is the item it concerns, if any."""

    line: int
    code: str
    message: str
    item_index: int | None


@dataclass(frozen=True, slots=True)
class ParsedFaq:
    """A file read completely: its spans cover every character of the text, without gap or overlap."""

    items: list[Item]
    leftovers: list[Leftover]
    findings: list[ParseFinding]
    spans: list[Span]
