"""Callouts: blocks of an answer's Markdown that say in words how pressing their content is.

    ::: urgent Call your team today if
    - you feel stiffer than usual
    :::

A rule of our own rather than the container plugin of mdit-py-plugins, which fails on a quotation that ends in
white space and ends an outer block where an inner one does. Here callouts do not nest: the next one ends the
one above it, so that a forgotten ``:::`` costs as little as it can. Nothing but the colons and the name is
ever left out of the page, and a line with any other name stays text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token


class Kind(StrEnum):
    """What an author may write after the colons, the most pressing first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    WARNING = "warning"
    TIP = "tip"
    ASK = "ask"


class Opening(NamedTuple):
    """The first line of a callout."""

    kind: Kind
    title: str


class End(StrEnum):
    """What ends a callout."""

    MARKED = "marked"
    NEXT_CALLOUT = "next callout"
    END_OF_TEXT = "end of text"


class Trouble(StrEnum):
    """What an author may not have meant."""

    UNKNOWN = "unknown"
    STRAY_END = "stray end"
    EMPTY = "empty"
    RUNS_INTO_NEXT = "runs into next"
    RUNS_TO_END = "runs to end"


@dataclass(frozen=True, slots=True)
class Remark:
    """A trouble, and the number of its line in the text, counted from 0."""

    trouble: Trouble
    line: int


# ASCII, or "aſk" would be taken for a name.
_OPENING = re.compile(rf":{{3,}}[ \t]*({'|'.join(Kind)})(?:[ \t]+(.*))?", re.ASCII | re.IGNORECASE)
_END = re.compile(r":{3,}[ \t]*")


def opening(line: str) -> Opening | None:
    """The callout that a line opens; None if it opens none. The line has no white space before it."""
    found = _OPENING.fullmatch(line) if line.startswith(":::") else None
    return Opening(Kind(found[1].lower()), (found[2] or "").strip()) if found else None


def is_end(line: str) -> bool:
    """Whether a line ends a callout. The line has no white space before it."""
    return line.startswith(":::") and _END.fullmatch(line) is not None


def add_callouts(parser: MarkdownIt) -> None:
    """Teach a Markdown parser callouts.

    Their tokens are ``callout_open`` and ``callout_close`` around ``callout_title_open``, ``inline`` and
    ``callout_title_close``, and then their content. The kind is the ``info`` of the first and of the title's
    ``inline``; ``meta["end"]`` of the first says what ended the callout.
    """
    # Like a fence or a heading, a callout needs no empty line above it.
    parser.block.ruler.before(
        "fence", "callout", _callout, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _callout(state: StateBlock, first_line: int, last_line: int, silent: bool) -> bool:
    opened = opening(_line(state, first_line))
    if opened is None:
        return False
    if silent:
        return True
    after, end = _end(state, first_line + 1, last_line)
    edge = state.push("callout_open", "div", 1)
    edge.info, edge.map, edge.meta = opened.kind, [first_line, after], {"end": end}
    state.push("callout_title_open", "h3", 1)
    title = state.push("inline", "", 0)
    title.content, title.map, title.children = opened.title, [first_line, first_line + 1], []
    title.info = opened.kind  # a parser knows no language: who renders says the kind in words
    state.push("callout_title_close", "h3", -1)

    line_max = state.lineMax
    state.lineMax = after  # a paragraph or a list inside must not look for its end beyond ours
    state.md.block.tokenize(state, first_line + 1, after)
    state.lineMax = line_max

    state.push("callout_close", "div", -1)
    state.line = after + (end is End.MARKED)
    return True


def _end(state: StateBlock, line: int, last_line: int) -> tuple[int, End]:
    """The line after a callout's content, and what stands there."""
    while line < last_line:
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            break  # the list item or quotation that the callout stands in ends here
        text = _line(state, line)
        if is_end(text):
            return line, End.MARKED
        if opening(text):
            return line, End.NEXT_CALLOUT
        line += 1
    return line, End.END_OF_TEXT


def _line(state: StateBlock, line: int) -> str:
    """A line of the text as it stands in its list item or quotation; empty where it is code."""
    if state.is_code_block(line):
        return ""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def remarks(tokens: list[Token]) -> Iterator[Remark]:
    """What an author should know of the callouts, and of what looks like one, in a parsed text."""
    for number, token in enumerate(tokens):
        line = token.map[0] if token.map else 0
        if token.type == "callout_open":
            if tokens[number + 4].type == "callout_close":  # only the title's three tokens between
                yield Remark(Trouble.EMPTY, line)
            elif token.meta["end"] is End.NEXT_CALLOUT:
                yield Remark(Trouble.RUNS_INTO_NEXT, line)
            elif token.meta["end"] is End.END_OF_TEXT:
                yield Remark(Trouble.RUNS_TO_END, line)
        elif token.type == "code_block" or (
            token.type == "inline" and tokens[number - 1].type == "paragraph_open"
        ):
            yield from _shown_as_text(token.content, line)


def _shown_as_text(text: str, first_line: int) -> Iterator[Remark]:
    for line, words in enumerate(text.split("\n"), first_line):
        words = words.strip()
        if is_end(words):
            yield Remark(Trouble.STRAY_END, line)
        elif words.startswith("::"):  # one colon too few is a slip, too
            yield Remark(Trouble.UNKNOWN, line)
