"""What patients tell the site: bound to what they read, cleaned, limited, and erasable."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from faq import clock, feedback, workflow
from faq.models import AnswerVersion, AskedQuestion, Event, Feedback, Person
from faq.policy import NotAllowed, WorkflowError
from tests.conftest import NOON, change, sign
from tests.test_concurrency import at_once, of

At = Callable[[datetime], AbstractContextManager[None]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(approved: AnswerVersion, author: Person, reviewer: Person) -> AnswerVersion:
    """The version that replaced ``approved``."""
    draft = workflow.start_version(answer=approved.answer, by=author)
    return sign(workflow.submit(version=change(draft, author, body="Newer."), by=author), reviewer)


# --- Which version -------------------------------------------------------------------------------


def test_feedback_is_about_the_version_that_was_on_the_page(approved: AnswerVersion) -> None:
    given = feedback.give(version=approved, is_helpful=False, comment="Say more about fever.")
    given.refresh_from_db()
    assert (given.version, given.is_helpful, given.comment) == (approved, False, "Say more about fever.")
    assert given.read_at is None


def test_it_stays_about_that_version_when_a_newer_one_was_approved_meanwhile(
    approved: AnswerVersion, newer: AnswerVersion
) -> None:
    assert feedback.give(version=approved, is_helpful=True).version == approved
    assert feedback.give(version=newer, is_helpful=True).version == newer


def test_no_feedback_on_what_patients_never_read(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    draft = workflow.start_version(answer=approved.answer, by=author)
    in_review = workflow.submit(version=change(draft, author, body="Newer."), by=author)
    corrected = workflow.return_to_author(version=in_review, by=reviewer, note="Shorten it.")
    workflow.discard(version=corrected, by=author, reason="Not needed.")
    for version in approved.answer.versions.exclude(pk=approved.pk):
        with pytest.raises(NotAllowed):
            feedback.give(version=version, is_helpful=True)
    assert approved.answer.versions.count() == 3
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("fixture", ["draft", "in_review"])
def test_no_feedback_before_the_first_approval(fixture: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        feedback.give(version=request.getfixturevalue(fixture), is_helpful=True)


def test_no_feedback_while_the_answer_is_withdrawn(
    approved: AnswerVersion, newer: AnswerVersion, lead: Person
) -> None:
    workflow.withdraw(answer=newer.answer, by=lead, reason="Wrong.")
    for version in (approved, newer):
        with pytest.raises(NotAllowed):
            feedback.give(version=version, is_helpful=True)
    workflow.reinstate(answer=newer.answer, by=lead, note="It is right.")
    assert feedback.give(version=newer, is_helpful=True)


# --- What is kept --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" \r\n\t ", ""),
        ("  One.\r\nTwo.  ", "One.\nTwo."),
        ("a\x00b\x1b[2Jc\x07\ud800", "ab[2Jc"),
        ("شكرًا، مفيد 👩\u200d⚕️", "شكرًا، مفيد 👩\u200d⚕️"),
        ("x" * 1000, "x" * 1000),
    ],
)
def test_comment_is_kept_without_what_nobody_sees(approved: AnswerVersion, typed: str, kept: str) -> None:
    given = feedback.give(version=approved, is_helpful=True, comment=typed)
    given.refresh_from_db()
    assert given.comment == kept


def test_a_comment_that_is_too_long_is_refused_and_nothing_is_kept(approved: AnswerVersion) -> None:
    with pytest.raises(WorkflowError, match="1001 characters") as refused:
        feedback.give(version=approved, is_helpful=True, comment="x" * 1001)
    assert refused.value.field == "comment"
    assert not Feedback.objects.exists()


def test_a_question_is_kept_on_one_line_in_its_language() -> None:
    asked = feedback.ask(text=" ¿Puedo\r\n volar\x00? ", language="es")
    asked.refresh_from_db()
    assert (asked.text, asked.language, asked.dealt_with_at) == ("¿Puedo volar?", "es", None)


@pytest.mark.parametrize(
    ("text", "language", "field"),
    [
        ("", "en", "text"),
        (" \x00\n", "en", "text"),
        ("x" * 301, "en", "text"),
        ("Can I fly?", "xx", "language"),
    ],
)
def test_a_question_that_cannot_be_kept_is_refused(text: str, language: str, field: str) -> None:
    with pytest.raises(WorkflowError) as refused:
        feedback.ask(text=text, language=language)
    assert refused.value.field == field
    assert not AskedQuestion.objects.exists()


def test_nothing_of_it_is_on_the_trail(approved: AnswerVersion, lead: Person) -> None:
    before = Event.objects.count()
    feedback.give(version=approved, is_helpful=True, comment="Thank you.")
    feedback.ask(text="Can I fly?", language="en")
    feedback.erase_comments(feedback=Feedback.objects.all(), by=lead)
    assert Event.objects.count() == before


# --- Floods --------------------------------------------------------------------------------------


def test_one_answer_takes_so_much_an_hour_and_says_when_it_takes_more(
    approved: AnswerVersion, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_ON_ONE_ANSWER", 2)
    start = clock.now()
    for minutes in (0, 10):
        with at(start + timedelta(minutes=minutes)):
            feedback.give(version=approved, is_helpful=True)
    with at(start + timedelta(minutes=45)), pytest.raises(feedback.TooMuch) as refused:
        feedback.give(version=approved, is_helpful=True)
    assert refused.value.wait == timedelta(minutes=15)
    assert (refused.value.seconds, refused.value.minutes) == (900, 15)
    with at(start + timedelta(minutes=60)):
        feedback.give(version=approved, is_helpful=True)
    assert Feedback.objects.count() == 3


def test_every_version_of_an_answer_counts(
    approved: AnswerVersion, newer: AnswerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_ON_ONE_ANSWER", 2)
    feedback.give(version=approved, is_helpful=True)
    feedback.give(version=newer, is_helpful=True)
    with pytest.raises(feedback.TooMuch):
        feedback.give(version=approved, is_helpful=True)


def test_all_answers_together_take_so_much_an_hour(
    approved: AnswerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_ON_ALL_ANSWERS", 1)
    feedback.give(version=approved, is_helpful=True)
    with pytest.raises(feedback.TooMuch):
        feedback.give(version=approved, is_helpful=True)


def test_so_many_questions_are_taken_an_hour(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST_QUESTIONS", 2)
    for text in ("One?", "Two?"):
        feedback.ask(text=text, language="en")
    with pytest.raises(feedback.TooMuch):
        feedback.ask(text="Three?", language="es")
    with at(clock.now() + timedelta(hours=1)):
        feedback.ask(text="Three?", language="es")


def test_a_flood_is_turned_away_without_a_transaction(
    approved: AnswerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_ON_ONE_ANSWER", 1)
    feedback.give(version=approved, is_helpful=True)

    def none_begun() -> AbstractContextManager[None]:
        raise AssertionError("A flood made others wait.")

    monkeypatch.setattr(transaction, "atomic", none_begun)
    with pytest.raises(feedback.TooMuch):
        feedback.give(version=approved, is_helpful=True)


@pytest.mark.django_db(transaction=True)
def test_limits_hold_when_everybody_sends_at_once(
    approved: AnswerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_ON_ONE_ANSWER", 3)
    monkeypatch.setattr(feedback, "MOST_QUESTIONS", 2)
    given = at_once(*[lambda: feedback.give(version=approved, is_helpful=True)] * 8)
    assert (len(of(Feedback, given)), len(of(feedback.TooMuch, given))) == (3, 5)
    asked = at_once(*[lambda: feedback.ask(text="Can I fly?", language="en")] * 8)
    assert (len(of(AskedQuestion, asked)), len(of(feedback.TooMuch, asked))) == (2, 6)
    assert (Feedback.objects.count(), AskedQuestion.objects.count()) == (3, 2)


# --- What clinicians do with it ------------------------------------------------------------------


def test_the_first_reader_stays(approved: AnswerVersion, author: Person, reviewer: Person, at: At) -> None:
    given = feedback.give(version=approved, is_helpful=True)
    with at(NOON):
        assert feedback.mark_read(feedback=Feedback.objects.all(), by=author) == 1
    assert feedback.mark_read(feedback=Feedback.objects.all(), by=reviewer) == 0
    given.refresh_from_db()
    assert (given.read_by, given.read_at) == (author, NOON)


def test_whoever_dealt_with_a_question_first_stays(author: Person, reviewer: Person, at: At) -> None:
    asked = feedback.ask(text="Can I fly?", language="en")
    with at(NOON):
        assert feedback.deal_with(asked=AskedQuestion.objects.all(), by=author) == 1
    assert feedback.deal_with(asked=AskedQuestion.objects.all(), by=reviewer) == 0
    asked.refresh_from_db()
    assert (asked.dealt_with_by, asked.dealt_with_at) == (author, NOON)


def test_erasing_a_comment_keeps_whether_it_helped_and_who_erased_it(
    approved: AnswerVersion, lead: Person, at: At
) -> None:
    given = feedback.give(version=approved, is_helpful=False, comment="I am John Doe of Elm Street.")
    silent = feedback.give(version=approved, is_helpful=True)
    with at(NOON):
        assert feedback.erase_comments(feedback=Feedback.objects.all(), by=lead) == 1
    given.refresh_from_db()
    assert (given.comment, given.is_helpful, given.version) == ("", False, approved)
    assert (given.erased_by, given.erased_at, given.read_by, given.read_at) == (lead, NOON, lead, NOON)
    silent.refresh_from_db()
    assert (silent.erased_at, silent.read_at) == (None, None)


def test_erasing_does_not_take_the_place_of_the_first_reader(
    approved: AnswerVersion, author: Person, lead: Person
) -> None:
    given = feedback.give(version=approved, is_helpful=True, comment="I am John Doe.")
    feedback.mark_read(feedback=Feedback.objects.all(), by=author)
    feedback.erase_comments(feedback=Feedback.objects.all(), by=lead)
    given.refresh_from_db()
    assert (given.read_by, given.erased_by) == (author, lead)


def test_erasing_a_question_keeps_that_it_was_asked(lead: Person) -> None:
    asked = feedback.ask(text="Can John Doe fly?", language="en")
    assert feedback.erase_questions(asked=AskedQuestion.objects.all(), by=lead) == 1
    asked.refresh_from_db()
    assert (asked.text, asked.erased_by, asked.dealt_with_by) == ("", lead, lead)
    assert str(asked) == "(erased)"


@pytest.mark.parametrize("name", ["author", "reviewer", "colleague"])
def test_only_leads_erase(approved: AnswerVersion, name: str, request: pytest.FixtureRequest) -> None:
    feedback.give(version=approved, is_helpful=True, comment="I am John Doe.")
    feedback.ask(text="Can John Doe fly?", language="en")
    by = request.getfixturevalue(name)
    with pytest.raises(NotAllowed):
        feedback.erase_comments(feedback=Feedback.objects.all(), by=by)
    with pytest.raises(NotAllowed):
        feedback.erase_questions(asked=AskedQuestion.objects.all(), by=by)
    assert Feedback.objects.get().comment
    assert AskedQuestion.objects.get().text


def test_an_account_without_a_role_does_nothing(
    approved: AnswerVersion, person: Callable[..., Person]
) -> None:
    stranger = person("stranger", is_superuser=True)
    feedback.give(version=approved, is_helpful=True)
    feedback.ask(text="Can I fly?", language="en")
    with pytest.raises(NotAllowed):
        feedback.mark_read(feedback=Feedback.objects.all(), by=stranger)
    with pytest.raises(NotAllowed):
        feedback.deal_with(asked=AskedQuestion.objects.all(), by=stranger)
    assert Feedback.objects.get().read_at is None
    assert AskedQuestion.objects.get().dealt_with_at is None


def test_the_database_holds_what_erased_means(approved: AnswerVersion, lead: Person) -> None:
    given = feedback.give(version=approved, is_helpful=True, comment="Thank you.")
    asked = feedback.ask(text="Can I fly?", language="en")
    half_erased = {"erased_at": clock.now(), "erased_by": lead}
    for rows in (Feedback.objects.filter(pk=given.pk), AskedQuestion.objects.filter(pk=asked.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**half_erased)
