"""The trail: one appended line for every act, each hashed over the line before it.

The chain: ``hash = SHA-256(canonical JSON of the line without its hash)``, and the line holds the hash of
the one before it. Whoever changes, removes or inserts a line has to recompute every later hash, which
shows against any head hash kept elsewhere (every export carries one).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from faq import clock
from faq.content import canonical_json, sha256
from faq.models import Answer, AnswerVersion, Category, Event, Person, Rendering, TrailHead

# Kept in the trail as their hash: long, and already kept in full in their own frozen rows.
_DIGESTED = {"body_html", "sources_html"}


@contextmanager
def in_turn() -> Iterator[None]:
    """One transaction for an act and its line, after every act before it. Also a decorator.

    Each act locks the head of the trail before anything else. Acts come one by one, so that none decides on
    what another is about to change, and no two wait for each other. All that an act writes has one moment.
    """
    with transaction.atomic():
        TrailHead.objects.select_for_update().get_or_create(pk=1)
        with clock.set_to(clock.now()):
            yield


def append(
    kind: Event.Kind,
    *,
    by: Person,
    rows: Iterable[models.Model] = (),
    answer: Answer | None = None,
    version: AnswerVersion | None = None,
    category: Category | None = None,
    content_hash: str = "",
    **detail: Any,
) -> Event:
    """Append one line: who did what, over which content, and every row as the act left it.

    Runs inside the transaction of the act, so that neither stands without the other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An act and its line in the trail belong in one transaction.")
    head, _ = TrailHead.objects.select_for_update().get_or_create(pk=1)
    rows = list(rows)
    event = Event(
        sequence=head.sequence + 1,
        kind=kind,
        at=clock.now(),
        by=by,
        by_name=by.username,
        answer=answer or (version.answer if version else None),
        version=version,
        category=category,
        content_hash=content_hash or (version.content_hash if version else ""),
        html_hash=next((row.html_hash for row in rows if isinstance(row, Rendering)), ""),
        detail=canonical_json(detail | {"rows": {row_key(row): snapshot(row) for row in rows}}),
        previous_hash=head.hash,
    )
    event.hash = line_hash(as_line(event))
    event.save(force_insert=True)
    head.sequence, head.hash = event.sequence, event.hash
    head.save()
    return event


def length() -> int:
    """How many lines the trail has."""
    return Event.objects.count()


def head_hash() -> str:
    """The hash of the last line; empty before the first."""
    return TrailHead.objects.filter(pk=1).values_list("hash", flat=True).first() or ""


def row_key(row: models.Model) -> str:
    """A row's name in the trail, for example ``approval:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def snapshot(row: models.Model) -> dict[str, Any]:
    """A row's values as the trail keeps them."""
    return {
        field.attname: _plain(field.attname, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname != "id" and field.attname not in UNTRACKED.get(row._meta.model_name or "", ())
    }


# What a row may change without an act: a mere label for the desk.
UNTRACKED: Mapping[str, tuple[str, ...]] = {"question": ("working_title",)}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return f"sha256:{sha256(value)}" if name in _DIGESTED else str(value)
    return value


def as_line(event: Event) -> dict[str, Any]:
    """An event as one line of an exported trail: everything that its hash covers, and the hash."""
    return {
        "sequence": event.sequence,
        "kind": str(event.kind),
        "at": _plain("at", event.at),
        "by": event.by_id,
        "by_name": event.by_name,
        "answer": event.answer_id,
        "version": event.version_id,
        "category": event.category_id,
        "content_hash": event.content_hash,
        "html_hash": event.html_hash,
        "detail": event.detail,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


def line_hash(line: Mapping[str, Any]) -> str:
    """The hash of a line, over everything in it but the hash itself."""
    return sha256(canonical_json({name: value for name, value in line.items() if name != "hash"}))


def lines() -> Iterator[dict[str, Any]]:
    """The whole trail, first line first, in constant memory."""
    for event in Event.objects.order_by("sequence").iterator(chunk_size=500):
        yield as_line(event)


def break_in_chain(chain: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Say where a chain of lines does not hold: a changed, removed, inserted or reordered line."""
    sequence, previous_hash = 0, ""
    for line in chain:
        sequence += 1
        if line["sequence"] != sequence:
            yield f"Line {sequence} is missing: line {line['sequence']} follows line {sequence - 1}."
            sequence = line["sequence"]
        if line["previous_hash"] != previous_hash:
            yield f"Line {line['sequence']} does not continue the line before it: a line was changed or removed."
        if line_hash(line) != line["hash"]:
            yield f"Line {line['sequence']} was changed: its content does not match its hash."
        previous_hash = line["hash"]


def rows_of(line: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows as the act of a line left them, by their name in the trail; none where the detail is not ours."""
    try:
        rows = json.loads(line["detail"])["rows"]
    except (ValueError, KeyError, TypeError):
        return {}
    if not isinstance(rows, dict):
        return {}
    return {key: row for key, row in rows.items() if isinstance(row, dict)}
