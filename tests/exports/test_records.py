"""Records: what each answer says of itself when it leaves the site."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from faq import clock, reading, topics, workflow
from faq.content import Content, content_hash
from faq.exports.record import Record, RecordTopic
from faq.exports.records import records
from faq.models import Answer, AnswerVersion, Category, Person
from faq.status import Status

from ..conftest import change, sign, write
from .conftest import PUBLISHED

pytestmark = pytest.mark.django_db


def only() -> Record:
    (record,) = records(clock.now())
    return record


def test_a_record_says_what_the_page_says(approved: AnswerVersion) -> None:
    record = only()

    assert record.identity == str(approved.answer.identity)
    assert (record.version, record.language, record.status) == (1, "en", "approved")
    assert record.question == "What is a baclofen pump?"
    assert record.body_html == "<p>A pump that gives <strong>50 mcg</strong> a day.</p>\n"
    assert (record.reviewer_role, record.reviewer_name) == ("Pharmacist", "reviewer")
    assert record.reviewed_on == record.approved_on == clock.today()
    assert record.next_review_on == clock.today() + timedelta(days=365)
    assert record.topics == (RecordTopic("baclofen-pump", "Baclofen pump"),)
    assert record.address == "https://answers.example/questions/what-is-a-baclofen-pump/"
    assert not record.reviewed_by_author
    assert not record.is_demonstration


def test_the_hash_can_be_computed_from_the_record_alone(every_state: dict[str, AnswerVersion]) -> None:
    taken = list(records(clock.now()))

    assert len(taken) == len(PUBLISHED)
    for record in taken:
        signed = Content(
            answer=record.identity,
            version=record.version,
            language=record.language,
            question=record.question,
            body=record.body_markdown,
            sources=record.sources,
        )
        assert content_hash(signed) == record.content_hash


@pytest.fixture
def translated(approved: AnswerVersion, author: Person, reviewer: Person) -> AnswerVersion:
    """A Spanish translation of the approved answer, approved."""
    draft = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba."},
        language="es",
        question=approved.answer.question,
        translated_from=approved,
    )
    return sign(workflow.submit(version=draft, by=author), reviewer)


def of_language(language: str) -> Record:
    return next(record for record in records(clock.now()) if record.language == language)


def test_a_translation_names_its_original_and_its_hash_can_be_computed(
    approved: AnswerVersion, translated: AnswerVersion
) -> None:
    record = of_language("es")

    assert (record.translated_from_language, record.translated_from_version) == ("en", 1)
    assert record.translation_of == approved.content_hash
    assert record.original_state == "current"
    signed = Content(
        answer=record.identity,
        version=record.version,
        language=record.language,
        question=record.question,
        body=record.body_markdown,
        sources=record.sources,
        translation_of=record.translation_of,
    )
    assert content_hash(signed) == record.content_hash == translated.content_hash


def test_a_translation_says_what_became_of_its_original(
    approved: AnswerVersion, translated: AnswerVersion, author: Person, reviewer: Person, lead: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    change(newer, author, body="75 mcg.", change_note="The dose is higher.")
    sign(workflow.submit(version=newer, by=author), reviewer)
    assert of_language("es").original_state == "changed"
    assert of_language("en").what_changed == "The dose is higher."

    workflow.withdraw(answer=approved.answer, by=lead, reason="No.")
    assert of_language("es").original_state == "withdrawn"


def test_an_answer_that_is_no_translation_names_no_original(approved: AnswerVersion) -> None:
    record = only()

    assert (record.translation_of, record.translated_from_language, record.original_state) == ("", "", "")
    assert record.translated_from_version is None
    assert record.what_changed == ""


def test_the_status_is_told_in_the_language_of_the_answer(
    approved: AnswerVersion, translated: AnswerVersion
) -> None:
    assert (of_language("en").status, of_language("en").status_label) == ("approved", "Approved")
    with translation.override("es"):
        expected = Status.APPROVED.label
    assert (of_language("es").status, of_language("es").status_label) == ("approved", expected)
    with translation.override("es"):
        assert of_language("en").status_label == "Approved"


def test_the_reviewer_is_named_only_where_the_site_shows_names(
    approved: AnswerVersion, settings: Any
) -> None:
    settings.SHOW_REVIEWER_NAMES = False

    assert (only().reviewer_role, only().reviewer_name) == ("Pharmacist", "")


def test_records_of_one_topic(every_state: dict[str, AnswerVersion], author: Person, lead: Person) -> None:
    other = topics.create(by=lead, slug="other", title="Other")
    topics.place(question=every_state["approved"].answer.question, category=other, by=author)

    (record,) = records(clock.now(), topics=["other"])

    assert record.question == "Approved?"
    assert [topic.slug for topic in record.topics] == ["baclofen-pump", "other"]
    assert "Unplaced?" not in {r.question for r in records(clock.now(), topics=["baclofen-pump"])}


def test_records_of_a_selection_are_the_published_ones_among_it(
    every_state: dict[str, AnswerVersion],
) -> None:
    picked = [every_state[name].answer_id for name in ("approved", "draft", "withdrawn", "announced")]

    taken = records(clock.now(), answers=Answer.objects.filter(pk__in=picked))

    assert [record.question for record in taken] == ["Approved?"]


def test_nothing_is_taken_for_an_empty_selection(approved: AnswerVersion) -> None:
    assert list(records(clock.now(), answers=Answer.objects.none())) == []


def test_records_as_they_were(
    approved: AnswerVersion, topic: Category, author: Person, reviewer: Person, lead: Person, at: Any
) -> None:
    before = clock.now()
    with at(clock.today() + timedelta(days=30)):
        topics.revise(category=topic, by=lead, title="Renamed", introduction="")
        version = workflow.start_version(answer=approved.answer, by=author)
        change(version, author, body="New text.")
        sign(workflow.submit(version=version, by=author), reviewer)
        after = clock.now()

    (was,), (became,) = records(before), records(after)

    assert (was.version, was.body_markdown, was.topics[0].title) == (1, approved.body, "Baclofen pump")
    assert (became.version, became.body_markdown, became.topics[0].title) == (2, "New text.", "Renamed")
    assert list(records(before - timedelta(days=1))) == []


def test_a_late_review_is_told(approved: AnswerVersion) -> None:
    (record,) = records(clock.now() + timedelta(days=366))

    assert record.status == "review_overdue"


def test_more_answers_take_no_more_queries(
    author: Person, reviewer: Person, topic: Category, approved: AnswerVersion
) -> None:
    with CaptureQueriesContext(connection) as few:
        list(records(clock.now()))
    for number in range(10):
        version = write(author, topic, f"Question {number}?", "Text.")
        sign(workflow.submit(version=version, by=author), reviewer)
    with CaptureQueriesContext(connection) as many:
        assert len(list(records(clock.now()))) == 11

    assert len(many) == len(few)


def test_records_are_read_as_they_are_taken(
    monkeypatch: pytest.MonkeyPatch, author: Person, reviewer: Person, topic: Category
) -> None:
    for number in range(5):
        version = write(author, topic, f"Question {number}?", "Text.")
        sign(workflow.submit(version=version, by=author), reviewer)
    monkeypatch.setattr("faq.exports.records._AT_ONCE", 2)
    taken: list[Any] = []
    read = reading.published
    monkeypatch.setattr(reading, "published", lambda *a: (taken.append(x) or x for x in read(*a)))

    next(records(clock.now()))

    assert len(taken) == 2
