"""Callouts that do not come out as their author meant them."""

import re
from collections.abc import Iterator

from faq.callouts import Kind, Trouble
from faq.checks.finding import Finding, quoted
from faq.rendering import callout_remarks

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_NAMES = f"{', '.join(list(Kind)[:-1])} or {list(Kind)[-1]}"

# For each trouble its code, and what to do about the line that stands for {}.
_FINDINGS = {
    Trouble.UNKNOWN: (
        "unknown_block",
        "This line begins no block, so patients see it as it stands: {}. A block begins with three colons at the "
        f"margin and one of these words: {_NAMES}.",
    ),
    Trouble.STRAY_END: (
        "stray_block_end",
        "This line ends no block, so patients see it as it stands: {}. Delete it, or write the line that begins "
        "its block. A block cannot stand inside another.",
    ),
    Trouble.EMPTY: (
        "empty_block",
        "There is nothing in the block {}. Write its text between this line and the “:::” that ends it, or "
        "delete the block.",
    ),
    Trouble.RUNS_INTO_NEXT: (
        "unclosed_block",
        "The block {} has no end, so it goes on until the next block begins. Write “:::” on a line of its own "
        "where it ends.",
    ),
    Trouble.RUNS_TO_END: (
        "unclosed_block",
        "The block {} has no end, so everything below it belongs to it. Write “:::” on a line of its own where "
        "it ends.",
    ),
}


def callouts(question: str, body: str) -> Iterator[Finding]:
    """One finding for each callout that is empty or not ended, and each line that only looks like a part of one."""
    if "::" not in body:
        return  # most answers; parsing takes longer than all other checks together
    lines = [(found.start(), found[0]) for found in _LINE.finditer(body)]
    for remark in callout_remarks(body):
        begin, line = lines[remark.line]
        text = line.strip()
        start = begin + line.index(text)
        code, message = _FINDINGS[remark.trouble]
        yield Finding(code, message.format(quoted(text)), start, start + len(text))
