"""What a reviewer types outlives a session that ended, a crash, and a page that was left."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from faq import sessions, workflow
from faq.models import AnswerVersion, Comment, Person

from ..admin.desk import address
from .conftest import cookie_of, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = Callable[..., Page]
NOTE = "What should the author change?"
BACK = "This was not sent."
LOST = "There is no place for it on the page any more"


def test_note_and_comment_outlive_the_session(
    transactional_db: None, in_review: AnswerVersion, reviewer: Person, desk: Desk
) -> None:
    page = desk(reviewer, address(in_review))
    page.get_by_label("Your comment").fill("Per day?")
    page.get_by_label("Next review on").fill("2027-05-31")
    page.get_by_label(NOTE).fill("Ten minutes of thought.")
    sessions.end(reviewer)
    page.get_by_role("button", name="Return with a note").click()
    log_in(page, "reviewer")
    expect(page.locator(".messagelist")).to_contain_text("Nothing was sent.")
    expect(page.locator("#act-return")).to_contain_text(BACK)
    expect(page.get_by_label(NOTE)).to_have_value("Ten minutes of thought.")
    expect(page.get_by_label("Next review on")).to_have_value("2027-05-31")

    sessions.end(reviewer)
    page.get_by_role("button", name="Comment", exact=True).click()
    log_in(page, "reviewer")
    expect(page.get_by_label("Your comment")).to_have_value("Per day?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".said-text")).to_have_text("Per day?")
    assert page.evaluate("location.search") == ""
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.locator("#comment-form")).not_to_contain_text(BACK)

    page.get_by_role("button", name="Return with a note").click()
    expect(page.locator(".messagelist")).to_contain_text("The text is returned")
    page.reload()
    expect(page.get_by_text("Ten minutes of thought.").first).to_be_attached()
    expect(page.locator("#typed-again")).to_be_hidden()
    assert Comment.objects.count() == 1


def test_page_that_was_left_offers_what_has_no_place_any_more(
    transactional_db: None, in_review: AnswerVersion, reviewer: Person, desk: Desk
) -> None:
    page = desk(reviewer, address(in_review))
    page.get_by_label(NOTE).fill("Ten minutes of thought.")
    page.goto("/admin/")
    page.goto(address(in_review))
    expect(page.get_by_label(NOTE)).to_have_value("Ten minutes of thought.")
    workflow.return_to_author(version=in_review, by=reviewer, note="Less.")
    page.reload()
    lost = page.locator("#typed-again")
    expect(lost).to_contain_text(LOST)
    expect(lost.get_by_label(NOTE)).to_have_value("Ten minutes of thought.")
    lost.get_by_role("button", name="Discard this text").click()
    expect(lost).to_be_hidden()
    page.reload()
    expect(lost).to_be_hidden()


def test_another_account_in_the_same_tab_sees_nothing_of_it(
    transactional_db: None,
    in_review: AnswerVersion,
    reviewer: Person,
    colleague: Person,
    desk: Desk,
    live_server: Any,
) -> None:
    page = desk(reviewer, address(in_review))
    page.get_by_label(NOTE).fill("Ten minutes of thought.")
    page.context.add_cookies([cookie_of(colleague, live_server.url)])
    page.goto(address(in_review))
    expect(page.get_by_label(NOTE)).to_have_value("")
    expect(page.locator("#typed-again")).to_be_hidden()
