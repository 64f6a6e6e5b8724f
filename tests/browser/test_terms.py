"""Terms explained in place, in a real browser: by keyboard, by touch, without scripts, on phones and on paper."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from faq import terms, workflow
from faq.models import Category, Person
from tests.conftest import sign, write

from .conftest import sideways, tab_to
from .test_public_pages import CONTRAST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
TOPIC = "/topics/baclofen-pump/"
MEANS = "Muscles that are stiff and hard to relax, " + "said at some length " * 17
LONG_NAME = "neurodegeneration with brain iron accumulation disorders overview"


@pytest.fixture
def site(transactional_db: None, topic: Category, author: Person, reviewer: Person) -> None:
    """Two answers that use two terms, one of them long enough to be hard to fit on a phone."""
    for name, text in (("spasticity", MEANS.strip()), (LONG_NAME, "A rare group of illnesses.")):
        definition = terms.define(by=author, name=name, language="en", text=text)
        terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))
    for wording, body in (
        ("What is it?", f"At the end of a line it eases **spasticity**.\n\n- In {LONG_NAME} too."),
        ("And then?", "Spasticity comes back. " * 40),
    ):
        draft = write(author, topic, wording, body)
        sign(workflow.submit(version=draft, by=author), reviewer)


def box(page: Page) -> Locator:
    """The explanation that is open."""
    return page.locator(".word:popover-open")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_keyboard_opens_an_explanation_and_escape_closes_it(
    site: None, open_page: Open, scripts: bool
) -> None:
    page = open_page(TOPIC, java_script_enabled=scripts)
    word = page.get_by_role("button", name="spasticity")
    expect(word).to_have_count(1)
    for key in ("Enter", "Space"):
        tab_to(page, word)
        page.keyboard.press(key)
        expect(box(page)).to_contain_text("Muscles that are stiff")
        expect(box(page)).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(box(page)).to_have_count(0)
        expect(word).to_be_focused()


def test_the_keyboard_goes_from_a_word_into_its_explanation_and_on_to_the_next_word(
    site: None, open_page: Open
) -> None:
    page = open_page(TOPIC)
    tab_to(page, page.get_by_role("button", name="spasticity"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Close"
    page.keyboard.press("Enter")
    expect(box(page)).to_have_count(0)
    assert focused(page) == "spasticity"
    page.keyboard.press("Tab")
    assert focused(page) == LONG_NAME


def test_a_touch_elsewhere_closes_an_explanation(site: None, open_page: Open) -> None:
    page = open_page(TOPIC, has_touch=True, viewport={"width": 390, "height": 800})
    page.get_by_role("button", name="spasticity").tap()
    expect(box(page)).to_be_visible()
    page.touchscreen.tap(2, 798)
    expect(box(page)).to_have_count(0)


def test_a_screen_reader_is_told_the_explanation_with_the_word(site: None, open_page: Open) -> None:
    page = open_page(TOPIC)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    buttons = {
        node["name"]["value"]: node
        for node in nodes
        if node.get("role", {}).get("value") == "button" and not node["ignored"]
    }
    said = buttons["spasticity"]
    assert said["description"]["value"] == MEANS.strip()
    assert {"name": "expanded", "value": {"type": "booleanOrUndefined", "value": False}} in said["properties"]
    assert "Close" not in buttons  # what is closed is not there
    headings = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "heading"]
    assert "Words explained on this page" not in headings  # nor is a heading over nothing


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_explanations_fit_the_window_and_can_be_read(
    site: None, open_page: Open, width: int, scheme: str
) -> None:
    page = open_page(TOPIC, viewport={"width": width, "height": 640}, color_scheme=scheme)
    words = page.locator(".term")
    for number in range(words.count()):
        words.nth(number).click()
        expect(box(page)).to_be_in_viewport(ratio=1)
        assert sideways(page) == 0
        assert page.evaluate(CONTRAST) == []
        place, word = box(page).bounding_box(), words.nth(number).bounding_box()
        assert place
        assert word
        # Right above or below its word, and not over it.
        apart = max(place["y"] - word["y"] - word["height"], word["y"] - place["y"] - place["height"])
        assert 0 <= apart <= 16
        page.keyboard.press("Escape")


def test_words_are_large_enough_to_touch_and_read_on_like_text(site: None, open_page: Open) -> None:
    page = open_page(TOPIC, viewport={"width": 390, "height": 800})
    word = page.locator(".term").first
    place = word.bounding_box()
    assert place
    assert min(place["width"], place["height"]) >= 24
    look = "e => { const s = getComputedStyle(e); return [s.fontSize, s.fontWeight, s.color, s.fontFamily]; }"
    assert word.evaluate(look) == word.locator("xpath=..").evaluate(look)
    paragraph = page.locator(".prose p").first
    assert paragraph.inner_text() == "At the end of a line it eases spasticity."


def test_a_full_stop_after_a_word_stays_on_its_line(site: None, open_page: Open) -> None:
    page = open_page(TOPIC)
    last = page.locator(".prose p").first
    # Whatever the width, the full stop never begins a line of its own.
    for width in range(150, 420, 10):
        lines = last.evaluate(
            """(p, width) => {
                p.style.width = width + 'px';
                const stop = document.createRange(), text = p.lastChild.lastChild;
                stop.setStart(text, 0);
                stop.setEnd(text, 1);
                return [stop.getBoundingClientRect().bottom, p.querySelector('.term').getBoundingClientRect().bottom];
            }""",
            width,
        )
        assert abs(lines[0] - lines[1]) < 10, width


def test_paper_lists_the_explanations(site: None, open_page: Open, tmp_path: Any) -> None:
    page = open_page(TOPIC)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Words explained on this page")).to_be_visible()
    for meaning in ("Muscles that are stiff", "A rare group of illnesses."):
        expect(page.locator(".words").get_by_text(meaning)).to_be_visible()
    expect(page.locator(".word-close").first).to_be_hidden()
    listed, answers = page.locator(".words").bounding_box(), page.locator(".answer").last.bounding_box()
    assert listed
    assert answers
    assert listed["y"] >= answers["y"] + answers["height"]
    assert page.locator(".term").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")


def test_a_browser_that_knows_no_popovers_shows_a_list(site: None, browser: Any, live_server: Any) -> None:
    def without_popovers(route: Route) -> None:
        response = route.fetch()
        text = response.text().replace(" popover>", ">").replace("selector(:popover-open)", "(unheard-of: 1)")
        route.fulfill(response=response, body=text)

    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.route("**/*", without_popovers)
    page.goto(TOPIC)
    expect(page.get_by_role("heading", name="Words explained on this page")).to_be_visible()
    expect(page.locator(".words").get_by_text("Muscles that are stiff")).to_be_visible()
    expect(page.locator(".word-close").first).to_be_hidden()
    assert sideways(page) == 0
    context.close()


def test_an_explanation_opens_from_right_to_left_beside_its_word(
    site: None, open_page: Open, author: Person, reviewer: Person, topic: Category
) -> None:
    definition = terms.define(by=author, name="الحبل الشوكي", language="ar", text="أعصاب داخل الظهر.")
    terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))
    question = topic.placements.first().question  # type: ignore[union-attr]
    draft = workflow.create_answer(
        by=author,
        text={"wording": "ما هو؟", "body": "السائل المحيط بالحبل الشوكي."},
        language="ar",
        question=question,
    )
    sign(workflow.submit(version=draft, by=author), reviewer)
    page = open_page(f"/ar/questions/{question.slug}/", viewport={"width": 390, "height": 700})
    page.get_by_role("button", name="بالحبل الشوكي").click()
    expect(box(page)).to_be_in_viewport(ratio=1)
    assert box(page).evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert sideways(page) == 0
