"""Whatever the format and whichever the way, only published text leaves the site."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from faq.exports import FORMATS
from faq.exports.as_csv import restore
from faq.models import AnswerVersion, Approval

from .conftest import PUBLISHED, WAYS

pytestmark = pytest.mark.django_db


def rows(format: str, content: bytes) -> list[dict[str, Any]]:
    if format == "json":
        read: list[dict[str, Any]] = json.loads(content)["records"]
        return read
    table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    return [{name: restore(cell) for name, cell in row.items()} for row in table]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("format", FORMATS)
def test_published_answers_and_nothing_else(
    every_state: dict[str, AnswerVersion],
    format: str,
    way: Callable[..., bytes],
    patient: Client,
    tmp_path: Path,
) -> None:
    content = way(format, patient, tmp_path)

    assert b"SECRET" not in content
    assert b"PUBLIC" in content
    assert {row["question"] for row in rows(format, content)} == PUBLISHED


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_hash_is_one_that_a_reviewer_signed(
    every_state: dict[str, AnswerVersion],
    format: str,
    way: Callable[..., bytes],
    patient: Client,
    tmp_path: Path,
) -> None:
    for row in rows(format, way(format, patient, tmp_path)):
        signed = Approval.objects.get(
            version__answer__identity=row["identity"], version__number=row["version"], meaning="approved"
        )
        assert row["content_hash"] == signed.content_hash
        assert row["body_markdown"] == signed.version.body
