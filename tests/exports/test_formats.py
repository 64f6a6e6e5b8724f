"""The formats: exact, in constant memory, and harmless in a spreadsheet. No database."""

import csv
import hashlib
import io
import json
import tracemalloc
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faq.exports import FORMATS
from faq.exports.as_csv import COLUMNS, neutralise, restore
from faq.exports.record import Head, Record, RecordSignOff, RecordTopic

MOMENT = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = Head(
    exported_at=MOMENT,
    as_of=MOMENT,
    site="=Site",
    site_address="https://answers.example",
    trail_head="f" * 64,
    topics=("baclofen-pump",),
)
RECORD = Record(
    identity="8d6a1a5e-0000-4000-8000-000000000000",
    version=2,
    language="es",
    question="¿Qué es?",
    body_markdown='Una "bomba",\ncon **50 mcg**.\n',
    sources="- NHS\nhttps://example.org",
    body_html="<p>Una</p>\n",
    sources_html="",
    content_hash="0" * 64,
    status="approved",
    status_label="Aprobada",
    approved_on=date(2026, 1, 1),
    reviewed_on=date(2026, 2, 1),
    next_review_on=None,
    reviewer_role="Pharmacist",
    reviewer_name="",
    reviewed_by_author=False,
    signed_off=(RecordSignOff("Lead pharmacist", "A B"), RecordSignOff("Patient reader", "")),
    what_changed="=Dosis",
    translation_of="1" * 64,
    translated_from_language="en",
    translated_from_version=3,
    original_state="changed",
    topics=(RecordTopic("a", "A, B"), RecordTopic("c", "=C")),
    address="https://answers.example/es/questions/que-es/",
    is_demonstration=True,
)
# What a database can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def written(format: str, records: Iterable[Record]) -> bytes:
    return b"".join(FORMATS[format].write(records, HEAD))


def table(records: Iterable[Record]) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(written("csv", records).decode("utf-8-sig"), newline=""), strict=True)
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_document_with_head_records_and_count(count: int) -> None:
    document = json.loads(written("json", [RECORD] * count))

    assert document.pop("count") == count
    assert document.pop("records") == [json.loads(json.dumps(asdict(RECORD), default=str))] * count
    assert document == {
        "exported_at": "2026-03-02T12:00:00+00:00",
        "as_of": "2026-03-02T12:00:00+00:00",
        "site": "=Site",
        "site_address": "https://answers.example",
        "trail_head": "f" * 64,
        "topics": ["baclofen-pump"],
        "schema": "clinician-reviewed-answers-export",
        "schema_version": "1",
    }


def test_json_changes_in_the_line_of_the_field_that_changed() -> None:
    one, other = (
        written("json", [RECORD, replace(RECORD, status=status), RECORD]).splitlines()
        for status in ("a", "b")
    )

    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == [
        (b'      "status": "a",', b'      "status": "b",')
    ]


def test_json_that_was_cut_short_is_not_valid() -> None:
    pieces = list(FORMATS["json"].write([RECORD] * 3, HEAD))

    for end in range(len(pieces)):
        with pytest.raises(json.JSONDecodeError):
            json.loads(b"".join(pieces[:end]))


@given(text=TEXTS)
def test_json_keeps_every_text(text: str) -> None:
    document = json.loads(written("json", [replace(RECORD, body_markdown=text)]))

    assert document["records"][0]["body_markdown"] == text


def test_csv_has_a_row_for_each_record_and_the_head_in_each() -> None:
    rows = table([RECORD, RECORD])

    assert len(rows) == 2
    assert rows[0] == {
        "identity": RECORD.identity,
        "version": "2",
        "language": "es",
        "question": "¿Qué es?",
        "body_markdown": 'Una "bomba",\ncon **50 mcg**.\n',
        "sources": "'- NHS\nhttps://example.org",
        "body_html": "<p>Una</p>\n",
        "sources_html": "",
        "content_hash": "0" * 64,
        "status": "approved",
        "status_label": "Aprobada",
        "approved_on": "2026-01-01",
        "reviewed_on": "2026-02-01",
        "next_review_on": "",
        "reviewer_role": "Pharmacist",
        "reviewer_name": "",
        "reviewed_by_author": "false",
        "what_changed": "'=Dosis",
        "translation_of": "1" * 64,
        "translated_from_language": "en",
        "translated_from_version": "3",
        "original_state": "changed",
        "address": RECORD.address,
        "is_demonstration": "true",
        "topic_slugs": "a\nc",
        "topic_titles": "A, B\n=C",
        "signed_off_roles": "Lead pharmacist\nPatient reader",
        "signed_off_names": "A B\n",
        "exported_at": "2026-03-02T12:00:00+00:00",
        "as_of": "2026-03-02T12:00:00+00:00",
        "site": "'=Site",
        "site_address": "https://answers.example",
        "trail_head": "f" * 64,
        "schema": "clinician-reviewed-answers-export",
        "schema_version": "1",
        "topics_asked_for": "baclofen-pump",
    }


def test_csv_without_records_names_its_columns() -> None:
    assert written("csv", []) == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"


def test_csv_begins_with_a_byte_order_mark_and_ends_its_rows_as_rfc_4180_says() -> None:
    one_line = replace(RECORD, body_markdown="a", body_html="b", sources="c", topics=(), signed_off=())
    content = written("csv", [one_line])

    assert content.startswith(b"\xef\xbb\xbfidentity,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


@given(text=TEXTS)
@example(text="\r")
@example(text='",\r\n"')
@example(text="'=1+1")
def test_csv_keeps_every_text(text: str) -> None:
    (row,) = table([replace(RECORD, body_markdown=text)])

    assert restore(row["body_markdown"]) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\N{NO-BREAK SPACE}=1",
        "=cmd|' /C calc'!A0",
        "\N{FULLWIDTH EQUALS SIGN}1",
    ],
)
@pytest.mark.parametrize(
    "field",
    ["question", "body_markdown", "sources", "reviewer_name", "reviewer_role", "body_html", "what_changed"],
)
def test_no_cell_begins_a_formula(field: str, text: str) -> None:
    (row,) = table([replace(RECORD, **{field: text})])

    assert row[field] == "'" + text


@pytest.mark.parametrize("text", ["", "Text", "1", "2026-03-02", "a=b", "50-60 mcg", "<p>-</p>"])
def test_an_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert neutralise(text) == text


@given(text=st.text())
@example(text="'")
@example(text="''=1")
def test_restoring_gives_back_what_was_neutralised(text: str) -> None:
    assert restore(neutralise(text)) == text
    assert not neutralise(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("translation_of", ["", "1" * 64])
def test_the_hash_is_checked_as_the_documentation_says(translation_of: str) -> None:
    """The few lines that ``docs/exports.md`` gives to integrators, on an approval made here by hand."""
    signed = {
        "schema": "clinician-reviewed-answer/1",
        "answer": RECORD.identity,
        "version": RECORD.version,
        "language": RECORD.language,
        "question": RECORD.question,
        "body": RECORD.body_markdown,
        "sources": RECORD.sources,
    }
    if translation_of:
        signed["translation_of"] = translation_of
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    record = replace(RECORD, translation_of=translation_of)
    true = replace(record, content_hash=hashlib.sha256(canonical.encode()).hexdigest())

    assert _checked_by_documentation([true, replace(true, body_markdown="Changed.")]) == [True, False]


def _checked_by_documentation(records: list[Record]) -> list[bool]:
    from pathlib import Path

    documented = (Path(__file__).resolve().parents[2] / "docs/exports.md").read_text()
    program = documented.split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(program.split("for record in")[0], names)
    return [names["is_unchanged"](record) for record in json.loads(written("json", records))["records"]]


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_takes_records_one_by_one(format: str) -> None:
    taken: list[int] = []

    def records() -> Iterable[Record]:
        for number in range(3):
            taken.append(number)
            yield RECORD

    pieces = FORMATS[format].write(records(), HEAD)
    next(pieces)
    assert taken == []
    next(pieces)
    assert taken == [0]


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_writes_in_constant_memory(format: str) -> None:
    long = replace(RECORD, body_markdown="text " * 1000)
    tracemalloc.start()
    size = sum(len(piece) for piece in FORMATS[format].write((long for _ in range(2000)), HEAD))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 10_000_000
    assert peak < 1_000_000
