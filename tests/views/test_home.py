"""The first page."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]


def test_home_lists_topics_with_their_published_answers(
    read: Read, in_every_status: dict[Status, AnswerVersion], lead: Person
) -> None:
    topics.create(by=lead, slug="dystonia", title="Dystonia")
    page = read("/")
    assert {"/topics/baclofen-pump/", "/topics/dystonia/"} <= set(page.links())
    assert "Baclofen pump 4 answers" in page.text  # neither the withdrawn nor the announced one
    assert "Dystonia No answers published yet" in page.text


def test_one_answer_is_not_called_answers(read: Read, approved: AnswerVersion) -> None:
    assert "1 answer " in read("/").text


def test_a_question_that_was_moved_within_its_topic_counts_once(
    read: Read, in_every_status: dict[Status, AnswerVersion], topic: Category, lead: Person
) -> None:
    questions = [version.answer.question for version in in_every_status.values()]
    topics.arrange(category=topic, by=lead, questions=questions[::-1])
    assert "Baclofen pump 4 answers" in read("/").text


def test_a_translation_is_not_counted_as_an_answer_of_its_own(
    read: Read, approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba."},
        language="es",
        question=approved.answer.question,
    )
    spanish = workflow.submit(version=spanish, by=author)
    workflow.approve(
        version=spanish,
        by=reviewer,
        content_hash=spanish.content_hash,
        next_review_on=approved.approvals.get().next_review_on,
    )
    assert "1 answer " in read("/").text


def test_a_site_without_topics_says_so(read: Read, db: None) -> None:
    assert "No topics have been published yet." in read("/").text


@pytest.mark.parametrize(
    ("single", "said"), [(False, "another clinician, who wrote none of it"), (True, "has a single clinician")]
)
def test_home_says_how_this_site_reviews(
    read: Read, db: None, settings: object, single: bool, said: str
) -> None:
    settings.SINGLE_CLINICIAN = single  # type: ignore[attr-defined]
    assert said in read("/").text


def test_the_number_of_queries_does_not_grow_with_topics_and_answers(
    patient: Client,
    publish: Callable[..., AnswerVersion],
    lead: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for number in range(3):
        publish(f"What is {number}?")
    with CaptureQueriesContext(connection) as with_three:
        patient.get("/")
    for number in range(3, 30):
        publish(f"What is {number}?")
        topics.create(by=lead, slug=f"topic-{number}", title=f"Topic {number}")
    with django_assert_num_queries(len(with_three)):  # type: ignore[attr-defined]
        patient.get("/")
    assert len(with_three) <= 3
