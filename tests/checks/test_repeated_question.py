import pytest

from faq.checks.repeated_question import repeats_question

QUESTION = "What is a baclofen pump and how does it work?"


def repeated(question, body):
    return [body[finding.start : finding.end] for finding in repeats_question(question, body)]


@pytest.mark.parametrize(
    ("body", "repetition"),
    [
        ("What is a baclofen pump and how does it work? It is a disc.", QUESTION),
        ("What is a baclofen pump? It is a disc.", "What is a baclofen pump?"),
        ("what is the Baclofen pump and how does it work? It is a disc.", None),
        ("## What is a baclofen pump?\n\nIt is a disc.", "## What is a baclofen pump?"),
        ("**What is a baclofen pump?** It is a disc.", "**What is a baclofen pump?**"),
        (
            "What is a baclofen pump and how\ndoes it work\nIt is a disc.",
            "What is a baclofen pump and how\ndoes it work",
        ),
        (
            "What is a baclofen pump and how does it work: it is a disc.",
            "What is a baclofen pump and how does it work:",
        ),
    ],
)
def test_an_answer_that_begins_with_its_question_or_the_beginning_of_it_is_found(body, repetition):
    assert repeated(QUESTION, body) == [repetition or body.partition(" It is")[0]]


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("What is the success rate?", "The success rate is favourable. What is the success rate?"),
        ("What are the side effects of baclofen?", "What is baclofen? It is a medicine."),
        ("How is it filled?", "It is filled with a needle."),
        ("The baclofen pump works?", "The baclofen pump works by giving medicine."),
        ("Why?", "Why not?"),
        ("How is it filled?", ""),
        ("How is it filled?", "?"),
    ],
)
def test_an_answer_that_only_resembles_its_question_is_left_alone(question, body):
    assert repeated(question, body) == []


def test_deleting_the_repetition_leaves_the_answer():
    body = "What is a baclofen pump? It is a disc."
    (finding,) = repeats_question(QUESTION, body)
    assert (body[: finding.start] + body[finding.end :]).strip() == "It is a disc."
