"""What an editor should look at in a file that has been read, by line of the file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from faq.checks import check_answer
from faq.checks.finding import quoted
from faq.checks.sentences import words
from faq.importing.page_furniture import FURNITURE, is_furniture
from faq.importing.parsed import Item, Leftover, ParseFinding


def find_for_editor(items: list[Item], leftovers: list[Leftover]) -> list[ParseFinding]:
    """The findings about all items and left-overs, in order of their lines."""
    found = [*_repeated_questions(items), *_left_over_furniture(items, leftovers)]
    for index, item in enumerate(items):
        found += _in_answer(index, item)
    return sorted(found, key=lambda finding: finding.line)


def _in_answer(index: int, item: Item) -> Iterator[ParseFinding]:
    if not item.answer:
        yield ParseFinding(
            item.question_line,
            "empty_answer",
            f"There is no answer below {quoted(item.question)}. Write one, or delete the question.",
            index,
        )
        return
    line_ends = [newline.start() for newline in re.finditer("\n", item.answer)]
    for finding in check_answer(item.question, item.answer):
        line = item.first_line + bisect_left(line_ends, finding.start)
        yield ParseFinding(line, finding.code, finding.message, index)
    for number, line_text in enumerate(item.answer.split("\n")):
        if is_furniture(line_text.strip()):
            yield ParseFinding(
                item.first_line + number,
                "page_furniture",
                f"{quoted(line_text)} looks like part of a web page, and stands inside this answer. Delete "
                "it if it does not belong there.",
                index,
            )


def _left_over_furniture(items: list[Item], leftovers: list[Leftover]) -> Iterator[ParseFinding]:
    """One finding for each block of furniture, concerning the item it followed."""
    question_lines = [item.question_line for item in items]
    for leftover in leftovers:
        if leftover.reason != FURNITURE:
            continue
        numbered = enumerate(leftover.text.split("\n"), start=leftover.first_line)
        line, words_left = next((number, text) for number, text in numbered if is_furniture(text.strip()))
        index = bisect_right(question_lines, leftover.first_line) - 1
        yield ParseFinding(
            line,
            "page_furniture",
            f"{quoted(words_left)} looks like part of the web page that this text was copied from. It was "
            "left out of the answer above it. Check that nothing of the answer is missing.",
            index if index >= 0 else None,
        )


def _repeated_questions(items: list[Item]) -> Iterator[ParseFinding]:
    first_lines: dict[str, int] = {}
    for index, item in enumerate(items):
        first_line = first_lines.setdefault(" ".join(words(item.question)), item.question_line)
        if first_line != item.question_line:
            yield ParseFinding(
                item.question_line,
                "duplicate_question",
                f"{quoted(item.question)} was already asked in line {first_line}. Keep one of the two and "
                "put everything that is right into its answer.",
                index,
            )
