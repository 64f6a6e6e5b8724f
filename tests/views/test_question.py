"""The permanent page of one answer."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import topics, workflow
from faq.models import AnswerVersion, Person
from faq.status import Status
from tests.conftest import change, sign

from .conftest import question_address
from .parsed_page import ParsedPage

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
    asked.related.set([publish(f"What is {number}?").answer.question for number in range(3)])
    with CaptureQueriesContext(connection) as with_three:
        patient.get("/questions/what-is-a-pump/")
    asked.related.add(*[publish(f"What is {number}?").answer.question for number in range(3, 30)])
    with django_assert_num_queries(len(with_three)):  # type: ignore[attr-defined]
        patient.get("/questions/what-is-a-pump/")
    assert len(with_three) <= 8
