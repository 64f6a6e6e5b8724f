"""A list that is announced by a colon and then missing."""

import re
from collections.abc import Iterator

from faq.checks.blocks import Block, BlockKind, blocks
from faq.checks.finding import Finding, quoted
from faq.checks.sentences import Sentence, sentences

# Only a colon before white space announces anything: not 10:30, 1:2 or https://.
_COLON = re.compile(r":[*_]*+(?=\s|\Z)")
# "Note:", "Side effects:" and "The answer is simple:" introduce a sentence; these introduce a list.
_ANNOUNCES_LIST = re.compile(
    r"\b(?:are|were|include|includes|included|including|such as|as follows|either"
    r"|following(?: [\w-]+){0,4}|these(?: [\w-]+){0,3})[\s*_]*\Z",
    re.IGNORECASE,
)
_ITEM_END = re.compile(r"[,;•]|\s(?:and|or)\s|[.?!](?=\s|\Z)")
_LINE_ITEM_END = re.compile(_ITEM_END.pattern + r"|\n")
_VERBS = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "am",
        "be",
        "may",
        "might",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
    }
    | {"must", "do", "does", "did", "has", "have", "had", "cause", "causes", "caused"}
)
# A capitalised fragment of up to this many words without a verb is a list of one.
LONGEST_SINGLE_ITEM = 4
# Looking further than this into what follows a colon cannot change the verdict.
_REACH = 300


def _is_enumeration(following: str, *, one_item_per_line: bool) -> bool:
    """Whether the text after a colon enumerates ("drowsiness and nausea") instead of starting afresh."""
    following = following.lstrip(" \t\n*_")
    if not following[:1].isupper():
        return bool(following)
    end = (_LINE_ITEM_END if one_item_per_line else _ITEM_END).search(following)
    first_item = following[: end.start()] if end else following
    listed = first_item.casefold().split()
    if not _VERBS.isdisjoint(listed):
        return False
    is_one_of_several = end is not None and end[0] not in ".?!"
    return is_one_of_several or len(listed) <= LONGEST_SINGLE_ITEM


def _is_followed_by_list(body: str, colon_end: int, block: Block, below: Block | None) -> bool:
    rest = body[colon_end : min(block.end, colon_end + _REACH)]
    if rest.strip():
        return _is_enumeration(rest, one_item_per_line=rest.lstrip(" \t").startswith("\n"))
    if below is None:
        return False
    if below.kind is not BlockKind.PARAGRAPH:
        return below.kind is not BlockKind.HEADING
    return _is_enumeration(body[below.start : min(below.end, below.start + _REACH)], one_item_per_line=True)


def _in_sentence(body: str, sentence: Sentence, block: Block, below: Block | None) -> Iterator[Finding]:
    start = sentence.start
    for colon in _COLON.finditer(body, sentence.start, sentence.end):
        announcement = body[start : colon.end()]
        ends_answer = below is None and colon.end() == block.end
        announces = ends_answer or _ANNOUNCES_LIST.search(
            body[max(start, colon.start() - 120) : colon.start()]
        )
        if announces and not _is_followed_by_list(body, colon.end(), block, below):
            yield Finding(
                "missing_list",
                f"A list is announced and missing after {quoted(announcement)}. Add the list below it, each "
                "point on a line that begins with “- ”, or reword the sentence.",
                start,
                colon.end(),
            )
        start = colon.end() + 1


def missing_list(question: str, body: str) -> Iterator[Finding]:
    """One finding for each colon that announces a list where none follows, in the same line or below.

    A colon at the very end of the answer always counts: whatever it announced is not there.
    """
    previous: Block | None = None
    for block in blocks(body):
        if previous:
            yield from _in_block(body, previous, block)
        previous = block
    if previous:
        yield from _in_block(body, previous, None)


def _in_block(body: str, block: Block, below: Block | None) -> Iterator[Finding]:
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
        return
    if _COLON.search(body, block.start, block.end):
        for sentence in sentences(body, block.start, block.end):
            yield from _in_sentence(body, sentence, block, below)
