"""The history of an answer as patients may read it: every approved version, when it held, what changed.

A text that was superseded is shown only as what changed since, and never one that was withdrawn when the next
was approved: it may have been taken back for what it said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from faq.difference import Passage, changed_lines, lines_of
from faq.models import AnswerVersion, Approval, Withdrawal
from faq.reading import recorded_rendering


@dataclass(frozen=True)
class Signature:
    """Who signed a version on which day, as patients may know it."""

    on: date
    name: str  # empty where the site shows roles alone
    role: str
    by_author: bool
    next_review_on: date


@dataclass(frozen=True)
class PastVersion:
    """One approved version: its dates, and what changed in it since the approved one before."""

    number: int
    content_hash: str
    approved: Signature
    confirmed: tuple[Signature, ...]  # as still correct, unchanged; oldest first
    replaced_on: date | None  # None: it is the newest
    previous: int | None = None
    what_changed: str = ""  # in the author's words
    changes: tuple[list[Passage], ...] | None = None  # None where the two texts are not to be compared


@dataclass(frozen=True)
class TakenBack:
    """A time in which the answer was withdrawn."""

    since: date
    until: date | None


@dataclass(frozen=True)
class AnswerHistory:
    """Every approved version of an answer, newest first, and when the answer was withdrawn."""

    versions: list[PastVersion]
    withdrawals: list[TakenBack]


def answer_history(identity: str, moment: datetime) -> AnswerHistory:
    """The history of an answer as it was known at a moment; without texts while the answer is withdrawn."""
    withdrawals = list(Withdrawal.objects.filter(answer__identity=identity, withdrawn_at__lte=moment))
    now_withdrawn = _in_force(withdrawals, moment)
    signatures = Prefetch("approvals", Approval.objects.valid_at(moment), to_attr="signatures")
    signed = AnswerVersion.objects.signed(moment).filter(answer__identity=identity).order_by("number")
    versions = [
        version
        for version in signed.select_related("answer", "translated_from").prefetch_related(signatures)
        if version.is_intact and _approval(version)
    ]
    told: list[PastVersion] = []
    for version, previous, following in zip(versions, [None, *versions], [*versions[1:], None], strict=False):
        was_withdrawn = now_withdrawn or _in_force(withdrawals, _signed_at(version))
        is_comparable = previous is not None and not was_withdrawn
        told.append(_past(version, previous, following, is_comparable=is_comparable))
    return AnswerHistory(told[::-1], [_taken_back(withdrawal, moment) for withdrawal in withdrawals[::-1]])


def _past(
    version: AnswerVersion,
    previous: AnswerVersion | None,
    following: AnswerVersion | None,
    *,
    is_comparable: bool,
) -> PastVersion:
    signatures: list[Approval] = version.signatures  # type: ignore[attr-defined]  # prefetched
    confirmed = [_signature(s) for s in signatures if s.meaning == Approval.Meaning.CONFIRMED]
    approval = _approval(version)
    assert approval is not None  # noqa: S101 - answer_history() leaves out what was not approved
    return PastVersion(
        number=version.number,
        content_hash=version.content_hash,
        approved=_signature(approval),
        confirmed=tuple(confirmed),
        replaced_on=timezone.localdate(_signed_at(following)) if following else None,
        previous=previous.number if previous else None,
        what_changed=version.change_note if is_comparable else "",
        changes=tuple(_changes(previous, version)) if previous and is_comparable else None,
    )


def _changes(previous: AnswerVersion, version: AnswerVersion) -> list[list[Passage]]:
    """What changed in the question, in the answer as it is read, and in its sources."""
    before, after = ([version.wording, *_read(version)] for version in (previous, version))
    return changed_lines(before, after)


def _read(version: AnswerVersion) -> Iterable[str]:
    html = recorded_rendering(version)
    return lines_of(f"{html.body_html}\n{html.sources_html}") if html else []


def _approval(version: AnswerVersion) -> Approval | None:
    signatures: list[Approval] = version.signatures  # type: ignore[attr-defined]  # prefetched
    return next((s for s in signatures if s.meaning == Approval.Meaning.APPROVED), None)


def _signed_at(version: AnswerVersion) -> datetime:
    approval = _approval(version)
    assert approval is not None  # noqa: S101 - answer_history() leaves out what was not approved
    return approval.signed_at


def _signature(approval: Approval) -> Signature:
    return Signature(
        on=timezone.localdate(approval.signed_at),
        name=approval.printed_name if settings.SHOW_REVIEWER_NAMES else "",
        role=approval.printed_role,
        by_author=approval.reviewed_by_author,
        next_review_on=approval.next_review_on,
    )


def _in_force(withdrawals: list[Withdrawal], moment: datetime) -> bool:
    return any(
        w.withdrawn_at <= moment and (w.reinstated_at is None or w.reinstated_at > moment)
        for w in withdrawals
    )


def _taken_back(withdrawal: Withdrawal, moment: datetime) -> TakenBack:
    ended = (
        withdrawal.reinstated_at if withdrawal.reinstated_at and withdrawal.reinstated_at <= moment else None
    )
    return TakenBack(
        since=timezone.localdate(withdrawal.withdrawn_at), until=timezone.localdate(ended) if ended else None
    )
