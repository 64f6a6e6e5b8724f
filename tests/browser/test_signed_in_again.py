"""A page that stood open while its writer signed in again in another tab goes on as if nothing had happened."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from faq import workflow, working_copies
from faq.models import AnswerVersion, Person, WorkingCopy

from ..admin.desk import address
from .conftest import add_picture, log_in, png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = Callable[..., Page]


def sign_in_again(page: Page, username: str) -> None:
    """End the session of a page, and sign in in another tab; each sign-in gives another token against forgery."""
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto("/admin/")
    log_in(other, username)
    expect(other.get_by_role("button", name="Log out")).to_be_visible()
    other.close()


def test_the_editor_keeps_shows_inserts_discards_and_saves(
    transactional_db: None, draft: AnswerVersion, author: Person, desk: Desk
) -> None:
    began_from = workflow.editing_token(draft)
    copy = {"wording": draft.wording, "body": "Typed on another machine."}
    working_copies.keep(
        by=author, version=draft, text=copy, began_from=began_from, lineage="elsewhere", step=1
    )
    page = desk(author, address(draft))
    sign_in_again(page, "author")

    page.locator("#unsaved summary").click()
    page.get_by_role("button", name="Discard it for good").click()
    expect(page.locator("#unsaved")).to_be_hidden()
    page.get_by_label("Answer").fill("An **hour** of work.")
    expect(page.locator(".preview strong")).to_have_text("hour")
    expect(page.locator("[data-kept=line]")).to_have_text(re.compile(r"^Saved in your copy \d"))
    kept = WorkingCopy.objects.get()
    assert (kept.text["body"], kept.set_aside) == ("An **hour** of work.", [])

    add_picture(page, png(), "A pump")
    expect(page.get_by_label("Answer")).to_have_value(
        re.compile(r"^An \*\*hour\*\* of work\.\n\n!\[A pump\]")
    )

    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()


def test_a_comment_is_said(
    transactional_db: None, in_review: AnswerVersion, reviewer: Person, desk: Desk
) -> None:
    page = desk(reviewer, address(in_review))
    page.get_by_label("Your comment").fill("Ten minutes of thought.")
    sign_in_again(page, "reviewer")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".said-text")).to_have_text("Ten minutes of thought.")
