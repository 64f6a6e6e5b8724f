"""Reviewing in a real browser: by mouse and by keyboard alone, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from faq import comments, workflow
from faq.models import AnswerVersion, Category, Comment, Person, State
from tests.conftest import change, sign, write

from ..admin.desk import address
from .conftest import sideways, tab_to, unfold, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 390]
OLD = "The pump gives **50 mcg** a day.\n\nDo not stop it suddenly. Call your team daily."
NEW = "The pump gives **500 mg** a day.\n\nDo stop it suddenly. Call your team weekly."

Desk = Callable[..., Page]


@pytest.fixture
def waiting(
    transactional_db: None, author: Person, reviewer: Person, lead: Person, topic: Category
) -> AnswerVersion:
    """A text in review with dangerous changes since the approved one, and a comment on it."""
    first = write(
        author, topic, "What does the pump give?", OLD, sources="Leaflet, https://example.org/leaflet"
    )
    sign(workflow.submit(version=first, by=author), reviewer)
    second = change(workflow.start_version(answer=first.answer, by=author), author, body=NEW)
    second = workflow.submit(version=second, by=author)
    comments.comment(version=second, by=lead, text="Is that the dose?", passage="500 mg")
    return second


def select_words(page: Page, words: str) -> None:
    """Select words of the text as it was typed, as a mouse would."""
    found = page.evaluate(
        """words => {
            const box = document.querySelector("[data-passage-field=body]");
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at >= 0) {
                    document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
                    return true;
                }
            }
            return false;
        }""",
        words,
    )
    assert found


@pytest.mark.parametrize("width", WIDTHS)
def test_review_by_mouse(waiting: AnswerVersion, reviewer: Person, desk: Desk, width: int) -> None:
    page = desk(reviewer, address(waiting), width)
    assert sideways(page) == 0
    to_check = page.locator(".to-check")
    for said in ("50 mcg → 500 mg", "“not” is gone", "daily → weekly"):
        expect(to_check).to_contain_text(said)
    to_check.get_by_role("link", name="“not” is gone").click()
    expect(page.locator(".difference-view del:target")).to_have_text("not")
    expect(page.locator(".difference-view del:target")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.locator("#acts")).to_contain_text("a comment on it is not resolved")

    select_words(page, "stop it suddenly")
    page.get_by_role("button", name="Comment on the selected words").click()
    page.keyboard.type("Do NOT stop it?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Your comment stands below the text")
    thread = page.locator(".thread", has_text="Do NOT stop it?")
    thread.get_by_role("link", name="stop it suddenly").click()
    expect(page.locator("span:target + .quoted")).to_be_in_viewport()
    assert sideways(page) == 0
    for number in (2, 1):
        page.get_by_role("button", name=f"Resolve comment {number}").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist")).to_contain_text("Patients read this text now")


COVERED = """offer => [...document.querySelectorAll("button, a, summary")].filter(other => {
    const [one, two] = [offer, other].map(each => each.getBoundingClientRect());
    const isApart = one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top;
    return other !== offer && two.width && !isApart;
}).map(other => other.textContent.trim())"""


def test_offer_to_comment_stands_by_the_selection_and_covers_no_button(
    waiting: AnswerVersion, reviewer: Person, desk: Desk
) -> None:
    page = desk(reviewer, address(waiting), height=800)
    offer = page.get_by_role("button", name="Comment on the selected words")
    for words in ("stop it suddenly", "weekly."):
        select_words(page, words)
        expect(offer).to_be_visible()
        assert offer.evaluate(COVERED) == []
    gap = offer.evaluate(
        "offer => offer.getBoundingClientRect().top - getSelection().getRangeAt(0).getBoundingClientRect().bottom"
    )
    assert 0 <= gap < 20


def test_the_link_to_the_history_opens_it(waiting: AnswerVersion, reviewer: Person, desk: Desk) -> None:
    page = desk(reviewer, address(waiting))
    page.locator(".review-steps").get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="Events, newest first")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_review_by_keyboard_alone(waiting: AnswerVersion, reviewer: Person, desk: Desk, width: int) -> None:
    page = desk(reviewer, address(waiting), width)
    tab_to(page, page.locator(".to-check").get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.locator(".to-check-mark:target")).to_be_in_viewport()
    tab_to(page, page.locator("summary", has_text="Reply"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Your reply"))
    page.keyboard.type("It is micrograms.")
    tab_to(page, page.get_by_role("button", name="Send the reply"))
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_contain_text("It is micrograms.")
    tab_to(page, page.get_by_label("Which words is it about?"))
    page.keyboard.type("gives 500 mg a day")
    page.keyboard.press("Tab")
    page.keyboard.type("Please write mcg.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_have_count(2)
    assert Comment.objects.latest("pk").passage == "gives **500 mg** a day"
    tab_to(page, page.get_by_label("What should the author change?"))
    page.keyboard.type("See the comments.")
    tab_to(page, page.get_by_role("button", name="Return with a note"))
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("The text is returned")
    assert AnswerVersion.objects.get(pk=waiting.pk).state == State.RETURNED


@pytest.fixture
def due(transactional_db: None, author: Person, reviewer: Person, topic: Category) -> AnswerVersion:
    """An approved text whose review is due in a few days."""
    version = write(
        author, topic, "What is the longest question that a phone has to show on its screen?", OLD
    )
    return sign(workflow.submit(version=version, by=author), reviewer, days=5)


@pytest.mark.parametrize("width", WIDTHS)
def test_still_correct_is_one_click_in_sight(
    due: AnswerVersion, reviewer: Person, desk: Desk, width: int
) -> None:
    page = desk(reviewer, address(due), width)
    button = page.get_by_role("button", name="Still correct, no change")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.locator(".messagelist")).to_contain_text("Patients see the new review date")
    assert due.approvals.count() == 2


def test_five_clicks_lead_from_the_sign_in_page_to_an_approved_answer(
    transactional_db: None, in_review: AnswerVersion, reviewer: Person, open_page: Callable[..., Page]
) -> None:
    page, clicks = open_page("/admin/"), 0

    def click(target: Locator) -> None:
        nonlocal clicks
        clicks += 1
        target.click()

    page.get_by_label("Username").fill("reviewer")
    page.get_by_label("Password", exact=True).fill("sign-in for tests")
    click(page.locator("main, #content").get_by_role("button").first)
    click(page.get_by_role("link", name="What is a baclofen pump?").first)
    click(page.get_by_role("button", name="Approve"))
    expect(page.locator(".messagelist")).to_contain_text("Patients read this text now")
    assert clicks <= 5


def test_every_state_of_the_page_is_accessible(
    waiting: AnswerVersion, due: AnswerVersion, reviewer: Person, author: Person, desk: Desk
) -> None:
    returned = write(author, due.answer.question.placements.get().category, "Can I fly?", "Yes.")
    returned = workflow.submit(version=returned, by=author)
    comments.comment(version=returned, by=reviewer, text="Always?", passage="Yes.")
    workflow.return_to_author(version=returned, by=reviewer, note="See my comment.")
    cases = (
        (reviewer, waiting, "light"),
        (reviewer, waiting, "dark"),
        (reviewer, due, "dark"),
        (author, returned, "light"),
    )
    for person, version, scheme in cases:
        page = desk(person, address(version), 390, bypass_csp=True, color_scheme=scheme)
        unfold(page)
        assert violations(page) == [], version
        assert sideways(page) == 0, version


def test_a_number_struck_through_does_not_run_into_the_one_that_replaces_it(
    due: AnswerVersion, author: Person, reviewer: Person, desk: Desk
) -> None:
    text = {"wording": "¿Qué da la bomba?", "body": "50 mcg."}
    translation = workflow.create_answer(
        by=author, text=text, language="es", question=due.answer.question, translated_from=due
    )
    newer = change(workflow.start_version(answer=due.answer, by=author), author, body=NEW)
    sign(workflow.submit(version=newer, by=author), reviewer)
    page = desk(author, address(translation))
    gap = page.locator(".translation ins", has_text="500").evaluate(
        "ins => ins.getBoundingClientRect().left - ins.previousElementSibling.getBoundingClientRect().right"
    )
    assert gap > 3
