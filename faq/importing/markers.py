"""What people write in front of a question or an answer to mark it as one."""

import re
from enum import Enum
from typing import NamedTuple

from faq.checks.sentences import QUESTION_MARKS
from faq.importing.lines import Line


class Style(Enum):
    """How a line presents itself."""

    MARKED = "Q:"
    HEADING = "##"
    NUMBERED = "3."
    PLAIN = "no marker"
    STRUCTURE = "list item, table row or quotation"


class Head(NamedTuple):
    """A line without its marker: ``text[start:end]``."""

    style: Style
    number: int
    start: int
    end: int


_STRUCTURE = re.compile(r"[-+*•·◦▪‣–—](?=[ \t])|[|>]")
_HEADING = re.compile(r"#{1,6}[ \t]++")
_EMPHASIS = re.compile(r"\*{1,3}+|_{1,3}+")
_QUESTION = re.compile(
    r"(?:question|q)[ \t]?[0-9]{0,4}[ \t]?:[ \t]*+|q[ \t]?[0-9]{0,4}[.)](?:[ \t]++|(?=[*_]))", re.IGNORECASE
)
_NUMBER = re.compile(r"\(?([0-9]{1,4})[.)]\)?(?:[ \t]++|(?=[*_]))")
_ANSWER = re.compile(
    r"(?:\*{1,3}+|_{1,3}+)?(?:answer|a)[ \t]?[0-9]{0,4}[ \t]?:(?:\*{1,3}+|_{1,3}+)?\s*+", re.IGNORECASE
)
_UNDERLINE = re.compile(r"={3,}+|-{3,}+")


def read_head(text: str, line: Line) -> Head:
    """The line's marker and what it marks."""
    if _STRUCTURE.match(text, line.start, line.end):
        return Head(Style.STRUCTURE, 0, line.start, line.end)
    start, end, style, number = line.start, line.end, Style.PLAIN, 0
    if heading := _HEADING.match(text, start, end):
        start, style = heading.end(), Style.HEADING
        end = start + len(text[start:end].rstrip("# \t"))
    start, emphasised = _skip(_EMPHASIS, text, start, end)
    if marked := _QUESTION.match(text, start, end):
        start, style = marked.end(), Style.MARKED
    elif numbered := _NUMBER.match(text, start, end):
        start, number = numbered.end(), int(numbered[1])
        style = Style.NUMBERED if style is Style.PLAIN else style
    start, emphasised_again = _skip(_EMPHASIS, text, start, end)
    if start < end and text[start].isspace():
        start = end - len(text[start:end].lstrip())
    if emphasised or emphasised_again:
        end = start + len(text[start:end].rstrip("*_ \t"))
    return Head(style, number, start, end)


def _skip(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, bool]:
    found = pattern.match(text, start, end)
    return (found.end(), True) if found else (start, False)


def ends_as_question(text: str, head: Head) -> bool:
    """Whether what the line says ends in a question mark and asks something at all."""
    if head.end <= head.start or text[head.end - 1] not in QUESTION_MARKS:
        return False
    return any(character.isalnum() for character in text[head.start : min(head.end, head.start + 300)])


def answer_marker_end(text: str, line: Line) -> int | None:
    """Where the text after an "A:" or "Answer:" begins, or None without such a marker."""
    found = _ANSWER.match(text, line.start, line.end)
    return found.end() if found else None


def is_heading(text: str, line: Line) -> bool:
    """Whether the line is a Markdown heading."""
    return _HEADING.match(text, line.start, line.end) is not None


def is_underline(text: str, line: Line) -> bool:
    """Whether the line only underlines the one above ("====")."""
    return _UNDERLINE.fullmatch(text, line.start, line.end) is not None


def is_list_item(text: str, line: Line) -> bool:
    """Whether the line begins with a bullet or a number (or is a table row or quotation)."""
    return (
        _STRUCTURE.match(text, line.start, line.end) or _NUMBER.match(text, line.start, line.end)
    ) is not None
