"""What has become of answers lately: an entry for each approval, confirmation, withdrawal and reinstatement.

Every entry says what is true of its answer now: the feed is read later than the act, and a reader who has an
old entry may ask again. Text stands in it only where it is the text that patients can read now.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from faq import reading
from faq.models import Answer, Approval, Category, Event, Placement, Question, Withdrawal
from faq.reading import PublicAnswer

LONGEST = 100  # entries


@dataclass(frozen=True)
class _Act:
    """Something that was done to an answer. ``version`` is the text that was signed, if it was a signature."""

    kind: Event.Kind
    at: datetime
    answer_id: int
    version: int | None = None


@dataclass(frozen=True)
class Entry:
    """One act, and the answer as patients read it now."""

    kind: Event.Kind
    at: datetime
    version: int | None
    answer: PublicAnswer

    @property
    def identity(self) -> str:
        """A URN of the act, the same as long as the site stands."""
        moment = self.at.astimezone(UTC).isoformat()
        return uuid.uuid5(uuid.UUID(self.answer.identity), f"{self.kind} {moment}").urn

    @property
    def is_about_present_text(self) -> bool:
        """Whether a signature over the very text that patients can read now is what this entry tells of."""
        return self.answer.is_published and self.version == self.answer.version

    @property
    def title(self) -> str:
        """The question as patients read it now, and what happened."""
        return self._said % {"question": self.answer.wording, "version": self.version}

    @property
    def _said(self) -> str:
        if self.kind == Event.Kind.CONFIRMED:
            return gettext("%(question)s – reviewed, still correct")
        if self.kind == Event.Kind.WITHDRAWN:
            return gettext("%(question)s – withdrawn")
        if self.kind == Event.Kind.REINSTATED:
            return gettext("%(question)s – can be read again")
        if self.version == 1:
            return gettext("%(question)s – approved")
        return gettext("%(question)s – version %(version)s approved")


def entries(language: str, moment: datetime, category: Category | None = None) -> list[Entry]:
    """The newest entries about answers in a language, newest first; of one topic's answers, if one is given."""
    answers = Answer.objects.filter(language=language)
    if category is not None:
        standing = Placement.objects.standing_at(moment).filter(category=category)
        answers = answers.filter(Exists(standing.filter(question=OuterRef("question"))))
    acts = sorted(_acts(answers, moment), key=attrgetter("at"), reverse=True)[:LONGEST]
    identities = dict(
        Answer.objects.filter(pk__in={act.answer_id for act in acts}).values_list("pk", "identity")
    )
    questions = Question.objects.filter(answers__in=list(identities))
    public = {answer.identity: answer for answer in reading.answers_to(questions, language, moment)}
    return [
        Entry(act.kind, act.at, act.version, public[str(identities[act.answer_id])])
        for act in acts
        if str(identities[act.answer_id]) in public
    ]


def _acts(answers: QuerySet[Answer], moment: datetime) -> Iterator[_Act]:
    """The newest acts of each kind."""
    signatures = Approval.objects.newest_at(moment).filter(
        version__answer__in=answers.order_by().values("pk")
    )
    rows = signatures.values_list("meaning", "signed_at", "version__answer_id", "version__number")
    yield from (
        _Act(Event.Kind(meaning), at, answer, number) for meaning, at, answer, number in rows[:LONGEST]
    )
    withdrawals = Withdrawal.objects.filter(answer__in=answers.order_by().values("pk"))
    for kind, field in ((Event.Kind.WITHDRAWN, "withdrawn_at"), (Event.Kind.REINSTATED, "reinstated_at")):
        done = withdrawals.filter(**{f"{field}__lte": moment}).order_by(f"-{field}", "-pk")
        yield from (_Act(kind, at, answer) for at, answer in done.values_list(field, "answer_id")[:LONGEST])
