"""Blocks in the editor, by mouse and by keyboard, and the same look for a reviewer as for a patient."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from faq import workflow
from faq.models import AnswerVersion, Person
from tests.conftest import change, sign

from ..admin.desk import address
from .conftest import select, sideways, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
BODY = "Rest for a day.\nDrink enough.\n\nYou feel hot.\nYou feel stiff."
# Asked in one go: the editor may renew its preview between two questions.
LOOK = """(boxes) => [...document.querySelectorAll(boxes)].map((box) => {
  const look = (element, names) => Object.fromEntries(names.map((name) => [name, getComputedStyle(element)[name]]));
  return [
    look(box, ["borderTopWidth", "borderInlineStartWidth", "borderTopColor", "borderRadius", "clipPath",
               "paddingTop"]),
    look(box.firstElementChild, ["backgroundColor", "color", "fontSize", "fontWeight", "padding"]),
  ];
})"""


def body_of(page: Page) -> str:
    return page.get_by_label("Answer", exact=True).input_value()


@pytest.fixture
def written(transactional_db: None, draft: AnswerVersion, author: Person) -> AnswerVersion:
    return change(draft, author, body=BODY)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_puts_a_block_around_the_selected_text(
    written: AnswerVersion, desk: OpenPage, width: int
) -> None:
    page = desk(written.created_by, address(written), width)
    select(page, BODY.index("You feel hot"), len(BODY))
    page.get_by_role("button", name="Urgent advice").click()
    page.keyboard.type("Call us today if")
    assert body_of(page) == (
        "Rest for a day.\nDrink enough.\n\n::: urgent Call us today if\nYou feel hot.\nYou feel stiff.\n:::"
    )
    box = page.locator(".preview .callout-urgent")
    expect(box.get_by_role("heading")).to_have_text("Urgent advice: Call us today if")
    expect(box.locator("p")).to_have_text("You feel hot.\nYou feel stiff.")
    assert sideways(page) == 0


def test_a_block_is_put_in_and_taken_back_by_keyboard_alone(written: AnswerVersion, desk: OpenPage) -> None:
    page = desk(written.created_by, address(written))
    tab_to(page, page.get_by_label("Answer", exact=True))
    for key in ("Control+Home", *["ArrowRight"] * 3, "Tab"):
        page.keyboard.press(key)
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


def test_an_empty_text_becomes_the_block_alone(written: AnswerVersion, desk: OpenPage) -> None:
    page = desk(written.created_by, address(written))
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
    desk: OpenPage,
    scheme: str,
) -> None:
    kinds = ["emergency", "urgent", "warning", "tip", "ask"]
    body = "\n\n".join(f"::: {kind} Call today if\n- you feel hot\n:::" for kind in kinds)
    version = change(written, author, body=body)
    page = desk(version.created_by, address(version), color_scheme=scheme)
    seen = page.evaluate(LOOK, ".preview .callout")
    sign(workflow.submit(version=version, by=author), reviewer)
    public = open_page(f"/questions/{version.answer.question.slug}/", color_scheme=scheme)
    shown = public.evaluate(LOOK, ".callout")
    assert len(seen) == len(kinds)
    assert seen == shown
