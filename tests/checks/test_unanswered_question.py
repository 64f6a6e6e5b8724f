import pytest

from faq.checks.unanswered_question import unanswered_question


def asked(body, question="Is the operation successful?"):
    return [finding.question for finding in unanswered_question(question, body)]


@pytest.mark.parametrize(
    "body",
    [
        "It mostly is. How long will I stay in the hospital?",
        "It mostly is.\n\nHow long will I stay in the hospital?\n",
        "It mostly is.\n\n## How long will I stay in the hospital?",
        "It mostly is.\n\n**How long will I stay in the hospital?**",
    ],
)
def test_a_question_at_the_end_of_an_answer_is_found(body):
    assert asked(body) == ["How long will I stay in the hospital?"]


def test_several_questions_at_the_end_are_each_found():
    assert asked("It is. How long will I stay? Will it hurt?") == ["How long will I stay?", "Will it hurt?"]


def test_its_offsets_cover_the_question_alone():
    body = "It mostly is. How long will I stay in the hospital? "
    (finding,) = unanswered_question("Is it?", body)
    assert body[finding.start : finding.end] == "How long will I stay in the hospital?"
    assert finding.reply == ""


@pytest.mark.parametrize(
    "body",
    [
        "How long will I stay? Three days.",
        "It is. Do you have questions?",
        "It is. Any questions?",
        "Ask your doctor:\n\n- How long will I stay?\n- Will it hurt?",
        "People ask “How long will I stay?”",
        "It is (why not?)",
        "> How long will I stay?",
        "",
    ],
)
def test_a_question_that_needs_no_reply_here_is_left_alone(body):
    assert asked(body) == []


def test_the_repeated_question_itself_is_not_reported_twice():
    assert asked("Will the operation help me?", question="Will the operation help me?") == []
