"""The trail on the desk: read by everyone, written by nobody, verified by leads."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from faq import accounts, guards, topics, trail, workflow
from faq.models import AnswerVersion, Category, Event, Person
from tests.conftest import write

SignIn = Callable[[Person], Client]
LIST = "admin:faq_event_changelist"
VERIFY = "admin:faq_event_verify"


@pytest.fixture
def _without_guards(db: None) -> Iterator[None]:
    guards.remove(connection)
    yield
    guards.install(connection)


def _page(event: Event) -> str:
    return reverse("admin:faq_event_change", args=[event.pk])


def _found(client: Client, **asked: Any) -> list[int]:
    page = client.get(reverse(LIST), asked)
    return [event.sequence for event in page.context["cl"].result_list]


def test_the_newest_line_stands_first(approved: AnswerVersion, author: Person, signed_in: SignIn) -> None:
    lines = _found(signed_in(author))

    assert lines == sorted(lines, reverse=True)
    assert len(lines) == Event.objects.count()


def test_the_trail_is_filtered_by_kind_person_topic_and_day(
    approved: AnswerVersion, topic: Category, reviewer: Person, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    today = Event.objects.latest("sequence").at

    assert len(_found(client, kind__exact="approved")) == 1
    assert len(_found(client, by__id__exact=reviewer.pk)) == 1
    assert len(_found(client, category__id__exact=topic.pk)) == Event.objects.filter(category=topic).count()
    assert len(_found(client, at__year=today.year - 1)) == 0


def test_search_finds_reasons_accounts_questions_and_hashes(
    approved: AnswerVersion, lead: Person, signed_in: SignIn
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="A recall of the pump")
    client, head = signed_in(lead), trail.head_hash()

    assert len(_found(client, q="recall of the pump")) == 1
    assert len(_found(client, q=head)) == 1
    assert len(_found(client, q="What is a baclofen pump?")) > 1


def test_a_line_shows_who_what_why_and_every_record(
    approved: AnswerVersion, lead: Person, signed_in: SignIn
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="A recall of the pump")
    event = Event.objects.latest("sequence")
    page = signed_in(lead).get(_page(event)).content.decode()

    for shown in (
        "A recall of the pump",
        f"Withdrawal {approved.answer.withdrawals.get().pk}",
        "lead",
        event.hash,
        event.previous_hash,
    ):
        assert shown in page
    assert reverse("admin:faq_answer_change", args=[approved.answer_id]) in page


def test_a_changed_account_shows_what_was_and_what_is(
    lead: Person, author: Person, signed_in: SignIn
) -> None:
    accounts.change_account(
        account=author,
        by=lead,
        seen=accounts.details_token(author),
        roles=["reviewer"],
        is_active=True,
        details={"last_name": "Renamed"},
    )
    page = signed_in(lead).get(_page(Event.objects.latest("sequence")))

    assert page.context["changes"] == [("Last name", "–", "Renamed"), ("Roles", "author", "reviewer")]


def test_every_line_of_a_busy_trail_can_be_opened(
    approved: AnswerVersion, topic: Category, author: Person, lead: Person, signed_in: SignIn
) -> None:
    topics.remove(question=approved.answer.question, category=topic, by=lead)
    workflow.start_version(answer=approved.answer, by=author)
    client = signed_in(author)

    for event in Event.objects.all():
        assert client.get(_page(event)).status_code == 200


@pytest.mark.parametrize("who", ["author", "lead", "everything"])
def test_nobody_writes_the_trail(
    who: str, draft: AnswerVersion, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    event = Event.objects.latest("sequence")
    before = trail.as_line(event)

    assert client.post(_page(event), {"by_name": "nobody"}).status_code == 403
    assert client.post(reverse("admin:faq_event_add"), {"by_name": "nobody"}).status_code == 403
    assert client.post(reverse("admin:faq_event_delete", args=[event.pk]), {"post": "yes"}).status_code == 403
    client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"})
    event.refresh_from_db()
    assert trail.as_line(event) == before


def test_a_lead_has_the_trail_verified(approved: AnswerVersion, lead: Person, signed_in: SignIn) -> None:
    page = signed_in(lead).post(reverse(VERIFY), {"head": trail.head_hash()})

    assert page.context["findings"] == []
    assert "All is as the trail says" in page.content.decode()
    assert trail.head_hash() in page.content.decode()


def test_only_asking_for_it_verifies(approved: AnswerVersion, lead: Person, signed_in: SignIn) -> None:
    assert "findings" not in signed_in(lead).get(reverse(VERIFY)).context


@pytest.mark.usefixtures("_without_guards")
def test_tampering_is_shown_to_the_lead(approved: AnswerVersion, lead: Person, signed_in: SignIn) -> None:
    AnswerVersion.objects.filter(pk=approved.pk).update(body="500 mcg")
    page = signed_in(lead).post(reverse(VERIFY))

    assert page.context["findings"]
    assert "Something is not as the trail says" in page.content.decode()


def test_a_hash_that_the_trail_does_not_hold_shows_a_removed_tail(
    approved: AnswerVersion, lead: Person, signed_in: SignIn
) -> None:
    page = signed_in(lead).post(reverse(VERIFY), {"head": "0" * 64})

    assert "holds no line with the hash" in page.content.decode()


def test_a_hash_that_is_none_is_refused_in_words(
    approved: AnswerVersion, lead: Person, signed_in: SignIn
) -> None:
    page = signed_in(lead).post(reverse(VERIFY), {"head": "half a hash"})

    assert "findings" not in page.context
    assert "64 characters" in page.content.decode()


@pytest.mark.parametrize("who", ["author", "reviewer", "colleague"])
def test_nobody_but_a_lead_verifies(who: str, signed_in: SignIn, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse(VERIFY)).status_code == 403
    assert client.post(reverse(VERIFY)).status_code == 403


def test_the_list_needs_the_same_queries_for_a_short_trail_and_a_long_one(
    topic: Category,
    author: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(author, topic, "What is it?", "It is.")
    client = signed_in(author)
    client.get(reverse(LIST))
    with django_assert_num_queries(12):
        client.get(reverse(LIST))
    for n in range(5):
        write(author, topic, f"Question {n}?", "Answer.")
    with django_assert_num_queries(12):
        client.get(reverse(LIST))
