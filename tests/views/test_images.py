"""Pictures in answers."""

import hashlib
import logging
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

PICTURE = b"\x89PNG\r\n\x1a\n a picture"
NAME = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def kept(settings: Any) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "answers"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    ("extension", "content_type"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")]
)
def test_a_picture_is_sent_with_its_type_and_may_be_kept(
    patient: Client, kept: Path, extension: str, content_type: str
) -> None:
    (kept / f"{NAME}.{extension}").write_bytes(PICTURE)
    response = patient.get(f"/media/answers/{NAME}.{extension}")
    assert response.content == PICTURE
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert not response.cookies


def test_bytes_that_do_not_hash_to_their_name_are_not_sent(
    patient: Client, kept: Path, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    (kept / f"{NAME}.png").write_bytes(PICTURE + b" changed")
    with caplog.at_level(logging.CRITICAL):
        response = patient.get(f"/media/answers/{NAME}.png")
    assert response.status_code == 404
    assert NAME in caplog.text
    assert caplog.records[0].levelno == logging.CRITICAL


@pytest.mark.parametrize(
    "name",
    [
        f"{'0' * 64}.png",
        f"{NAME}.svg",
        f"{NAME.upper()}.png",
        f"{NAME}.png%0a",
        "../answers/x.png",
        "%2e%2e/site.sqlite3",
        "",
    ],
)
def test_nothing_else_is_sent_from_there(patient: Client, kept: Path, db: None, name: str) -> None:
    (kept / f"{NAME}.png").write_bytes(PICTURE)
    (kept / f"{NAME}.svg").write_bytes(PICTURE)
    assert patient.get(f"/media/answers/{name}").status_code == 404
