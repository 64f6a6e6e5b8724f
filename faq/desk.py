"""What lies on one person's desk: texts to review, texts that came back, drafts, and answers to keep in date.

Each list holds the few rows to begin with and how many there are. What it costs does not grow with what there is:
every list is a query or two.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from faq.models import (
    AlternativePhrasing,
    Answer,
    AnswerVersion,
    AskedQuestion,
    Comment,
    Event,
    Feedback,
    Person,
    Question,
    State,
    TermDefinition,
)
from faq.standings import (
    came_back,
    confirmable_by,
    drafts_of,
    due_among,
    is_due,
    is_due_soon,
    is_overdue,
    reviewable_by,
    sent_by,
    unsigned_by,
    where,
    with_standing,
)

ROWS = 6  # of a list on the desk; the rest is behind its link


@dataclass(frozen=True)
class Row:
    """One answer on the desk: when and by whom what brought it here was done, or when it falls due."""

    answer_id: int
    wording: str
    language: str
    at: datetime | None = None
    by: str = ""
    act: str = ""
    note: str = ""
    due_on: date | None = None
    open_comments: int = 0


@dataclass(frozen=True)
class Pile:
    """The first rows of a list, and how many there are in all."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class DuePile(Pile):
    """The same of answers to keep in date; ``total`` is of both."""

    overdue: int = 0
    due_soon: int = 0


@dataclass(frozen=True)
class Waiting:
    """How much waits for whoever gets to it first."""

    answers: int  # in review
    feedback: int
    asked: int
    terms: int
    questions_to_release: int  # with other ways of asking that no patient sees yet


def to_review(person: Person) -> Pile:
    """Texts that wait for the person's approval or sign-off, the one that has waited longest first."""
    return _pile(
        reviewable_by(person).select_related("answer", "submitted_by"),
        lambda v: _row(v, at=v.submitted_at, by=str(v.submitted_by), note=v.change_note),
    )


def to_sign_off(person: Person) -> int:
    """How many answers come up for review and lack a sign-off that the person can give: nobody can confirm them."""
    return due_among(unsigned_by(person)).count()


def to_confirm(person: Person) -> Pile:
    """Answers that come up for review and that the person can confirm as still correct; the latest first."""
    # In one pass: finding out what is due takes the database longer than reading which it is.
    due = list(
        due_among(confirmable_by(person)).order_by("next_review_on", "pk").values_list("pk", flat=True)
    )
    first: Any = with_standing(Answer.objects.filter(pk__in=due[:ROWS]))
    return Pile([_due_row(answer) for answer in first.order_by("next_review_on", "pk")], len(due))


def returned_to(person: Person) -> Pile:
    """Drafts of the person that a reviewer sent back, with what the reviewer said; the newest first."""
    before = AnswerVersion.objects.filter(answer=OuterRef("answer"), number=OuterRef("number") - 1)
    said = (
        drafts_of(person)
        .filter(came_back())
        .select_related("answer", "created_by")
        .order_by("-created_at", "-pk")
    )
    noted = _with_comments(said).annotate(note=Subquery(before.values("decision_note")[:1]))
    return _pile(
        noted,
        lambda v: _row(v, at=v.created_at, by=str(v.created_by), note=v.note, open_comments=v.open_comments),
    )


def drafts(person: Person) -> Pile:
    """The other drafts of the person; what was worked on last comes first."""
    acts = Event.objects.filter(version=OuterRef("pk")).order_by("-sequence")
    begun = drafts_of(person).exclude(came_back()).select_related("answer")
    worked_on = begun.annotate(changed_at=Subquery(acts.values("at")[:1])).order_by("-changed_at", "-pk")
    return _pile(_with_comments(worked_on), lambda v: _row(v, at=v.changed_at, open_comments=v.open_comments))


def sent_with_comments(person: Person) -> list[Row]:
    """Texts that the person submitted and that somebody has remarked on; the longest waiting first."""
    sent = _with_comments(sent_by(person).select_related("answer")).filter(open_comments__gt=0)
    return [_row(v, at=v.submitted_at, open_comments=v.open_comments) for v in sent[:ROWS]]


def to_keep_in_date(person: Person) -> DuePile:
    """Answers that the person owns or deputises for, and whose review is late or coming up; the latest first."""
    kept = with_standing(Answer.objects.filter(Q(owner=person) | Q(deputy=person)))
    counts = kept.aggregate(
        overdue=Count("pk", filter=where(is_overdue)), due_soon=Count("pk", filter=where(is_due_soon))
    )
    total = counts["overdue"] + counts["due_soon"]
    due: Any = kept.filter(where(is_due)).select_related("owner") if total else []
    first = due.order_by("next_review_on", "pk")[:ROWS] if total else due
    rows = [
        _due_row(answer, by="" if answer.owner_id == person.pk else str(answer.owner)) for answer in first
    ]
    return DuePile(rows, total, **counts)


def recently_changed() -> list[Row]:
    """The answers with which something was done last, each once, with what it was."""
    # The draft in which a returned text is corrected comes with the return: nobody began it.
    of_return = Event.objects.filter(kind=Event.Kind.RETURNED, sequence=OuterRef("sequence") - 1)
    came_with_it = Q(kind=Event.Kind.CREATED) & Exists(of_return.filter(answer=OuterRef("answer")))
    done = Event.objects.filter(answer__isnull=False).exclude(came_with_it)
    newer = done.filter(answer=OuterRef("answer"), sequence__gt=OuterRef("sequence"))
    last = done.exclude(Exists(newer)).select_related("by")
    newest = list(last.order_by("-sequence")[:ROWS])
    answers = with_standing(Answer.objects.filter(pk__in=[event.answer_id for event in newest]))
    found: dict[int | None, Any] = {answer.pk: answer for answer in answers}
    return [
        Row(
            found[event.answer_id].pk,
            found[event.answer_id].newest_wording,
            found[event.answer_id].language,
            at=event.at,
            by=str(event.by),
            act=event.get_kind_display(),
        )
        for event in newest
    ]


def waiting() -> Waiting:
    """What waits for anybody: of patients to be read, of words to be released."""
    unreleased = AlternativePhrasing.objects.current().filter(question=OuterRef("pk"), released_at=None)
    return Waiting(
        answers=AnswerVersion.objects.awaiting_review().count(),
        feedback=Feedback.objects.filter(read_at=None).count(),
        asked=AskedQuestion.objects.filter(dealt_with_at=None).count(),
        terms=TermDefinition.objects.waiting().count(),
        questions_to_release=Question.objects.filter(Exists(unreleased)).count(),
    )


def _pile(versions: QuerySet[AnswerVersion], row: Callable[[Any], Row]) -> Pile:
    return Pile([row(version) for version in versions[:ROWS]], versions.count())


def _with_comments(versions: QuerySet[AnswerVersion]) -> QuerySet[Any]:
    """Annotate versions with how many comments are open on each, as ``open_for`` finds those of one."""
    texts = AnswerVersion.objects.filter(
        answer=OuterRef(OuterRef("answer")), number__lte=OuterRef(OuterRef("number"))
    )
    said = Comment.objects.unresolved().filter(version__in=texts.exclude(state=State.DISCARDED))
    counted = said.order_by().values("version__answer").annotate(count=Count("pk")).values("count")
    return versions.annotate(open_comments=Coalesce(Subquery(counted), 0))


def _due_row(answer: Any, by: str = "") -> Row:
    return Row(answer.pk, answer.newest_wording, answer.language, due_on=answer.next_review_on, by=by)


def _row(version: AnswerVersion, **said: Any) -> Row:
    return Row(version.answer_id, version.wording, version.answer.language, **said)
