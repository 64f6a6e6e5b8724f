"""The whole collection in figures: where answers stand, when reviews fall due, who has how much to do."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from django.utils import timezone

from faq import clock, overview, standings
from faq.models import Answer, Category, Person, Placement
from faq.status import Facts, Status

MONTHS_AHEAD = 12
AGES = (3, 6, 12, 24)  # months since the last review, between which ages are counted


@dataclass(frozen=True)
class Age:
    """Published answers last reviewed in a span of time: after ``after`` and up to ``until``, open where None."""

    key: str
    label: str
    after: date | None
    until: date | None
    count: int = 0


class Load(NamedTuple):
    """How many answers belong to a topic or a person, and how many of them need a review."""

    answers: int = 0
    overdue: int = 0
    due_soon: int = 0


@dataclass(frozen=True)
class TopicLoad:
    """What belongs to a topic."""

    slug: str
    title: str
    load: Load


@dataclass(frozen=True)
class KeeperLoad:
    """What a person has to keep in date."""

    person_id: int
    name: str
    has_left: bool  # the account is closed
    load: Load


@dataclass(frozen=True)
class Picture:
    """The figures of the whole collection."""

    total: int
    statuses: list[tuple[Status, int]]
    topics: list[TopicLoad]
    in_no_topic: int
    ages: list[Age]
    months: list[tuple[date, int]]  # the first day of each month, and what falls due in it from today on
    keepers: list[KeeperLoad]  # those with most to do first


class _Held(NamedTuple):
    """One answer in the figures."""

    owner_id: int
    question_id: int
    status: Status
    is_overdue: bool = False
    is_due_soon: bool = False
    due_on: date | None = None  # of a published answer
    reviewed_on: date | None = None  # of a published answer


def picture() -> Picture:
    """The figures now, in five queries however many answers there are."""
    held = list(_held())
    topics, in_no_topic = _topics(held)
    return Picture(
        total=len(held),
        statuses=_by_status(held),
        topics=topics,
        in_no_topic=in_no_topic,
        ages=_ages(held),
        months=_months(held),
        keepers=_keepers(held),
    )


def ages() -> list[Age]:
    """The spans in which the time since the last review is counted."""
    today = clock.today()
    ends = [clock.months_after(today, -months) for months in AGES]
    spans = [Age(f"0-{AGES[0]}", f"Less than {AGES[0]} months ago", ends[0], None)]
    for (younger, older), (until, after) in zip(pairwise(AGES), pairwise(ends), strict=True):
        spans.append(Age(f"{younger}-{older}", f"{younger} to {older} months ago", after, until))
    return [*spans, Age(f"{AGES[-1]}-", f"{AGES[-1]} months ago or more", None, ends[-1])]


def months_ahead() -> list[date]:
    """The first days of this month and the twelve after it."""
    this = clock.today().replace(day=1)
    return [clock.months_after(this, ahead) for ahead in range(MONTHS_AHEAD + 1)]


def end_of_month(day: date) -> date:
    """The last day of a month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _held() -> Iterator[_Held]:
    zone = timezone.get_current_timezone()
    lines = {line.answer_id: line for line in overview.public_answers(clock.now())}
    judged = cache(partial(_judged, today=clock.today()))  # thousands of answers share some hundred facts
    for pk, owner, question in Answer.objects.order_by().values_list("pk", "owner_id", "question_id"):
        line = lines.get(pk)
        if line is None or line.reviewed_at is None:
            yield _Held(owner, question, Status.NOT_YET_APPROVED)
            continue
        status, overdue, due_soon, published = judged(line.facts)
        due_on = line.facts.next_review_on if published else None
        reviewed_on = line.reviewed_at.astimezone(zone).date() if published else None
        yield _Held(owner, question, status, overdue, due_soon, due_on, reviewed_on)


def _judged(facts: Facts, today: date) -> tuple[Status, bool, bool, bool]:
    return (
        standings.status(facts, today),
        standings.is_overdue(facts, today),
        standings.is_due_soon(facts, today),
        standings.is_published(facts, today),
    )


def _by_status(held: list[_Held]) -> list[tuple[Status, int]]:
    counts = Counter(answer.status for answer in held)
    return [(status, counts[status]) for status in Status]


def _ages(held: list[_Held]) -> list[Age]:
    days = Counter(answer.reviewed_on for answer in held if answer.reviewed_on)
    return [
        replace(
            age,
            count=sum(
                count
                for day, count in days.items()
                if (age.after is None or day > age.after) and (age.until is None or day <= age.until)
            ),
        )
        for age in ages()
    ]


def _months(held: list[_Held]) -> list[tuple[date, int]]:
    today = clock.today()
    due = Counter(answer.due_on.replace(day=1) for answer in held if answer.due_on and answer.due_on >= today)
    return [(first, due[first]) for first in months_ahead()]


def _topics(held: list[_Held]) -> tuple[list[TopicLoad], int]:
    by_question = _loads(held, lambda answer: answer.question_id)
    in_topic: defaultdict[int, list[Load]] = defaultdict(list)
    placed = set()
    standing = Placement.objects.current().order_by()
    for category_id, question_id in standing.values_list("category_id", "question_id"):
        in_topic[category_id].append(by_question.get(question_id, Load()))
        placed.add(question_id)
    named = Category.objects.order_by("title").values_list("pk", "slug", "title")
    loads = [TopicLoad(slug, title, _sum(in_topic[pk])) for pk, slug, title in named]
    return loads, sum(answer.question_id not in placed for answer in held)


def _keepers(held: list[_Held]) -> list[KeeperLoad]:
    by_owner = _loads(held, lambda answer: answer.owner_id)
    loads = [
        KeeperLoad(person.pk, str(person), not person.is_active, by_owner[person.pk])
        for person in Person.objects.filter(pk__in=list(by_owner))
    ]
    return sorted(loads, key=lambda one: (-one.load.overdue, -one.load.due_soon, -one.load.answers, one.name))


def _loads(held: list[_Held], key: Callable[[_Held], int]) -> dict[int, Load]:
    answers = Counter(key(answer) for answer in held)
    overdue = Counter(key(answer) for answer in held if answer.is_overdue)
    due_soon = Counter(key(answer) for answer in held if answer.is_due_soon)
    return {pk: Load(count, overdue[pk], due_soon[pk]) for pk, count in answers.items()}


def _sum(loads: Iterable[Load]) -> Load:
    return Load(*(sum(counts) for counts in zip(Load(), *loads, strict=True)))
