"""Every character of a file ends up in a question, an answer or the listed left-overs."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.importing.parsed import ParsedFaq
from faq.importing.plain_text import parse
from faq.importing.refusal import ImportRefused

# All that may be dropped from a file besides white space; nothing a patient would miss.
MARKER = re.compile(
    r"(?:#+|[*_]+|[=-]{3,}|\(?\d+[.)]+|(?:q|question|a|answer)[ \t]?\d*[ \t]?[:.)]|\s+)+", re.IGNORECASE
)

LINES = st.sampled_from(
    """
What is a pump?|3. What is a pump?|(4) Who?|Q: Tell me|Q2. Who fills it? A: You.|**Q:** Why?|Question 7:
A: It is.|**Answer:** So.|a:|## How is it filled? ##|### Care|**Is it safe?**|__Is it_ safe?
It is a disc. Is it round?|Q:|and how does|does it work?|What is a baclofen pump and|- Will it hurt?
1. Wash.|You Might Also Like|Back to top|?|Was this page helpful?|</div>|---|====|Some effects are:|  |\t
    indented?|**|#|\x0b|\u2028|\ufeff|é？|## |1. **|
""".replace("\n", "|").split("|")
)
FILES = st.lists(LINES | st.text(max_size=20), max_size=25).map("\n".join)


def read(text: str) -> ParsedFaq:
    """The file as read; where it has no question, one is put in front, so that every text is a test."""
    try:
        return parse(text)
    except ImportRefused:
        return parse(with_question(text))


def with_question(text: str) -> str:
    return "What is a pump?\n\n" + text


def text_read(text: str) -> str:
    try:
        parse(text)
    except ImportRefused:
        return with_question(text)
    return text


@settings(max_examples=400)
@given(st.text() | FILES)
def test_every_character_is_assigned_exactly_once(text):
    parsed, text = read(text), text_read(text)
    ends = [0] + [span.end for span in parsed.spans]
    assert [span.start for span in parsed.spans] == ends[:-1]
    assert ends[-1] == len(text)
    assert all(span.start < span.end for span in parsed.spans)


@settings(max_examples=400)
@given(st.text() | FILES)
def test_what_is_neither_question_answer_nor_leftover_is_a_marker_or_white_space(text):
    parsed, text = read(text), text_read(text)
    for span in parsed.spans:
        piece = text[span.start : span.end]
        if span.kind == "space":
            assert piece.isspace()
        if span.kind == "marker":
            assert MARKER.fullmatch(piece), piece


@settings(max_examples=400)
@given(st.text() | FILES)
def test_items_and_leftovers_hold_exactly_the_text_of_their_spans(text):
    parsed, text = read(text), text_read(text)

    def pieces(kind):
        return [text[span.start : span.end] for span in parsed.spans if span.kind == kind]

    assert pieces("leftover") == [leftover.text for leftover in parsed.leftovers]
    assert pieces("answer") == [item.answer for item in parsed.items if item.answer]
    assert " ".join(pieces("question")) == " ".join(item.question for item in parsed.items)


@settings(max_examples=400)
@given(st.text() | FILES)
def test_line_numbers_lead_to_the_text(text):
    parsed, text = read(text), text_read(text)
    lines = text.split("\n")
    for item in parsed.items:
        if item.answer:
            assert item.answer in "\n".join(lines[item.first_line - 1 : item.last_line])
    for leftover in parsed.leftovers:
        assert leftover.text in "\n".join(lines[leftover.first_line - 1 : leftover.last_line])
    assert all(1 <= finding.line <= len(lines) for finding in parsed.findings)


@given(FILES)
def test_reading_twice_gives_the_same(text):
    assert read(text) == read(text)


@pytest.mark.parametrize(
    "piece",
    [
        "?",
        '."',
        "? ",
        "they are: ",
        "*",
        "#",
        "# ",
        " ",
        "<a>\n<",
        "a pump, and\n",
        "1. a?\n",
        "Q:\n",
        "_a? ",
        "(1",
    ],
)
def test_hostile_files_are_read_in_linear_time(piece):
    text = with_question(piece * (200_000 // len(piece)))
    begin = time.process_time()
    try:
        parse(text)
    except ImportRefused as refusal:
        assert "Split it into smaller files" in str(refusal)  # noqa: PT017 - refusing is quick, too
    # Quadratic time would be minutes; ten seconds leave room for a slow machine.
    assert time.process_time() - begin < 10
