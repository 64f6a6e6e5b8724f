"""Blocks in the editor, by mouse and by keyboard, and the same look for a reviewer as for a patient."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from faq import workflow
from faq.models import AnswerVersion, Person
from tests.conftest import change, sign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
BODY = "Rest for a day.\nDrink enough.\n\nYou feel hot.\nYou feel stiff."
# Asked in one go: the editor may renew its preview between two questions.
LOOK = """(boxes) => boxes.map((box) => {
  const look = (element, names) => Object.fromEntries(names.map((name) => [name, getComputedStyle(element)[name]]));
  return [
    look(box, ["borderTopWidth", "borderInlineStartWidth", "borderTopColor", "borderRadius", "clipPath",
               "paddingTop"]),
    look(box.firstElementChild, ["backgroundColor", "color", "fontSize", "fontWeight", "padding"]),
  ];
})"""


def editor(open_page: OpenPage, live_server: Any, version: AnswerVersion, **options: Any) -> Page:
    """The editor of a draft, as its author."""
    client = Client()
    client.force_login(version.created_by)
    page = open_page("/", **options)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page.goto(f"/admin/faq/answer/{version.answer_id}/change/")
    return page


def body_of(page: Page) -> str:
    return page.get_by_label("Answer", exact=True).input_value()


def select(page: Page, start: int, end: int) -> None:
    page.get_by_label("Answer", exact=True).evaluate(
        "(area, [start, end]) => { area.focus(); area.setSelectionRange(start, end); }", [start, end]
    )


@pytest.fixture
def written(transactional_db: None, draft: AnswerVersion, author: Person) -> AnswerVersion:
    return change(draft, author, body=BODY)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_puts_a_block_around_the_selected_text(
    written: AnswerVersion, open_page: OpenPage, live_server: Any, width: int
) -> None:
    page = editor(open_page, live_server, written, viewport={"width": width, "height": 900})
    select(page, BODY.index("You feel hot"), len(BODY))
    page.get_by_role("button", name="Urgent advice").click()
    page.keyboard.type("Call us today if")
    assert body_of(page) == (
        "Rest for a day.\nDrink enough.\n\n::: urgent Call us today if\nYou feel hot.\nYou feel stiff.\n:::"
    )
    box = page.locator(".preview .callout-urgent")
    expect(box.get_by_role("heading")).to_have_text("Urgent advice: Call us today if")
    expect(box.locator("p")).to_have_text("You feel hot.\nYou feel stiff.")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_block_is_put_in_and_taken_back_by_keyboard_alone(
    written: AnswerVersion, open_page: OpenPage, live_server: Any
) -> None:
    page = editor(open_page, live_server, written)
    select(page, 3, 3)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Emergency")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Tip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Answer", exact=True)).to_be_focused()
    page.keyboard.type("Sleep")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Early.")
    # Below the line in whose middle the cursor stood, and torn off from neither neighbour.
    assert body_of(page) == BODY.replace("day.\nDrink", "day.\n\n::: tip Sleep\nEarly.\n:::\n\nDrink")
    expect(page.locator(".preview .callout-tip")).to_have_text("Tip: Sleep\nEarly.\n")
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert body_of(page) == BODY


def test_an_empty_text_becomes_the_block_alone(
    written: AnswerVersion, open_page: OpenPage, live_server: Any
) -> None:
    page = editor(open_page, live_server, written)
    page.get_by_label("Answer", exact=True).fill("")
    page.get_by_role("button", name="Ask your team").click()
    assert body_of(page) == "::: ask \n\n:::"
    expect(page.locator(".findings li")).to_contain_text("There is nothing in the block “::: ask”.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reviewer_sees_the_block_that_patients_will_see(
    written: AnswerVersion,
    author: Person,
    reviewer: Person,
    open_page: OpenPage,
    live_server: Any,
    scheme: str,
) -> None:
    kinds = ["emergency", "urgent", "warning", "tip", "ask"]
    body = "\n\n".join(f"::: {kind} Call today if\n- you feel hot\n:::" for kind in kinds)
    version = change(written, author, body=body)
    page = editor(open_page, live_server, version, color_scheme=scheme)
    seen = page.locator(".preview .callout").evaluate_all(LOOK)
    sign(workflow.submit(version=version, by=author), reviewer)
    public = open_page(f"/questions/{version.answer.question.slug}/", color_scheme=scheme)
    shown = public.locator(".callout").evaluate_all(LOOK)
    assert len(seen) == len(kinds)
    assert seen == shown
