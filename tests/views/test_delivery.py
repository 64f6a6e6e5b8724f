"""How public pages go out: headers, methods, languages, and whatever people type into addresses."""

import gzip
import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from django.test import Client

from faq import workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import SHARED, sign

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

ADDRESSES = [
    "/",
    "/topics/baclofen-pump/",
    "/es/topics/baclofen-pump/",
    "/questions/what-is-approved/",
    "/questions/what-is-withdrawn/",
    "/topics/",
    "/about/review/",
    "/feed.atom",
    "/topics/baclofen-pump/feed.atom",
    "/sitemap.xml",
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


def test_a_page_goes_out_in_the_coding_that_its_reader_takes(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in ADDRESSES:
        plain = patient.get(address)
        assert "Content-Encoding" not in plain, address
        assert plain["Vary"] == "Accept-Encoding", address
        for coding, decode in {"br": brotli.decompress, "gzip": gzip.decompress}.items():
            packed = patient.get(address, headers={"accept-encoding": coding})
            assert packed["Content-Encoding"] == coding, address
            assert packed["Vary"] == "Accept-Encoding", address
            assert decode(packed.content) == plain.content, address
            assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2, address


def test_each_coding_of_a_page_has_a_strong_etag_of_its_own(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in ADDRESSES[:-1]:
        etags = [
            patient.get(address, headers={"accept-encoding": coding})["ETag"]
            for coding in ("identity", "gzip", "br", "gzip, br")
        ]
        assert len(set(etags)) == 3, address
        assert etags[2] == etags[3], address
        assert all(etag.startswith('"') for etag in etags), address


def test_a_wrong_address_is_never_said_to_be_unchanged(patient: Client, db: None) -> None:
    response = patient.get("/nothing-here/", headers={"if-none-match": "*"})
    assert response.status_code == 404
    assert not {"ETag", "Last-Modified"} & set(response.headers)


@pytest.mark.parametrize("address", FILES)
def test_an_export_is_packed_while_it_streams(
    patient: Client, in_every_status: dict[Status, AnswerVersion], address: str
) -> None:
    plain = patient.get(address).getvalue()
    for coding, decode in {"br": brotli.decompress, "gzip": gzip.decompress}.items():
        packed = patient.get(address, headers={"accept-encoding": coding})
        assert packed.streaming
        assert packed["Content-Encoding"] == coding
        assert not {"ETag", "Last-Modified", "Content-Length"} & set(packed.headers)
        assert decode(packed.getvalue()) == plain


def test_small_texts_and_pictures_are_not_packed(patient: Client, settings: Any) -> None:
    picture = b"\x89PNG" + b"\0" * 5_000
    name = hashlib.sha256(picture).hexdigest()
    (settings.MEDIA_ROOT / "answers").mkdir(parents=True)
    (settings.MEDIA_ROOT / "answers" / f"{name}.png").write_bytes(picture)
    for address in ("/robots.txt", f"/media/answers/{name}.png"):
        response = patient.get(address, headers={"accept-encoding": "gzip, br"})
        assert response.status_code == 200
        assert not {"Content-Encoding", "Vary"} & set(response.headers), address
        assert response["ETag"], address


def test_nothing_for_clinicians_alone_is_packed_or_confirmed(
    signed_in: Callable[[Person], Client], lead: Person, in_every_status: dict[Status, AnswerVersion]
) -> None:
    """Pages with tokens or unpublished text: their length would give away what is in them (BREACH)."""
    browser = signed_in(lead)
    answer = in_every_status[Status.BEING_UPDATED].answer_id
    addresses = ["/topics/baclofen-pump/?as_of=2026-03-02", "/admin/", f"/admin/faq/answer/{answer}/change/"]
    for address in addresses:
        response = browser.get(address, headers={"accept-encoding": "gzip, br"})
        assert response.status_code == 200, address
        assert not {"Content-Encoding", "ETag", "Last-Modified"} & set(response.headers), address


def test_public_pages_take_nothing_in(in_every_status: dict[Status, AnswerVersion]) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in [*ADDRESSES[:-1], f"/media/answers/{'0' * 64}.png"]:
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(address)
            assert response.status_code == 405, (method, address)
            assert not response.cookies, (method, address)


@pytest.mark.parametrize("page", ["", "search/", "topics/baclofen-pump/", "questions/what-is-approved/"])
def test_the_sites_own_language_lives_at_the_plain_address(
    patient: Client, in_every_status: dict[Status, AnswerVersion], page: str
) -> None:
    response = patient.get(f"/en/{page}?as_of=2026-01-01")
    assert response.status_code == 301
    assert response["Location"] == f"/{page}?as_of=2026-01-01"


@pytest.mark.parametrize("kind", ["topics/baclofen-pump", "questions/what-is-approved"])
@pytest.mark.parametrize(("language", "prefix"), [("es", "/es"), ("ar", "/ar"), ("en", "")])
def test_an_address_of_old_leads_to_the_one_of_today(
    patient: Client, in_every_status: dict[Status, AnswerVersion], kind: str, language: str, prefix: str
) -> None:
    response = patient.get(f"/{kind}/{language}/?as_of=2026-01-01")
    assert response.status_code == 301
    assert response["Location"] == f"{prefix}/{kind}/?as_of=2026-01-01"


@pytest.mark.parametrize("language", ["de", "EN", "es-MX", "..", "xx"])
@pytest.mark.parametrize("page", ["", "search/", "topics/baclofen-pump/", "questions/what-is-approved/"])
def test_a_language_that_the_site_does_not_have_is_not_found(
    patient: Client, in_every_status: dict[Status, AnswerVersion], page: str, language: str
) -> None:
    assert patient.get(f"/{language}/{page}").status_code == 404
    if page.startswith(("topics", "questions")):
        assert patient.get(f"/{page}{language}/").status_code == 404


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
    for address in ("/ar/topics/baclofen-pump/", "/ar/questions/what-is-a-baclofen-pump/"):
        page = ParsedPage(patient.get(address).content.decode())
        marked = [tag for tag, a in page.elements if a.get("lang") == "ar" and a.get("dir") == "rtl"]
        assert "div" in marked
        assert {"h1", "h2"} & set(marked)
        assert page.all("html") == [{"lang": "ar", "dir": "rtl"}]


def test_a_topic_without_answers_in_a_language_says_so(patient: Client, approved: AnswerVersion) -> None:
    page = ParsedPage(patient.get("/es/topics/baclofen-pump/").content.decode())
    assert "Todavía no se ha publicado ninguna respuesta sobre este tema" in page.text
    assert "en el idioma de esta página (español)" in page.text


def _answered(client: Client, text: str) -> None:
    escaped = quote(text, safe="", errors="replace")
    for address in (
        f"/search/?q={escaped}",
        f"/topics/baclofen-pump/?as_of={escaped}",
        f"/questions/{escaped}/",
        f"/topics/{escaped}/",
        f"/topics/baclofen-pump/{escaped}/",
        f"/{escaped}/topics/baclofen-pump/",
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
