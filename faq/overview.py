"""Every answer that patients see, in one line each and without its text: for figures and for the sitemap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from faq.models import Announcement, AnswerVersion, Approval, Withdrawal
from faq.status import Facts, Status, public_status


@dataclass(frozen=True)
class Line:
    """One answer that patients see: published, withdrawn or announced."""

    answer_id: int
    question_id: int
    slug: str
    language: str
    facts: Facts
    reviewed_at: datetime | None = None  # the newest signature, if there is one
    original_id: int | None = None  # the answer of which this one is a translation

    def status_on(self, day: date) -> Status:
        """The status on a day, by what is known now."""
        return public_status(self.facts, day, due_soon_days=settings.REVIEW_DUE_SOON_DAYS)


def public_answers(moment: datetime) -> Iterator[Line]:
    """All answers that patients could see at a moment, in two queries. Only those published have a text to read."""
    yield from _approved(moment)
    yield from _announced(moment)


def is_published(line: Line, moment: datetime) -> bool:
    """Whether there is approved text to read."""
    return line.status_on(timezone.localdate(moment)) not in {Status.WITHDRAWN, Status.NOT_YET_APPROVED}


def _approved(moment: datetime) -> Iterator[Line]:
    signatures = Approval.objects.newest_at(moment).filter(version=OuterRef("pk"))
    withdrawals = Withdrawal.objects.in_force_at(moment).filter(answer=OuterRef("answer"))
    rows = (
        AnswerVersion.objects.approved_by(moment)
        .annotate(
            reviewed_at=Subquery(signatures.values("signed_at")[:1]),
            next_review_on=Subquery(signatures.values("next_review_on")[:1]),
            is_withdrawn=Exists(withdrawals),
            update_under_way=Exists(AnswerVersion.objects.under_way_at(moment)),
        )
        .exclude(reviewed_at=None)
        .values_list(
            "answer_id",
            "answer__question_id",
            "answer__question__slug",
            "answer__language",
            "next_review_on",
            "is_withdrawn",
            "update_under_way",
            "reviewed_at",
            "translated_from__answer_id",
        )
    )
    for answer, question, slug, language, due, withdrawn, updated, reviewed_at, original in rows.iterator():
        facts = Facts(due, is_withdrawn=withdrawn, update_under_way=updated)
        yield Line(answer, question, slug, language, facts, reviewed_at, original)


def _announced(moment: datetime) -> Iterator[Line]:
    approved = AnswerVersion.objects.signed(moment).filter(answer=OuterRef("answer"))
    rows = Announcement.objects.standing_at(moment).exclude(Exists(approved))
    for row in rows.values_list(
        "answer_id", "answer__question_id", "answer__question__slug", "answer__language"
    ).iterator():
        yield Line(*row, facts=Facts(next_review_on=None))
