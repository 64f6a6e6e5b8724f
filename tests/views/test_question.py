"""The permanent page of one answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import clock, topics, workflow
from faq.models import AnswerVersion, Person
from faq.related import MOST
from faq.status import Status
from tests.conftest import NOON, TODAY, change, describe, sign

from .conftest import question_address
from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]


@pytest.mark.parametrize("status", Status)
def test_every_status_is_said_with_its_meaning(
    read: Read, in_every_status: dict[Status, AnswerVersion], status: Status
) -> None:
    page = read(question_address(in_every_status[status]))
    assert f"Status: {status.label}" in page.text
    assert status.meaning in page.text
    assert in_every_status[status].wording in page.text


@pytest.mark.parametrize(
    "status", [Status.APPROVED, Status.REVIEW_DUE_SOON, Status.REVIEW_OVERDUE, Status.BEING_UPDATED]
)
def test_a_published_answer_shows_its_text(
    read: Read, in_every_status: dict[Status, AnswerVersion], status: Status
) -> None:
    version = in_every_status[status]
    assert version.body in read(question_address(version)).text


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.NOT_YET_APPROVED])
def test_an_unpublished_answer_shows_no_text_and_no_hash(
    read: Read, in_every_status: dict[Status, AnswerVersion], status: Status
) -> None:
    version = in_every_status[status]
    said = read(question_address(version)).text
    assert version.body not in said
    assert version.content_hash[:12] not in said


def test_version_and_content_hash_let_a_copy_be_checked(read: Read, publish: Publish) -> None:
    version = publish("What is a pump?")
    said = read("/questions/what-is-a-pump/").text
    assert f"({version.content_hash[:12]})" in said.replace("( ", "(").replace(" )", ")")
    assert version.content_hash in said
    assert str(version.answer.identity) in said
    assert "Version 1, approved 31 January 2026" in said


def test_the_address_stays_while_the_version_number_rises(
    read: Read, publish: Publish, author: Person, reviewer: Person
) -> None:
    old = publish("What is a pump?", "Former.")
    new = change(
        workflow.start_version(answer=old.answer, by=author), author, wording="Which pump?", body="Present."
    )
    sign(workflow.submit(version=new, by=author), reviewer)
    page = read("/questions/what-is-a-pump/")
    assert "Which pump?" in page.text
    assert "Version 2." in page.text
    assert "Former." not in page.text


def test_only_published_related_questions_are_offered(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    questions = {status: version.answer.question for status, version in in_every_status.items()}
    questions[Status.APPROVED].related.set(questions.values())
    links = read("/questions/what-is-approved/").links()
    assert "/questions/what-is-overdue/" in links
    assert "/questions/what-is-withdrawn/" not in links
    assert "/questions/what-is-announced/" not in links


def test_what_clinicians_chose_and_what_is_similar_stand_apart(
    read: Read, publish: Publish, author: Person
) -> None:
    version = publish("What is spasticity?")
    publish("Does spasticity hurt?")
    chosen = publish("What is dystonia?")
    publish("May I drive?")
    describe(version.answer.question, author, related=[chosen.answer.question])
    said = read("/questions/what-is-spasticity/").text
    related, _, similar = said.partition("Similar questions")
    assert "What is dystonia?" in related.partition("Related questions")[2]
    assert "Does spasticity hurt?" in similar
    assert "May I drive?" not in said


def test_a_page_as_it_was_offers_no_reading_on(clinician: Client, publish: Publish, author: Person) -> None:
    version = publish("What is spasticity?", ago=9)
    publish("Does spasticity hurt?", ago=9)
    publish("May I drive?", ago=9)
    describe(version.answer.question, author, related=[publish("What is dystonia?").answer.question])
    now, then = (
        clinician.get("/questions/what-is-spasticity/", asked).content.decode()
        for asked in ({}, {"as_of": str(TODAY)})
    )
    for heading in ("Related questions", "Similar questions"):
        assert heading in now
        assert heading not in then


def test_released_phrasings_are_shown_as_of_the_day(
    clinician: Client, publish: Publish, phrase: Callable[..., object]
) -> None:
    version = publish("What is spasticity?", ago=9)
    with clock.set_to(NOON - timedelta(days=2)):
        phrase(version, "Why are my muscles tight?")
    phrase(version, "What is <b>stiffness</b>?", released=False)

    def said(**asked: str) -> str:
        return ParsedPage(clinician.get("/questions/what-is-spasticity/", asked).content.decode()).text

    assert "Also asked as Why are my muscles tight?" in said()
    assert "stiffness" not in said()
    assert "Also asked as" in said(as_of=str(TODAY - timedelta(days=2)))
    assert "Also asked as" not in said(as_of=str(TODAY - timedelta(days=3)))


def test_a_withdrawn_question_shows_no_phrasings(
    read: Read, publish: Publish, phrase: Callable[..., object], lead: Person
) -> None:
    version = publish("What is spasticity?")
    phrase(version, "Why are my muscles tight?")
    workflow.withdraw(answer=version.answer, by=lead, reason="Under review.")
    assert "muscles" not in read("/questions/what-is-spasticity/").text


def test_the_topics_it_stands_in_are_linked(read: Read, publish: Publish, lead: Person) -> None:
    version = publish("What is a pump?")
    other = topics.create(by=lead, slug="devices", title="Devices")
    topics.create(by=lead, slug="elsewhere", title="Elsewhere")
    topics.place(question=version.answer.question, category=other, by=lead)
    links = read("/questions/what-is-a-pump/").links()
    assert {"/topics/baclofen-pump/", "/topics/devices/"} <= set(links)
    assert "/topics/elsewhere/" not in links


def test_a_question_with_a_draft_alone_has_no_page(read: Read, draft: AnswerVersion) -> None:
    page = read(question_address(draft), status=404)
    assert draft.wording not in page.text


def test_a_text_changed_behind_the_signature_is_not_shown(
    read: Read, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("What is a pump?", "It gives 50 mcg.")
    monkeypatch.setattr(AnswerVersion, "is_intact", False)
    read("/questions/what-is-a-pump/", status=404)


def test_the_number_of_queries_does_not_grow_with_related_questions(
    patient: Client, publish: Publish, django_assert_num_queries: Callable[..., object]
) -> None:
    asked = publish("What is a pump?").answer.question
    similar = [publish(f"What is the {number}th pump?").answer.question for number in range(2)]
    for number in range(5):
        publish(f"What is {number}?")
    asked.related.set(similar[:1])
    with CaptureQueriesContext(connection) as with_two:
        assert patient.get("/questions/what-is-a-pump/").content.count(b"th pump?") == 2
    for number in range(2, 8):
        similar.append(publish(f"What is the {number}th pump?").answer.question)
    asked.related.add(similar[1])
    with django_assert_num_queries(len(with_two)):  # type: ignore[attr-defined]
        assert patient.get("/questions/what-is-a-pump/").content.count(b"th pump?") == MOST
    assert len(with_two) <= 21
