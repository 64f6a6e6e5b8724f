"""Wherever the status of an answer is said, it is said alike: on every day, at every boundary, in every time zone.

The expected status is written down here day by day, not computed by what is being tested.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from html import unescape
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation

from faq import clock, topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status

from .conftest import change, sign, write

pytestmark = pytest.mark.one_database

ATOM = "{http://www.w3.org/2005/Atom}"
DUE_SOON_DAYS = 60
# In each zone a day on which answers are due (clocks go back on it, or forward; a leap day; 60 days after a leap day),
# and the language that is looked at beside the site's own.
ZONES = [
    ("Pacific/Auckland", date(2026, 4, 5), "es"),
    ("America/New_York", date(2026, 3, 8), "ar"),
    ("UTC", date(2028, 2, 29), "es"),
    ("Asia/Kathmandu", date(2028, 4, 29), "ar"),
]
FIRST, LAST = time(0), time(23, 59, 59, 999_999)  # moments of a day
# Days from the day on which an answer is due, moment of that day, and what it is then: as it stands, while it is
# being updated.
GRID = [
    (-DUE_SOON_DAYS - 1, LAST, Status.APPROVED, Status.BEING_UPDATED),
    (-DUE_SOON_DAYS, FIRST, Status.REVIEW_DUE_SOON, Status.BEING_UPDATED),
    (-DUE_SOON_DAYS + 1, FIRST, Status.REVIEW_DUE_SOON, Status.BEING_UPDATED),
    (-1, LAST, Status.REVIEW_DUE_SOON, Status.BEING_UPDATED),
    (0, FIRST, Status.REVIEW_DUE_SOON, Status.BEING_UPDATED),
    (0, LAST, Status.REVIEW_DUE_SOON, Status.BEING_UPDATED),
    (1, FIRST, Status.REVIEW_OVERDUE, Status.REVIEW_OVERDUE),
    (2, FIRST, Status.REVIEW_OVERDUE, Status.REVIEW_OVERDUE),
]
# The days on which a status turns, which is where a time zone can matter.
TURNING = {(-DUE_SOON_DAYS - 1, LAST), (-DUE_SOON_DAYS, FIRST), (0, LAST), (1, FIRST)}
Said = tuple[str, str]  # a status as data, and as patients read it
Read = Callable[[str], str]


@pytest.fixture
def collection(
    author: Person, reviewer: Person, lead: Person
) -> Callable[[date, list[str]], dict[str, AnswerVersion]]:
    """Answers in every state in some languages, all of them due on a day."""

    def make(due: date, languages: list[str]) -> dict[str, AnswerVersion]:
        topic = topics.create(by=lead, slug="pumps", title="Pumps")
        made: dict[str, AnswerVersion] = {}
        for language in languages:
            made |= {
                f"plain-{language}": published("plain", language, topic, due),
                f"updated-{language}": published("updated", language, topic, due),
                f"withdrawn-{language}": published("withdrawn", language, topic, due),
                f"announced-{language}": draft("announced", language, topic),
            }
            update = workflow.start_version(answer=made[f"updated-{language}"].answer, by=author)
            change(update, author, body="pump, the next text")
            workflow.withdraw(answer=made[f"withdrawn-{language}"].answer, by=lead, reason="No.")
            workflow.announce(version=made[f"announced-{language}"], by=reviewer)
        return made

    def draft(name: str, language: str, topic: Category) -> AnswerVersion:
        text = {"wording": f"pump {name} {language}", "body": f"pump {name}"}
        if language == "en":
            return write(author, topic, text["wording"], text["body"])
        version = workflow.create_answer(by=author, text=text, language=language)
        topics.place(question=version.answer.question, category=topic, by=author)
        return version

    def published(name: str, language: str, topic: Category, due: date) -> AnswerVersion:
        version = workflow.submit(version=draft(name, language, topic), by=author)
        return sign(version, reviewer, days=(due - clock.today()).days)

    return make


@pytest.mark.parametrize(("zone", "due", "other"), ZONES, ids=[zone for zone, *_ in ZONES])
def test_the_status_is_said_alike_everywhere(
    zone: str,
    due: date,
    other: str,
    collection: Callable[[date, list[str]], dict[str, AnswerVersion]],
    patient: Client,
    settings: Any,
) -> None:
    settings.TIME_ZONE = zone
    settings.REVIEW_DUE_SOON_DAYS = DUE_SOON_DAYS
    with clock.set_to(_moment(due - timedelta(days=300), FIRST, zone)):
        versions = collection(due, ["en", other])
    for days, moment, plain, updated in GRID:
        if zone != "UTC" and (days, moment) not in TURNING:
            continue
        expected = {
            "plain": plain,
            "updated": updated,
            "withdrawn": Status.WITHDRAWN,
            "announced": Status.NOT_YET_APPROVED,
        }
        with clock.set_to(_moment(due + timedelta(days=days), moment, zone)):
            read = cache(lambda address: _content(patient, address))
            for language in ("en", other):
                here = {
                    version.answer.question.slug: expected[name.partition("-")[0]]
                    for name, version in versions.items()
                    if name.endswith(language)
                }
                _compare(read, language, here)


def _moment(day: date, moment: time, zone: str) -> datetime:
    return datetime.combine(day, moment, tzinfo=ZoneInfo(zone))


def _compare(read: Read, language: str, expected: dict[str, Status]) -> None:
    """Every place that says a status, in one language, against what it has to be."""
    with translation.override(language):
        right = {slug: (status.value, status.label) for slug, status in expected.items()}
    readable = {s: said for s, said in right.items() if said[0] not in {"withdrawn", "not_yet_approved"}}
    prefix = "" if language == "en" else f"/{language}"
    assert _on_question_pages(read, prefix, right) == right
    assert _on_topic_page(read, prefix) == right
    assert _in_data_of_question_pages(read, prefix, right) == right
    assert _in_data_of_topic_page(read, prefix) == right
    assert _in_search(read, prefix) == readable
    assert _in_feed(read, prefix) == {slug: s for slug, s in right.items() if s[0] != "not_yet_approved"}
    assert _in_json(read, language) == readable
    assert _in_csv(read, language) == readable
    labels, counts = _on_review_page(read, prefix)
    with translation.override(language):
        assert labels == {status.value: status.label for status in Status}
    # Both languages have the same answers in the same states.
    assert counts == Counter(value for value, _ in right.values() for _ in range(2))


def _content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue().decode("utf-8-sig")


def _badges(html: str) -> Iterator[Said]:
    """The statuses that a part of a page shows: as its style knows them, and in words."""
    badge = r'class="status status-(\w+)">.*?<span class="visually-hidden">.*?</span>([^<]*)</span>'
    for value, label in re.findall(badge, html, re.DOTALL):
        yield value, unescape(label).strip()


def _on_question_pages(read: Read, prefix: str, slugs: Any) -> dict[str, Said]:
    found = {}
    for slug in slugs:
        (found[slug],) = set(_badges(read(f"{prefix}/questions/{slug}/")))
    return found


def _on_topic_page(read: Read, prefix: str) -> dict[str, Said]:
    html = read(f"{prefix}/topics/pumps/")
    articles = re.findall(
        r'<article class="answer" aria-labelledby="question-([^"]+)">(.*?)</article>', html, re.DOTALL
    )
    return {slug: said for slug, article in articles for said in _badges(article)}


def _data(html: str) -> Any:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(text)


def _said_in(thing: dict[str, Any]) -> Said:
    return thing["creativeWorkStatus"]["termCode"], thing["creativeWorkStatus"]["name"]


def _slug(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _in_data_of_question_pages(read: Read, prefix: str, slugs: Any) -> dict[str, Said]:
    return {slug: _said_in(_data(read(f"{prefix}/questions/{slug}/"))) for slug in slugs}


def _in_data_of_topic_page(read: Read, prefix: str) -> dict[str, Said]:
    page = _data(read(f"{prefix}/topics/pumps/"))
    pages = [question["mainEntityOfPage"] for question in page["mainEntity"]] + page["hasPart"]
    return {_slug(page["url"]): _said_in(page) for page in pages}


def _in_search(read: Read, prefix: str) -> dict[str, Said]:
    html = read(f"{prefix}/search/?q=pump")
    hits = re.findall(rf'<h2[^>]*><a href="{prefix}/questions/([^/"]+)/"[^>]*>(.*?)</li>', html, re.DOTALL)
    return {slug: said for slug, hit in hits for said in _badges(hit)}


def _in_feed(read: Read, prefix: str) -> dict[str, Said]:
    found: dict[str, Said] = {}
    root = ElementTree.fromstring(read(f"{prefix}/feed.atom"))
    for entry in root.findall(f"{ATOM}entry"):
        link, category = entry.find(f"{ATOM}link"), entry.find(f"{ATOM}category")
        assert link is not None
        assert category is not None
        said = (category.attrib["term"], category.attrib["label"])
        assert said[1] in (entry.findtext(f"{ATOM}content") or "")
        assert found.setdefault(_slug(link.attrib["href"]), said) == said
    return found


def _in_json(read: Read, language: str) -> dict[str, Said]:
    records = json.loads(read("/export/answers.json"))["records"]
    return {
        _slug(r["address"]): (r["status"], r["status_label"]) for r in records if r["language"] == language
    }


def _in_csv(read: Read, language: str) -> dict[str, Said]:
    rows = csv.DictReader(io.StringIO(read("/export/answers.csv"), newline=""))
    return {_slug(r["address"]): (r["status"], r["status_label"]) for r in rows if r["language"] == language}


def _on_review_page(read: Read, prefix: str) -> tuple[dict[str, str], Counter[str]]:
    html = read(f"{prefix}/about/review/")
    (listed,) = re.findall(r'<dl class="statuses">(.*?)</dl>', html, re.DOTALL)
    labels = dict(_badges(listed))
    (table,) = re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[: len(labels)]
    counts = [sum(int(count) for count in re.findall(r"<td[^>]*>(\d+)</td>", row)) for row in rows]
    return labels, +Counter(dict(zip(labels, counts, strict=True)))
