"""The pages that nobody hopes to see."""

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError
from django.template.loader import get_template
from django.test import Client
from django.urls import resolve

from faq.models import Category
from faq.views import delivery

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database


def test_a_wrong_address_is_met_with_search_and_topics(patient: Client, topic: Category) -> None:
    response = patient.get("/no/such/page/")
    assert response.status_code == 404
    page = ParsedPage(response.content.decode())
    assert "/topics/baclofen-pump/" in page.links()
    assert page.all("form")[0]["action"] == "/search/"
    assert page.all("input")[0]["name"] == "q"


def test_the_wrong_address_is_not_repeated(patient: Client, db: None) -> None:
    assert b"Zsecret" not in patient.get("/Zsecret/").content


def test_a_failure_is_answered_without_database_or_context(
    patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(delivery, "last_change", broken)
    patient.raise_request_exception = False
    response = patient.get("/")
    assert response.status_code == 500
    said = ParsedPage(response.content.decode()).text
    assert "Something went wrong on our side" in said
    assert "gone" not in said


STAND_ALONE = ["400.html", "500.html", "503.html", "403_csrf.html"]


@pytest.mark.parametrize("name", STAND_ALONE)
def test_pages_for_failures_stand_alone(name: str) -> None:
    html = get_template(name).render()
    page = ParsedPage(html)
    assert page.unbalanced == []
    assert page.heading_levels[0] == 1
    assert set(page.heading_levels[1:]) <= {2}
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]
    source = get_template(name).template.source  # type: ignore[attr-defined]
    assert "{%" not in source
    assert "{{" not in source


@pytest.mark.parametrize("name", STAND_ALONE)
def test_what_they_name_is_there(name: str) -> None:
    page = ParsedPage(get_template(name).render())
    for link in page.all("link"):
        assert finders.find((link["href"] or "").removeprefix("/static/")), link
    for address in page.links():
        assert resolve(address)


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_patients_find_help_on_them_in_every_language_of_the_interface(name: str, settings: Any) -> None:
    page = ParsedPage(get_template(name).render())
    parts = {a["lang"]: a["dir"] for _, a in page.elements if a.get("lang")}
    assert parts == {"en": "ltr", "es": "ltr", "ar": "rtl"}
    assert set(parts) == {code for code, _ in settings.LANGUAGES}
    for emergency in ("emergency number", "número de emergencias", "رقم الطوارئ"):
        assert emergency in page.text


def test_a_form_from_a_page_left_open_too_long_is_refused_in_plain_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "author"})
    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


def test_an_unknown_host_gets_a_page_of_ours(patient: Client) -> None:
    response = patient.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "The request could not be understood" in response.content.decode()
