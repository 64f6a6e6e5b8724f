"""What the plan of a day's mails rests on, read in a handful of queries however many answers there are."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from faq import handover
from faq.models import OPEN_STATES, Answer, AnswerVersion, Approval, Event, Mention, Person, Role, State
from faq.reminders.schedule import EARLY_DAYS

NEWS_DAYS = 28  # for how long a handover waits for a mail that gets through


@dataclass(frozen=True)
class Subject:
    """An answer of which there is something to tell."""

    answer_id: int
    wording: str
    language: str
    owner_id: int
    deputy_id: int | None


@dataclass(frozen=True)
class Review(Subject):
    """A published answer whose review is near or past."""

    version_id: int
    content_hash: str
    due_on: date
    signed_on: date  # the day of the newest signature
    update_under_way: bool


@dataclass(frozen=True)
class People:
    """Everyone with an account, and what keeps them from acting on a mail."""

    by_id: Mapping[int, Person]
    roles: Mapping[int, frozenset[str]]

    @property
    def leads(self) -> list[Person]:
        """The leads whom a mail reaches."""
        return [p for p in self.by_id.values() if Role.LEAD in self.roles[p.pk] and not self.hindrance(p)]

    def hindrance(self, person: Person) -> str:
        """Why a mail to a person would lead to nothing, to be read after the name; empty when it would not."""
        if not person.is_active:
            return "has a closed account"
        if not self.roles[person.pk]:
            return "has no role on this site"
        return "" if person.email else "has no e-mail address"


class Told:
    """Who was last told of what, and when."""

    def __init__(self, rows: Iterable[tuple[int, int, str, date | None, date]]) -> None:
        self._reviews: dict[tuple[int, int, date], date] = {}
        self._news: dict[tuple[int, int, str], date] = {}
        for person, answer, occasion, due_on, day in rows:
            if due_on is not None:
                key = person, answer, due_on
                self._reviews[key] = max(day, self._reviews.get(key, day))
            else:
                self._news[person, answer, occasion] = day

    def of_review(self, review: Review, person: Person, since: date) -> bool:
        """Whether the person was told of a review on a day or after it."""
        last = self._reviews.get((person.pk, review.answer_id, review.due_on))
        return last is not None and last >= since

    def of_news(self, subject: Subject, occasion: Mention.Occasion, person: Person, since: date) -> bool:
        """Whether the person was told something else of an answer on a day or after it."""
        last = self._news.get((person.pk, subject.answer_id, occasion))
        return last is not None and last >= since


def everyone() -> People:
    """Every account with its roles."""
    people = Person.objects.order_by("pk").prefetch_related("groups")
    by_id = {person.pk: person for person in people}
    roles = {
        pk: frozenset(group.name for group in person.groups.all()) & frozenset(Role.values)
        for pk, person in by_id.items()
    }
    return People(by_id, roles)


def reviews_due(moment: datetime) -> list[Review]:
    """Published answers whose review is due within ``EARLY_DAYS`` or overdue, the longest overdue first.

    Withdrawn answers are not among them: patients do not read them, and nobody can confirm them.
    """
    signatures = Approval.objects.newest_at(moment).filter(version=OuterRef("pk"))
    newest = Approval.objects.filter(pk=OuterRef("signature"))
    last_day = timezone.localdate(moment) + timedelta(days=EARLY_DAYS)
    rows = (
        AnswerVersion.objects.published(moment)
        .annotate(
            signature=Subquery(signatures.values("pk")[:1]),
            due_on=Subquery(newest.values("next_review_on")),
            signed_at=Subquery(newest.values("signed_at")),
            update_under_way=Exists(AnswerVersion.objects.under_way_at(moment)),
            owner_id=F("answer__owner"),
            deputy_id=F("answer__deputy"),
            language=F("answer__language"),
        )
        .filter(due_on__lte=last_day)
        .order_by("due_on", "wording", "pk")
        .values(
            *("id", "answer_id", "wording", "content_hash", "owner_id", "deputy_id", "language"),
            *("due_on", "signed_at", "update_under_way"),
        )
    )
    return [
        Review(version_id=row.pop("id"), signed_on=timezone.localdate(row.pop("signed_at")), **row)
        for row in rows
    ]


def abandoned(people: People) -> list[Subject]:
    """Answers with a text that counts or is at work, and an owner whose account is closed."""
    closed = [person.pk for person in people.by_id.values() if not person.is_active]
    if not closed:
        return []
    counts = AnswerVersion.objects.filter(answer=OuterRef("pk"), state__in=[*OPEN_STATES, State.APPROVED])
    return _subjects(Answer.objects.filter(Exists(counts), owner__in=closed))


def handed_over(moment: datetime) -> list[tuple[Subject, date, str]]:
    """Answers that were handed over of late, with the day and the reason as the trail has it."""
    news = Event.objects.filter(
        kind=Event.Kind.ASSIGNED,
        at__gt=moment - timedelta(days=NEWS_DAYS),
        detail__contains=handover.MARK,
    ).order_by("sequence")
    latest = {event.answer_id: event for event in news if event.answer_id}
    if not latest:
        return []
    events = [
        (subject, latest[subject.answer_id]) for subject in _subjects(Answer.objects.filter(pk__in=latest))
    ]
    return [
        (subject, timezone.localdate(event.at), json.loads(event.detail)["reason"])
        for subject, event in events
    ]


def told(day: date) -> Told:
    """Who was told of what, as far back as it still matters on a day."""
    since = day - timedelta(days=EARLY_DAYS)
    mentions = Mention.objects.filter(digest__day__gte=since).order_by()
    rows = mentions.values_list("digest__person_id", "answer_id", "occasion", "due_on").annotate(
        last=Max("digest__day")
    )
    return Told(rows)


def _subjects(answers: QuerySet[Answer]) -> list[Subject]:
    newest = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("-number")
    rows = answers.annotate(wording=Subquery(newest.values("wording")[:1])).order_by("wording", "pk")
    return [
        Subject(answer.pk, answer.wording, answer.language, answer.owner_id, answer.deputy_id)
        for answer in rows
    ]
