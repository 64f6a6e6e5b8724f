"""The review of one answer: what to compare its text with, what has changed underneath, and whose turn it is."""

from collections.abc import Container
from dataclasses import dataclass

from faq.admin.comparison import Comparison
from faq.admin.rendered_text import RenderedText
from faq.admin.standing import Standing
from faq.admin.turn import reviewers_of, who_confirms, who_reviews
from faq.models import AnswerVersion, Person, Role, State
from faq.policy import Act, refusal
from faq.reading import PublicAnswer
from faq.status import Status

_DUE = frozenset({Status.REVIEW_DUE_SOON, Status.REVIEW_OVERDUE})


@dataclass(frozen=True)
class Review:
    """A text before a reviewer, besides the text itself."""

    is_open: bool  # whether the text on the page is still to be approved
    comparison: Comparison | None  # with what patients read now, or with what came back from review
    changed_since: Comparison | None  # what changed under a page that was open too long
    is_due: bool  # the approved text on the page waits for “still correct”
    waits_for: str  # who can go on, or why this person cannot; empty where the buttons say it

    @classmethod
    def of(
        cls,
        standing: Standing,
        text: RenderedText,
        person: Person,
        offered: Container[str],
        *,
        public: PublicAnswer | None,
        act: Act | None,
        seen: str,
    ) -> "Review":
        """Gather it. ``act`` was tried over the text with the hash ``seen``, or waited for a fresh sign-in."""
        is_open = text.version.state == State.IN_REVIEW
        is_due = bool(public and public.status in _DUE and text.version == standing.approved)
        return cls(
            is_open=is_open,
            comparison=_with_former(standing, text) if is_open else None,
            changed_since=_changed_since(standing, act, seen),
            is_due=is_due,
            waits_for=_waits_for(standing, text.version, person, offered, is_due=is_due),
        )


def _with_former(standing: Standing, text: RenderedText) -> Comparison | None:
    """Against the last approved text; before the first approval against the text that came back from review."""
    returned = standing.answer.versions.filter(number__lt=text.version.number, state=State.RETURNED)
    former = standing.approved or returned.select_related("answer").order_by("-number").first()
    return Comparison.between(RenderedText.of(former), text) if former else None


def _changed_since(standing: Standing, act: Act | None, seen: str) -> Comparison | None:
    """From the text that a person had on the screen to the one that the act is about now."""
    subject = standing.subject_of(act) if act else None
    if not seen or not isinstance(subject, AnswerVersion) or subject.content_hash == seen:
        return None
    # A draft that was saved over keeps no former text; every text that was submitted is kept for ever.
    former = standing.answer.versions.filter(content_hash=seen).select_related("answer").first()
    return Comparison.between(RenderedText.of(former), RenderedText.of(subject)) if former else None


def _waits_for(
    standing: Standing, shown: AnswerVersion, person: Person, offered: Container[str], *, is_due: bool
) -> str:
    act = {State.IN_REVIEW: Act.APPROVE, State.APPROVED: Act.CONFIRM}.get(State(shown.state))
    if act is None or act in offered or standing.withdrawal:
        return ""
    why_not = refusal(act, person, shown) or "" if Role.REVIEWER in person.roles else ""
    if is_due and not reviewers_of(shown).filter(pk=person.pk).exists():
        return f"{why_not} {who_confirms(shown)}".strip()
    return who_reviews(shown) if act == Act.APPROVE and not why_not else why_not
