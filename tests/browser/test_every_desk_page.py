"""Every page of the desk, followed link by link: nothing out of reach, and nothing that scrolls sideways."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.urls import resolve
from playwright.sync_api import Page

from faq.models import AnswerVersion, Capacity, Person, Role

from .conftest import looks, sideways, unfold, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Each of these is a page of its own kind, though the address leads to the same view.
FILTERS = ("standing",)
NOT_PAGES = ("logout", "export", ".svg", "jsi18n")


@pytest.fixture
def holder_of_everything(demonstration: None) -> Person:
    person = Person.objects.create_user(
        "holder-of-everything", password="sign-in for tests", is_superuser=True
    )
    person.groups.set(Group.objects.filter(name__in=[*Role.values, *Capacity.values]))
    return person


def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    holder_of_everything: Person, desk: Callable[..., Page], live_server: Any
) -> None:
    page = desk(holder_of_everything, bypass_csp=True)
    found: dict[tuple[str, str], list[str]] = {}
    visited = 0
    for address in each_kind_of_page(page, live_server.url):
        visited += 1
        unfold(page)
        for look in looks(page):
            problems = violations(page)
            if (beyond := sideways(page)) > 0:
                problems.append(f"stands {beyond} px wider than the window")
            if problems:
                found[address, look] = problems
    assert visited > 25
    assert found == {}


def each_kind_of_page(page: Page, site: str) -> Iterator[str]:
    """Open one page of each kind that links of the desk lead to, answers in every state among them."""
    waiting, seen = ["/admin/"], set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen:
            continue
        seen.add(kind)
        response = page.goto(site + address)
        assert response is not None
        assert response.status == 200, address
        yield address
        for href in page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))"):
            target = urlsplit(urljoin(address, href))
            if target.path.startswith("/admin/") and not any(part in target.path for part in NOT_PAGES):
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))


def kind_of(address: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    match = resolve(parts.path)
    kind = [match.view_name]
    if match.view_name == "admin:faq_answer_change":
        newest = AnswerVersion.objects.filter(answer=match.kwargs["object_id"]).latest("number")
        kind += [newest.state, str(newest.sign_offs.exists()), str(newest.number > 1)]
    kind += [name for name in FILTERS if f"{name}=" in parts.query]
    return tuple(kind)
