"""The start page of the desk as a clinician comes to it: on a phone and a large screen, by mouse and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from faq import workflow
from faq.models import AnswerVersion, Person

from .conftest import sideways, tab_to, unfold, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = Callable[..., Page]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_nothing_on_the_desk_is_out_of_reach(
    demonstration: None, everything: Person, desk: Desk, width: int, scheme: str
) -> None:
    page = desk(everything, width=width, color_scheme=scheme, bypass_csp=True)
    unfold(page)
    assert sideways(page) == 0
    assert violations(page) == []


def test_a_number_leads_to_as_many_answers(demonstration: None, everything: Person, desk: Desk) -> None:
    page = desk(everything)
    figure = page.locator("#statuses-heading + ul").get_by_role("link", name="Review overdue")
    number = figure.locator(".desk-count").inner_text()
    figure.click()
    expect(page.locator("#result_list tbody tr")).to_have_count(int(number))
    assert int(number) > 0


def test_the_chart_is_walked_through_by_keyboard(demonstration: None, everything: Person, desk: Desk) -> None:
    page = desk(everything)
    bars = page.locator(".home-chart svg a")
    tab_to(page, bars.first)
    page.keyboard.press("Tab")
    expect(bars.nth(1)).to_be_focused()
    ring = bars.nth(1).locator(".home-chart-row").evaluate("row => getComputedStyle(row).strokeWidth")
    assert ring == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/faq/answer/?due=*")


def test_a_reviewer_comes_from_the_desk_to_the_text_by_keyboard(
    in_review: AnswerVersion, reviewer: Person, desk: Desk
) -> None:
    page = desk(reviewer)
    tab_to(
        page,
        page.get_by_role("region", name="To review").get_by_role("link", name="What is a baclofen pump?"),
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/faq/answer/{in_review.answer_id}/**")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()


def test_an_author_finds_a_returned_text_with_the_reviewers_words(
    in_review: AnswerVersion, author: Person, reviewer: Person, desk: Desk
) -> None:
    workflow.return_to_author(version=in_review, by=reviewer, note="Say it in shorter words.")
    page = desk(author, width=390)
    returned = page.get_by_role("region", name="Returned to you")
    expect(returned.locator("q")).to_have_text("Say it in shorter words.")
    returned.get_by_role("link", name="What is a baclofen pump?").click()
    expect(page.get_by_label("Answer", exact=True)).to_be_editable()
