"""Heading, bold, lists, links and tables by the buttons above the text: by mouse, by keyboard, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from faq.models import AnswerVersion, Person
from tests.conftest import change

from ..admin.desk import address
from .conftest import select, sideways, tab_to, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Editor = Callable[..., Page]


@pytest.fixture
def editor(transactional_db: None, draft: AnswerVersion, author: Person, desk: Callable[..., Page]) -> Editor:
    """The editor of a draft that holds a text, with a part of it selected; ``|`` marks where from and to."""

    def opened(marked: str, **options: Any) -> Page:
        first, _, rest = marked.partition("|")
        chosen, second, last = rest.partition("|")
        text = first + (chosen + last if second else rest)
        change(draft, author, body=text)
        page = desk(author, address(draft), **options)
        end = len(first) + (len(chosen) if second else 0)
        select(page, len(first), end)
        return page

    return opened


def text_of(page: Page) -> str:
    """The text with what is selected in it."""
    return page.get_by_label("Answer", exact=True).evaluate(
        """area => area.value.slice(0, area.selectionStart) + '|'
            + (area.selectionStart === area.selectionEnd ? ''
               : area.value.slice(area.selectionStart, area.selectionEnd) + '|')
            + area.value.slice(area.selectionEnd)"""
    )


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name).click()


CASES = [
    ("Bold", "Take |50 mcg| daily.", "Take **|50 mcg|** daily."),
    ("Bold", "Take **|50 mcg|** daily.", "Take |50 mcg| daily."),
    ("Bold", "Do n|ot stop.", "Do **|not|** stop."),
    ("Bold", "Rest, |", "Rest, **|**"),
    ("Bold", "|- one\n- two|", "|- **one**\n- **two**|"),
    ("Bold", "|- **one**\n- **two**|", "|- one\n- two|"),
    ("Heading", "Rest.\nAt ho|me\nDrink.", "Rest.\n\n## At home|\n\nDrink."),
    ("Heading", "## At ho|me", "At home|"),
    ("Bulleted list", "|one\ntwo|", "|- one\n- two|"),
    ("Bulleted list", "|- one\n- two|", "|one\ntwo|"),
    ("Bulleted list", "Take:|\nCall us.", "- Take:|\n\nCall us."),
    ("Bulleted list", "- one\ntw|o\n- three", "- one\n- two|\n- three"),
    ("Bulleted list", "Rest.\n\n|", "Rest.\n\n- |"),
    ("Numbered list", "|- one\n- two|\n\nEnd.", "|1. one\n2. two|\n\nEnd."),
    ("Numbered list", "1. one\n2. two\n|three", "1. one\n2. two\n3. three|"),
]


def test_a_button_does_to_the_text_what_it_says_and_undo_takes_it_back(editor: Editor) -> None:
    page = editor("Text|")
    body = page.get_by_label("Answer", exact=True)
    wrong = []
    for name, before, after in CASES:
        first, _, rest = before.partition("|")
        chosen, second, last = rest.partition("|")
        plain = first + chosen + last
        body.fill(plain)
        select(page, len(first), len(first) + (len(chosen) if second else 0))
        press(page, name)
        if text_of(page) != after:
            wrong.append((name, before, text_of(page)))
        page.keyboard.press("Control+z")
        if body.input_value() != plain:
            wrong.append((f"undo {name}", before, body.input_value()))
    assert wrong == []


def test_what_the_buttons_insert_is_what_patients_will_see(editor: Editor) -> None:
    page = editor("Before you leave\nKeep |not| still.\nsit up\nstand up\nRest.")
    press(page, "Bold")
    select(page, 0, 0)
    press(page, "Heading")
    text = page.get_by_label("Answer", exact=True).input_value()
    select(page, text.index("sit up"), text.index("\nRest."))
    press(page, "Numbered list")
    shown = page.locator(".preview")
    expect(shown.get_by_role("heading", name="Before you leave")).to_be_visible()
    expect(shown.locator("strong")).to_have_text("not")
    expect(shown.locator("ol > li")).to_have_text(["sit up", "stand up"])
    expect(shown.locator("p", has_text="Rest.")).to_have_text("Rest.")


def test_a_link_is_made_by_keyboard_alone(editor: Editor) -> None:
    page = editor("Read |the leaflet| first.")
    page.keyboard.press("Control+k")
    address = page.get_by_label("Web address")
    expect(page.get_by_label("Words that people press")).to_have_value("the leaflet")
    expect(address).to_be_focused()
    page.keyboard.type("www.example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text(
        "Begin the address with https:// or http://."
    )
    expect(address).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("https://example.org/a (b)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert text_of(page) == "Read [the leaflet](https://example.org/a%20%28b%29)| first."
    link = page.locator(".preview").get_by_role("link", name="the leaflet")
    expect(link).to_have_attribute("href", "https://example.org/a%20%28b%29")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Answer", exact=True)).to_have_value("Read the leaflet first.")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://", "http://x", "https://a b", "//example.org"]
)
def test_an_address_that_leads_nowhere_is_refused(editor: Editor, address: str) -> None:
    page = editor("Read |this|.")
    press(page, "Link")
    page.get_by_label("Web address").fill(address)
    page.get_by_role("button", name="Insert the link").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("address")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Answer", exact=True)).to_be_focused()
    assert text_of(page) == "Read |this|."


def test_brackets_in_the_words_of_a_link_stay_words(editor: Editor) -> None:
    page = editor("|")
    press(page, "Link")
    expect(page.get_by_label("Words that people press")).to_be_focused()
    page.keyboard.type("leaflet [2]")
    page.keyboard.press("Tab")
    page.keyboard.type("https://example.org/")
    page.keyboard.press("Enter")
    expect(page.locator(".preview").get_by_role("link")).to_have_text("leaflet [2]")


def test_a_table_is_asked_for_and_filled_by_keyboard_alone(editor: Editor) -> None:
    page = editor("Rest.\nDr|ink.")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Heading")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Table", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Columns")).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text("Write a whole number from 1 to 8.")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.type("Dose")
    assert text_of(page) == "Rest.\nDrink.\n\n| Dose| | Column 2 |\n| --- | --- |\n|   |   |"
    expect(page.locator(".preview th")).to_have_text(["Dose", "Column 2"])
    expect(page.locator(".preview tbody tr")).to_have_count(1)


# "§" is where the cursor stands.
BELOW = [
    ("Heading", "| a |\n| --- |\n| 1§ |", "| a |\n| --- |\n| 1 |\n\n## "),
    (
        "Urgent advice",
        "| a§ | b |\n| --- | --- |\n| 1 | 2 |",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n::: urgent \n\n:::",
    ),
    (
        "Tip",
        "| a | b |\n| --- | --- |\n§| 1 | 2 |\n\nEnd.",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n::: tip \n\n:::\n\nEnd.",
    ),
    ("Tip", "§| a |\n| - |\n| 1 |", "::: tip \n\n:::\n\n| a |\n| - |\n| 1 |"),
    ("Tip", "1. one§\n2. two\n\nEnd.", "1. one\n2. two\n\n::: tip \n\n:::\n\nEnd."),
    (
        "Tip",
        "::: urgent Call if\n- it§ch\n- heat\n:::\nEnd.",
        "::: urgent Call if\n- itch\n- heat\n:::\n\n::: tip \n\n:::\n\nEnd.",
    ),
    ("Tip", "::: urgent Call if\nitch\n:::\nEnd§.", "::: urgent Call if\nitch\n:::\nEnd.\n\n::: tip \n\n:::"),
]


def test_a_block_is_put_below_what_it_would_tear_apart(editor: Editor) -> None:
    page = editor("Text|")
    body = page.get_by_label("Answer", exact=True)
    wrong = []
    for name, before, after in BELOW:
        plain, cursor = before.replace("§", ""), before.index("§")
        body.fill(plain)
        select(page, cursor, cursor)
        page.get_by_role("button", name=name, exact=True).press("Enter")
        if body.input_value() != after:
            wrong.append((name, before, body.input_value()))
        page.keyboard.press("Control+z")
        if body.input_value() != plain:
            wrong.append((f"undo {name}", before, body.input_value()))
    assert wrong == []


def test_what_is_inserted_right_after_a_table_goes_below_it_by_keyboard(editor: Editor) -> None:
    page = editor("Rest.|\n\nEnd.")
    body = page.get_by_label("Answer", exact=True)
    for key in ("Shift+Tab", "End", "Enter", "Enter"):
        page.keyboard.press(key)
    table = "| Column 1 | Column 2 |\n| --- | --- |" + "\n|   |   |" * 3
    assert text_of(page) == f"Rest.\n\n{table}\n\nEnd.".replace("Column 1", "|Column 1|")
    tab_to(page, page.get_by_role("button", name="Urgent advice"))
    page.keyboard.press("Enter")
    page.keyboard.type("Call if")
    assert body.input_value() == f"Rest.\n\n{table}\n\n::: urgent Call if\n\n:::\n\nEnd."
    expect(page.locator(".preview th")).to_have_text(["Column 1", "Column 2"])
    expect(page.locator(".preview .callout-urgent")).to_have_count(1)


def test_the_toolbar_is_one_stop_of_the_tab_key(editor: Editor) -> None:
    page = editor("Text|")
    page.keyboard.press("Shift+Tab")
    names = ["Heading", "Bold", "Bulleted list", "Numbered list", "Link", "Table", "Heading"]
    for name in names:
        expect(page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)).to_be_focused()
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Table", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Answer", exact=True)).to_be_focused()
    page.keyboard.press("Control+b")
    assert text_of(page) == "**|Text|**"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_toolbar_is_in_reach_of_everybody(editor: Editor, width: int, scheme: str) -> None:
    page = editor("Text|", width=width, color_scheme=scheme, bypass_csp=True)
    assert violations(page, ".writing, dialog") == []
    for name in ("Link", "Table"):
        press(page, name)
        assert violations(page, ".writing, dialog") == []
        page.keyboard.press("Escape")
    assert sideways(page) == 0
