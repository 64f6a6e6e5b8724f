"""A text that needs two signatures, from the desk of each signer to the patients: by mouse, and by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from faq.models import AnswerVersion, Category, Person, State

from ..conftest import rule
from .conftest import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDING = "What is a baclofen pump?"


@pytest.fixture
def waiting(in_review: AnswerVersion, topic: Category, lead: Person) -> AnswerVersion:
    """A text in review in a topic that asks for a pharmacist."""
    rule(topic, lead, "pharmacist")
    return in_review


def by_keyboard(page: Page, target: Locator) -> None:
    """Go to something with the Tab key and press Enter on it."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def by_mouse(page: Page, target: Locator) -> None:
    target.click()


@pytest.mark.parametrize(("width", "press"), [(1280, by_mouse), (390, by_keyboard)])
def test_pharmacist_signs_off_and_then_a_reviewer_approves(
    waiting: AnswerVersion,
    reviewer: Person,
    pharmacist: Person,
    desk: Callable[..., Page],
    width: int,
    press: Callable[[Page, Locator], None],
) -> None:
    page = desk(pharmacist, width=width)
    press(page, page.get_by_role("link", name=WORDING).first)
    expect(page.get_by_text("Still to be signed off by:")).to_be_visible()
    press(page, page.get_by_role("button", name="Sign off"))
    expect(page.get_by_text("Signed off. A reviewer can approve")).to_be_visible()
    waiting.refresh_from_db()
    assert waiting.state == State.IN_REVIEW

    page = desk(reviewer, width=width)
    press(page, page.get_by_role("link", name=WORDING).first)
    expect(page.locator(".at-a-glance").get_by_text("Signed off")).to_be_visible()
    press(page, page.get_by_role("button", name="Approve"))
    expect(page.get_by_text("Approved. Patients read this text now.")).to_be_visible()
    page.goto("/questions/what-is-a-baclofen-pump/")
    expect(page.get_by_text("Also signed off by:")).to_contain_text("Lead pharmacist")
