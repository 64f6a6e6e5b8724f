"""What the editor asks while somebody writes: behind the desk's door, and never writing into the text."""

import io
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from faq import clock, images, reading, rendering
from faq.admin.editor import markdown_image
from faq.models import AnswerVersion, Person, Question

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]
PREVIEW, UPLOAD = "/admin/faq/preview/", "/admin/faq/upload-image/"


def picture(data: bytes = b"", name: str = "pump.png", said_type: str = "image/png") -> SimpleUploadedFile:
    if not data:
        buffer = io.BytesIO()
        Image.new("RGB", (4, 3), "red").save(buffer, "PNG")
        data = buffer.getvalue()
    return SimpleUploadedFile(name, data, said_type)


def kept() -> list[Path]:
    from django.conf import settings

    return list(Path(settings.MEDIA_ROOT).rglob("*.*"))


@pytest.mark.parametrize("where", [PREVIEW, UPLOAD])
def test_nobody_gets_past_without_signing_in(db: None, patient: Client, where: str) -> None:
    response = patient.post(where, {"body": "x", "image": picture(), "alternative_text": "A pump"})
    assert (response.status_code, kept()) == (302, [])
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("name", ["reviewer", "lead", "root"])
@pytest.mark.parametrize("where", [PREVIEW, UPLOAD])
def test_whoever_does_not_write_is_refused(
    request: pytest.FixtureRequest, person: Callable[..., Person], signed_in: SignIn, name: str, where: str
) -> None:
    by = person("root", is_superuser=True) if name == "root" else request.getfixturevalue(name)
    response = signed_in(by).post(where, {"body": "x", "image": picture(), "alternative_text": "A pump"})
    assert (response.status_code, kept()) == (403, [])
    assert "Ask a lead" in response.json()["error"]


@pytest.mark.parametrize("where", [PREVIEW, UPLOAD])
def test_forged_request_from_another_site_is_refused(author: Person, where: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    response = client.post(where, {"body": "x", "image": picture(), "alternative_text": "A pump"})
    assert (response.status_code, kept()) == (403, [])


@pytest.mark.parametrize("where", [PREVIEW, UPLOAD])
def test_neither_can_be_opened_by_a_link(author: Person, signed_in: SignIn, where: str) -> None:
    assert signed_in(author).get(where).status_code == 405


@pytest.mark.parametrize(
    "where", ["/markdownx/markdownify/", "/markdownx/upload/", "/admin/markdownx/markdownify/"]
)
def test_addresses_of_markdownx_itself_lead_nowhere(author: Person, signed_in: SignIn, where: str) -> None:
    assert signed_in(author).post(where, {"content": "x"}).status_code in {403, 404}


def test_preview_is_exactly_what_patients_get(
    approved: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    (public,) = reading.answers_to(Question.objects.all(), "en", clock.now())
    preview = signed_in(author).post(PREVIEW, {"body": approved.body, "sources": approved.sources}).json()
    assert preview["body_html"] == public.body_html
    assert preview["sources_html"] == public.sources_html


def test_preview_is_sanitised(author: Person, signed_in: SignIn) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) ![a](https://tracker.example/a.png)"
    preview = signed_in(author).post(PREVIEW, {"body": hostile, "sources": hostile}).json()
    assert preview["body_html"] == rendering.render(hostile)
    for html in (preview["body_html"], preview["sources_html"]):
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript:' not in html


def test_preview_brings_the_findings_of_the_checks(author: Person, signed_in: SignIn) -> None:
    typed = {"wording": "What is it?", "body": "It helps. How long will I stay in the hospital?"}
    (finding,) = signed_in(author).post(PREVIEW, typed).json()["findings"]
    assert "How long will I stay in the hospital?" in finding["message"]
    start, end = map(int, finding["split"].split("-"))
    assert typed["body"][start:end] == "How long will I stay in the hospital?"


def test_picture_is_kept_and_its_markdown_shows_it(author: Person, signed_in: SignIn) -> None:
    sent = {"image": picture(), "alternative_text": "A pump  under\nthe skin"}
    answer = signed_in(author).post(UPLOAD, sent).json()
    (file,) = kept()
    html = rendering.render(answer["markdown"])
    assert f'src="/media/answers/{file.name}"' in html
    assert 'alt="A pump under the skin"' in html
    assert Client().get(f"/media/answers/{file.name}").status_code == 200


@pytest.mark.parametrize("description", [None, "", "   ", "\u200b\u2060", "x" * 501])
def test_picture_without_a_description_is_refused(
    author: Person, signed_in: SignIn, description: str | None
) -> None:
    sent: dict[str, Any] = {"image": picture()}
    if description is not None:
        sent["alternative_text"] = description
    response = signed_in(author).post(UPLOAD, sent)
    assert (response.status_code, kept()) == (400, [])
    assert "escri" in response.json()["error"]


def test_description_without_a_picture_is_refused(author: Person, signed_in: SignIn) -> None:
    response = signed_in(author).post(UPLOAD, {"alternative_text": "A pump", "image": "not a file"})
    assert (response.status_code, response.json()) == (400, {"error": "Choose a picture first."})


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "a.png",
            "PNG, JPEG or WebP",
        ),
        (b"<html><script>alert(1)</script></html>", "a.jpg", "PNG, JPEG or WebP"),
        (b"GIF89a<script>", "a.png", "PNG, JPEG or WebP"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "a.png", "PNG, JPEG or WebP"),
        (b"\x00" * (images.MAX_BYTES + 1), "a.png", "larger than 5 MB"),
    ],
)
def test_refused_file_is_explained_and_leaves_nothing_behind(
    author: Person, signed_in: SignIn, data: bytes, name: str, said: str
) -> None:
    response = signed_in(author).post(UPLOAD, {"image": picture(data, name), "alternative_text": "A pump"})
    assert (response.status_code, kept()) == (400, [])
    assert said in response.json()["error"]


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x.png", "x.png.php", "a\x00.png", "x" * 300 + ".png"])
def test_name_of_the_file_plays_no_part(author: Person, signed_in: SignIn, name: str) -> None:
    sent = {"image": picture(name=name), "alternative_text": "A pump"}
    assert signed_in(author).post(UPLOAD, sent).status_code == 200
    (file,) = kept()
    assert len(file.stem) == 64


@given(
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60).map(
        lambda s: " ".join(s.split())
    )
)
def test_description_is_taken_literally_whatever_it_holds(description: str) -> None:
    if not any(character.isprintable() and not character.isspace() for character in description):
        return
    html = rendering.render(markdown_image(f"/media/answers/{'0' * 64}.png", description))
    assert unescape(html.partition('alt="')[2].partition('"')[0]) == description
    assert html.count("<img") == 1
