"""The HTML of every kind of page, as browsers and screen readers need it."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from faq import workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import sign, write

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

ADDRESSES = [
    "/",
    "/topics/baclofen-pump/",
    "/es/topics/baclofen-pump/",
    "/questions/what-has-headings/",
    "/questions/what-is-approved/",
    "/questions/what-is-due-soon/",
    "/questions/what-is-overdue/",
    "/questions/what-is-being-updated/",
    "/questions/what-is-withdrawn/",
    "/questions/what-is-announced/",
    "/questions/what-is-approved/?as_of=2026-01-01",
    "/glossary/",
    "/topics/",
    "/about/review/",
    "/search/",
    "/search/?q=text",
    "/search/?q=zebra",
    "/questions/what-is-approved/feedback/",
    "/questions/what-is-approved/feedback/thanks/",
    "/questions/what-is-withdrawn/feedback/",
    "/ask/",
    "/ask/thanks/",
    "/nothing-here/",
]
BODY = (
    "# First\n\n## Second\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
    f"![A pump](/media/answers/{'0' * 64}.png)\n\n[elsewhere](https://example.org)"
)


@pytest.fixture
def pages(
    patient: Client,
    in_every_status: dict[Status, AnswerVersion],
    author: Person,
    reviewer: Person,
    topic: Category,
) -> dict[str, ParsedPage]:
    """Each kind of page in each state."""
    rich = write(author, topic, "What has headings?", BODY, sources="A leaflet, https://example.org/leaflet")
    sign(workflow.submit(version=rich, by=author), reviewer)
    rich.answer.question.related.add(in_every_status[Status.APPROVED].answer.question)
    return {address: ParsedPage(patient.get(address).content.decode()) for address in ADDRESSES}


def test_elements_are_closed_in_order(pages: dict[str, ParsedPage]) -> None:
    for address, page in pages.items():
        assert page.unbalanced == [], address


def test_ids_are_unique_and_every_reference_is_met(pages: dict[str, ParsedPage]) -> None:
    for address, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), address
        references = [a[name] for _, a in page.elements for name in ("for", "aria-labelledby") if name in a]
        references += [name for _, a in page.elements for name in a.get("aria-describedby", "").split()]
        references += [link[1:] for link in page.links() if link.startswith("#")]
        assert set(references) <= set(page.ids), address


def test_headings_begin_with_one_h1_and_skip_no_level(pages: dict[str, ParsedPage]) -> None:
    for address, page in pages.items():
        levels = page.heading_levels
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(deeper - level <= 1 for level, deeper in pairwise(levels)), address


def test_inputs_have_labels_and_pictures_descriptions(pages: dict[str, ParsedPage]) -> None:
    assert pages["/questions/what-has-headings/"].all("img")
    for address, page in pages.items():
        labelled = {label["for"] for label in page.all("label")}
        fields = [field for field in page.all("input") if field.get("type") != "hidden"]
        assert {field["id"] for field in fields + page.all("textarea")} <= labelled, address
        assert all(picture["alt"] for picture in page.all("img")), address
        assert all(shape.get("aria-hidden") == "true" for shape in page.all("svg")), address


def test_there_is_one_of_each_landmark_and_a_way_past_the_header(pages: dict[str, ParsedPage]) -> None:
    for address, page in pages.items():
        for landmark in ("header", "main", "footer", "title"):
            assert len(page.all(landmark)) == 1, (landmark, address)
        assert page.all("a")[0] == {"class": "skip-link", "href": "#main"}, address
        assert all("aria-label" in nav or "aria-labelledby" in nav for nav in page.all("nav")), address


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(pages: dict[str, ParsedPage]) -> None:
    for address, page in pages.items():
        for tag, attributes in page.elements:
            assert tag not in {"style", "iframe", "object", "embed"}, address
            assert not [name for name in attributes if name == "style" or name.startswith("on")], address
            # A link to another page loads nothing, and structured data is no script.
            if attributes.get("type") == "application/ld+json":
                continue
            if tag in {"link", "img", "script"} and attributes.get("rel") not in {"alternate", "canonical"}:
                source = attributes.get("href", attributes.get("src", ""))
                assert source.startswith(("/static/", "/media/")), address


def test_every_page_names_its_language_and_encoding(pages: dict[str, ParsedPage]) -> None:
    for address, page in pages.items():
        assert page.all("html")[0]["lang"] == ("es" if address.startswith("/es/") else "en"), address
        assert {"charset": "utf-8"} in page.all("meta"), address


def test_no_template_of_ours_holds_a_script_or_a_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    folder = Path(settings.BASE_DIR, "templates")
    # Mails are read where no stylesheet of ours reaches, and no policy of ours either.
    templates = [path for path in folder.rglob("*.*") if path.is_file() and path.parent.name != "mail"]
    assert templates
    assert [path.name for path in templates if inline.search(path.read_text(encoding="utf-8"))] == []


def test_the_stylesheet_is_small_and_fetches_nothing() -> None:
    style = Path(settings.BASE_DIR, "static/faq/site.css").read_bytes()
    assert len(gzip.compress(style)) <= 20_000
    assert b"url(" not in style
    assert b"@import" not in style
