"""Two browsers editing one draft at the same time: nothing of either is lost, by mouse and by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from faq.models import AnswerVersion, Person, WorkingCopy
from tests.conftest import change

from ..admin.desk import address
from .conftest import sideways, tab_to, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "It gives 50 mg a day.\n\nCome back in June.\n\nCall us."

Desk = Callable[..., Page]


@pytest.fixture
def draft(transactional_db: None, draft: AnswerVersion, author: Person) -> AnswerVersion:
    change(draft, author, body=TEXT)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def browser_complaints_allowed() -> set[str]:
    return {"409"}


def rewrite(page: Page, old: str, new: str) -> None:
    body = page.get_by_label("Answer")
    body.fill(body.input_value().replace(old, new))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()


def nothing_is_wrong_with(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0


def test_two_paragraphs_by_two_people_are_both_saved(
    draft: AnswerVersion, author: Person, colleague: Person, desk: Desk
) -> None:
    mine = desk(author, address(draft))
    theirs = desk(colleague, address(draft))
    expect(theirs.locator("#presence")).to_have_text("author has the editor open.")
    rewrite(mine, "June", "July")
    expect(mine.locator("#presence")).to_contain_text("colleague has the editor open.")  # without a reload
    rewrite(theirs, "50 mg", "60 mg")
    save(theirs)
    expect(theirs.get_by_text("The draft is saved.")).to_be_visible()
    rewrite(mine, "Call", "Ring")
    expect(mine.locator("#presence")).to_contain_text("colleague has saved this text since you opened it.")

    save(mine)
    expect(mine.get_by_text("Both texts are together in the editor now.")).to_be_visible()
    expect(mine.get_by_label("Answer")).to_have_value(
        "It gives 60 mg a day.\n\nCome back in July.\n\nRing us."
    )
    expect(mine.locator("#unsaved")).to_be_hidden()
    save(mine)
    expect(mine.get_by_text("The draft is saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body == "It gives 60 mg a day.\n\nCome back in July.\n\nRing us."
    assert {entry.person for entry in draft.contributors.all()} == {author, colleague}
    assert not WorkingCopy.objects.exists()
    theirs.close()
    mine.reload()
    expect(mine.locator("#presence")).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_one_sentence_by_two_people_is_decided_by_keyboard_alone(
    draft: AnswerVersion, author: Person, colleague: Person, desk: Desk, width: int, scheme: str
) -> None:
    mine = desk(author, address(draft), width, color_scheme=scheme, bypass_csp=True)
    rewrite(mine, "50 mg", "500 mg")
    rewrite(mine, "Call", "Ring")
    change(draft, colleague, body=TEXT.replace("50 mg", "50 mcg").replace("June", "July"))
    save(mine)
    expect(mine.get_by_role("alert")).to_be_visible()
    draft.refresh_from_db()
    assert "50 mcg" in draft.body
    nothing_is_wrong_with(mine)

    tab_to(mine, mine.get_by_role("button", name="Put the text together"))
    mine.keyboard.press("Enter")
    expect(mine.get_by_text("Choose which words stay.")).to_be_visible()
    nothing_is_wrong_with(mine)
    tab_to(mine, mine.get_by_label("Mine", exact=True))
    mine.keyboard.press("Space")
    expect(mine.get_by_label("Mine", exact=True)).to_be_checked()
    mine.keyboard.press("ArrowDown")
    expect(mine.get_by_role("radio", name="That of colleague")).to_be_checked()
    mine.keyboard.press("Enter")

    expect(mine.get_by_label("Answer")).to_have_value(
        "It gives 50 mcg a day.\n\nCome back in July.\n\nRing us."
    )
    nothing_is_wrong_with(mine)
    save(mine)
    expect(mine.get_by_text("The draft is saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body == "It gives 50 mcg a day.\n\nCome back in July.\n\nRing us."


def test_choosing_needs_no_script(
    draft: AnswerVersion, author: Person, colleague: Person, desk: Desk
) -> None:
    page = desk(author, address(draft), java_script_enabled=False)
    rewrite(page, "50 mg", "500 mg")
    change(draft, colleague, body=TEXT.replace("50 mg", "50 mcg"))
    save(page)
    page.get_by_label("Both, mine first").check()
    page.get_by_role("button", name="Put the text together").click()
    both = page.get_by_label("Answer").input_value()
    assert both.startswith("It gives 500 mg a day.\nIt gives 50 mcg a day.\n")
    save(page)
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    draft.refresh_from_db()
    assert re.sub(r"\s+", " ", draft.body) == re.sub(r"\s+", " ", both)
