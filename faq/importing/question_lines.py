"""Which lines of a file are questions.

A question stands on a line of its own and ends in "?". The difficulty is in files whose lines are wrapped: a
question may then go on over several lines, and a line in the middle of an answer may end in "?" by accident.
"""

import re
from dataclasses import dataclass, replace

from faq.checks.sentences import is_question, opens_like_question, sentences
from faq.importing.lines import Line, closes_sentence, is_full, split_lines, wrap_width
from faq.importing.markers import Style, answer_marker_end, ends_as_question, is_underline, read_head
from faq.importing.page_furniture import asks_for_feedback

# A wrapped question has at most this many lines, and no more than this many characters: beyond, it is a
# paragraph.
MOST_QUESTION_LINES = 4
LONGEST_QUESTION = 300

_INLINE_ANSWER = re.compile(
    r"(?<=[?？؟*_])[ \t](?=[*_]{0,3}(?:answer|a)[ \t]?[0-9]{0,4}[ \t]?:)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """One question in ``lines[first]`` to ``lines[last]``; its pieces are offsets, one for each line."""

    style: Style
    first: int
    last: int
    pieces: tuple[tuple[int, int], ...]


def read_lines(text: str) -> list[Line]:
    """The lines of the text that are not blank; "Q: …? A: …" on one line counts as two."""
    lines: list[Line] = []
    for line in split_lines(text):
        cut = None
        if read_head(text, line).style is Style.MARKED:
            cut = _INLINE_ANSWER.search(text, line.start, line.end)
        if cut is None:
            lines.append(line)
        else:
            lines.append(line._replace(end=line.start + len(text[line.start : cut.start()].rstrip())))
            lines.append(line._replace(begin=cut.end(), start=cut.end(), opens_paragraph=False))
    return lines


def find_questions(text: str, lines: list[Line]) -> list[QuestionLines]:
    """The questions of a file, in order.

    Where most questions carry "Q:", or are headings, only those are questions: the others are then part of an
    answer, where the checks still see them.
    """
    finder = _Finder(text, lines)
    found = finder.find()
    for style, fewest in ((Style.MARKED, 1), (Style.HEADING, 2)):
        same = [question for question in found if question.style is style]
        if len(same) >= fewest and 2 * len(same) >= len(found):
            return same
    return found


class _Finder:
    """One pass over the lines, from the first to the last."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.heads = [read_head(text, line) for line in lines]
        self.width = wrap_width(text, lines)
        self.found: list[QuestionLines] = []
        self.number = 0
        self.is_list = False

    def find(self) -> list[QuestionLines]:
        index = 0
        while index < len(self.lines):
            question = (
                self._marked(index) if self.heads[index].style is Style.MARKED else self._unmarked(index)
            )
            if question:
                self.found.append(question)
                self.number = self.heads[question.first].number or self.number
                index = question.last
            index += 1
        return self.found

    @property
    def _first_free(self) -> int:
        """The first line that does not belong to an earlier question."""
        return self.found[-1].last + 1 if self.found else 0

    def _question(self, first: int, last: int) -> QuestionLines:
        pieces = [(self.heads[first].start, self.heads[first].end)]
        pieces += [(line.start, line.end) for line in self.lines[first + 1 : last + 1]]
        if last > first and self.heads[first].start > self.lines[first].start:
            # Emphasis that opened before the first word closes after the last one.
            start, end = pieces[-1]
            opened = self.text[self.lines[first].start : self.heads[first].start].strip()[-1:] in {"*", "_"}
            pieces[-1] = (start, start + len(self.text[start:end].rstrip("*_ "))) if opened else (start, end)
        return QuestionLines(
            self.heads[first].style, first, last, tuple(piece for piece in pieces if piece[0] < piece[1])
        )

    def _text_of(self, question: QuestionLines) -> str:
        return " ".join(self.text[start:end] for start, end in question.pieces)

    # Questions with a "Q:"

    def _marked(self, first: int) -> QuestionLines | None:
        question = self._question(first, self._last_of_marked(first))
        return question if question.pieces else None

    def _last_of_marked(self, first: int) -> int:
        """The last line of a question marked "Q:", which need not end in "?".

        It reaches to the "A:" if one follows at once, else to the "?", else it is a single line.
        """
        first_words = first
        if self.heads[first].start == self.heads[first].end and first + 1 < len(self.lines):
            if self.heads[first + 1].style is not Style.PLAIN or answer_marker_end(
                self.text, self.lines[first + 1]
            ):
                return first
            first_words = first + 1  # "Question 3:" on a line of its own
        last = first_words
        while last + 1 < len(self.lines) and last - first_words < MOST_QUESTION_LINES - 1:
            following = self.lines[last + 1]
            if answer_marker_end(self.text, following) is not None:
                return last
            if following.opens_paragraph or self.heads[last + 1].style is not Style.PLAIN:
                break
            last += 1
        if last + 1 < len(self.lines) and answer_marker_end(self.text, self.lines[last + 1]) is not None:
            return last
        for index in range(first_words, last + 1):
            if ends_as_question(self.text, self.heads[index]):
                return index
            if closes_sentence(self.text, self.lines[index]):
                break
        return first_words

    # Questions that only their "?" tells

    def _unmarked(self, last: int) -> QuestionLines | None:
        if self.heads[last].style is Style.STRUCTURE or not ends_as_question(self.text, self.heads[last]):
            return None
        first = self._first_of(last)
        question = self._question(first, last)
        if asks_for_feedback(self._text_of(question)):
            return None
        if self.heads[first].style is Style.HEADING:
            return question if first == last else None
        if self.heads[first].style is Style.NUMBERED:
            return question if self._is_short(question) and self._continues_numbering(first, last) else None
        is_own = (
            self.heads[first].style is Style.PLAIN and self._is_short(question) and self._only_asks(question)
        )
        if not is_own or not self._stands_alone(first, last):
            return None
        return replace(question, style=Style.HEADING) if self._is_underlined(last) else question

    def _is_underlined(self, index: int) -> bool:
        if index + 1 == len(self.lines) or self.lines[index + 1].opens_paragraph:
            return False
        return is_underline(self.text, self.lines[index + 1])

    def _is_short(self, question: QuestionLines) -> bool:
        return sum(end - start for start, end in question.pieces) <= LONGEST_QUESTION

    def _only_asks(self, question: QuestionLines) -> bool:
        """Whether every sentence asks. A paragraph that merely ends in a question is not a question."""
        wording = self._text_of(question)
        return all(is_question(wording[sentence.start : sentence.end]) for sentence in sentences(wording))

    def _first_of(self, last: int) -> int:
        """The line in which the question that ends in ``lines[last]`` begins."""
        first = last
        while (
            last - first < MOST_QUESTION_LINES - 1
            and first > self._first_free
            and self.heads[first].style is Style.PLAIN
            and not self.lines[first].opens_paragraph
            and self._continues(first)
        ):
            first -= 1
        return first

    def _continues(self, index: int) -> bool:
        """Whether a line goes on with the sentence of the line above."""
        line, above = self.lines[index], self.lines[index - 1]
        if self.heads[index - 1].style is Style.HEADING or closes_sentence(self.text, above):
            return False
        if self.text[line.start].islower():
            return True
        if opens_like_question(self.text[line.start : line.end]):
            return False
        above_opens = opens_like_question(self.text[self.heads[index - 1].start : above.end])
        return above_opens or is_full(self.text, above, line, self.width)

    def _stands_alone(self, first: int, last: int) -> bool:
        """Whether the line breaks around a question were made on purpose, not by wrapping an answer."""
        line = self.lines[first]
        if line.opens_paragraph or first == self._first_free:
            return True
        above = self.lines[first - 1]
        if self.text[line.start].islower() or (
            self._continues(first) and self.heads[first - 1].style is not Style.HEADING
        ):
            return False
        if not is_full(self.text, above, line, self.width):
            return True
        if last + 1 == len(self.lines) or self.lines[last + 1].opens_paragraph:
            return False
        return not is_full(self.text, self.lines[last], self.lines[last + 1], self.width)

    # Numbered questions among numbered lists

    def _continues_numbering(self, first: int, last: int) -> bool:
        """Whether a numbered line is the next question and not an item of a list inside an answer.

        Lines numbered one under the other are taken together: they are questions if the first of them follows
        the question before, and a list if it starts again or is announced by a colon.
        """
        line = self.lines[first]
        is_below_numbered = (
            first > 0 and not line.opens_paragraph and self.heads[first - 1].style is Style.NUMBERED
        )
        if is_below_numbered:
            return not self.is_list
        is_next = not self.found or self.heads[first].number == self.number + 1
        is_announced = first > 0 and self.text[self.lines[first - 1].end - 1] == ":"
        is_above_numbered = (
            last + 1 < len(self.lines)
            and not self.lines[last + 1].opens_paragraph
            and self.heads[last + 1].style is Style.NUMBERED
        )
        self.is_list = bool(self.found) and (is_announced or (is_above_numbered and not is_next))
        return not self.is_list
