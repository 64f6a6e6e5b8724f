import pytest

from faq.checks.embedded_question import embedded_question

QUESTION = "How effective is a baclofen pump?"


def embedded(body, question=QUESTION):
    return [(finding.question, finding.reply) for finding in embedded_question(question, body)]


def test_a_question_with_a_reply_in_the_same_paragraph_is_found():
    body = "It can be effective. How is a pump implanted? It is implanted by a surgeon. This takes an hour."
    assert embedded(body) == [
        ("How is a pump implanted?", "It is implanted by a surgeon. This takes an hour.")
    ]


def test_cutting_its_offsets_leaves_the_rest_of_the_answer():
    body = "It can be effective. How is a pump implanted? By a surgeon.\n\nAsk your team."
    (finding,) = embedded_question(QUESTION, body)
    assert body[: finding.start] + body[finding.end :] == "It can be effective. \n\nAsk your team."


def test_a_question_in_a_paragraph_of_its_own_is_answered_by_the_paragraphs_below_it():
    body = "Very.\n\nHow is a pump implanted?\n\nBy a surgeon.\n\n- first\n- second\n\n## Costs\n\nNone."
    assert embedded(body) == [("How is a pump implanted?", "By a surgeon.\n\n- first\n- second")]


def test_a_question_in_a_paragraph_of_its_own_is_found_even_if_it_points_back():
    assert embedded("Very.\n\nIs it safe?\n\nIt is.") == [("Is it safe?", "It is.")]


def test_a_list_that_the_reply_announces_belongs_to_the_reply():
    body = "Very. What does the pump need? It needs:\n\n- a battery\n- a refill\n\nAsk your team."
    assert embedded(body) == [("What does the pump need?", "It needs:\n\n- a battery\n- a refill")]


def test_each_of_two_embedded_questions_keeps_its_own_reply():
    body = "Very. How is a pump implanted? By a surgeon. How is the pump filled? With a needle."
    assert embedded(body) == [
        ("How is a pump implanted?", "By a surgeon."),
        ("How is the pump filled?", "With a needle."),
    ]


def test_questions_in_a_row_share_the_reply_that_follows():
    body = "Very. How is a pump implanted? Will the operation hurt? A surgeon does it under anesthesia."
    assert embedded(body) == [
        ("How is a pump implanted? Will the operation hurt?", "A surgeon does it under anesthesia.")
    ]


def test_emphasis_inside_the_reply_is_kept_verbatim():
    body = "Very. **How is a pump implanted?** **By a surgeon**, in an hour."
    assert embedded(body) == [("How is a pump implanted?", "**By a surgeon**, in an hour.")]


@pytest.mark.parametrize(
    "body",
    [
        "Do you have questions about the pump? Call us.",
        "Very. Need help with the pump? Call us.",
        "Very. Why? Because it works.",
        "Very. What does this mean? It means less spasticity.",
        "Very. But is the pump safe? It is.",
        "Ask “How is a pump implanted?” before the operation.",
        "Very.\n\n## How is a pump implanted?\n\nBy a surgeon.",
        "Very.\n\n**How is a pump implanted?**\n\nBy a surgeon.",
        "Ask:\n\n- How is a pump implanted?\n- How is the pump filled?\n\nWrite the replies down.",
        "Very. How is a pump implanted?",
        "See https://example.org/?q=pump for more.",
    ],
)
def test_rhetorical_quoted_structured_and_inviting_questions_are_left_alone(body):
    assert embedded(body) == []


def test_a_repetition_of_the_question_is_not_an_embedded_one():
    assert embedded(QUESTION + " Very.") == []


def test_an_abbreviation_before_the_question_does_not_hide_where_it_begins():
    body = "Ask Dr. Smith, e.g. by phone. How is a pump implanted? By a surgeon."
    assert embedded(body) == [("How is a pump implanted?", "By a surgeon.")]
