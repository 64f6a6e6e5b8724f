"""Questions of a topic put into order: with a mouse, with a finger, by keyboard alone, and without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from faq import topics
from faq.models import Category, Event, Person
from tests.conftest import write

from .conftest import sideways, tab_to, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenTopic = Callable[..., Page]


@pytest.fixture
def four(transactional_db: None, topic: Category, author: Person) -> Category:
    for name in ("One?", "Two?", "Three?", "Four?"):
        write(author, topic, name, "Text.")
    return topic


@pytest.fixture
def open_topic(four: Category, lead: Person, desk: Callable[..., Page]) -> OpenTopic:
    """The topic's page on the desk, as a lead."""

    def opened(**options: Any) -> Page:
        return desk(lead, f"/admin/faq/category/{four.pk}/change/", **options)

    return opened


def shown(page: Page) -> list[str]:
    return page.locator("#topic-order tbody tr").evaluate_all("rows => rows.map(row => row.dataset.question)")


def saved(topic: Category) -> list[str]:
    return [str(placement.question) for placement in topic.placements.current()]


def handle(page: Page, question: str) -> Locator:
    return page.locator(f'tr[data-question="{question}"] .order-handle')


def middle(place: Locator) -> tuple[float, float]:
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [1280, 390])
def test_a_question_is_dragged_to_its_place_and_all_is_saved_at_once(
    four: Category, open_topic: OpenTopic, width: int
) -> None:
    lines = Event.objects.filter(kind=Event.Kind.ARRANGED).count()
    page = open_topic(width=width, height=1600)
    page.mouse.move(*middle(handle(page, "Four?")))
    page.mouse.down()
    x, y = middle(handle(page, "Two?"))
    page.mouse.move(x, y - 40, steps=8)
    page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("“Four?” is now 2 of 4. Not saved yet.")
    assert shown(page) == ["One?", "Four?", "Two?", "Three?"]
    assert saved(four) == ["One?", "Two?", "Three?", "Four?"]
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("The order is saved. Patients see it now.")).to_be_visible()
    assert saved(four) == ["One?", "Four?", "Two?", "Three?"]
    assert Event.objects.filter(kind=Event.Kind.ARRANGED).count() == lines + 1
    assert sideways(page) == 0


def test_a_finger_drags_without_scrolling_the_page(four: Category, open_topic: OpenTopic) -> None:
    page = open_topic(width=390, height=1600, has_touch=True, is_mobile=True)
    x, y = middle(handle(page, "One?"))
    _, end = middle(handle(page, "Four?"))
    touch = page.context.new_cdp_session(page)
    scrolled = page.evaluate("window.scrollY")
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 11):
        at = {"x": x, "y": y + (end - 10 - y) * part / 10}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_role("status")).to_contain_text("“One?” is now 3 of 4.")
    assert shown(page) == ["Two?", "Three?", "One?", "Four?"]
    assert abs(page.evaluate("window.scrollY") - scrolled) < 60  # as near the edge of the window it may


def test_escape_puts_a_dragged_question_back(open_topic: OpenTopic) -> None:
    page = open_topic(width=1280, height=1600)
    page.mouse.move(*middle(handle(page, "One?")))
    page.mouse.down()
    page.mouse.move(*middle(handle(page, "Four?")), steps=5)
    expect(page.locator("tr.order-dragged")).to_have_attribute("data-question", "One?")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == ["One?", "Two?", "Three?", "Four?"]
    expect(page.get_by_role("status")).to_contain_text("This is the order that is saved.")


def test_the_order_is_changed_by_keyboard_alone_with_the_focus_kept_and_the_place_said(
    four: Category, open_topic: OpenTopic
) -> None:
    page = open_topic()
    up = page.get_by_role("button", name="Move “Three?” up")
    tab_to(page, up)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("“Three?” is now 2 of 4. Not saved yet.")
    expect(up).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("“Three?” is now 1 of 4.")
    # Further up leads nowhere: the way back has the focus.
    expect(page.get_by_role("button", name="Move “Three?” down")).to_be_focused()
    assert saved(four) == ["One?", "Two?", "Three?", "Four?"]
    tab_to(page, page.get_by_label("Place of “One?”"))
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The order is saved. Patients see it now.")).to_be_visible()
    assert saved(four) == ["Three?", "Two?", "Four?", "One?"]


def test_the_second_of_two_leads_is_told_and_overwrites_nothing(
    four: Category, lead: Person, open_topic: OpenTopic
) -> None:
    page = open_topic()
    page.get_by_role("button", name="Move “One?” down").click()
    standing = [placement.question for placement in four.placements.current()]
    topics.arrange(category=four, by=lead, questions=standing[::-1])
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("have changed since you opened it")).to_be_visible()
    assert saved(four) == shown(page) == ["Four?", "Three?", "Two?", "One?"]


def test_an_order_that_is_not_saved_is_not_lost_unasked(four: Category, open_topic: OpenTopic) -> None:
    page = open_topic()
    page.get_by_role("button", name="Move “One?” down").click()
    page.get_by_role("button", name="Take “Four?” off this topic").click()
    expect(page.get_by_role("status")).to_have_text(
        "Save the order first. Then take the question off the topic."
    )
    assert len(saved(four)) == 4
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_without_a_script_the_buttons_act_at_once(four: Category, open_topic: OpenTopic) -> None:
    page = open_topic(java_script_enabled=False)
    page.get_by_role("button", name="Move “Two?” up").click()
    expect(page.get_by_text("The order is saved. Patients see it now.")).to_be_visible()
    assert saved(four) == ["Two?", "One?", "Three?", "Four?"]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(open_topic: OpenTopic, width: int, scheme: str) -> None:
    page = open_topic(width=width, color_scheme=scheme, bypass_csp=True)
    page.get_by_role("button", name="Move “One?” down").click()
    assert violations(page, "#questions") == []
