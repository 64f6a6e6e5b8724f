"""The public pages in a real browser: on phones, in the dark, without scripts, by keyboard and on paper."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from faq import clock, workflow
from faq.models import AnswerVersion, Category, Person
from tests.conftest import sign, write

from .conftest import sideways, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
TOPIC = "/topics/baclofen-pump/"
ADDRESSES = ["/", TOPIC, "/questions/how-much-does-it-give/", "/search/?q=pump", "/search/?q=zebra"]
WIDE_TABLE = (
    "| " + " | ".join(f"Column number {n}" for n in range(9)) + " |\n" + "|---" * 9 + "|\n" + "| 1 " * 9 + "|"
)
LONG_WORD = "https://example.org/" + "a-very-long-address" * 8


@pytest.fixture
def site(transactional_db: None, topic: Category, author: Person, reviewer: Person, lead: Person) -> None:
    """A topic with answers in several states, and texts that are hard to fit on a phone."""
    with clock.set_to(clock.now() - timedelta(days=400)):
        _publish(author, reviewer, topic, "Is it overdue?", "A pump. " * 60)
    version = _publish(
        author,
        reviewer,
        topic,
        "How much does it give?",
        f"The pump:\n\n{WIDE_TABLE}\n\n{LONG_WORD}",
        LONG_WORD,
    )
    withdrawn = _publish(author, reviewer, topic, "Is it withdrawn?", "Gone.")
    workflow.withdraw(answer=withdrawn.answer, by=lead, reason="Wrong.")
    version.answer.question.related.add(withdrawn.answer.question)


def _publish(
    author: Person, reviewer: Person, topic: Category, wording: str, body: str, sources: str = ""
) -> AnswerVersion:
    draft = write(author, topic, wording, body, sources=sources)
    return sign(workflow.submit(version=draft, by=author), reviewer)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(site: None, open_page: Open, width: int, scheme: str) -> None:
    page = open_page("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in ADDRESSES:
        page.goto(address)
        assert sideways(page) == 0, address


def test_a_wide_table_scrolls_in_its_own_box(site: None, open_page: Open) -> None:
    page = open_page(TOPIC, viewport={"width": 320, "height": 800})
    box = page.locator(".table-scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    tab_to(page, box)
    page.keyboard.press("ArrowRight")
    scrolled = """box => new Promise(done => {
        let frames = 0;
        const look = () => box.scrollLeft > 0 || ++frames > 300 ? done(box.scrollLeft) : requestAnimationFrame(look);
        look();
    })"""
    assert box.evaluate(scrolled) > 0


@pytest.mark.parametrize("width", [320, 1280])
def test_text_is_large_and_lines_are_short(site: None, open_page: Open, width: int) -> None:
    page = open_page(TOPIC, viewport={"width": width, "height": 800})
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.checkVisibility() && e.innerText)
            .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 16
    paragraph = page.locator(".prose p").first
    characters = paragraph.evaluate(
        """p => {
            const style = getComputedStyle(p), pen = document.createElement('canvas').getContext('2d');
            pen.font = `${style.fontSize} ${style.fontFamily}`;
            return p.clientWidth / (pen.measureText(p.innerText).width / p.innerText.length);
        }"""
    )
    assert characters <= 75
    if width == 1280:
        assert characters >= 45


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(site: None, open_page: Open, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme)
    for address in ADDRESSES:
        page.goto(address)
        faint = page.evaluate(CONTRAST)
        assert faint == [], address


def test_light_and_dark_differ(site: None, open_page: Open) -> None:
    grounds = {
        open_page(TOPIC, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert len(grounds) == 2


def test_every_stop_of_the_keyboard_shows_where_it_is(site: None, open_page: Open) -> None:
    page = open_page(TOPIC)
    stops = page.locator("a[href], input, button, summary, [tabindex='0']").filter(visible=True).count()
    seen = set()
    for _ in range(stops):
        page.keyboard.press("Tab")
        place, name, outline, shadow = page.evaluate(
            """() => {
                const e = document.activeElement, style = getComputedStyle(e);
                const place = [...document.querySelectorAll('*')].indexOf(e);
                return [place, e.outerHTML, style.outlineStyle + ' ' + style.outlineWidth, style.boxShadow];
            }"""
        )
        assert outline == "solid 3px", name
        assert shadow != "none", name
        seen.add(place)
    assert len(seen) == stops


def test_the_skip_link_leads_past_the_header(site: None, open_page: Open) -> None:
    page = open_page(TOPIC)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_contents_lead_to_the_question_without_scripts(site: None, open_page: Open) -> None:
    page = open_page(TOPIC, java_script_enabled=False, viewport={"width": 390, "height": 700})
    page.get_by_role("navigation", name="Questions on this page").get_by_text("Is it withdrawn?").click()
    assert page.url.endswith("#question-is-it-withdrawn")
    expect(page.get_by_role("heading", name="Is it withdrawn?")).to_be_in_viewport()


def test_search_and_explanations_work_without_scripts(site: None, open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("What would you like to know?").fill("overdue")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Is it overdue?").click()
    meaning = page.get_by_text("but its regular review is late")
    expect(meaning).to_be_hidden()
    page.get_by_text("What this status means").click()
    expect(meaning).to_be_visible()


def test_reading_sets_no_cookie_and_stores_nothing(site: None, open_page: Open) -> None:
    page = open_page("/")
    for address in ADDRESSES:
        page.goto(address)
    assert page.context.storage_state() == {"cookies": [], "origins": []}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_leaves_navigation_out_and_adds_address_version_and_date(
    site: None, open_page: Open, scheme: str, settings: Any, tmp_path: Path
) -> None:
    page = open_page("/questions/how-much-does-it-give/", color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    for hidden in (".search", ".breadcrumb", ".skip-link", "summary", ".site-footer a"):
        expect(page.locator(hidden).first).to_be_hidden()
    paper = page.locator("body").inner_text()
    address = f"{settings.SITE_URL}/questions/how-much-does-it-give/"
    assert f"Version 1. Permanent address: {address}" in paper
    assert f"{address}, as it read on {clock.today():%-d %B %Y}" in paper
    assert "Last reviewed" in paper
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")


# Contrast of text as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): 4.5 to 1.
CONTRAST = """() => {
    const channels = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b]
        .map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = element => {
        for (let e = element; e; e = e.parentElement) {
            const colour = channels(getComputedStyle(e).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const ownText = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
    return [...document.querySelectorAll('body *')]
        .filter(e => e.checkVisibility() && ownText(e))
        .map(e => {
            const [a, b] = [light(channels(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
            return [(a + 0.05) / (b + 0.05), e.className + ' ' + e.innerText.slice(0, 40)];
        })
        .filter(([ratio]) => ratio < 4.5);
}"""
