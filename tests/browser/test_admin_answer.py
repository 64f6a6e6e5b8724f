"""Writing and reviewing in a real browser: by keyboard and mouse, on a desk and on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from faq import clock, reading, workflow
from faq.models import AnswerVersion, Category, Person, Question, State
from tests.conftest import change

from ..admin.desk import address
from .conftest import add_picture, log_in, png, sideways, tab_to, unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = Callable[..., Page]
WIDTHS = [1280, 390]
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('unsaved/'))"


@pytest.fixture
def browser_complaints_allowed() -> set[str]:
    """What a browser notes of every refusal; the refusal itself is what a test is about."""
    return {"400", "403", "409"}


def wait_until_kept(page: Page) -> None:
    """Wait for the browser's copy. Asked again and again from here: the page's own policy forbids ``eval``."""
    for _ in range(50):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the browser keeps no copy of the text")


@pytest.mark.parametrize("width", WIDTHS)
def test_answer_goes_from_a_blank_page_to_patients(
    transactional_db: None, author: Person, reviewer: Person, topic: Category, desk: Desk, width: int
) -> None:
    page = desk(author, "/admin/faq/answer/add/", width)
    page.get_by_label("Question").fill("How big is the pump?")
    page.get_by_label("Answer").fill("About **7 cm** across.")
    expect(page.locator(".preview strong")).to_have_text("7 cm")
    expect(page.locator(".preview h2").nth(1)).to_have_text("How big is the pump?")
    add_picture(page, png(), "A pump [round] beside a coin")
    expect(page.locator(".preview img")).to_have_attribute("alt", "A pump [round] beside a coin")
    assert (
        page.locator(".preview img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    )
    page.get_by_label("Baclofen pump").check()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("The text is submitted.")).to_be_visible()

    review = desk(reviewer, page.url, width)
    assert sideways(page) == 0
    assert sideways(review) == 0
    expect(review.locator(".answer strong")).to_have_text("7 cm")
    review.get_by_role("button", name="Approve").click()
    expect(review.get_by_text("Approved. Patients read this text now.")).to_be_visible()
    review.get_by_role("link", name="View on site").click()
    expect(review.locator("main strong").first).to_have_text("7 cm")
    (shown,) = reading.answers_to(Question.objects.all(), "en", clock.now())
    assert shown.reviewer_name == "reviewer"


def test_preview_is_exactly_what_patients_get(draft: AnswerVersion, author: Person, desk: Desk) -> None:
    page = desk(author, address(draft))
    text = (
        "## Why\n\n1. one\n2. two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n<script>alert(1)</script> & [x](/y)"
    )
    page.get_by_label("Answer").fill(text)
    expect(page.locator(".preview td").last).to_have_text("2")
    seen = page.locator(".preview [data-preview=body]").inner_html()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("The text is submitted.")).to_be_visible()
    frozen = page.evaluate(
        "html => { const box = document.createElement('div'); box.innerHTML = html; return box.innerHTML; }",
        draft.renderings.get().body_html,
    )
    assert seen == frozen


def test_tab_leaves_the_editor_and_changes_nothing(draft: AnswerVersion, author: Person, desk: Desk) -> None:
    page = desk(author, address(draft))
    body = page.get_by_label("Answer")
    body.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#callouts') !== null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.name") == "body"
    page.keyboard.press("Shift+Tab")  # the toolbar is one stop, however many buttons it has
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.name") == "wording"
    expect(body).to_have_value(draft.body)


@pytest.mark.parametrize(
    ("data", "description", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A pump", "PNG, JPEG or WebP"),
        (b"\0" * (5 * 1024 * 1024 + 1), "A pump", "larger than 5 MB"),
        (png(), "", "Describe what the picture shows"),
    ],
)
def test_refused_picture_is_explained_and_leaves_the_text_alone(
    draft: AnswerVersion, author: Person, desk: Desk, data: bytes, description: str, said: str
) -> None:
    page = desk(author, address(draft))
    add_picture(page, data, description)
    expect(page.locator("#picture-problem")).to_contain_text(said)
    expect(page.get_by_label("Answer")).to_have_value(draft.body)


def test_picture_goes_where_the_cursor_stands_and_can_be_undone(
    draft: AnswerVersion, author: Person, desk: Desk
) -> None:
    page = desk(author, address(draft))
    body = page.get_by_label("Answer")
    body.fill("Before.\n\nAfter.")
    body.evaluate("area => area.setSelectionRange(9, 9)")
    add_picture(page, png(), "A pump")
    expect(body).to_have_value(
        re.compile(r"^Before\.\n\n!\[A pump\]\(/media/answers/[0-9a-f]{64}\.png\)\n\nAfter\.$")
    )
    body.press("Control+z")
    expect(body).to_have_value("Before.\n\nAfter.")


def test_text_survives_the_end_of_the_session(draft: AnswerVersion, author: Person, desk: Desk) -> None:
    page = desk(author, address(draft))
    page.get_by_label("Answer").fill("An hour of work.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Username")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body != "An hour of work."

    log_in(page, "author")
    expect(page.locator("#unsaved")).to_contain_text(re.compile(r"You have unsaved text from \d"))
    expect(page.get_by_label("Answer")).to_have_value("A pump that gives **50 mcg** a day.")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Answer")).to_have_value("An hour of work.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    expect(page.locator("#unsaved")).to_be_hidden()
    assert page.evaluate(KEPT) == []
    draft.refresh_from_db()
    assert draft.body == "An hour of work."


def test_text_that_is_offered_again_outlives_the_next_save(
    draft: AnswerVersion, author: Person, desk: Desk
) -> None:
    page = desk(author, address(draft))
    page.get_by_label("Answer").fill("An hour of work.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save draft").click()
    log_in(page, "author")
    expect(page.locator("#unsaved")).to_be_visible()
    page.get_by_label("Answer").fill("A small fix.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Answer")).to_have_value("An hour of work.")


def test_signing_in_in_another_tab_is_enough_to_save(
    draft: AnswerVersion, author: Person, desk: Desk
) -> None:
    page = desk(author, address(draft))
    page.context.clear_cookies()
    page.get_by_label("Answer").fill("An hour of work.")
    expect(page.locator(".preview-problem")).to_contain_text("You are signed out")
    other = page.context.new_page()
    other.goto("/admin/login/")
    log_in(other, "author")
    expect(other.get_by_role("button", name="Log out")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body == "An hour of work."


def test_closed_page_costs_no_text(draft: AnswerVersion, author: Person, desk: Desk) -> None:
    page = desk(author, address(draft))
    page.get_by_label("Answer").fill("An hour of work.")
    wait_until_kept(page)
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address(draft))
    expect(again.locator("#unsaved")).to_contain_text("You have unsaved text")
    # What is typed before deciding takes nothing away from what was kept.
    again.get_by_label("Answer").fill("Something else.")
    again.wait_for_timeout(700)
    again.get_by_role("button", name="Restore").click()
    expect(again.get_by_label("Answer")).to_have_value("An hour of work.")


def test_unsaved_text_that_is_given_up_is_gone(draft: AnswerVersion, author: Person, desk: Desk) -> None:
    page = desk(author, address(draft))
    page.get_by_label("Answer").fill("Not so good.")
    wait_until_kept(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("#unsaved summary").click()
    page.get_by_role("button", name="Discard it for good").click()
    page.reload()
    expect(page.locator("#unsaved")).to_be_hidden()
    assert page.evaluate(KEPT) == []


def test_leaving_with_unsaved_text_asks_first(draft: AnswerVersion, author: Person, desk: Desk) -> None:
    page = desk(author, address(draft))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Answer").click()
    page.keyboard.type("More.")
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_label("Answer")).to_be_visible()
    assert asked == ["beforeunload"]


def test_restored_text_does_not_overwrite_what_a_colleague_saved_meanwhile(
    draft: AnswerVersion, author: Person, colleague: Person, desk: Desk
) -> None:
    page = desk(author, address(draft))
    page.get_by_label("Answer").fill("Mine.")
    wait_until_kept(page)
    change(draft, colleague, body="The colleague's text.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#body-0-theirs-text")).to_contain_text("colleague's")
    page.get_by_label("Mine", exact=True).check()
    page.get_by_role("button", name="Put the text together").click()
    expect(page.get_by_label("Answer")).to_have_value("Mine.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body == "Mine."


def test_text_kept_of_a_draft_that_was_submitted_meanwhile_can_be_copied(
    draft: AnswerVersion, author: Person, colleague: Person, desk: Desk
) -> None:
    page = desk(author, address(draft))
    page.get_by_label("Answer").fill("An hour of work.")
    wait_until_kept(page)
    workflow.submit(version=draft, by=colleague)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Your unsaved text")).to_have_value(re.compile("An hour of work."))


def test_reviewer_decides_by_keyboard_alone(
    draft: AnswerVersion, author: Person, reviewer: Person, desk: Desk
) -> None:
    workflow.submit(version=draft, by=author)
    page = desk(reviewer, "/admin/faq/answer/?standing=awaiting")
    tab_to(page, page.get_by_role("link", name="What is a baclofen pump?"))
    page.keyboard.press("Enter")
    expect(page.locator(".answer strong")).to_have_text("50 mcg")
    tab_to(page, page.get_by_role("button", name="Approve"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Approved. Patients read this text now.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.state == State.APPROVED


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_the_desk_scrolls_sideways_or_breaks_the_content_security_policy(
    draft: AnswerVersion, everything: Person, author: Person, reviewer: Person, desk: Desk, width: int
) -> None:
    long = "https://example.org/" + "a-very-long-address" * 8
    change(
        draft,
        author,
        body=f"{long}\n\n| {' | '.join('abcdefghi')} |\n|{'---|' * 9}\n",
        sources=long,
        wording=long,
    )
    page = desk(everything, address(draft), width)
    for step in ("draft", "in review", "approved", "withdrawn"):
        if step == "in review":
            workflow.submit(version=draft, by=author)
        if step == "approved":
            draft.refresh_from_db()
            day = clock.today() + timedelta(days=300)
            workflow.approve(version=draft, by=reviewer, content_hash=draft.content_hash, next_review_on=day)
        if step == "withdrawn":
            workflow.withdraw(answer=draft.answer, by=everything, reason=long)
        for where in (address(draft), "/admin/faq/answer/", "/admin/faq/answer/add/"):
            page.goto(where)
            unfold(page)
            assert sideways(page) == 0, (step, where)
