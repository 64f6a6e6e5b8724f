import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.checks import MOST_FINDINGS_PER_CHECK, check_answer
from faq.checks.sentences import sentences

PIECES = [
    "How is it implanted",
    "The pump",
    "Some effects are",
    "?",
    ".",
    ":",
    " ",
    "\n",
    "\n\n",
    "- ",
    "## ",
    "**",
    "“",
]


def test_findings_come_in_order_of_position():
    body = (
        "What is a pump? A disc. How is a pump implanted? By a surgeon.\n\n"
        "The risks are: Stopping may cause seizures. How long will I stay?"
    )
    assert [finding.code for finding in check_answer("What is a pump?", body)] == [
        "repeats_question",
        "embedded_question",
        "missing_list",
        "unanswered_question",
    ]


def test_a_plain_answer_has_no_findings():
    assert (
        check_answer("What is a pump?", "A pump is a round disc. It gives medicine at 10:30, day and night.")
        == []
    )


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join), st.text(max_size=40))
def test_offsets_of_any_finding_lie_within_the_body_and_cover_what_it_quotes(body, question):
    for finding in check_answer(question, body):
        assert 0 <= finding.start < finding.end <= len(body)
        assert finding.reply in body[finding.start : finding.end]
        assert finding.message


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_sentences_leave_out_nothing_but_white_space(text):
    kept = "".join(text[sentence.start : sentence.end] for sentence in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_a_hostile_text_does_not_produce_endless_findings():
    found = check_answer("Why?", "The risks are: Stopping may kill. " * 1000)
    assert len(found) == MOST_FINDINGS_PER_CHECK


@pytest.mark.parametrize("piece", ["?", '."', "? ", ": ", "*", "[", "What is x? ", "a\n", "#", "What is "])
def test_the_checks_take_linear_time(piece):
    body = piece * (200_000 // len(piece))
    begin = time.process_time()
    check_answer("What is a pump?", body)
    # Quadratic time would be minutes; ten seconds leave room for a slow machine.
    assert time.process_time() - begin < 10
