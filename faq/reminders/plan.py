"""Who is to be told of what today."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from faq.models import Mention, Person
from faq.reminders import facts
from faq.reminders.facts import People, Review, Subject, Told
from faq.reminders.schedule import EVERY_DAYS, Due, Occasion, for_keeper, for_others


@dataclass(frozen=True)
class Item:
    """One answer in one person's mail."""

    subject: Subject
    occasion: Mention.Occasion
    note: str = ""  # what the person has to know besides: why it comes to them

    @property
    def review(self) -> Review | None:
        """The review that it is about; None for other news of an answer."""
        return self.subject if isinstance(self.subject, Review) else None


@dataclass
class Plan:
    """The mails of one day."""

    day: date
    mails: dict[Person, list[Item]] = field(default_factory=dict)
    unheard: list[Subject] = field(default_factory=list)
    """Answers of which there is something to tell and nobody whom a mail would reach."""
    reaches_a_lead: bool = True


def what_is_due(moment: datetime) -> Plan:
    """Everything that somebody should have been told by a moment and was not. Reads, and writes nothing."""
    day = timezone.localdate(moment)
    people, told = facts.everyone(), facts.told(day)
    plan = Plan(day, reaches_a_lead=bool(people.leads))
    mails = defaultdict[Person, list[Item]](list)
    for review in facts.reviews_due(moment):
        heard = _about_review(review, day, people)
        if not heard:
            plan.unheard.append(review)
        for person, (due, note) in heard.items():
            # Whoever signed for a day two weeks ahead knew that it is near: only what comes after that counts.
            if due.since > review.signed_on and not told.of_review(review, person, due.since):
                mails[person].append(Item(review, due.occasion, note))
    for person, item in (*_handed_over(moment, people, told), *_abandoned(day, people, told)):
        mails[person].append(item)
    plan.mails = dict(sorted(mails.items(), key=lambda mail: mail[0].pk))
    return plan


def _about_review(review: Review, day: date, people: People) -> dict[Person, tuple[Due, str]]:
    """Whom a review concerns on a day, each in the part in which it concerns them most."""
    owner = people.by_id[review.owner_id]
    deputy = people.by_id[review.deputy_id] if review.deputy_id else None
    heard: dict[Person, tuple[Due, str]] = {}
    if due := for_keeper(review.due_on, day):
        for person, note in _keepers(owner, deputy, people):
            heard.setdefault(person, (due, note))
    late = f"{owner} looks after it."
    after = settings.REMIND_DEPUTY_AFTER_DAYS
    if deputy and (due := for_others(review.due_on, day, after_days=after)):
        hindrance = people.hindrance(deputy)
        for person in people.leads if hindrance else [deputy]:
            note = f"Its deputy, {deputy}, {hindrance}." if hindrance else "You stand in as its deputy."
            heard.setdefault(person, (due, f"{late} {note}"))
    if due := for_others(review.due_on, day, after_days=settings.REMIND_LEADS_AFTER_DAYS):
        for person in people.leads:
            heard.setdefault(person, (due, f"{late} You are told as a lead."))
    return heard


def _keepers(owner: Person, deputy: Person | None, people: People) -> Iterator[tuple[Person, str]]:
    """Whoever looks after an answer: its owner; where a mail to them leads nowhere, the deputy, and the leads too."""
    hindrance = people.hindrance(owner)
    if not hindrance:
        yield owner, ""
        return
    note = f"Its owner, {owner}, {hindrance}."
    stands_in = deputy if deputy and not people.hindrance(deputy) else None
    if stands_in:
        yield stands_in, f"{note} You stand in as its deputy."
    for lead in people.leads:
        yield lead, f"{note} {f'{stands_in} is told too.' if stands_in else 'No deputy stands in.'}"


def _handed_over(moment: datetime, people: People, told: Told) -> Iterator[tuple[Person, Item]]:
    for subject, day, reason in facts.handed_over(moment):
        owner = people.by_id[subject.owner_id]
        concerned = dict.fromkeys([*([] if people.hindrance(owner) else [owner]), *people.leads])
        for person in concerned:
            note = f"{reason} {'You look' if person == owner else f'{owner} looks'} after it now."
            if not told.of_news(subject, Occasion.HANDED_OVER, person, day):
                yield person, Item(subject, Occasion.HANDED_OVER, note)


def _abandoned(day: date, people: People, told: Told) -> Iterator[tuple[Person, Item]]:
    last_week = day - timedelta(days=EVERY_DAYS - 1)
    for subject in facts.abandoned(people):
        note = _why_abandoned(subject, people)
        for lead in people.leads:
            if not told.of_news(subject, Occasion.ABANDONED, lead, last_week):
                yield lead, Item(subject, Occasion.ABANDONED, note)


def _why_abandoned(subject: Subject, people: People) -> str:
    owner = people.by_id[subject.owner_id]
    note = f"Its owner, {owner}, {people.hindrance(owner)}"
    if subject.deputy_id is None:
        return f"{note}, and it has no deputy."
    deputy = people.by_id[subject.deputy_id]
    hindrance = people.hindrance(deputy)
    return (
        f"{note}, and its deputy, {deputy}, {hindrance}." if hindrance else f"{note}; {deputy} is its deputy."
    )
