"""Where a link in a reminder leads: to sign-in, to the review, or to words that say what to do."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq import clock, review_links, workflow
from faq.models import AnswerVersion, Person, ReviewLink

from ..conftest import change, sign

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]


@pytest.fixture
def link(approved: AnswerVersion, author: Person) -> str:
    address = review_links.make(author, [(approved.pk, approved.content_hash)])[approved.pk]
    return address.removeprefix("https://answers.example")


def is_unused() -> bool:
    return ReviewLink.objects.get().used_at is None


def test_link_leads_the_right_account_to_the_review(
    link: str, approved: AnswerVersion, author: Person, signed_in: SignedIn
) -> None:
    response = signed_in(author).get(link)
    assert response.status_code == 302
    assert response["Location"] == f"/admin/faq/answer/{approved.answer_id}/change/"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_link_is_no_sign_in_and_leads_on_after_one(link: str, author: Person) -> None:
    browser = Client()
    response = browser.get(link)
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={link}")
    assert is_unused()
    browser.force_login(author)
    assert "/admin/faq/answer/" in browser.get(link)["Location"]


@pytest.mark.parametrize("ahead", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_browser_that_looks_ahead_uses_nothing_up(
    link: str, author: Person, signed_in: SignedIn, ahead: dict[str, str]
) -> None:
    response = signed_in(author).get(link, headers=ahead)
    assert (response.status_code, response.content) == (503, b"")
    assert is_unused()


def test_asking_for_the_head_alone_uses_nothing_up(link: str, author: Person, signed_in: SignedIn) -> None:
    signed_in(author).head(link)
    assert is_unused()


def test_link_is_only_ever_opened(link: str, author: Person, signed_in: SignedIn) -> None:
    assert signed_in(author).post(link).status_code == 405
    assert is_unused()


def said(response: object, status: int) -> str:
    assert response.status_code == status  # type: ignore[attr-defined]
    return str(response.content.decode())  # type: ignore[attr-defined]


def test_another_account_is_told_whose_it_is_not(link: str, colleague: Person, signed_in: SignedIn) -> None:
    html = said(signed_in(colleague).get(link), 403)
    assert "This link is for another account" in html
    assert "it has not been used up" in html
    assert is_unused()


def test_account_without_a_role_does_not_get_in(link: str, author: Person, signed_in: SignedIn) -> None:
    author.groups.clear()
    response = signed_in(author).get(link)
    assert response.status_code in {302, 403}
    assert is_unused()


def test_used_link_says_so_and_leads_to_the_answer(
    link: str, approved: AnswerVersion, author: Person, signed_in: SignedIn
) -> None:
    browser = signed_in(author)
    browser.get(link)
    html = said(browser.get(link), 410)
    assert "This link has been used" in html
    assert f'href="/admin/faq/answer/{approved.answer_id}/change/"' in html


def test_expired_link_says_so(link: str, author: Person, signed_in: SignedIn) -> None:
    browser = signed_in(author)
    with clock.set_to(ReviewLink.objects.get().expires_at):
        assert "This link has expired" in said(browser.get(link), 410)


def test_link_to_a_changed_text_says_so(
    link: str, approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignedIn
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    sign(workflow.submit(version=change(newer, author, body="Another."), by=author), reviewer)
    html = said(signed_in(author).get(link), 410)
    assert "The text has changed since the mail was sent" in html
    assert f'href="/admin/faq/answer/{approved.answer_id}/change/"' in html


def test_half_a_link_says_what_to_do(link: str, author: Person, signed_in: SignedIn) -> None:
    html = said(signed_in(author).get(link[:-5] + "/"), 404)
    assert "Copy all of it from the mail" in html
