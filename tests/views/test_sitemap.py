"""The sitemap: every public page, and the day on which it really last changed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import clock, terms, topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from faq.views import sitemap as view
from tests.conftest import NOON, assign, change, sign, write

from .conftest import question_address

Publish = Callable[..., AnswerVersion]
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "https://answers.example"
TOPIC, QUESTION = "/topics/baclofen-pump/", "/questions/what-is-a-baclofen-pump/"
DAY = timedelta(days=1)


def listed(client: Client, address: str = "/sitemap.xml") -> dict[str, datetime | None]:
    """The path of every page and when it last changed."""
    response = client.get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    pages = {}
    for url in root.findall(f"{MAP}url"):
        lastmod = url.findtext(f"{MAP}lastmod")
        address = url.findtext(f"{MAP}loc") or ""
        assert address.startswith(SITE)
        assert address.removeprefix(SITE) not in pages
        pages[address.removeprefix(SITE)] = datetime.fromisoformat(lastmod) if lastmod else None
    return pages


def test_every_page_that_patients_can_read_is_listed_and_no_other(
    patient: Client, in_every_status: dict[Status, AnswerVersion], author: Person, topic: Category
) -> None:
    write(author, topic, "What is a draft?", "A secret.")
    about = ("", "topics/", "about/review/", "glossary/")
    past = [version for status, version in in_every_status.items() if status is not Status.NOT_YET_APPROVED]
    assert set(listed(patient)) == {
        *(f"/{language}{page}" for language in ("", "ar/", "es/") for page in about),
        TOPIC,
        *(question_address(version) for version in in_every_status.values()),
        *(f"{question_address(version)}history/" for version in past),
    }
    for path in listed(patient):
        assert patient.get(path).status_code == 200, path


def test_an_empty_site_lists_its_own_pages_without_dates(patient: Client, db: None) -> None:
    assert set(listed(patient).values()) == {None}


def _acts(
    version: AnswerVersion, author: Person, reviewer: Person, lead: Person, topic: Category
) -> dict[str, tuple[Callable[[], object], bool]]:
    """What happens to an answer, in order, and whether its page says something else afterwards."""
    answer = version.answer

    def newest() -> AnswerVersion:
        return answer.versions.latest("number")

    def confirm() -> None:
        due = clock.today() + timedelta(days=365)
        workflow.confirm(version=version, by=reviewer, content_hash=version.content_hash, next_review_on=due)

    return {
        "confirmed": (confirm, True),
        "withdrawn": (lambda: workflow.withdraw(answer=answer, by=lead, reason="No."), True),
        "reinstated": (lambda: workflow.reinstate(answer=answer, by=lead, note="Yes."), True),
        "new version begun": (lambda: workflow.start_version(answer=answer, by=author), True),
        "draft edited": (lambda: change(newest(), author, body="New."), False),
        "submitted": (lambda: workflow.submit(version=newest(), by=author), False),
        "returned, and a new draft begun": (
            lambda: workflow.return_to_author(version=newest(), by=reviewer, note="No."),
            True,
        ),
        "edited again": (lambda: change(newest(), author, body="Newer."), False),
        "given up": (lambda: workflow.discard(version=newest(), by=author, reason="No."), True),
        "interval changed": (lambda: assign(answer, lead, author, months=6), False),
    }


def test_a_question_changed_when_an_act_last_changed_what_its_page_says(
    patient: Client,
    approved: AnswerVersion,
    author: Person,
    reviewer: Person,
    lead: Person,
    topic: Category,
) -> None:
    changed_at, moment = NOON, NOON
    for name, (act, changes) in _acts(approved, author, reviewer, lead, topic).items():
        moment += DAY
        with clock.set_to(moment):
            before = patient.get(QUESTION).content
            act()
            says_something_else = patient.get(QUESTION).content != before
            changed_at = moment if changes else changed_at
            assert listed(patient)[QUESTION] == changed_at, name
        assert changes or not says_something_else, name


def test_pages_about_all_answers_change_with_any_of_them(
    patient: Client, approved: AnswerVersion, lead: Person
) -> None:
    with clock.set_to(NOON + DAY):
        workflow.withdraw(answer=approved.answer, by=lead, reason="No.")
        pages = listed(patient)
    assert {pages[path] for path in ("/", "/topics/", "/about/review/", TOPIC, QUESTION)} == {NOON + DAY}
    assert pages["/es/"] is None


def test_a_topic_changes_with_its_text_and_its_arrangement(
    patient: Client, approved: AnswerVersion, topic: Category, lead: Person
) -> None:
    with clock.set_to(NOON + DAY):
        topics.revise(category=topic, by=lead, title="Pump", introduction="Other words.")
        assert listed(patient)[TOPIC] == NOON + DAY
    with clock.set_to(NOON + 2 * DAY):
        topics.remove(question=approved.answer.question, category=topic, by=lead)
        pages = listed(patient)
    assert pages[TOPIC] == NOON + 2 * DAY
    assert pages[QUESTION] == NOON


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
def test_a_page_changes_at_the_midnight_when_its_status_does(
    patient: Client, approved: AnswerVersion, settings: Any, zone: str
) -> None:
    settings.TIME_ZONE = zone
    due = approved.approvals.get().next_review_on
    soon, late = due - timedelta(days=settings.REVIEW_DUE_SOON_DAYS), due + DAY
    for day, expected in ((soon - DAY, None), (soon, soon), (due, soon), (late, late), (late + DAY, late)):
        with clock.set_to(clock.end_of(day)):
            changed_at = listed(patient)[QUESTION]
        midnight = clock.end_of(expected - DAY) + timedelta(microseconds=1) if expected else NOON
        assert changed_at == midnight, day


def test_the_status_of_a_withdrawn_answer_does_not_turn_with_the_days(
    patient: Client, approved: AnswerVersion, lead: Person
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="No.")
    with clock.set_to(NOON + timedelta(days=900)):
        assert listed(patient)[QUESTION] == NOON


def test_the_words_explained_change_with_an_approval_of_a_term_in_their_language(
    patient: Client, author: Person, reviewer: Person, approved: AnswerVersion
) -> None:
    with clock.set_to(NOON + DAY):
        term = terms.define(by=author, name="pump", language="es", text="Una bomba.", seen=None)
        assert listed(patient)["/es/glossary/"] is None
    with clock.set_to(NOON + 2 * DAY):
        terms.approve(definition=term, by=reviewer, seen=terms.text_hash(term))
        pages = listed(patient)
    assert (pages["/es/glossary/"], pages["/glossary/"]) == (NOON + 2 * DAY, None)


def test_a_translation_changes_with_its_original(
    patient: Client, approved: AnswerVersion, author: Person, reviewer: Person, lead: Person
) -> None:
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba."},
        language="es",
        question=approved.answer.question,
        translated_from=approved,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    with clock.set_to(NOON + DAY):
        workflow.withdraw(answer=approved.answer, by=lead, reason="No.")
        pages = listed(patient)
    assert pages["/es" + QUESTION] == NOON + DAY
    assert pages["/es" + TOPIC] == NOON + DAY


def test_a_page_names_itself_in_the_other_languages(
    patient: Client, approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba."},
        language="es",
        question=approved.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    root = ElementTree.fromstring(patient.get("/sitemap.xml").content)
    for url in root.findall(f"{MAP}url"):
        if (url.findtext(f"{MAP}loc") or "").endswith(QUESTION):
            links = [link.attrib for link in url.findall(f"{XHTML}link")]
            assert links == [
                {"rel": "alternate", "hreflang": "en", "href": SITE + QUESTION},
                {"rel": "alternate", "hreflang": "es", "href": f"{SITE}/es{QUESTION}"},
            ]


def test_more_pages_than_one_file_may_hold_are_listed_in_several(
    patient: Client, in_every_status: dict[Status, AnswerVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(patient)
    monkeypatch.setattr(view, "LARGEST", 9)
    root = ElementTree.fromstring(patient.get("/sitemap.xml").content)
    parts = [(loc.text or "").removeprefix(SITE) for loc in root.iter(f"{MAP}loc")]
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    pages: dict[str, datetime | None] = {}
    for part in parts:
        assert 0 < len(listed(patient, part)) <= 9
        pages |= listed(patient, part)
    assert pages == whole
    for beyond in ("/sitemap-0.xml", "/sitemap-4.xml"):
        assert patient.get(beyond).status_code == 404


def test_the_number_of_queries_does_not_grow_with_pages(
    patient: Client, publish: Publish, lead: Person, django_assert_num_queries: Callable[..., Any]
) -> None:
    publish("One?")
    with CaptureQueriesContext(connection) as few:
        patient.get("/sitemap.xml")
    workflow.withdraw(answer=publish("Two?").answer, by=lead, reason="No.")
    publish("Three?")
    topics.create(by=lead, slug="other", title="Other")
    with django_assert_num_queries(len(few)):
        patient.get("/sitemap.xml")


def test_days_are_told_as_the_protocol_writes_them(
    patient: Client, approved: AnswerVersion, settings: Any
) -> None:
    settings.TIME_ZONE = "America/New_York"
    assert (
        f"<lastmod>{datetime(2026, 3, 2, 7, tzinfo=UTC).strftime('%Y-%m-%dT%H:%M:%S')}-05:00</lastmod>"
        in (patient.get("/sitemap.xml").content.decode())
    )
