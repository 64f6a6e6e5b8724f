"""The blocks of a Markdown body, as far as the checks need to tell them apart.

This is not a Markdown parser: it only separates running prose, in which a stray question is a defect, from
lists, headings, tables and quotations, in which a question is usually meant. It never backtracks, so it takes
linear time for any text.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from faq.callouts import Kind, opening


class BlockKind(Enum):
    """What a block is; a stray question is looked for in paragraphs only."""

    PARAGRAPH = "paragraph"
    HEADING = "heading, or the first or last line of a callout"
    LIST_ITEM = "list item"
    OTHER = "table, quotation, code, picture, HTML, or a paragraph of what to ask the team"


class Block(NamedTuple):
    """``body[start:end]``, without the white space around it."""

    kind: BlockKind
    start: int
    end: int


_HEADING = re.compile(r"#{1,6}[ \t]|:::")
# A line that is bold from end to end is what people write who do not know "##".
_BOLD_LINE = re.compile(r"(\*\*|__)[^*_\n]+\1[ \t]*\Z")
_LIST_ITEM = re.compile(r"(?:[-+*•·◦▪‣–—]|\(?[0-9]{1,4}[.)]|\(?[a-zA-Z]\))[ \t]")
_OTHER = re.compile(r"[|>]|```|~~~|!\[|<[a-zA-Z/!]")


def _kind(line: str) -> BlockKind:
    if _HEADING.match(line) or _BOLD_LINE.match(line):
        return BlockKind.HEADING
    if _LIST_ITEM.match(line):
        return BlockKind.LIST_ITEM
    if _OTHER.match(line):
        return BlockKind.OTHER
    return BlockKind.PARAGRAPH


def blocks(body: str) -> Iterator[Block]:
    """The blocks of a body, in order.

    A block ends at a blank line and where a heading, list item, table or quotation begins; a line of prose
    that follows directly on a list item continues it.
    """
    current: Block | None = None
    in_ask = False
    begin = 0
    while begin < len(body):
        newline = body.find("\n", begin)
        stop = len(body) if newline < 0 else newline
        raw = body[begin:stop]
        line = raw.strip()
        if not line:
            if current:
                yield current
            current = None
        else:
            start = begin + len(raw) - len(raw.lstrip())
            kind = _kind(line)
            if line.startswith(":::"):
                opened = opening(line)
                in_ask = opened is not None and opened.kind is Kind.ASK
            elif in_ask and kind is BlockKind.PARAGRAPH:
                kind = BlockKind.OTHER  # its questions are the patient's to ask
            if current and kind is BlockKind.PARAGRAPH and current.kind is not BlockKind.HEADING:
                current = current._replace(end=start + len(line))
            else:
                if current:
                    yield current
                current = Block(kind, start, start + len(line))
        begin = stop + 1
    if current:
        yield current
