"""What every response carries, whatever kind it is: nothing that the site sends is without its guard."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError
from django.http.response import HttpResponseBase
from django.test import Client

from faq.models import AnswerVersion, Person
from faq.views import pages

pytestmark = pytest.mark.one_database

TOPIC = "/topics/baclofen-pump/"
PICTURE = b"\x89PNG\r\n\x1a\n a picture"
PICTURE_ADDRESS = f"/media/answers/{hashlib.sha256(PICTURE).hexdigest()}.png"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY_EVERYWHERE = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
NO_SCRIPTED_MARKUP = {"require-trusted-types-for 'script'", "trusted-types 'none'"}

# Each kind of response: where, how asked for, its status, who may build it in, whether it is a page for patients.
Kind = tuple[str, dict[str, str], int, str, bool]
KINDS: dict[str, Kind] = {
    "home": ("/", {}, 200, "same-origin", True),
    "topic": (TOPIC, {}, 200, "same-origin", True),
    "topic in another language": ("/es" + TOPIC, {}, 200, "same-origin", True),
    "answer": ("/questions/what-is-a-baclofen-pump/", {}, 200, "same-origin", True),
    "search": ("/search/?q=pump", {}, 200, "same-origin", True),
    "page as it was, refused": (TOPIC + "?as_of=2026-01-01", {}, 403, "same-origin", True),
    "moved": ("/topics/baclofen-pump/es/", {}, 301, "same-origin", True),
    "without its slash": ("/topics/baclofen-pump", {}, 301, "same-origin", False),
    "wrong address": ("/nothing-here/", {}, 404, "same-origin", True),
    "unknown host": ("/", {"host": "elsewhere.example"}, 400, "same-origin", False),
    "failure": ("/?fail", {}, 500, "same-origin", False),
    "export": ("/export/answers.json", {}, 200, "cross-origin", False),
    "refused export": ("/export/answers.xml", {}, 404, "cross-origin", False),
    "picture": (PICTURE_ADDRESS, {}, 200, "cross-origin", False),
    "missing picture": (f"/media/answers/{'0' * 64}.png", {}, 404, "same-origin", True),
    "robots.txt": ("/robots.txt", {}, 200, "cross-origin", False),
    "static file": ("/static/site.css", {}, 200, "same-origin", False),
    "missing static file": ("/static/none.css", {}, 404, "same-origin", True),
    "sign-in": ("/admin/login/", {}, 200, "same-origin", False),
    "desk, not signed in": ("/admin/", {}, 302, "same-origin", False),
}


@pytest.fixture
def ask(
    approved: AnswerVersion, patient: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., HttpResponseBase]]:
    """Ask for anything; a picture and a static file are there, and ``/?fail`` fails."""
    (settings.MEDIA_ROOT / "answers").mkdir(parents=True)
    (settings.MEDIA_ROOT / PICTURE_ADDRESS.removeprefix("/media/")).write_bytes(PICTURE)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    style = finders.find("faq/site.css")
    assert isinstance(style, str)
    (settings.STATIC_ROOT / "site.css").write_bytes(Path(style).read_bytes())
    patient.raise_request_exception = False
    answers: list[HttpResponseBase] = []

    def asked(address: str, method: str = "get", **headers: str) -> HttpResponseBase:
        with monkeypatch.context() as patched:
            if address == "/?fail":
                patched.setattr(pages, "topic_list", _broken)
            answers.append(getattr(patient, method)(address, headers=headers))
        return answers[-1]

    yield asked
    for answer in answers:
        answer.close()


def _broken(*args: Any) -> None:
    raise DatabaseError("gone")


def _policy(response: HttpResponseBase) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


def _guarded(response: HttpResponseBase, origin: str = "same-origin") -> None:
    headers = dict(response.headers)
    assert EVERYWHERE.items() <= headers.items()
    assert headers["Cross-Origin-Resource-Policy"] == origin
    assert "camera=(), clipboard-read=()" in headers["Permissions-Policy"]
    assert _policy(response) >= POLICY_EVERYWHERE
    assert _policy(response) <= POLICY_EVERYWHERE | NO_SCRIPTED_MARKUP
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("kind", KINDS)
def test_every_response_carries_its_guards(kind: str, ask: Callable[..., HttpResponseBase]) -> None:
    address, headers, status, origin, is_page = KINDS[kind]
    response = ask(address, **headers)
    assert response.status_code == status
    _guarded(response, origin)
    assert _policy(response) >= NO_SCRIPTED_MARKUP if is_page else not _policy(response) & NO_SCRIPTED_MARKUP


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_the_head_alone_changes_no_header(kind: str, ask: Callable[..., HttpResponseBase]) -> None:
    address, headers, status, _, _ = KINDS[kind]
    headers = headers | {"accept-encoding": "gzip, br"}
    got, head = ask(address, **headers), ask(address, "head", **headers)
    assert head.status_code == status
    assert dict(head.headers) | {"Set-Cookie": ""} == dict(got.headers) | {"Set-Cookie": ""}
    assert head.getvalue() == b""


@pytest.mark.parametrize("address", [TOPIC, PICTURE_ADDRESS])
def test_a_confirmed_copy_keeps_its_guards(address: str, ask: Callable[..., HttpResponseBase]) -> None:
    """A browser takes the headers of a 304 for those of the copy that it holds."""
    first = ask(address, **{"accept-encoding": "gzip"})
    again = ask(address, **{"accept-encoding": "gzip", "if-none-match": first["ETag"]})
    assert again.status_code == 304
    about_the_body = {"Content-Type", "Content-Encoding", "Content-Length"}
    assert dict(again.headers) == {name: value for name, value in first.items() if name not in about_the_body}


def test_a_closed_site_carries_its_guards(ask: Callable[..., HttpResponseBase], settings: Any) -> None:
    settings.MAINTENANCE = True
    response = ask("/")
    assert response.status_code == 503
    _guarded(response)


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/robots.txt"])
def test_refusals_of_a_method_or_a_form_carry_their_guards(address: str, db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(address)
    assert response.status_code == (403 if "admin" in address else 405)
    assert EVERYWHERE.items() <= dict(response.headers).items()
    assert _policy(response) >= POLICY_EVERYWHERE


def test_the_desk_is_guarded_but_keeps_its_scripts(
    signed_in: Callable[[Person], Client], lead: Person, settings: Any
) -> None:
    response = signed_in(lead).get("/admin/")
    _guarded(response)
    assert not _policy(response) & NO_SCRIPTED_MARKUP  # those of Django's admin do turn text into markup
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]


def test_pages_are_offered_nothing_they_never_ask_for(db: None, patient: Client) -> None:
    features = dict(feature.split("=") for feature in patient.get("/")["Permissions-Policy"].split(", "))
    assert set(features.values()) == {"()"}
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(features)
    # What the buttons for copying and sharing need stays as browsers have it: the page's own origin may.
    assert not {"clipboard-write", "web-share"} & set(features)
