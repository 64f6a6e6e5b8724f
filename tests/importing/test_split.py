"""An embedded question becomes a question of its own, and nobody's words change hands."""

import pytest

from faq import workflow
from faq.checks import check_answer
from faq.importing.split import split_question
from faq.models import AnswerVersion, Category, Person
from faq.policy import NotAllowed, TextChanged
from faq.verification import verify_site

from ..conftest import change, sign, write

BODY = (
    "It works at doses 100 times lower than pills. How is a pump implanted? "
    "The pump is implanted under general anesthesia."
)


@pytest.fixture
def embedded(author: Person, topic: Category) -> AnswerVersion:
    return write(author, topic, "How effective is a pump?", BODY, sources="A textbook")


def split(version: AnswerVersion, by: Person, seen: str = "") -> AnswerVersion:
    finding = next(f for f in check_answer(version.wording, version.body) if f.question)
    return split_question(
        version=version,
        by=by,
        finding_start=finding.start,
        finding_end=finding.end,
        seen=seen or workflow.editing_token(version),
    )


def test_question_and_reply_move_to_a_draft_of_their_own(
    embedded: AnswerVersion, colleague: Person, topic: Category
) -> None:
    new = split(embedded, colleague)
    embedded.refresh_from_db()
    assert embedded.body == "It works at doses 100 times lower than pills."
    assert (new.wording, new.body) == (
        "How is a pump implanted?",
        "The pump is implanted under general anesthesia.",
    )
    assert new.sources == "A textbook"
    assert topic.placements.current().filter(question=new.answer.question).exists()
    assert list(verify_site()) == []


def test_unanswered_question_becomes_an_empty_draft(author: Person, topic: Category) -> None:
    version = write(author, topic, "Does it work?", "Mostly it does. How long will I stay in the hospital?")
    new = split(version, author)
    version.refresh_from_db()
    assert (version.body, new.wording, new.body) == (
        "Mostly it does.",
        "How long will I stay in the hospital?",
        "",
    )


def test_who_wrote_the_words_cannot_approve_them_after_a_split(
    embedded: AnswerVersion, author: Person, colleague: Person
) -> None:
    author.groups.add(*colleague.groups.all())
    new = workflow.submit(version=split(embedded, colleague), by=colleague)
    for writer in (author, colleague):
        with pytest.raises(NotAllowed, match="you contributed"):
            sign(new, writer)


def test_text_that_changed_meanwhile_is_not_split(
    embedded: AnswerVersion, author: Person, colleague: Person
) -> None:
    seen = workflow.editing_token(embedded)
    change(embedded, colleague, body="It works. " + BODY)
    with pytest.raises(TextChanged):
        split(embedded, author, seen)
    assert AnswerVersion.objects.count() == 1


def test_frozen_text_is_not_split(embedded: AnswerVersion, author: Person) -> None:
    workflow.submit(version=embedded, by=author)
    with pytest.raises(NotAllowed):
        split(embedded, author)
    assert AnswerVersion.objects.count() == 1
