"""Telling the site something, and taking a page away, in a real browser: with and without scripts, by keyboard."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from faq.models import AnswerVersion, AskedQuestion, Feedback
from faq.views import feedback
from faq.views.rate_limit import RateLimit

from .conftest import sideways, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
ANSWER = "/questions/what-is-a-baclofen-pump/"
TOPIC = "/topics/baclofen-pump/"
FULL = "https://answers.example"
SHARING = "window.shared = []; navigator.share = async (what) => { window.shared.push(what); %s }"


@pytest.fixture(autouse=True)
def _limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "SENDING", RateLimit(most=20, within=timedelta(hours=1)))


def test_feedback_is_given_without_scripts(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(ANSWER, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_text("Add a comment").click()
    page.get_by_label("Your comment").fill("Say more\nabout fever.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    given = Feedback.objects.get()
    assert (given.version, given.is_helpful, given.comment) == (approved, False, "Say more\nabout fever.")
    assert page.context.cookies() == []


def test_feedback_is_given_by_keyboard_alone(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(ANSWER)
    tab_to(page, page.get_by_role("radio", name="Yes"))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the place for a comment
    page.keyboard.press("Tab")
    page.keyboard.type("Thank you.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    given = Feedback.objects.get()
    assert (given.is_helpful, given.comment) == (True, "Thank you.")


def test_the_link_on_a_topic_page_leads_to_the_same_form(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(TOPIC)
    page.get_by_role("link", name="Was this answer helpful?").click()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile(f"{ANSWER}feedback/thanks/$"))
    assert Feedback.objects.get().version == approved


def test_a_choice_is_asked_for_before_anything_is_sent(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(ANSWER)
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.get_by_role("radio", name="Yes").evaluate("radio => radio.validity.valueMissing")
    expect(page).to_have_url(re.compile(f"{ANSWER}$"))
    assert not Feedback.objects.exists()


def test_a_search_in_vain_ends_in_a_question_that_can_be_sent(
    approved: AnswerVersion, open_page: Open
) -> None:
    page = open_page("/search/?q=Can+I+dive%3F", java_script_enabled=False)
    question = page.get_by_label("Your question", exact=True)
    expect(question).to_have_value("Can I dive?")
    question.fill("Can I dive with a pump?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert AskedQuestion.objects.get().text == "Can I dive with a pump?"


def test_copying_the_link_is_announced(approved: AnswerVersion, open_page: Open) -> None:
    for address in (ANSWER, TOPIC):
        page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
        expect(page.get_by_role("status")).to_have_text("")
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("status")).to_have_text("The link is copied.")
        page.goto("/ask/")
        page.get_by_label("Your question", exact=True).press("Control+V")
        expect(page.get_by_label("Your question", exact=True)).to_have_value(FULL + address)


def test_a_failure_to_copy_says_what_to_do_instead(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(ANSWER)
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('refused') } }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("That did not work. Select the address and copy it.")


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("", ""),
        ("throw new DOMException('closed', 'AbortError')", ""),
        ("throw new Error('refused')", "That did not work. Select the address and copy it."),
    ],
)
def test_sharing_hands_the_page_to_the_browsers_own_dialogue(
    approved: AnswerVersion, open_page: Open, outcome: str, said: str
) -> None:
    page = open_page(ANSWER)
    page.add_init_script(SHARING % outcome)
    page.reload()
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared") == [{"title": "What is a baclofen pump?", "url": FULL + ANSWER}]
    page.wait_for_timeout(150)  # longer than the script waits before it speaks
    expect(page.get_by_role("status")).to_have_text(said)


def test_only_what_works_is_offered(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(ANSWER)
    page.add_init_script("delete Navigator.prototype.share; delete Navigator.prototype.clipboard")
    page.reload()
    offered = page.locator("[data-take-away] button:visible")
    expect(offered).to_have_text(["Print"])
    page.evaluate("window.print = () => { window.printed = true }")
    offered.click()
    assert page.evaluate("window.printed")


def test_without_scripts_the_address_stands_there_and_no_button_does(
    approved: AnswerVersion, open_page: Open
) -> None:
    page = open_page(ANSWER, java_script_enabled=False)
    expect(page.locator("[data-take-away]")).to_contain_text(FULL + ANSWER)
    expect(page.locator("[data-take-away] button:visible")).to_have_count(0)


def test_paper_carries_neither_forms_nor_buttons(approved: AnswerVersion, open_page: Open) -> None:
    page = open_page(ANSWER)
    page.emulate_media(media="print")
    expect(page.locator("form.feedback")).to_be_hidden()
    expect(page.locator("[data-take-away]")).to_be_hidden()
    page.goto(TOPIC)
    expect(page.get_by_text("Was this answer helpful?")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_forms_fit_and_are_large_enough_to_touch(
    approved: AnswerVersion, open_page: Open, width: int, scheme: str
) -> None:
    page = open_page("/ask/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in ("/ask/", f"{ANSWER}feedback/", ANSWER, "/ar/ask/", "/search/?q=zebra"):
        page.goto(address)
        assert sideways(page) == 0, address
        for control in page.locator(".telling :is(.choice, button, textarea):visible").all():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 44, address
