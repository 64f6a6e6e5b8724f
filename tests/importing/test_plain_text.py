from pathlib import Path

import pytest

from faq.importing.decoding import decode
from faq.importing.page_furniture import FURNITURE, SECTION
from faq.importing.parsed import Leftover
from faq.importing.plain_text import CONTENTS, MOST_QUESTIONS, PREAMBLE, parse
from faq.importing.refusal import ImportRefused

SEED = Path(__file__).resolve().parents[2] / "../shared/seed/baclofen-pump.txt"

# The shape of a page copied from a website, with one of each defect such pages have.
COPIED_PAGE = """What is an insulin pump and how does it work?

What is an insulin pump? An insulin pump is a small device. It gives insulin through a thin tube.

Who can use an insulin pump?

Most people who inject insulin several times a day can. How long does the training take?

How good is an insulin pump at night?

Many people sleep better with one. How is the tube changed? The tube is changed by hand every three days.

What are the risks of an insulin pump?

Some of the risks of an insulin pump are: Stopping the pump may cause high blood sugar. Carry a spare pen.

You Might Also Like"""


def pairs(text):
    return [(item.question, item.answer) for item in parse(text).items]


def codes(text):
    return [(finding.line, finding.code, finding.item_index) for finding in parse(text).findings]


# A page as it is copied from a website


def test_a_copied_page_gives_its_questions_and_answers_verbatim():
    blocks = COPIED_PAGE.split("\n\n")
    assert pairs(COPIED_PAGE) == list(zip(blocks[0:8:2], blocks[1:8:2], strict=True))


def test_a_copied_page_gives_a_finding_for_each_of_its_defects():
    assert codes(COPIED_PAGE) == [
        (3, "repeats_question", 0),
        (7, "unanswered_question", 1),
        (11, "embedded_question", 2),
        (15, "missing_list", 3),
        (17, "page_furniture", 3),
    ]


def test_page_furniture_is_left_over_with_its_line():
    assert parse(COPIED_PAGE).leftovers == [Leftover("You Might Also Like", 17, 17, FURNITURE)]


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed file is not beside this project")
def test_the_seed_file_gives_seven_verbatim_items_and_five_findings():
    text = decode(SEED.read_bytes()).text
    blocks = text.split("\n\n")
    assert pairs(text) == list(zip(blocks[0:14:2], blocks[1:14:2], strict=True))
    assert codes(text) == [
        (3, "repeats_question", 0),
        (15, "unanswered_question", 3),
        (23, "embedded_question", 5),
        (27, "missing_list", 6),
        (29, "page_furniture", 6),
    ]


def test_an_item_knows_its_lines():
    item = parse("FAQ\n\nWhat is it?\n\nA disc.\n\nIt is round.\n\nWho?\nYou.").items[0]
    assert (item.question_line, item.first_line, item.last_line) == (3, 5, 7)


# What is a question


def test_a_paragraph_that_ends_in_a_question_is_not_a_question():
    answer = "It works well. This is the final phase. How long will I stay in the hospital?"
    assert pairs(f"Does it work?\n\n{answer}\n\nIs it safe?\n\nYes.") == [
        ("Does it work?", answer),
        ("Is it safe?", "Yes."),
    ]


def test_a_short_paragraph_that_ends_in_a_question_is_not_one_either():
    assert pairs("Does it work?\n\nIt does. Any doubts?") == [("Does it work?", "It does. Any doubts?")]


@pytest.mark.parametrize(
    "line", ["- Will it hurt?", "• Will it hurt?", "> Will it hurt?", "| Will it hurt?", "???"]
)
def test_list_items_quotations_and_bare_marks_are_not_questions(line):
    assert pairs(f"What to ask?\n\nAsk this:\n\n{line}") == [("What to ask?", f"Ask this:\n\n{line}")]


def test_a_file_without_questions_is_refused_with_how_one_is_recognised():
    with pytest.raises(ImportRefused, match="line of its own, let it end in a question mark"):
        parse("A pump is a disc. Is it safe? Yes.")


def test_a_file_with_too_many_questions_is_refused():
    with pytest.raises(ImportRefused, match="5,001 questions"):
        parse("Why is it?\nSo.\n" * (MOST_QUESTIONS + 1))


# Numbered, marked, headings


@pytest.mark.parametrize(
    "number", ["{}. ", "{}) ", "({}) ", "Q{}: ", "Q{}. ", "Question {}: ", "## {}. ", "**{}.** "]
)
def test_numbers_before_questions_are_not_part_of_them(number):
    first, second = number.format(1), number.format(2)
    text = f"{first}What is it?\n\nA disc.\n\n{second}Is it safe?\n\nYes."
    assert pairs(text) == [("What is it?", "A disc."), ("Is it safe?", "Yes.")]


def test_a_numbered_question_may_have_an_introducing_sentence():
    assert pairs("1. I have a pump. Can I fly?\nYes.") == [("I have a pump. Can I fly?", "Yes.")]


def test_a_numbered_list_of_questions_inside_an_answer_stays_there():
    answer = "Ask your doctor:\n1. How long will I stay?\n2. Will it hurt?"
    assert pairs(f"1. What to ask?\n{answer}\n\n2. Who fills it?\nA nurse.") == [
        ("What to ask?", answer),
        ("Who fills it?", "A nurse."),
    ]


def test_numbered_steps_stay_in_the_answer():
    assert pairs("1. How?\n1. Wash.\n2. Fill.\n2. Who?\nA nurse.") == [
        ("How?", "1. Wash.\n2. Fill."),
        ("Who?", "A nurse."),
    ]


@pytest.mark.parametrize(
    ("ask", "reply"),
    [
        ("Q:", "A:"),
        ("q:", "a:"),
        ("Question:", "Answer:"),
        ("QUESTION 1:", "ANSWER 1:"),
        ("**Q:**", "**A:**"),
    ],
)
def test_marked_questions_and_answers_lose_their_marks(ask, reply):
    text = f"{ask} What is it?\n{reply} A disc.\n\n{ask} Is it safe?\n{reply} Yes."
    assert pairs(text) == [("What is it?", "A disc."), ("Is it safe?", "Yes.")]


def test_a_marked_question_need_not_end_in_a_question_mark():
    assert pairs("Q: Tell me about the pump\nA: It is a disc.") == [
        ("Tell me about the pump", "It is a disc.")
    ]


def test_a_marked_question_may_be_wrapped():
    assert pairs("Q: Tell me about\nthe pump\n\nA: It is a disc.") == [
        ("Tell me about the pump", "It is a disc.")
    ]


def test_marks_may_stand_on_lines_of_their_own():
    assert pairs("Question:\nWhat is it?\nAnswer:\nA disc.") == [("What is it?", "A disc.")]


def test_a_marked_question_and_its_answer_may_share_a_line():
    assert pairs("Q: What is it? A: A disc.") == [("What is it?", "A disc.")]


def test_where_questions_are_marked_an_unmarked_one_belongs_to_the_answer():
    text = "Q: What is it?\nA: A disc.\n\nIs it round?\n\nYes.\n\nQ: Who fills it?\nA: A nurse."
    assert pairs(text) == [("What is it?", "A disc.\n\nIs it round?\n\nYes."), ("Who fills it?", "A nurse.")]
    assert codes(text) == [(4, "embedded_question", 0)]


def test_markdown_headings_are_questions():
    text = "# Pumps\n\n## What is it?\n\nA *disc*.\n\n## Care\n\n### Who fills it? ###\n\nA nurse.\n"
    assert pairs(text) == [("What is it?", "A *disc*."), ("Who fills it?", "A nurse.")]
    assert [leftover.reason for leftover in parse(text).leftovers] == [PREAMBLE, SECTION]


def test_underlined_headings_are_questions():
    assert pairs("What is it?\n===========\nA disc.\n\nWho?\n---\nYou.") == [
        ("What is it?", "A disc."),
        ("Who?", "You."),
    ]


def test_bold_questions_lose_their_asterisks():
    assert pairs("**What is it?**\n\nA disc.\n\n__Who?__\nYou.") == [
        ("What is it?", "A disc."),
        ("Who?", "You."),
    ]


# Wrapped and blank-line-free

WRAPPED = """What is an insulin pump and how does
it give the insulin?
An insulin pump is a small device that is worn on a belt. It gives the
insulin through a thin tube. Some people wonder at the beginning: will I
sleep?
Most people do after a few nights, and soon find that the pump gives them
more freedom than they had before, and they also feel safer with the pump.
Who fills it?
You fill it yourself. Is this difficult? It is not, and your nurse shows
you how it is done until you are quite sure that you can do it. Would you
Have a spare? Take it with you.
"""


def test_a_wrapped_question_is_joined_by_a_space():
    assert pairs(WRAPPED)[0][0] == "What is an insulin pump and how does it give the insulin?"


def test_a_wrapped_answer_line_that_ends_in_a_question_mark_is_not_a_question():
    assert [question for question, _ in pairs(WRAPPED)][1:] == ["Who fills it?"]


def test_wrapped_answers_keep_their_lines():
    assert pairs(WRAPPED)[1][1] == "\n".join(WRAPPED.splitlines()[8:11])


def test_a_sentence_that_fills_a_wrapped_line_by_chance_is_not_a_question():
    text = (
        "Does it work?\n"
        "It works well for most people, and they are glad that they have it, but\n"
        "some people ask us this when they come to the clinic for the first time.\n"
        "Will the pump be visible under the clothes that I like to wear at home?\n"
        "Mostly it is not, and nobody but you will ever know that you have a pump\n"
        "with you.\n"
    )
    assert [question for question, _ in pairs(text)] == ["Does it work?"]


def test_blank_lines_are_not_needed():
    text = "What is it?\nA disc.\nIt is round.\nWho fills it?\nA nurse\nIs it safe?\nYes."
    assert pairs(text) == [
        ("What is it?", "A disc.\nIt is round."),
        ("Who fills it?", "A nurse"),
        ("Is it safe?", "Yes."),
    ]


def test_a_title_above_the_first_question_is_not_part_of_it():
    parsed = parse("Insulin pump FAQ\nWhat is it?\nA disc.")
    assert [item.question for item in parsed.items] == ["What is it?"]
    assert parsed.leftovers == [Leftover("Insulin pump FAQ", 1, 1, PREAMBLE)]


def test_indented_prose_does_not_become_a_code_block_and_an_indented_list_keeps_its_levels():
    assert pairs("What is it?\n    A disc.\n\nWhat for?\n  - Day\n    - Night") == [
        ("What is it?", "A disc."),
        ("What for?", "  - Day\n    - Night"),
    ]


# Left-overs and findings


def test_a_table_of_contents_is_left_over():
    parsed = parse("What is it?\nWho fills it?\n\nWhat is it?\nA disc.\nWho fills it?\nA nurse.")
    assert [(leftover.text, leftover.reason) for leftover in parsed.leftovers] == [
        ("What is it?", CONTENTS),
        ("Who fills it?", CONTENTS),
    ]
    assert [item.answer for item in parsed.items] == ["A disc.", "A nurse."]


def test_a_question_asked_twice_is_reported_at_the_second():
    assert codes("What is it?\nA disc.\n\nwhat is it ?\nA device.") == [(4, "duplicate_question", 1)]


def test_a_question_without_an_answer_is_reported():
    assert codes("What is it?\n\nWho fills it?\n\nA nurse.") == [(1, "empty_answer", 0)]


def test_a_finding_names_the_line_of_the_answer_that_it_is_about():
    assert codes("Does it work?\n\nIt does.\n\nMostly. How long will I stay?") == [
        (5, "unanswered_question", 0)
    ]
