"""A text that needs two signatures, from the desk of each signer to the patients: by mouse, and by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from faq import topics
from faq.models import AnswerVersion, Category, Person, State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDING = "What is a baclofen pump?"


@pytest.fixture
def waiting(in_review: AnswerVersion, topic: Category, lead: Person) -> AnswerVersion:
    """A text in review in a topic that asks for a pharmacist."""
    topics.rule(
        category=topic,
        by=lead,
        seen=topics.rules_of(topic).token,
        review_interval=None,
        sign_offs=["pharmacist"],
    )
    return in_review


@pytest.fixture
def desk(open_page: Callable[..., Page], live_server: Any) -> Callable[[Person, int], Page]:
    """The start page of the desk, for somebody who has signed in."""

    def open_desk(person: Person, width: int) -> Page:
        client = Client()
        client.force_login(person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        return open_page(
            "/admin/", viewport={"width": width, "height": 844}, storage_state={"cookies": [cookie]}
        )

    return open_desk


def by_keyboard(page: Page, target: Locator) -> None:
    """Go to something with the Tab key and press Enter on it."""
    for _ in range(100):
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def by_mouse(page: Page, target: Locator) -> None:
    target.click()


@pytest.mark.parametrize(("width", "press"), [(1280, by_mouse), (390, by_keyboard)])
def test_pharmacist_signs_off_and_then_a_reviewer_approves(
    waiting: AnswerVersion,
    reviewer: Person,
    person: Callable[..., Person],
    desk: Callable[[Person, int], Page],
    width: int,
    press: Callable[[Page, Locator], None],
) -> None:
    page = desk(person("pharmacist", "pharmacist", role_title="Lead pharmacist"), width)
    press(page, page.get_by_role("link", name=WORDING).first)
    expect(page.get_by_text("Still to be signed off by:")).to_be_visible()
    press(page, page.get_by_role("button", name="Sign off"))
    expect(page.get_by_text("Signed off. A reviewer can approve")).to_be_visible()
    waiting.refresh_from_db()
    assert waiting.state == State.IN_REVIEW

    page = desk(reviewer, width)
    press(page, page.get_by_role("link", name=WORDING).first)
    expect(page.locator(".at-a-glance").get_by_text("Signed off")).to_be_visible()
    press(page, page.get_by_role("button", name="Approve"))
    expect(page.get_by_text("Approved. Patients read this text now.")).to_be_visible()
    page.goto("/questions/what-is-a-baclofen-pump/")
    expect(page.get_by_text("Also signed off by:")).to_contain_text("Lead pharmacist")
