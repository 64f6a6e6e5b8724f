"""How public pages go out: headers, methods, languages, and whatever people type into addresses."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from faq import workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import SHARED, sign

from .parsed_page import ParsedPage

ADDRESSES = [
    "/",
    "/topics/baclofen-pump/",
    "/topics/baclofen-pump/es/",
    "/questions/what-is-approved/",
    "/questions/what-is-withdrawn/",
    "/search/",
    "/search/?q=text",
    "/search/?q=zebra",
    "/nothing-here/",
]
FILES = ["/export/answers.json", "/export/answers.csv"]
HOSTILE = [
    "\x00",
    "'",
    '"><img src=x onerror=alert(1)>',
    "%",
    "../../etc/passwd",
    "{{ 7 }}",
    "NEAR(",
    '"',
    "*",
    "a" * 5000,
    "\u202e",
    "٢",
    "🩺",
    "' OR 1=1 --",
]


def test_public_pages_touch_no_cookie_even_for_those_who_are_signed_in(
    patient: Client,
    signed_in: Callable[[Person], Client],
    lead: Person,
    in_every_status: dict[Status, AnswerVersion],
) -> None:
    browser_of_lead = signed_in(lead)
    for address in ADDRESSES + FILES:
        as_patient, as_lead = patient.get(address), browser_of_lead.get(address)
        for response in (as_patient, as_lead):
            assert not response.cookies, address
            assert "cookie" not in response.get("Vary", "").lower(), address
        assert as_patient.getvalue() == as_lead.getvalue(), address


def test_public_pages_carry_the_security_headers(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in ADDRESSES + FILES:
        headers = patient.get(address).headers
        policy = headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy), address
        assert {"frame-ancestors 'none'", "base-uri 'none'"} <= set(policy), address
        assert "unsafe" not in str(policy), address
        expected = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        assert expected.items() <= dict(headers).items(), address


def test_no_copy_is_used_again_without_asking(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in ADDRESSES:
        assert set(patient.get(address)["Cache-Control"].split(", ")) == {"public", "no-cache"}, address


def test_an_unchanged_page_is_not_sent_again(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in ADDRESSES[:-1]:
        first = patient.get(address)
        again = patient.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304, address
        assert again.content == b"", address
        assert again["Cache-Control"] == first["Cache-Control"], address


def test_head_answers_like_get_without_a_body(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in ADDRESSES:
        get, head = patient.get(address), patient.head(address)
        assert head.status_code == get.status_code, address
        assert head["Content-Type"] == get["Content-Type"], address
        assert head.content == b"", address


def test_public_pages_take_nothing_in(in_every_status: dict[Status, AnswerVersion]) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in [*ADDRESSES[:-1], f"/media/answers/{'0' * 64}.png"]:
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(address)
            assert response.status_code == 405, (method, address)
            assert not response.cookies, (method, address)


@pytest.mark.parametrize("kind", ["topics/baclofen-pump", "questions/what-is-approved"])
def test_the_sites_own_language_lives_at_the_short_address(
    patient: Client, in_every_status: dict[Status, AnswerVersion], kind: str
) -> None:
    response = patient.get(f"/{kind}/en/?as_of=2026-01-01")
    assert response.status_code == 301
    assert response["Location"] == f"/{kind}/?as_of=2026-01-01"


@pytest.mark.parametrize("language", ["de", "EN", "es-MX", "..", "xx"])
@pytest.mark.parametrize("kind", ["topics/baclofen-pump", "questions/what-is-approved"])
def test_a_language_that_the_site_does_not_have_is_not_found(
    patient: Client, in_every_status: dict[Status, AnswerVersion], kind: str, language: str
) -> None:
    assert patient.get(f"/{kind}/{language}/").status_code == 404


def test_an_answer_says_its_language_and_direction(
    patient: Client, approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    arabic = workflow.create_answer(
        by=author,
        text={"wording": "ما هي المضخة؟", "body": "جهاز صغير."},
        language="ar",
        question=approved.answer.question,
    )
    sign(workflow.submit(version=arabic, by=author), reviewer)
    for address in ("/topics/baclofen-pump/ar/", "/questions/what-is-a-baclofen-pump/ar/"):
        page = ParsedPage(patient.get(address).content.decode())
        marked = [tag for tag, a in page.elements if a.get("lang") == "ar" and a.get("dir") == "rtl"]
        assert "div" in marked
        assert {"h1", "h2"} & set(marked)
        assert page.all("html") == [{"lang": "en", "dir": "ltr"}]


def test_a_topic_without_answers_in_a_language_says_so(patient: Client, approved: AnswerVersion) -> None:
    page = ParsedPage(patient.get("/topics/baclofen-pump/es/").content.decode())
    assert "have been published yet in the language of this page (español)" in page.text


def _answered(client: Client, text: str) -> None:
    escaped = quote(text, safe="", errors="replace")
    for address in (
        f"/search/?q={escaped}",
        f"/topics/baclofen-pump/?as_of={escaped}",
        f"/questions/{escaped}/",
        f"/topics/{escaped}/",
        f"/topics/baclofen-pump/{escaped}/",
        f"/media/answers/{escaped}.png",
    ):
        assert client.get(address).status_code < 500, address


def test_nothing_typed_into_an_address_breaks_a_page(
    signed_in: Callable[[Person], Client], reviewer: Person, topic: Category
) -> None:
    clinician = signed_in(reviewer)
    for text in HOSTILE:
        _answered(clinician, text)


def test_no_naughty_string_breaks_a_page(
    signed_in: Callable[[Person], Client], reviewer: Person, topic: Category
) -> None:
    path = SHARED / "data" / "naughty-strings.json"
    if not path.exists():
        pytest.skip("the big list of naughty strings is not here")
    clinician = signed_in(reviewer)
    for text in json.loads(path.read_text(encoding="utf-8")):
        escaped = quote(text, safe="", errors="replace")
        for address in (f"/search/?q={escaped}", f"/questions/{escaped}/?as_of={escaped}"):
            assert clinician.get(address).status_code < 500, address
