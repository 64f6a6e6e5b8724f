"""A plain-text FAQ into questions and answers.

Layouts read: a question on a line of its own ending in "?" with its answer below, with or without blank
lines; numbered ("3. …", "3) …"); marked ("Q:" and "A:", "Question 3:" and "Answer 3:"); Markdown headings;
each of them hard-wrapped or not. Takes linear time, and loses no character: see ``ParsedFaq.spans``.
"""

from dataclasses import dataclass

from faq.checks.sentences import words
from faq.importing.findings import find_for_editor
from faq.importing.lines import Line
from faq.importing.markers import answer_marker_end, is_list_item, is_underline
from faq.importing.page_furniture import furniture_reason, furniture_start
from faq.importing.parsed import Item, Leftover, ParsedFaq, Span, SpanKind
from faq.importing.question_lines import QuestionLines, find_questions, read_lines
from faq.importing.refusal import ImportRefused

MOST_QUESTIONS = 5_000

PREAMBLE = "text before the first question"
CONTENTS = "table of contents: this question is answered further down"


def parse(text: str) -> ParsedFaq:
    """The questions, answers, left-overs and findings of a decoded text (lines end in ``\\n``).

    Raises ImportRefused if no question is found, or more than MOST_QUESTIONS.
    """
    lines = read_lines(text)
    questions = find_questions(text, lines)
    if not questions:
        raise ImportRefused(
            "No question was found in this file. Put each question on a line of its own, let it end in a "
            "question mark, and write its answer below it."
        )
    if len(questions) > MOST_QUESTIONS:
        raise ImportRefused(
            f"This file has {len(questions):,} questions; at most {MOST_QUESTIONS:,} can be imported at "
            "once. Split it into smaller files."
        )
    stops = [question.first for question in questions[1:]] + [len(lines)]
    sections = [_section(text, lines, *pair) for pair in zip(questions, stops, strict=True)]
    assignment = _Assignment(text, lines)
    assignment.leave_over(0, questions[0].first, PREAMBLE)
    contents = _contents(sections)
    for section in sections:
        assignment.take(section, is_contents=id(section) in contents)
    assignment.close_gap(len(text))
    findings = find_for_editor(assignment.items, assignment.leftovers)
    return ParsedFaq(assignment.items, assignment.leftovers, findings, assignment.spans)


@dataclass(frozen=True, slots=True)
class _Section:
    """A question and all lines up to the next one.

    The answer is ``text[answer_start:answer_end]`` and ends before ``lines[cut]``; what follows, up to
    ``lines[stop]``, is page furniture.
    """

    question: QuestionLines
    wording: str
    answer_first: int
    answer_start: int
    answer_end: int
    cut: int
    stop: int

    @property
    def has_answer(self) -> bool:
        return self.answer_start < self.answer_end


def _section(text: str, lines: list[Line], question: QuestionLines, stop: int) -> _Section:
    wording = " ".join(text[start:end] for start, end in question.pieces)
    first = question.last + 1
    if first < stop and not lines[first].opens_paragraph and is_underline(text, lines[first]):
        first += 1
    earliest_cut, start = first, None
    if first < stop and (marker_end := answer_marker_end(text, lines[first])) is not None:
        is_alone = marker_end >= lines[first].end
        first, start = (first + 1, None) if is_alone else (first, marker_end)
        earliest_cut = first if is_alone else first + 1
    cut = max(earliest_cut, furniture_start(text, lines, first, stop))
    if cut <= first:
        return _Section(question, wording, first, 0, 0, cut, stop)
    if start is None:
        # The indentation of a list's first item tells its level; any other would turn prose into a code
        # block.
        start = lines[first].begin if is_list_item(text, lines[first]) else lines[first].start
    return _Section(question, wording, first, start, lines[cut - 1].end, cut, stop)


def _contents(sections: list[_Section]) -> set[int]:
    """The identities of sections that only stand in a table of contents: their answers are further down."""
    answered: set[str] = set()
    contents: set[int] = set()
    for section in reversed(sections):
        key = " ".join(words(section.wording))
        if section.has_answer:
            answered.add(key)
        elif key in answered:
            contents.add(id(section))
    return contents


class _Assignment:
    """Assigns the characters of one text, from its beginning to its end, each to one span."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.items: list[Item] = []
        self.leftovers: list[Leftover] = []
        self.spans: list[Span] = []
        self._end = 0

    def take(self, section: _Section, *, is_contents: bool) -> None:
        """Assign a question, its answer and the furniture after it."""
        question = section.question
        if is_contents:
            self.leave_over(question.first, question.last + 1, CONTENTS)
        else:
            self._take_item(section)
        if section.cut < section.stop:
            block = self.text[self.lines[section.cut].start : self.lines[section.stop - 1].end]
            self.leave_over(section.cut, section.stop, furniture_reason(block))

    def _take_item(self, section: _Section) -> None:
        for start, end in section.question.pieces:
            self._assign("question", start, end)
        question_line = first_line = last_line = self.lines[section.question.first].number
        if section.has_answer:
            self._assign("answer", section.answer_start, section.answer_end)
            first_line = self.lines[section.answer_first].number
            last_line = self.lines[section.cut - 1].number
        answer = self.text[section.answer_start : section.answer_end]
        self.items.append(Item(section.wording, answer, question_line, first_line, last_line))

    def leave_over(self, first: int, stop: int, reason: str) -> None:
        """Assign ``lines[first:stop]`` to one left-over."""
        if first == stop:
            return
        start, end = self.lines[first].start, self.lines[stop - 1].end
        self._assign("leftover", start, end)
        self.leftovers.append(
            Leftover(self.text[start:end], self.lines[first].number, self.lines[stop - 1].number, reason)
        )

    def close_gap(self, start: int) -> None:
        """Assign what lies between the last span and ``start``: a marker, white space, or both."""
        gap = self.text[self._end : start]
        marker = gap.strip()
        marker_start = self._end + len(gap) - len(gap.lstrip()) if marker else start
        self._add("space", marker_start)
        self._add("marker", marker_start + len(marker))
        self._add("space", start)

    def _assign(self, kind: SpanKind, start: int, end: int) -> None:
        self.close_gap(start)
        self._add(kind, end)

    def _add(self, kind: SpanKind, end: int) -> None:
        if end > self._end:
            self.spans.append(Span(kind, self._end, end))
            self._end = end
