"""Verification: does the site still hold what its trail says, and does the trail still hold itself?

The trail keeps every row as the last act left it. Whatever is different in the tables was done around the
workflow; whatever the trail lacks was removed from it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models

from faq import guards, rendering, trail
from faq.models import (
    AlternativePhrasing,
    Announcement,
    Answer,
    AnswerVersion,
    Approval,
    Category,
    CategoryRevision,
    Comment,
    Contributor,
    Event,
    Placement,
    Question,
    Rendering,
    RequiredSignOff,
    SignOff,
    State,
    Term,
    TermDefinition,
    TrailHead,
    Withdrawal,
)
from faq.policy import RENDERED, contributors_since_approval

TRACKED: tuple[type[models.Model], ...] = (
    Question,
    Category,
    CategoryRevision,
    Placement,
    Answer,
    AnswerVersion,
    Contributor,
    Comment,
    Rendering,
    Approval,
    Withdrawal,
    Announcement,
    AlternativePhrasing,
    Term,
    TermDefinition,
    RequiredSignOff,
    SignOff,
)


class _Read:
    """What the lines of a trail say, gathered while its chain is checked."""

    def __init__(self, lines: Iterator[dict[str, Any]], head: str) -> None:
        self.lines = lines
        self.head = head
        self.found_head = not head
        self.end: tuple[int, str] = (0, "")
        self.rows: dict[str, dict[str, Any]] = {}  # as the last act on each left it
        self.submitted: dict[int, str] = {}  # by version: the hash of the text that was frozen
        self.html: dict[int, str] = {}  # by version: the hash of the HTML that patients are shown

    def findings(self) -> Iterator[str]:
        """Every break of the chain, and a head that is gone."""
        yield from trail.break_in_chain(self._each())
        if not self.found_head:
            yield (
                f"The trail holds no line with the hash {self.head}: "
                "lines at its end were removed, or it was written anew."
            )

    def _each(self) -> Iterator[dict[str, Any]]:
        for line in self.lines:
            self.end = line["sequence"], line["hash"]
            self.found_head = self.found_head or line["hash"] == self.head
            self.rows.update(trail.rows_of(line))
            if line.get("html_hash"):
                self.html[line["version"]] = line["html_hash"]
            if line.get("kind") == Event.Kind.SUBMITTED:
                self.submitted[line["version"]] = line["content_hash"]
            yield line


def verify_lines(lines: Iterator[dict[str, Any]], head: str = "") -> Iterator[str]:
    """Every finding about an exported trail, without the site. ``head`` was kept elsewhere."""
    yield from _Read(lines, head).findings()


def verify_site(head: str = "") -> list[str]:
    """Every finding about this site, in plain words; none if all is as the trail says.

    ``head`` is a head hash that was kept elsewhere, in an export for example: the trail must still hold it.
    An act during the reading would look like tampering, so findings count only if the trail stood still.
    """
    for _ in range(5):
        before = trail.head_hash()
        findings = list(_read_site(head))
        if not findings or trail.head_hash() == before:
            break
    return findings


def _read_site(head: str) -> Iterator[str]:
    read = _Read(trail.lines(), head)
    yield from read.findings()
    kept = TrailHead.objects.filter(pk=1).values_list("sequence", "hash").first() or (0, "")
    if kept != read.end:
        yield (
            f"The trail ends at line {read.end[0]}, but its head says line {kept[0]}: "
            "lines at its end were removed or added."
        )
    yield from _differences(read.rows)
    yield from _texts_that_do_not_match(read)
    yield from _signatures_that_do_not_hold()
    yield from (f"The database guard {name} is missing or altered." for name in guards.missing(connection))


def _differences(recorded: dict[str, dict[str, Any]]) -> Iterator[str]:
    for model in TRACKED:
        for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
            key = trail.row_key(row)
            known = recorded.pop(key, None)
            now = trail.snapshot(row)
            if known is None and _may_be_untold(row):
                continue
            if known is None:
                yield f"{_name(key)} is not on the trail: it was written around the workflow, or its line was removed."
            elif known != now:
                untold = _as_first_made(model, now.keys() - known.keys())
                told = untold | known
                fields = ", ".join(sorted(f for f in told.keys() | now.keys() if told.get(f) != now.get(f)))
                if fields:
                    yield f"{_name(key)} is not as the trail left it; changed since: {fields}."
    yield from (f"{_name(key)} is on the trail but gone from the site." for key in recorded)


def _may_be_untold(row: models.Model) -> bool:
    """Phrasings of former releases have no line of their own. Patients see none that nobody has released since."""
    return isinstance(row, AlternativePhrasing) and row.released_at is None and row.removed_at is None


def _as_first_made(model: type[models.Model], columns: Iterable[str]) -> dict[str, Any]:
    """What columns held that a release added after a line was written: their value in a row just made."""
    return {name: value for name, value in trail.snapshot(model()).items() if name in columns}


def _texts_that_do_not_match(read: _Read) -> Iterator[str]:
    versions = AnswerVersion.objects.select_related("answer", "translated_from").order_by("pk")
    for version in versions.iterator(chunk_size=500):
        name = _name(trail.row_key(version))
        if not version.is_intact:
            yield f"{name} does not match its content hash."
        if version.content_hash != read.submitted.get(version.pk, version.content_hash):
            yield f"{name} does not hold the text that was submitted for review."
        if version.state in RENDERED:
            yield from _html_that_differs(version, read.html.get(version.pk, ""))


def _html_that_differs(version: AnswerVersion, recorded: str) -> Iterator[str]:
    """What patients are shown must be what the present renderer makes of the signed text."""
    html = Rendering(
        body_html=rendering.render(version.body, version.answer.language),
        sources_html=rendering.render_sources(version.sources),
    )
    if recorded == html.html_hash:
        return
    shown = [r.renderer for r in version.renderings.all() if r.html_hash == recorded]
    name = _name(trail.row_key(version))
    if not shown or rendering.RENDERER in shown:
        yield f"{name} is not shown as its text renders."
    else:
        yield f"{name} was rendered by another renderer, so that cannot be checked. Run rerender, then verify again."


def _signatures_that_do_not_hold() -> Iterator[str]:
    for approval in Approval.objects.select_related("version").order_by("pk").iterator(chunk_size=500):
        name = _name(trail.row_key(approval))
        if approval.content_hash != approval.version.content_hash:
            yield f"{name} signs another text than its version holds."
        contributed = approval.signer_id in contributors_since_approval(approval.version)
        if contributed and not approval.reviewed_by_author:
            yield f"{name} was signed by somebody who contributed to the text."
    for sign_off in SignOff.objects.select_related("version").order_by("pk").iterator(chunk_size=500):
        name = _name(trail.row_key(sign_off))
        if sign_off.content_hash != sign_off.version.content_hash:
            yield f"{name} signs another text than its version holds."
        if sign_off.signer_id in contributors_since_approval(sign_off.version):
            yield f"{name} was given by somebody who contributed to the text."
    unsigned = AnswerVersion.objects.filter(state__in=[State.APPROVED, State.SUPERSEDED]).exclude(
        approvals__meaning=Approval.Meaning.APPROVED
    )
    for version in unsigned:
        yield f"{_name(trail.row_key(version))} counts as approved without a signature."


def _name(key: str) -> str:
    kind, _, number = key.partition(":")
    return f"{kind.capitalize()} {number}"
