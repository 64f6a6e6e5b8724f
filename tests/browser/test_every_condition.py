"""Every type of public page, in every status, as people come to it: any width, dark, zoomed, by keyboard, on paper.

The pages are those of the demonstration, which has an answer in every status and in three languages.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from faq import clock, reading
from faq.models import Category, Question
from faq.status import OriginalState, Status

from .conftest import looks, sideways, tab_to, unfold, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
# https://www.w3.org/TR/WCAG22/#text-spacing
TEXT_SPACING = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-block-end: 2em !important; }"""
LARGEST_TOPIC = "/topics/baclofen-pump/"
DESKTOP: Any = {"width": 1280, "height": 900}


@pytest.fixture
def pages(demonstration: None) -> dict[str, str]:
    """The address of every type of page, by what is to be seen there."""
    return dict(_pages())


def _pages() -> Iterator[tuple[str, str]]:
    for name in (
        "",
        "topics/",
        "glossary/",
        "about/review/",
        "search/",
        "search/?q=pump",
        "search/?q=zzzz",
        "ask/",
    ):
        for prefix in ("/", "/es/", "/ar/"):
            yield f"{prefix}{name}", f"{prefix}{name}"
    yield "nothing there", "/nothing/there/"
    yield "nothing there, Arabic", "/ar/nothing/"
    for category in Category.objects.all():
        yield f"topic {category.slug}", f"/topics/{category.slug}/"
    yield "topic in Spanish", "/es/topics/baclofen-pump/"
    yield "topic in Arabic", "/ar/topics/baclofen-pump/"
    answers = [
        answer
        for language in ("en", "es", "ar")
        for answer in reading.answers_to(Question.objects.all(), language, clock.now())
    ]
    for answer in reversed(answers):  # the first of each kind is the one that stays
        yield f"answer: {answer.status}, {answer.language}", answer.path
        if answer.original:
            yield f"translation: original {answer.original.state}, {answer.language}", answer.path
        if answer.previous_version or answer.withdrawn_on:
            yield f"history: {answer.status}, {answer.language}", f"{answer.path}history/"
        if answer.is_published:
            yield f"feedback, {answer.language}", f"{answer.path}feedback/"
            yield f"feedback thanks, {answer.language}", f"{answer.path}feedback/thanks/"


def visit(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == (404 if "nothing" in address else 200), address


def test_demonstration_has_a_page_in_every_status(pages: dict[str, str]) -> None:
    for status in Status:
        assert any(name.startswith(f"answer: {status}") for name in pages), status
    for state in OriginalState:
        assert any(name.startswith(f"translation: original {state}") for name in pages), state
    assert {"history: approved, en", "history: withdrawn, en", "feedback, ar"} <= set(pages)


def test_axe_finds_nothing(
    pages: dict[str, str], open_page: Open, browser_complaints_allowed: set[str]
) -> None:
    browser_complaints_allowed.add("404")
    page = open_page("/")
    found = {}
    for name, address in pages.items():
        visit(page, address)
        unfold(page)
        for look in looks(page):
            if problems := violations(page):
                found[name, look] = problems
    assert found == {}


def test_every_page_can_be_read_at_any_width_spaced_out_and_on_paper(
    pages: dict[str, str], open_page: Open, browser_complaints_allowed: set[str]
) -> None:
    browser_complaints_allowed.add("404")
    page = open_page("/", viewport=DESKTOP)
    found = {}
    for name, address in pages.items():
        visit(page, address)  # once for everything: opening a page takes longer than looking at it
        for look in (faults_of_headings, faults_of_text, too_wide, faults_on_paper, too_wide_when_spaced_out):
            if faults := list(look(page, name)):
                found[name, look.__name__] = faults
    assert found == {}


def faults_of_headings(page: Page, name: str) -> Iterator[str]:
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(heading => +heading.tagName[1])"
    )
    if levels.count(1) != 1 or any(after - before > 1 for before, after in itertools.pairwise(levels)):
        yield str(levels)


def faults_of_text(page: Page, name: str) -> Iterator[str]:
    yield from page.evaluate(SMALL_TEXT)
    yield from page.evaluate(LONG_LINES)


def too_wide(page: Page, name: str) -> Iterator[str]:
    # A window of 1280 by 1024 at 400 % is one of 320 by 256 (https://www.w3.org/TR/WCAG22/#reflow).
    for width, height in ((320, 256), (390, 844), (768, 1024), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        if (beyond := sideways(page)) > 0:
            yield f"{beyond} px at {width}"
    page.set_viewport_size(DESKTOP)


def too_wide_when_spaced_out(page: Page, name: str) -> Iterator[str]:
    """As a reader's own style sheet does it. The last look at a page: it stays spaced out."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(SPACE_OUT, TEXT_SPACING)
    assert page.evaluate("getComputedStyle(document.querySelector('main')).letterSpacing") != "normal"
    if (beyond := sideways(page)) > 0:
        yield f"{beyond} px"
    page.set_viewport_size(DESKTOP)


def faults_on_paper(page: Page, name: str) -> Iterator[str]:
    """Paper has no navigation, and carries its address; that of an answer its version and dates, too."""
    page.emulate_media(media="print")
    for shown in page.evaluate(SHOWN, "nav, form, button:not(.term), .skip-link, .site-footer a, summary"):
        yield f"shows {shown}"
    paper = page.locator("body").inner_text()
    if "nothing" not in name and settings.SITE_URL + urlsplit(page.url).path not in paper:
        yield "has no address"
    if name.startswith("answer: ") and not name.startswith(("answer: withdrawn", "answer: not_yet")):
        if page.locator("time").filter(visible=True).count() < 2:
            yield "has no dates"
        if not re.search(r"\b(Version|Versión|الإصدار)\s+\d", paper):
            yield "has no version"
    page.emulate_media(media="screen")


def test_largest_topic_can_be_printed(pages: dict[str, str], open_page: Open, tmp_path: Path) -> None:
    open_page(LARGEST_TOPIC).pdf(path=tmp_path / "topic.pdf", format="A4", tagged=True)
    assert (tmp_path / "topic.pdf").read_bytes().startswith(b"%PDF-")


SHOWN = """never => [...document.querySelectorAll(never)]
    .filter(element => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length)
    .map(element => element.outerHTML.slice(0, 60))"""
# A style sheet that a script makes is none of those that the content security policy is about.
SPACE_OUT = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
}"""
SMALL_TEXT = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && !e.closest('svg')
        && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())
        && parseFloat(getComputedStyle(e).fontSize) < 14.7)
    .map(e => getComputedStyle(e).fontSize + ' ' + e.textContent.trim().slice(0, 40))"""
# Characters that a line of running text would hold, by the average width of the letters in it.
LONG_LINES = """() => [...document.querySelectorAll('main p, main li')]
    .filter(e => e.checkVisibility() && e.textContent.trim().length > 160)
    .map(e => {
        const probe = document.createElement('span');
        probe.textContent = 'average letters of running text in a line of it';
        probe.style.whiteSpace = 'nowrap';
        e.append(probe);
        const letter = probe.getBoundingClientRect().width / probe.textContent.length;
        probe.remove();
        const style = getComputedStyle(e);
        const width = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return [width / letter, e.textContent.trim().slice(0, 40)];
    })
    .filter(([characters]) => characters > 80)
    .map(([characters, text]) => Math.round(characters) + ' ' + text)"""


def test_everything_is_there_without_scripts(
    pages: dict[str, str], open_page: Open, browser_complaints_allowed: set[str]
) -> None:
    browser_complaints_allowed.add("404")
    with_scripts, without = open_page("/"), open_page("/", java_script_enabled=False)
    for address in pages.values():
        visit(without, address)
        assert without.locator("h1").count() == 1, address
        if not address.startswith(("/questions/", "/topics/")):
            continue
        visit(with_scripts, address)
        read = [" ".join(p.locator("main").inner_text().split()) for p in (with_scripts, without)]
        for only_with_scripts in ("Copy link", "Share", "Print"):
            read[0] = read[0].replace(only_with_scripts, "")
        assert " ".join(read[0].split()) == read[1], address


def test_a_question_is_found_read_and_explained_by_keyboard_alone(
    pages: dict[str, str], open_page: Open
) -> None:
    page = open_page("/")
    tab_to(page, page.get_by_role("link", name="Skip to main content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("What would you like to know?"))
    page.keyboard.type("catheter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=catheter")
    tab_to(page, page.get_by_role("link", name="What is a baclofen pump?"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/what-is-a-baclofen-pump/")
    tab_to(page, page.locator("summary", has_text="What this status means"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(Status.APPROVED.meaning)).to_be_visible()
    tab_to(page, page.get_by_role("radio", name="Yes"))
