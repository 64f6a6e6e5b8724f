"""The public status of an answer: one pure function of signature, withdrawal and day. Never stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext, gettext_lazy, gettext_noop


class Status(StrEnum):
    """What patients are told about an answer. The words and the explanation belong to it, everywhere.

    The value is what data carries and never changes; the words are in the language of the page being written.
    """

    _label: str
    _meaning: str

    APPROVED = (
        "approved",
        gettext_noop("Approved"),
        gettext_noop("A clinician who did not write this answer has checked and approved it."),
    )
    REVIEW_DUE_SOON = (
        "review_due_soon",
        gettext_noop("Approved, review due soon"),
        gettext_noop("This answer is approved. Its next regular review is coming up."),
    )
    REVIEW_OVERDUE = (
        "review_overdue",
        gettext_noop("Review overdue"),
        gettext_noop(
            "This answer was approved, but its regular review is late. Check with your team before you rely on it."
        ),
    )
    BEING_UPDATED = (
        "being_updated",
        gettext_noop("Approved, being updated"),
        gettext_noop(
            "This answer is approved. A new version is being written; it appears here once it is approved."
        ),
    )
    WITHDRAWN = (
        "withdrawn",
        gettext_noop("Withdrawn"),
        gettext_noop("This answer has been taken back. Do not rely on a copy of it; ask your team."),
    )
    NOT_YET_APPROVED = (
        "not_yet_approved",
        gettext_noop("Not yet approved"),
        gettext_noop("This answer is still being written or checked, so it is not shown. Ask your team."),
    )

    def __new__(cls, value: str, label: str, meaning: str) -> "Status":
        """Make a status of its name in data, its words and its explanation."""
        member = str.__new__(cls, value)
        member._value_ = value
        member._label = label
        member._meaning = meaning
        return member

    @property
    def label(self) -> str:
        """The status in a word or two."""
        return gettext(self._label)

    @property
    def meaning(self) -> str:
        """What the status means for somebody who reads the answer."""
        return gettext(self._meaning)


# Said instead of, or before, a status's own explanation where no colleague made the last review.
REVIEWED_BY_AUTHOR = gettext_lazy(
    "The last review was made by the clinician who wrote this answer, not by a second one."
)


class OriginalState(StrEnum):
    """What became of the text that a translation was made from."""

    CURRENT = "current"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"

    @property
    def notice(self) -> str:
        """What readers of the translation are told; empty while the original stands as it was translated."""
        if self == OriginalState.CHANGED:
            return gettext("The original has changed since this translation was made.")
        if self == OriginalState.WITHDRAWN:
            return gettext(
                "The original has been withdrawn. Ask your team before you rely on this translation."
            )
        return ""


def original_state(translated: int, newest: int, *, is_withdrawn: bool) -> OriginalState:
    """What became of an original, from the numbers of its translated version and of the newest approved one."""
    if is_withdrawn:
        return OriginalState.WITHDRAWN
    return OriginalState.CHANGED if newest > translated else OriginalState.CURRENT


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
