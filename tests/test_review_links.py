"""Links in mails: for one account, once, for a while, and for one text."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from faq import guards, review_links, workflow
from faq.content import sha256
from faq.models import Answer, AnswerVersion, Person, ReviewLink
from faq.review_links import LinkRefused, Refusal

from .conftest import NOON, change, sign
from .test_concurrency import at_once, of

pytestmark = pytest.mark.django_db
At = Callable[[datetime | date], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _noon(at: At) -> object:
    with at(NOON):
        yield


@pytest.fixture
def secret(approved: AnswerVersion, author: Person) -> str:
    return secret_for(approved, author)


def secret_for(version: AnswerVersion, person: Person) -> str:
    address = review_links.make(person, [(version.pk, version.content_hash)])[version.pk]
    assert address.startswith("https://answers.example/admin/review/")
    return address.rstrip("/").rpartition("/")[2]


def refused(secret: str, by: Person) -> Refusal:
    before = list(ReviewLink.objects.values())
    with pytest.raises(LinkRefused) as refusal:
        review_links.use(secret=secret, by=by)
    assert list(ReviewLink.objects.values()) == before
    return refusal.value.refusal


def test_link_leads_to_the_answer_once(secret: str, approved: AnswerVersion, author: Person) -> None:
    assert review_links.use(secret=secret, by=author) == approved.answer
    assert refused(secret, author) == Refusal.USED


def test_link_is_for_one_account_and_another_one_does_not_use_it_up(
    secret: str, author: Person, colleague: Person, everything: Person
) -> None:
    assert refused(secret, colleague) == refused(secret, everything) == Refusal.ANOTHERS
    review_links.use(secret=secret, by=author)


def test_link_expires_when_the_setting_says(secret: str, author: Person, at: At) -> None:
    with at(NOON + timedelta(days=14)):
        assert refused(secret, author) == Refusal.EXPIRED
    with at(NOON + timedelta(days=14, seconds=-1)):
        review_links.use(secret=secret, by=author)


def test_link_to_a_text_that_patients_do_not_read_any_more_is_refused(
    secret: str, approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    newer = change(newer, author, body="A pump that gives **60 mcg** a day.")
    submitted = workflow.submit(version=newer, by=author)
    link = secret_for(approved, author)
    review_links.use(secret=link, by=author)  # the old text is still what patients read
    sign(submitted, reviewer)
    assert refused(secret, author) == Refusal.CHANGED


def test_link_to_a_text_that_was_changed_around_the_workflow_is_refused(
    secret: str, approved: AnswerVersion, author: Person
) -> None:
    guards.remove(connection)
    AnswerVersion.objects.filter(pk=approved.pk).update(body="Tampered with.")
    assert refused(secret, author) == Refusal.CHANGED


def test_link_to_a_withdrawn_answer_leads_to_it(
    secret: str, approved: AnswerVersion, author: Person, lead: Person
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="Wrong.")
    assert review_links.use(secret=secret, by=author) == approved.answer


def test_nobody_makes_up_a_link(secret: str, author: Person) -> None:
    for made_up in ("x", f"{secret}x", secret.partition(".")[0], f"x{secret}", ""):
        assert refused(made_up, author) == Refusal.UNKNOWN


def test_row_that_somebody_slipped_in_makes_no_link(approved: AnswerVersion, author: Person) -> None:
    ReviewLink.objects.create(
        secret_hash=sha256("chosen"),
        person=author,
        version=approved,
        content_hash=approved.content_hash,
        made_at=NOON,
        expires_at=NOON + timedelta(days=1),
    )
    assert refused("chosen", author) == Refusal.UNKNOWN


def test_database_does_not_hold_the_secret(secret: str) -> None:
    (kept,) = ReviewLink.objects.values_list("secret_hash", flat=True)
    assert kept == sha256(secret)
    assert secret not in str(list(ReviewLink.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_of_four_that_open_a_link_at_once_one_gets_through(secret: str, author: Person, at: At) -> None:
    def opened() -> Answer:
        with at(NOON):  # a thread has a clock of its own
            return review_links.use(secret=secret, by=author)

    outcomes = at_once(*[opened] * 4)
    assert len(of(Answer, outcomes)) == 1
    assert [error.refusal for error in of(LinkRefused, outcomes)] == [Refusal.USED] * 3
