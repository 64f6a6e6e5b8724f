"""Verification: does the site still hold what its trail says, and does the trail still hold itself?

The trail keeps every row as the last act left it. Whatever is different in the tables was done around the
workflow; whatever the trail lacks was removed from it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models

from faq import guards, rendering, trail
from faq.models import (
    Announcement,
    Answer,
    AnswerVersion,
    Approval,
    Category,
    CategoryRevision,
    Contributor,
    Placement,
    Question,
    Rendering,
    State,
    TrailHead,
    Withdrawal,
)

TRACKED: tuple[type[models.Model], ...] = (
    Question,
    Category,
    CategoryRevision,
    Placement,
    Answer,
    AnswerVersion,
    Contributor,
    Rendering,
    Approval,
    Withdrawal,
    Announcement,
)


def verify_site(head: str = "") -> Iterator[str]:
    """Every finding about this site, in plain words; none if all is as the trail says.

    ``head`` is a head hash that was kept elsewhere, in an export for example: the trail must still hold it.
    """
    recorded: dict[str, dict[str, Any]] = {}
    seen_head = not head
    last: Mapping[str, Any] = {"sequence": 0, "hash": ""}

    def read() -> Iterator[dict[str, Any]]:
        nonlocal seen_head, last
        for line in trail.lines():
            recorded.update(trail.rows_of(line))
            seen_head = seen_head or line["hash"] == head
            last = line
            yield line

    yield from trail.break_in_chain(read())
    if not seen_head:
        yield _head_is_gone(head)
    kept = TrailHead.objects.filter(pk=1).first()
    if (kept.sequence if kept else 0, kept.hash if kept else "") != (last["sequence"], last["hash"]):
        yield (
            f"The trail ends at line {last['sequence']}, but its head says line {kept.sequence if kept else 0}: "
            "lines at its end were removed or added."
        )
    yield from _differences(recorded)
    yield from _content_that_does_not_match()
    yield from (f"The database guard {name} is missing or altered." for name in guards.missing(connection))


def verify_lines(lines: Iterator[dict[str, Any]], head: str) -> Iterator[str]:
    """Every finding about an exported trail, without the site. ``head`` was kept elsewhere."""
    found = not head

    def read() -> Iterator[dict[str, Any]]:
        nonlocal found
        for line in lines:
            found = found or line["hash"] == head
            yield line

    yield from trail.break_in_chain(read())
    if not found:
        yield _head_is_gone(head)


def _head_is_gone(head: str) -> str:
    return f"The trail holds no line with the hash {head}: lines at its end were removed, or it was written anew."


def _differences(recorded: dict[str, dict[str, Any]]) -> Iterator[str]:
    for model in TRACKED:
        for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
            key = trail.row_key(row)
            known = recorded.pop(key, None)
            now = trail.snapshot(row)
            if known is None:
                yield f"{_name(key)} is not on the trail: it was written around the workflow, or its line was removed."
            elif known != now:
                fields = ", ".join(sorted(f for f in known.keys() | now.keys() if known.get(f) != now.get(f)))
                yield f"{_name(key)} is not as the trail left it; changed since: {fields}."
    yield from (f"{_name(key)} is on the trail but gone from the site." for key in recorded)


def _content_that_does_not_match() -> Iterator[str]:
    for version in AnswerVersion.objects.select_related("answer").iterator(chunk_size=500):
        if not version.is_intact:
            yield f"{_name(trail.row_key(version))} does not match its content hash."
    for approval in Approval.objects.select_related("version").iterator(chunk_size=500):
        if approval.content_hash != approval.version.content_hash:
            yield f"{_name(trail.row_key(approval))} signs another text than its version holds."
    unsigned = AnswerVersion.objects.filter(state__in=[State.APPROVED, State.SUPERSEDED]).exclude(
        approvals__meaning=Approval.Meaning.APPROVED
    )
    for version in unsigned:
        yield f"{_name(trail.row_key(version))} counts as approved without a signature."
    yield from _renderings_that_differ()


def _renderings_that_differ() -> Iterator[str]:
    """What patients see must be what the present renderer makes of the signed text, where it made it."""
    newest = Rendering.objects.filter(renderer=rendering.RENDERER).select_related("version")
    for shown in newest.iterator(chunk_size=500):
        html = rendering.render(shown.version.body), rendering.render_sources(shown.version.sources)
        if (shown.body_html, shown.sources_html) != html:
            yield f"{_name(trail.row_key(shown))} is not what its text renders to."


def _name(key: str) -> str:
    kind, number = key.split(":")
    return f"{kind.capitalize()} {number}"
