"""The page on how answers are reviewed, and the topics from A to Z."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import topics
from faq.models import AnswerVersion, Person
from faq.status import Status

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]
REVIEW = "/about/review/"


def test_the_figures_are_the_real_ones(read: Read, in_every_status: dict[Status, AnswerVersion]) -> None:
    said = read(REVIEW).text
    assert "Counted on 2 March 2026" in said
    assert "Answers you can read 4" in said
    assert "Of these, in date 3" in said
    # Reviewed 30, 30, 360 and 400 days ago.
    assert "Median age of the last review 195 days" in said
    assert "Review that is longest ago 26 January 2025" in said


def test_every_status_is_explained_with_its_badge_and_its_number(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    html = patient.get(REVIEW).content.decode()
    said = ParsedPage(html).text
    for status in Status:
        assert html.count(f'class="status status-{status.value}"') == 1
        assert f"Status: {status.label} {status.meaning} 1 answer today." in said


def test_a_site_without_answers_says_so(read: Read, db: None) -> None:
    said = read(REVIEW).text
    assert "No answer has been published yet." in said
    assert "Median age" not in said


def test_two_people_are_promised_only_where_there_are_two(read: Read, db: None, settings: Any) -> None:
    assert "Another clinician, who wrote none of it, reads it and approves it" in read(REVIEW).text
    settings.SINGLE_CLINICIAN = True
    said = read(REVIEW).text
    assert "This site has a single clinician." in said
    assert "Another clinician" not in said
    assert Status.APPROVED.meaning not in said
    assert "Where that was its author, the answer says so." in said


def test_names_are_promised_only_where_they_are_shown(read: Read, db: None, settings: Any) -> None:
    assert "the reviewer’s name and professional role" in read(REVIEW).text
    settings.SHOW_REVIEWER_NAMES = False
    said = read(REVIEW).text
    assert "the reviewer’s name" not in said
    assert "This site does not show names." in said


@pytest.mark.parametrize(("days", "said"), [(60, "60 days before"), (1, "1 day before")])
def test_the_days_before_a_review_are_those_of_the_settings(
    read: Read, db: None, settings: Any, days: int, said: str
) -> None:
    settings.REVIEW_DUE_SOON_DAYS = days
    assert f"{said}, the answer begins to say that its review is due soon." in read(REVIEW).text


def test_languages_are_compared_where_there_are_several(
    read: Read, in_every_status: dict[Status, AnswerVersion], publish: Publish
) -> None:
    assert "in each language" not in read(REVIEW).text
    from faq import workflow
    from tests.conftest import sign

    version = in_every_status[Status.APPROVED]
    author, reviewer = version.created_by, version.approvals.get().signer
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué?", "body": "Texto."},
        language="es",
        question=version.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    assert "The answers in each language Status English Spanish Approved 1 1" in read(REVIEW).text


def test_the_page_leads_to_the_exports_and_the_feed(read: Read, db: None) -> None:
    assert {"/export/answers.json", "/export/answers.csv", "/feed.atom"} <= set(read(REVIEW).links())


@pytest.mark.parametrize(
    "address", ["/", "/topics/baclofen-pump/", "/questions/what-is-approved/", "/search/"]
)
def test_every_page_leads_to_the_review_process_and_the_topics(
    read: Read, in_every_status: dict[Status, AnswerVersion], address: str
) -> None:
    assert {REVIEW, "/topics/"} <= set(read(address).links())


def test_the_explanation_of_a_status_leads_to_the_review_process(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    html = patient.get("/questions/what-is-approved/").content.decode()
    (disclosure,) = re.findall(r"<details>\s*<summary>What this status means.*?</details>", html, re.DOTALL)
    assert f'href="{REVIEW}"' in disclosure


def test_topics_stand_under_their_letters(read: Read, approved: AnswerVersion, lead: Person) -> None:
    for slug, title in (("epilepsy", "Épilepsie"), ("botox", "botulinum toxin"), ("arabic", "مضخة")):
        topics.create(by=lead, slug=slug, title=title)
    page = read("/topics/")
    assert {"letter-b", "letter-e", "letter-م"} <= set(page.ids)
    assert {"#letter-b", "#letter-e", "#letter-م"} <= set(page.links())
    assert "B Baclofen pump 1 answer botulinum toxin No answers published yet E Épilepsie" in page.text


def test_a_site_without_topics_says_so(read: Read, db: None) -> None:
    page = read("/topics/")
    assert "No topics have been published yet." in page.text
    assert not [link for link in page.links() if link.startswith("#letter")]


@pytest.mark.parametrize(
    ("address", "parents"),
    [
        ("/topics/", ["/"]),
        (REVIEW, ["/"]),
        ("/search/", ["/"]),
        ("/topics/baclofen-pump/", ["/", "/topics/"]),
        ("/questions/what-is-approved/", ["/", "/topics/baclofen-pump/"]),
        ("/questions/what-is-approved/history/", ["/", "/questions/what-is-approved/"]),
        ("/es/topics/", ["/es/"]),
    ],
)
def test_every_page_says_where_it_stands(
    patient: Client, in_every_status: dict[Status, AnswerVersion], address: str, parents: list[str]
) -> None:
    html = patient.get(address).content.decode()
    (crumbs,) = re.findall(r'<nav class="breadcrumb".*?</nav>', html, re.DOTALL)
    assert re.findall(r'href="([^"]*)"', crumbs) == parents


@pytest.mark.parametrize("address", ["/topics/", REVIEW])
def test_the_number_of_queries_does_not_grow(
    patient: Client,
    publish: Publish,
    lead: Person,
    django_assert_num_queries: Callable[..., Any],
    address: str,
) -> None:
    publish("One?")
    with CaptureQueriesContext(connection) as few:
        patient.get(address)
    publish("Two?")
    publish("Three?")
    topics.create(by=lead, slug="other", title="Other")
    with django_assert_num_queries(len(few)):
        patient.get(address)
