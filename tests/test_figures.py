"""Figures about the answers: counted from what patients see, each by the one definition of its status."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faq import clock, guards, reading, topics, workflow
from faq.figures import Figures, by_status, figures_by_language, total
from faq.models import Answer, AnswerVersion, Category, Event, Person, Question
from faq.status import Status

from .conftest import NOON, change, sign, write

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def ago(author: Person, reviewer: Person, topic: Category) -> Callable[..., AnswerVersion]:
    """Have an answer approved some days ago, for a year."""

    def make(days: int, language: str = "en") -> AnswerVersion:
        with clock.set_to(NOON - timedelta(days=days)):
            text = {"wording": f"Approved {days} days ago?", "body": "Text."}
            version = workflow.create_answer(by=author, text=text, language=language)
            topics.place(question=version.answer.question, category=topic, by=author)
            return sign(workflow.submit(version=version, by=author), reviewer)

    return make


def figures() -> Figures:
    return total(figures_by_language(NOON), NOON)


@pytest.fixture
def collection(
    ago: Callable[..., AnswerVersion], author: Person, reviewer: Person, lead: Person, topic: Category
) -> None:
    with clock.set_to(NOON):
        for days in (10, 20, 30, 340, 400):  # of these, one is due soon and one overdue
            ago(days)
        updated = ago(40)
        change(workflow.start_version(answer=updated.answer, by=author), author, body="New.")
        workflow.withdraw(answer=ago(50).answer, by=lead, reason="No.")
        workflow.announce(version=write(author, topic, "Announced?", "Text."), by=reviewer)
        write(author, topic, "A draft that nobody sees?", "Text.")
        ago(60, language="es")


def test_every_answer_that_patients_see_is_counted_once(collection: None) -> None:
    assert figures().counts == {
        Status.APPROVED: 4,
        Status.REVIEW_DUE_SOON: 1,
        Status.REVIEW_OVERDUE: 1,
        Status.BEING_UPDATED: 1,
        Status.WITHDRAWN: 1,
        Status.NOT_YET_APPROVED: 1,
    }


@pytest.mark.parametrize("day", [-1, 0, 1, 25, 26, 365, 366])
def test_the_counts_are_those_of_the_pages(collection: None, day: int) -> None:
    moment = NOON + timedelta(days=day)
    shown = [a.status for a in reading.answers_to(Question.objects.all(), None, moment)]
    counts = total(figures_by_language(moment), moment).counts
    assert sorted(counts.elements()) == sorted(shown)


def test_in_date_are_those_that_can_be_read_and_are_not_overdue(collection: None) -> None:
    assert (figures().published, figures().in_date) == (7, 6)


def test_the_age_of_a_review_is_counted_in_days_of_published_answers(collection: None) -> None:
    # 10, 20, 30, 40, 60, 340, 400
    assert figures().median_age == 40
    assert figures().oldest_review_on == TODAY - timedelta(days=400)


@pytest.mark.parametrize(
    ("ages", "median"), [([5], 5), ([5, 7], 6), ([5, 6], 6), ([0, 0, 9], 0), ([], None), ([1, 2, 3, 100], 3)]
)
def test_the_median_never_makes_answers_younger(ages: list[int], median: int | None) -> None:
    days = sorted(TODAY - timedelta(days=age) for age in ages)
    assert Figures(counts=total({}, NOON).counts, reviewed_on=days, today=TODAY).median_age == median


def test_a_confirmation_counts_as_a_review_and_an_edit_does_not(
    ago: Callable[..., AnswerVersion], author: Person, reviewer: Person
) -> None:
    version = ago(100)
    with clock.set_to(NOON - timedelta(days=50)):
        draft = change(workflow.start_version(answer=version.answer, by=author), author, body="New.")
    assert figures().median_age == 100
    with clock.set_to(NOON - timedelta(days=40)):
        workflow.discard(version=draft, by=author, reason="No.")
        due = date(2027, 1, 1)
        workflow.confirm(version=version, by=reviewer, content_hash=version.content_hash, next_review_on=due)
    assert figures().median_age == 40


def test_the_languages_are_counted_apart_the_sites_own_first(
    ago: Callable[..., AnswerVersion],
) -> None:
    ago(5, language="ar")
    ago(6)
    ago(7, language="es")
    ago(8, language="es")
    found = figures_by_language(NOON)
    assert {language: f.published for language, f in found.items()} == {"en": 1, "ar": 1, "es": 2}
    assert list(found) == ["en", "ar", "es"]
    approved = by_status(found)[0]
    assert (approved.status, approved.counts, approved.total) == (Status.APPROVED, [1, 1, 2], 4)


def test_a_site_without_answers_has_no_ages(db: None) -> None:
    assert figures_by_language(NOON) == {}
    assert (figures().published, figures().median_age, figures().oldest_review_on) == (0, None, None)


def test_a_signature_without_its_line_on_the_trail_counts_for_nothing(
    ago: Callable[..., AnswerVersion],
) -> None:
    version = ago(10)
    guards.remove(connection)
    Event.objects.filter(version=version, kind=Event.Kind.APPROVED).delete()
    assert figures().published == 0
    assert Answer.objects.count() == 1


def test_more_answers_take_no_more_queries(
    ago: Callable[..., AnswerVersion], django_assert_num_queries: Callable[..., Any]
) -> None:
    ago(1)
    with CaptureQueriesContext(connection) as few:
        figures_by_language(NOON)
    assert len(few) == 2
    for days in range(2, 6):
        ago(days)
    with django_assert_num_queries(len(few)):
        figures_by_language(NOON)
