"""Sign-offs on the desk: what a topic asks for, who may enter to give it, and what the page of an answer says."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from faq import clock, topics
from faq.models import AnswerVersion, Category, Person, SignOff, State

from ..conftest import rule, sign


@pytest.fixture
def asking(topic: Category, lead: Person) -> Category:
    rule(topic, lead, "pharmacist")
    return topic


def page_of(version: AnswerVersion) -> str:
    return reverse("admin:faq_answer_change", args=[version.answer_id])


def test_who_only_signs_off_enters_reads_answers_and_nothing_else(
    in_review: AnswerVersion, asking: Category, pharmacist: Person, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(pharmacist)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:faq_answer_changelist")).status_code == 200
    assert client.get(page_of(in_review)).status_code == 200
    for name in ("category", "event", "importedfile", "feedback"):
        assert client.get(reverse(f"admin:faq_{name}_changelist")).status_code == 403


def test_signing_off_by_the_button(
    in_review: AnswerVersion, asking: Category, pharmacist: Person, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(pharmacist)
    page = client.get(page_of(in_review))
    offer = page.context["page"].offers["sign_off"]
    assert b"Still to be signed off by:" in page.content
    assert b"I have read this text and agree with it as it stands" in page.content
    sent = {name: offer.form[name].value() for name in offer.form.fields}
    answer = client.post(reverse("admin:faq_answer_sign_off", args=[in_review.answer_id]), sent, follow=True)
    assert b"Signed off. A reviewer can approve" in answer.content
    given = SignOff.objects.get()
    assert (given.signer, given.content_hash) == (pharmacist, in_review.content_hash)
    assert b"Still to be signed off by:" not in answer.content


def test_approve_is_not_offered_before_and_is_offered_after(
    in_review: AnswerVersion,
    asking: Category,
    pharmacist: Person,
    reviewer: Person,
    signed_in: Callable[[Person], Client],
) -> None:
    client = signed_in(reviewer)
    offers = client.get(page_of(in_review)).context["page"].offers
    assert "approve" not in offers
    assert "return" in offers
    test_signing_off_by_the_button(in_review, asking, pharmacist, signed_in)
    assert "approve" in client.get(page_of(in_review)).context["page"].offers
    assert sign(in_review, reviewer).state == State.APPROVED


def rules(client: Client, category: Category, **values: object) -> str:
    page = client.get(reverse("admin:faq_category_change", args=[category.pk]))
    sent = {"seen": page.context["rules"].initial["seen"], "review_interval": "", **values}
    answer = client.post(reverse("admin:faq_category_rules", args=[category.pk]), sent, follow=True)
    return answer.content.decode()


def test_a_lead_sets_the_rules_on_the_page_of_the_topic(
    topic: Category, lead: Person, signed_in: Callable[[Person], Client]
) -> None:
    said = rules(signed_in(lead), topic, review_interval="9", sign_offs=["pharmacist", "patient_reader"])
    assert "The rules are saved." in said
    topic.refresh_from_db()
    assert topic.review_interval == 9
    assert topics.rules_of(topic).sign_offs == ["patient_reader", "pharmacist"]


@pytest.mark.parametrize("months", ["0", "61", "a year"])
def test_an_interval_out_of_range_is_said(
    topic: Category, lead: Person, signed_in: Callable[[Person], Client], months: str
) -> None:
    assert "between 1 and 60" in rules(signed_in(lead), topic, review_interval=months)
    topic.refresh_from_db()
    assert topic.review_interval is None


def test_others_read_the_rules_and_cannot_change_them(
    asking: Category, author: Person, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(author)
    page = client.get(reverse("admin:faq_category_change", args=[asking.pk])).content.decode()
    assert "Before an approval also signed off by: Pharmacist." in page
    assert "Save the rules" not in page
    assert client.post(reverse("admin:faq_category_rules", args=[asking.pk]), {}).status_code == 403
    assert topics.rules_of(asking).sign_offs == ["pharmacist"]


def test_the_desk_asks_for_a_sign_off_that_an_approved_text_lacks_at_its_review(
    approved: AnswerVersion,
    asking: Category,
    pharmacist: Person,
    signed_in: Callable[[Person], Client],
    at: Callable[[datetime], AbstractContextManager[None]],
) -> None:
    with at(clock.now() + timedelta(days=330)):
        client = signed_in(pharmacist)
        desk = client.get(reverse("admin:index")).content.decode()
        found = re.search(r'href="([^"]+)">Approved, to sign off before the review', desk)
        assert found
        page = client.get(unescape(found[1])).content.decode()
    assert "1 answer" in page
    assert page_of(approved) in page


def test_a_lead_says_who_is_a_pharmacist(
    lead: Person, reviewer: Person, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(lead)
    address = reverse("admin:faq_person_change", args=[reviewer.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(
        address, {**sent, "roles": ["reviewer", "pharmacist"], "is_active": "on"}, follow=True
    )
    assert answer.status_code == 200
    assert (reviewer.roles, reviewer.capacities) == ({"reviewer"}, {"pharmacist"})
