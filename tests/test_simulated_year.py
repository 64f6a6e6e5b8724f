"""A year of reminders by chance: dates, people, closed accounts, days off, a mail server that fails.

What is owed is reckoned here anew, from the acts alone, and compared with the mails that arrived: none of the code
under test is asked.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from faq import reminders, topics, workflow
from faq.models import Answer, AnswerVersion, Category, Mention, Person
from faq.verification import verify_site

from .conftest import NOON, assign, set_active, sign, write

# Each rule by itself is tested on both databases, in test_reminders; a year of them takes its time.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
At = Callable[[datetime | date], AbstractContextManager[None]]

FIRST = NOON.date()
ANSWERS = 24
MILESTONES = (-60, -14, *range(0, 400, 7))


@dataclass
class Known:
    """What the test knows of an answer, by what it did itself."""

    version: AnswerVersion
    signed_on: date
    due_on: date
    is_withdrawn: bool = False

    def owed_since(self, day: date) -> date | None:
        """The last day up to now on which somebody was to be told, if that came after the signature."""
        past = [self.due_on + timedelta(days=offset) for offset in MILESTONES]
        past = [milestone for milestone in past if self.signed_on < milestone <= day]
        return None if self.is_withdrawn or not past else past[-1]


class FlakyServer:
    """A mail server that cannot be reached, or hangs up before or after it has taken a mail."""

    def __init__(self, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance, self.is_flaky, self.failed = chance, False, False
        deliver = locmem.EmailBackend.send_messages

        def opened(backend: Any) -> None:
            if self._fails():
                raise ConnectionRefusedError("Connection refused")

        def sent(backend: Any, messages: Any) -> int:
            if self._fails():
                raise TimeoutError("timed out before")
            count = deliver(backend, messages)
            if self._fails():
                raise TimeoutError("timed out after")
            return count

        monkeypatch.setattr(locmem.EmailBackend, "open", opened)
        monkeypatch.setattr(locmem.EmailBackend, "send_messages", sent)

    def _fails(self) -> bool:
        fails = self.is_flaky and self.chance.random() < 0.2
        self.failed = self.failed or fails
        return fails


@dataclass
class Year:
    """The site, what the test knows of it, and every mention that arrived: by question, when and to whom."""

    chance: random.Random
    at: At
    people: dict[str, Person]
    known: dict[str, Known] = field(default_factory=dict)
    mentions: dict[str, list[tuple[date, str]]] = field(default_factory=lambda: defaultdict(list))
    said: set[tuple[str, str, date]] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    answers: dict[int, Answer] = field(default_factory=dict)

    def begin(self, topic: Category) -> None:
        """Approve answers on one day, to be reviewed on days all over the year, and share them out."""
        owners = [self.people[name] for name in ("ann", "ben", "cas", "dot")]
        for number in range(ANSWERS):
            owner, deputy = self.chance.sample(owners, 2)
            draft = write(self.people["ann"], topic, f"Question {number}?", "Ask your team.")
            workflow.submit(version=draft, by=self.people["ann"])
            days = self.chance.randrange(5, 360)
            draft.refresh_from_db()
            version = sign(draft, self.people["rae"], days)
            self.known[version.wording] = Known(version, FIRST, FIRST + timedelta(days=days))
            assign(version.answer, self.people["lea"], owner, deputy if number % 4 else None)

    def happen(self, day: date) -> None:
        """Now and then somebody does something."""
        known = self.known[self.chance.choice(sorted(self.known))]
        fate = self.chance.random()
        if fate < 0.06 and not known.is_withdrawn:
            due_on = day + timedelta(days=self.chance.choice([10, 30, 100, 200]))
            workflow.confirm(
                version=known.version,
                by=self.people["rae"],
                content_hash=known.version.content_hash,
                next_review_on=due_on,
            )
            known.signed_on, known.due_on = day, due_on
        elif fate < 0.08:
            answer, lea = known.version.answer, self.people["lea"]
            if known.is_withdrawn:
                workflow.reinstate(answer=answer, by=lea, note="Right.")
            else:
                workflow.withdraw(answer=answer, by=lea, reason="Wrong.")
            known.is_withdrawn = not known.is_withdrawn
        for name, closing in (("ann", 120), ("dot", 200)):
            if day == FIRST + timedelta(days=closing):
                set_active(self.people[name], self.people["lea"], is_active=False)
                self.closed.add(name)

    def run(self, day: date, *, in_doubt: bool) -> None:
        """Run the job and read the mails that arrived; ``in_doubt``: it may not know that they did."""
        before = len(mail.outbox)
        reminders.send_reminders(by=self.people["lea"])
        if len(mail.outbox) > before:
            self.answers = Answer.objects.select_related("owner", "deputy").in_bulk()
        for message in mail.outbox[before:]:
            reader = str(message.to[0]).partition("@")[0]
            reviews = str(message.body).partition("HANDED OVER")[0].partition("NOBODY LOOKS")[0]
            for wording in re.findall(r"^\* (.*)$", reviews, re.MULTILINE):
                self._arrived(day, reader, wording, in_doubt=in_doubt)

    def _arrived(self, day: date, reader: str, wording: str, *, in_doubt: bool) -> None:
        """Hold a mention against what is owed: due, to somebody whom it concerns, and not said before."""
        known = self.known[wording]
        owed = known.owed_since(day)
        assert owed is not None, f"{wording} is not due on {day}"
        assert self._concerns(reader, known, (day - known.due_on).days), f"{wording} for {reader} on {day}"
        said = (reader, wording, owed)
        assert said not in self.said, f"{said} again on {day}"
        if not in_doubt:
            self.said.add(said)
        self.mentions[wording].append((day, reader))

    def _concerns(self, reader: str, known: Known, late: int) -> bool:
        answer = self.answers[known.version.answer_id]
        owner, deputy = answer.owner.username, answer.deputy.username if answer.deputy else ""
        if owner in self.closed:  # and no deputy to hand over to
            return reader == "lea"
        stands_in = "lea" if deputy in self.closed else deputy
        told = {owner, *([stands_in] if late >= 7 else []), *(["lea"] if late >= 14 else [])}
        return reader in told

    def left_unsaid(self, day: date) -> Iterator[str]:
        """Answers of which nobody who can act was told since somebody was to be."""
        for wording, known in self.known.items():
            owed = known.owed_since(day)
            told = {reader for told_on, reader in self.mentions[wording] if owed and told_on >= owed}
            if owed and not told - self.closed:
                yield wording


@pytest.fixture
def year(person: Callable[..., Person], at: At) -> Year:
    roles = {
        **dict.fromkeys(("ann", "ben", "cas", "dot"), ("author",)),
        "rae": ("reviewer",),
        "lea": ("lead", "author"),
    }
    people = {name: person(name, *held, email=f"{name}@hospital.example") for name, held in roles.items()}
    return Year(random.Random(20260302), at, people)


def test_year_leaves_no_due_answer_unmentioned_and_mails_nobody_twice_a_day(
    year: Year, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = FlakyServer(year.chance, monkeypatch)
    with at(FIRST):
        topic = topics.create(by=year.people["lea"], slug="topic", title="Topic", introduction="")
        year.begin(topic)
    checked = doubtful = 0
    for number in range(1, 366):
        day = FIRST + timedelta(days=number)
        with at(day):
            year.happen(day)
            if year.chance.random() < 0.1:
                continue  # the machine was off
            server.is_flaky, server.failed = year.chance.random() < 0.25, False
            before = len(mail.outbox)
            for _ in range(year.chance.choice([1, 1, 1, 1, 2])):
                year.run(day, in_doubt=server.is_flaky)
            mailed = [message.to[0] for message in mail.outbox[before:]]
            assert len(mailed) == len(set(mailed)), f"somebody was mailed twice on {day}"
            if server.failed:
                doubtful += 1
                continue
            assert list(year.left_unsaid(day)) == [], day
            checked += 1
    assert checked > 200
    assert doubtful > 20
    assert set(Mention.objects.values_list("occasion", flat=True)) == set(Mention.Occasion)
    assert list(verify_site()) == []
