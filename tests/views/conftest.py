"""A topic with an answer in every public status, and a way to read a page."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from faq import clock, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import NOON, change, sign, write

from .parsed_page import ParsedPage


@pytest.fixture(autouse=True)
def _fixed_day() -> Iterator[None]:
    with clock.set_to(NOON):
        yield


@pytest.fixture
def read(patient: Client) -> Callable[..., ParsedPage]:
    """Read a page as a patient."""

    def read_page(address: str, status: int = 200) -> ParsedPage:
        response = patient.get(address)
        assert response.status_code == status
        return ParsedPage(response.content.decode())

    return read_page


@pytest.fixture
def clinician(signed_in: Callable[[Person], Client], reviewer: Person) -> Client:
    """A browser in which somebody has signed in who may read pages as they were."""
    return signed_in(reviewer)


@pytest.fixture
def publish(author: Person, reviewer: Person, topic: Category) -> Callable[..., AnswerVersion]:
    """Write an answer, have it approved some days ago, to be reviewed again so many days after that."""

    def make(wording: str, body: str = "Text.", ago: int = 30, days: int = 365, **text: str) -> AnswerVersion:
        with clock.set_to(NOON - timedelta(days=ago)):
            version = write(author, topic, wording, body, **text)
            return sign(workflow.submit(version=version, by=author), reviewer, days)

    return make


@pytest.fixture
def in_every_status(
    publish: Callable[..., AnswerVersion], author: Person, reviewer: Person, lead: Person, topic: Category
) -> dict[Status, AnswerVersion]:
    """One answer for each status that patients can meet, all in one topic."""
    versions = {
        Status.APPROVED: publish("What is approved?", "The text that is approved."),
        Status.REVIEW_DUE_SOON: publish("What is due soon?", "The text that is due soon.", ago=360),
        Status.REVIEW_OVERDUE: publish("What is overdue?", "The text that is overdue.", ago=400),
        Status.BEING_UPDATED: publish("What is being updated?", "The text that stays while it is updated."),
        Status.WITHDRAWN: publish("What is withdrawn?", "The text that is withdrawn."),
        Status.NOT_YET_APPROVED: write(author, topic, "What is announced?", "The text of a draft."),
    }
    update = workflow.start_version(answer=versions[Status.BEING_UPDATED].answer, by=author)
    change(update, author, body="The text of the update.")
    workflow.withdraw(answer=versions[Status.WITHDRAWN].answer, by=lead, reason="Its dose was wrong.")
    workflow.announce(version=versions[Status.NOT_YET_APPROVED], by=reviewer)
    return versions


def question_address(version: AnswerVersion) -> str:
    return f"/questions/{version.answer.question.slug}/"
