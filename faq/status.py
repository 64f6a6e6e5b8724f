"""The public status of an answer: one pure function of signature, withdrawal and day. Never stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Status(StrEnum):
    """What patients are told about an answer. The words and the explanation belong to it, everywhere."""

    label: str
    meaning: str

    APPROVED = (
        "approved",
        "Approved",
        "A clinician who did not write this answer has checked and approved it.",
    )
    REVIEW_DUE_SOON = (
        "review_due_soon",
        "Approved, review due soon",
        "This answer is approved. Its next regular review is coming up.",
    )
    REVIEW_OVERDUE = (
        "review_overdue",
        "Review overdue",
        "This answer was approved, but its regular review is late. Check with your team before you rely on it.",
    )
    BEING_UPDATED = (
        "being_updated",
        "Approved, being updated",
        "This answer is approved. A new version is being written; it appears here once it is approved.",
    )
    WITHDRAWN = (
        "withdrawn",
        "Withdrawn",
        "This answer has been taken back. Do not rely on a copy of it; ask your team.",
    )
    NOT_YET_APPROVED = (
        "not_yet_approved",
        "Not yet approved",
        "This answer is still being written or checked, so it is not shown. Ask your team.",
    )

    def __new__(cls, value: str, label: str, meaning: str) -> "Status":
        """Make a status of its name in data, its words and its explanation."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.meaning = meaning
        return member


# Said instead of, or before, a status's own explanation where no colleague made the last review.
REVIEWED_BY_AUTHOR = "The last review was made by the clinician who wrote this answer, not by a second one."


@dataclass(frozen=True)
class Facts:
    """What the status of an answer depends on, besides the day."""

    next_review_on: date | None  # of the newest signature; None without an approval
    is_withdrawn: bool = False
    update_under_way: bool = False


def public_status(facts: Facts, today: date, *, due_soon_days: int) -> Status:
    """The status on a day (where the site is).

    An answer is in date up to and on its review day, and overdue from the day after. ``due_soon_days``
    days before that day it is called due soon. What patients most need to know wins: a withdrawal over
    everything, a late review over an update that may take long, an update over a review to come.
    """
    if facts.next_review_on is None:
        return Status.NOT_YET_APPROVED
    if facts.is_withdrawn:
        return Status.WITHDRAWN
    if today > facts.next_review_on:
        return Status.REVIEW_OVERDUE
    if facts.update_under_way:
        return Status.BEING_UPDATED
    if today >= facts.next_review_on - timedelta(days=due_soon_days):
        return Status.REVIEW_DUE_SOON
    return Status.APPROVED
