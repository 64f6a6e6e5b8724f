"""A reminder as people read it, and the way from its link through sign-in to the review, by keyboard alone."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any, Literal

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from faq import clock, reminders, review_links
from faq.models import AnswerVersion, Person

from ..admin.desk import address
from .conftest import sideways, tab_to, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
ColorScheme = Literal["light", "dark"]


def link_to(version: AnswerVersion, person: Person) -> str:
    link = review_links.make(person, [(version.pk, version.content_hash)])[version.pk]
    return link.removeprefix("https://answers.example")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mail_reads_well_by_day_and_by_night(
    browser: Browser, approved: AnswerVersion, author: Person, scheme: ColorScheme
) -> None:
    Person.objects.filter(pk=author.pk).update(email="author@hospital.example")
    with clock.set_to(clock.now() + timedelta(days=400)):
        reminders.send_reminders(by=None)
    html: Any = mail.outbox[0].alternatives[0][0]  # type: ignore[attr-defined]
    with closing(browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)) as context:
        page = context.new_page()
        page.set_content(html)
        expect(page.get_by_role("heading", level=2)).to_have_text("Review overdue")
        assert violations(page) == []
        assert sideways(page) == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("browser_complaints_allowed", [{"410", "403"}])
def test_link_leads_through_sign_in_to_the_review_and_afterwards_says_that_it_was_used(
    open_page: Open, approved: AnswerVersion, author: Person, colleague: Person, width: int
) -> None:
    link, review = link_to(approved, author), address(approved)
    page = open_page(link, viewport={"width": width, "height": 800})
    page.keyboard.type("author")
    page.keyboard.press("Tab")
    page.keyboard.type("sign-in for tests")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{review}")
    page.goto(link_to(approved, colleague))
    expect(page.get_by_role("heading", name="This link is for another account")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0
    page.goto(link)
    expect(page.get_by_role("heading", name="This link has been used")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Open the answer"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{review}")
