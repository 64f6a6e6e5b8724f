"""The start page of the desk as a clinician comes to it: on a phone and a large screen, by mouse and by keyboard."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from faq import workflow
from faq.demo import story
from faq.models import AnswerVersion, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
VIOLATIONS = """async () => (await axe.run(document, {preload: false})).violations.map(
    rule => rule.id + ': ' + rule.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', '))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def at_the_desk(open_page: OpenPage, live_server: Any) -> Callable[..., Page]:
    """Open the desk as somebody who has signed in."""

    def open_desk(person: Person, address: str = "/admin/", **options: Any) -> Page:
        client = Client()
        client.force_login(person)
        page = open_page("/", **options)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.goto(address)
        return page

    return open_desk


@pytest.fixture
def collection(transactional_db: None) -> None:
    story.load()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_nothing_on_the_desk_is_out_of_reach(
    collection: None, everything: Person, at_the_desk: Callable[..., Page], width: int, scheme: str
) -> None:
    # axe measures with styles of its own, which the policy of the site forbids.
    page = at_the_desk(
        everything, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page.evaluate("document.querySelectorAll('main details').forEach(folded => folded.open = true)")
    assert page.evaluate(SIDEWAYS) <= 0
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []


def test_a_number_leads_to_as_many_answers(
    collection: None, everything: Person, at_the_desk: Callable[..., Page]
) -> None:
    page = at_the_desk(everything)
    figure = page.locator("#statuses-heading + ul").get_by_role("link", name="Review overdue")
    number = figure.locator(".desk-count").inner_text()
    figure.click()
    expect(page.locator("#result_list tbody tr")).to_have_count(int(number))
    assert int(number) > 0


def test_the_chart_is_walked_through_by_keyboard(
    collection: None, everything: Person, at_the_desk: Callable[..., Page]
) -> None:
    page = at_the_desk(everything)
    bars = page.locator(".home-chart svg a")
    bars.first.focus()
    page.keyboard.press("Tab")
    expect(bars.nth(1)).to_be_focused()
    ring = bars.nth(1).locator(".home-chart-row").evaluate("row => getComputedStyle(row).strokeWidth")
    assert ring == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/faq/answer/?due=*")


def test_a_reviewer_comes_from_the_desk_to_the_text_by_keyboard(
    in_review: AnswerVersion, reviewer: Person, at_the_desk: Callable[..., Page]
) -> None:
    page = at_the_desk(reviewer)
    page.get_by_role("region", name="To review").get_by_role("link", name="What is a baclofen pump?").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/faq/answer/{in_review.answer_id}/**")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()


def test_an_author_finds_a_returned_text_with_the_reviewers_words(
    in_review: AnswerVersion, author: Person, reviewer: Person, at_the_desk: Callable[..., Page]
) -> None:
    workflow.return_to_author(version=in_review, by=reviewer, note="Say it in shorter words.")
    page = at_the_desk(author, viewport={"width": 390, "height": 844})
    returned = page.get_by_role("region", name="Returned to you")
    expect(returned.locator("q")).to_have_text("Say it in shorter words.")
    returned.get_by_role("link", name="What is a baclofen pump?").click()
    expect(page.get_by_label("Answer", exact=True)).to_be_editable()
