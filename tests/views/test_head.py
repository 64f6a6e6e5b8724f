"""What a page says of itself to search engines, and to those who share it."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from faq import topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import change

from .conftest import question_address
from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]
TOPIC = "/topics/baclofen-pump/"


def meta(page: ParsedPage) -> dict[str, str]:
    return {a.get("name") or a.get("property", ""): a["content"] for a in page.all("meta") if "content" in a}


def linked(page: ParsedPage, rel: str) -> list[str]:
    return [a["href"] for a in page.all("link") if a["rel"] == rel]


@pytest.mark.parametrize(
    "address", ["/", TOPIC, "/es" + TOPIC, "/questions/what-is-approved/", "/topics/", "/about/review/"]
)
def test_a_page_names_its_one_address_and_describes_itself(
    read: Read, in_every_status: dict[Status, AnswerVersion], address: str
) -> None:
    page = read(address + "?utm_source=elsewhere")
    assert linked(page, "canonical") == [f"https://answers.example{address}"]
    said = meta(page)
    assert 0 < len(said["description"]) <= 155
    assert said["og:url"] == f"https://answers.example{address}"
    assert said["og:description"] == said["description"]
    assert said["og:title"]
    assert said["og:site_name"] == "Patient answers"
    assert said["og:locale"] == ("es" if address.startswith("/es/") else "en")


def test_the_picture_for_sharing_exists_and_is_small(read: Read, db: None) -> None:
    said = meta(read("/"))
    assert said["og:image"] == "https://answers.example/static/faq/share.png"
    picture = Path(settings.BASE_DIR, "static/faq/share.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert len(picture) < 60_000


def test_an_answer_is_described_by_its_words(read: Read, publish: Publish) -> None:
    publish("What is a pump?", "It gives **50 mcg** a day. " + "Ask your team. " * 30)
    said = meta(read("/questions/what-is-a-pump/"))
    assert said["description"].startswith("It gives 50 mcg a day. Ask your team.")
    assert said["description"].endswith(("team…", "your…", "Ask…"))
    assert said["og:type"] == "article"
    assert said["article:modified_time"] == "2026-01-31"


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.NOT_YET_APPROVED])
def test_an_answer_that_cannot_be_read_is_described_by_its_status(
    read: Read, in_every_status: dict[Status, AnswerVersion], status: Status
) -> None:
    said = meta(read(question_address(in_every_status[status])))
    assert said["description"] == f"{status.label}. {status.meaning}"


def test_an_overdue_answer_says_so_in_search_results(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    said = meta(read(question_address(in_every_status[Status.REVIEW_OVERDUE])))
    assert said["description"] == "Review overdue. The text that is overdue."


def test_a_topic_is_described_by_its_introduction_or_by_what_it_is(
    read: Read, approved: AnswerVersion, topic: Category, lead: Person
) -> None:
    assert meta(read(TOPIC))["description"] == "About the pump."
    topics.revise(category=topic, by=lead, title="Pump", introduction="")
    assert meta(read(TOPIC))["description"].startswith("Questions of patients on this topic")


def test_no_draft_is_described(read: Read, in_every_status: dict[Status, AnswerVersion]) -> None:
    for version in in_every_status.values():
        said = str(meta(read(question_address(version))))
        assert "draft" not in said
        assert "text of the update" not in said


def test_text_cannot_break_out_of_the_head(patient: Client, publish: Publish) -> None:
    version = publish('"><script>alert(1)</script>', '"><script>alert(2)</script> </script><!--')
    html = patient.get(question_address(version)).content.decode()
    assert "<script>" not in html
    assert ParsedPage(html).unbalanced == []


@pytest.mark.parametrize("address", ["/search/", "/search/?q=text", "/search/?q=zebra"])
def test_search_results_are_kept_out_of_search_engines(
    read: Read, in_every_status: dict[Status, AnswerVersion], address: str
) -> None:
    assert meta(read(address))["robots"] == "noindex"


def test_a_page_that_is_not_there_has_no_address_to_name(read: Read, db: None) -> None:
    page = read("/nothing-here/", 404)
    assert meta(page)["robots"] == "noindex"
    assert linked(page, "canonical") == []


@pytest.mark.parametrize("address", [TOPIC, "/questions/what-is-approved/"])
def test_a_page_as_it_was_points_to_the_present_one_and_says_nothing_to_machines(
    signed_in: Callable[[Person], Client],
    reviewer: Person,
    in_every_status: dict[Status, AnswerVersion],
    address: str,
) -> None:
    html = signed_in(reviewer).get(f"{address}?as_of=2026-03-02").content.decode()
    page = ParsedPage(html)
    assert meta(page)["robots"] == "noindex"
    assert linked(page, "canonical") == [f"https://answers.example{address}"]
    assert "ld+json" not in html
    assert not any(name.startswith("og:") for name in meta(page))


def test_a_page_names_the_feeds_that_tell_of_it(read: Read, approved: AnswerVersion) -> None:
    atom = [a["href"] for a in read(TOPIC).all("link") if a.get("type") == "application/atom+xml"]
    assert atom == ["/topics/baclofen-pump/feed.atom", "/feed.atom"]
    atom = [a["href"] for a in read("/es" + TOPIC).all("link") if a.get("type") == "application/atom+xml"]
    assert atom == ["/es/topics/baclofen-pump/feed.atom", "/es/feed.atom"]


def test_the_description_follows_the_text_that_is_approved(
    read: Read, approved: AnswerVersion, author: Person, lead: Person
) -> None:
    address = question_address(approved)
    change(workflow.start_version(answer=approved.answer, by=author), author, body="New words.")
    assert meta(read(address))["description"] == "A pump that gives 50 mcg a day."
    workflow.withdraw(answer=approved.answer, by=lead, reason="No.")
    assert "50 mcg" not in str(meta(read(address)))
