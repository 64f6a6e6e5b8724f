"""No copy of a page outlives a change of anything on it, whichever way its holder asks whether it is current.

A simulated cache keeps what it was sent, asks as ``Cache-Control`` tells it to, and believes a 304. What it would
show has to be what somebody who comes for the first time is shown.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client

from faq import clock, topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.views import freshness, pages
from tests.conftest import NOON, change, sign, write

pytestmark = pytest.mark.one_database

HOME = "/"
TOPIC = "/topics/baclofen-pump/"
QUESTION = "/questions/what-is-a-baclofen-pump/"
LATER = NOON + timedelta(hours=1)

ASKING = {
    "by ETag": {"ETag": "if-none-match"},
    "by date": {"Last-Modified": "if-modified-since"},
    "by both": {"ETag": "if-none-match", "Last-Modified": "if-modified-since"},
}


class Cache:
    """A cache between the site and a reader."""

    def __init__(self, *, asking: str, coding: str = "identity") -> None:
        self.validators = ASKING[asking]
        self.client = Client(headers={"accept-encoding": coding})
        self.kept: dict[str, HttpResponse] = {}
        self.confirmed = 0

    def show(self, address: str) -> bytes:
        """What its reader sees at an address."""
        kept = self.kept.get(address)
        headers: dict[str, str] = {}
        if kept:
            assert "no-cache" in kept["Cache-Control"]
            headers = {asked: kept[given] for given, asked in self.validators.items() if given in kept}
        response = self.client.get(address, headers=headers)
        if response.status_code == 304:
            assert kept
            self.confirmed += 1
            return kept.content
        assert response.status_code == 200
        self.kept[address] = response
        return response.content


@pytest.fixture(autouse=True)
def _started_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "STARTED", NOON - timedelta(days=100))


@pytest.fixture(params=ASKING)
def cache(request: pytest.FixtureRequest) -> Cache:
    return Cache(asking=request.param)


@pytest.fixture
def quiet(lead: Person, topic: Category) -> Callable[[], None]:
    """Let an act happen a minute after noon, alone in its second: only then is its date confirmed."""

    def act() -> None:
        with clock.set_to(NOON + timedelta(minutes=1)):
            topics.revise(category=topic, by=lead, title="Baclofen pump", introduction="All about it.")

    return act


@pytest.fixture
def settled(approved: AnswerVersion, quiet: Callable[[], None]) -> AnswerVersion:
    """An answer whose acts all happened at noon, and one other act a minute later."""
    quiet()
    return approved


@pytest.fixture
def read_before(settled: AnswerVersion, cache: Cache) -> AnswerVersion:
    """An answer whose pages the cache holds, and has found unchanged once."""
    for minute in (2, 3):
        with clock.set_to(NOON + timedelta(minutes=minute)):
            for address in (HOME, TOPIC, QUESTION):
                cache.show(address)
    assert cache.confirmed == 3
    return settled


def shows_what_is_true(cache: Cache, *addresses: str) -> bool:
    return all(cache.show(address) == Client().get(address).content for address in addresses)


def ask_by_date(address: str, moment: datetime, **headers: str) -> int:
    stamp = moment.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return Client().get(address, headers={"if-modified-since": stamp, **headers}).status_code


def test_a_copy_is_confirmed_while_nothing_changes(settled: AnswerVersion, cache: Cache) -> None:
    for hour in range(1, 6):
        with clock.set_to(NOON + timedelta(hours=hour)):
            assert shows_what_is_true(cache, TOPIC, QUESTION)
    assert cache.confirmed == 2 * 4


def test_a_withdrawal_shows_at_once(read_before: AnswerVersion, cache: Cache, lead: Person) -> None:
    with clock.set_to(LATER):
        workflow.withdraw(answer=read_before.answer, by=lead, reason="Its dose was wrong.")
        for address in (TOPIC, QUESTION):
            assert b"50 mcg" not in cache.show(address)
        assert shows_what_is_true(cache, HOME, TOPIC, QUESTION)


def test_every_kind_of_act_shows_at_once(
    read_before: AnswerVersion,
    cache: Cache,
    author: Person,
    reviewer: Person,
    lead: Person,
    topic: Category,
) -> None:
    answer, moment = read_before.answer, LATER

    def announced() -> None:
        workflow.announce(version=write(author, topic, "What is announced?", "Text."), by=reviewer)

    def update() -> AnswerVersion:
        return workflow.start_version(answer=answer, by=author)

    def approval() -> None:
        draft = change(answer.versions.latest("number"), author, body="Another text.", change_note="Clearer.")
        sign(workflow.submit(version=draft, by=author), reviewer)

    acts: list[Callable[[], object]] = [
        announced,
        update,
        approval,
        lambda: topics.revise(category=topic, by=lead, title="Pump", introduction="Other words."),
        lambda: workflow.withdraw(answer=answer, by=lead, reason="Wrong."),
        lambda: workflow.reinstate(answer=answer, by=lead, note="Right after all."),
    ]
    for act in acts:
        moment += timedelta(seconds=0.4)  # several acts in one second, as computers make them
        with clock.set_to(moment):
            act()
            assert shows_what_is_true(cache, HOME, TOPIC, QUESTION), act
        with clock.set_to(moment + timedelta(seconds=0.1)):
            assert shows_what_is_true(cache, HOME, TOPIC, QUESTION), act


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize("days", [60, -1], ids=["due soon", "overdue"])
def test_a_status_that_changes_overnight_shows_in_the_first_second_of_the_day(
    zone: str,
    days: int,
    publish: Callable[..., AnswerVersion],
    quiet: Callable[[], None],
    cache: Cache,
    settings: Any,
) -> None:
    settings.TIME_ZONE = zone
    version = publish("What is a baclofen pump?")
    quiet()
    review = version.approvals.get().next_review_on
    midnight = datetime.combine(review - timedelta(days=days), time.min, tzinfo=ZoneInfo(zone))
    turning = midnight.astimezone(UTC)  # in which machines keep their clocks
    with clock.set_to(turning - timedelta(seconds=1)):
        before = cache.show(QUESTION)
        assert shows_what_is_true(cache, TOPIC, QUESTION)
        assert cache.confirmed == 1
    with clock.set_to(turning):
        after = cache.show(QUESTION)
        assert shows_what_is_true(cache, TOPIC, QUESTION)
    status = b"status-review_due_soon" if days > 0 else b"status-review_overdue"
    assert status not in before
    assert status in after


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Santiago", date(2026, 9, 6)),
        ("Asia/Beirut", date(2026, 3, 29)),
        ("America/Havana", date(2026, 11, 1)),
    ],
)
def test_a_day_whose_midnight_the_clocks_skip_or_repeat_still_begins(
    zone: str, day: date, publish: Callable[..., AnswerVersion], settings: Any
) -> None:
    settings.TIME_ZONE = zone
    cache = Cache(asking="by date")
    publish("What is a baclofen pump?")
    about_midnight = datetime.combine(day, time(1), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for minutes in range(-150, 90, 15):
        with clock.set_to(about_midnight + timedelta(minutes=minutes)):
            assert shows_what_is_true(cache, QUESTION), minutes
    assert cache.confirmed > 0


def test_a_new_release_shows_at_once(
    read_before: AnswerVersion, cache: Cache, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    with clock.set_to(LATER):
        monkeypatch.setattr(freshness, "STARTED", clock.now())
        settings.SITE_NAME = "Another name"
        assert b"Another name" in cache.show(TOPIC)
        assert shows_what_is_true(cache, TOPIC)


def test_a_page_of_the_release_before_is_never_confirmed_by_the_next(
    settled: AnswerVersion, monkeypatch: pytest.MonkeyPatch, settings: Any, author: Person
) -> None:
    """Both releases answer for some minutes, and an act falls into them."""
    cache = Cache(asking="by date")
    with clock.set_to(LATER + timedelta(minutes=1)):
        workflow.start_version(answer=settled.answer, by=author)
    with clock.set_to(LATER + timedelta(minutes=4)):
        settings.SITE_NAME = "The old release"
        cache.show(TOPIC)
    monkeypatch.setattr(freshness, "STARTED", LATER)
    settings.SITE_NAME = "The new release"
    for minute in (6, 8):
        with clock.set_to(LATER + timedelta(minutes=minute)):
            assert shows_what_is_true(cache, TOPIC), minute
    assert cache.confirmed == 1


def test_no_date_is_confirmed_while_two_releases_may_both_answer(
    settled: AnswerVersion, monkeypatch: pytest.MonkeyPatch, author: Person
) -> None:
    monkeypatch.setattr(freshness, "STARTED", LATER)
    with clock.set_to(LATER + timedelta(minutes=1)):
        workflow.start_version(answer=settled.answer, by=author)
    with clock.set_to(LATER + timedelta(minutes=4)):
        assert ask_by_date(TOPIC, LATER + timedelta(minutes=1)) == 200


def test_the_date_is_that_of_the_newest_act_or_of_the_days_beginning(
    approved: AnswerVersion, author: Person, settings: Any
) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    with clock.set_to(LATER):
        workflow.start_version(answer=approved.answer, by=author)
    with clock.set_to(LATER + timedelta(hours=2)):
        assert parsedate_to_datetime(Client().get(TOPIC)["Last-Modified"]) == LATER
    with clock.set_to(LATER + timedelta(days=1)):
        midnight = datetime(2026, 3, 4, tzinfo=ZoneInfo("Pacific/Auckland"))
        assert parsedate_to_datetime(Client().get(TOPIC)["Last-Modified"]) == midnight


def test_an_act_in_the_second_of_the_last_reading_shows(
    approved: AnswerVersion, lead: Person, author: Person
) -> None:
    cache = Cache(asking="by date")
    with clock.set_to(LATER + timedelta(milliseconds=100)):
        workflow.start_version(answer=approved.answer, by=author)
    with clock.set_to(LATER + timedelta(milliseconds=200)):
        cache.show(TOPIC)
    with clock.set_to(LATER + timedelta(milliseconds=300)):
        workflow.withdraw(answer=approved.answer, by=lead, reason="Its dose was wrong.")
    for seconds in (0.4, 5, 3600):
        with clock.set_to(LATER + timedelta(seconds=seconds)):
            assert shows_what_is_true(cache, TOPIC), seconds


def test_an_act_in_the_first_second_of_a_day_shows(approved: AnswerVersion, lead: Person) -> None:
    cache = Cache(asking="by date")
    midnight = datetime(2026, 3, 4, tzinfo=UTC)
    with clock.set_to(midnight + timedelta(milliseconds=100)):
        cache.show(TOPIC)
    with clock.set_to(midnight + timedelta(milliseconds=300)):
        workflow.withdraw(answer=approved.answer, by=lead, reason="Its dose was wrong.")
        assert shows_what_is_true(cache, TOPIC)


def test_only_the_very_date_that_was_sent_is_confirmed(approved: AnswerVersion, author: Person) -> None:
    with clock.set_to(LATER):
        workflow.start_version(answer=approved.answer, by=author)
    with clock.set_to(LATER + timedelta(hours=1)):
        assert ask_by_date(TOPIC, LATER) == 304
        for seconds in (-1, 1, 60, 10**9):
            assert ask_by_date(TOPIC, LATER + timedelta(seconds=seconds)) == 200, seconds


def test_an_etag_has_the_last_word_over_a_date(approved: AnswerVersion, author: Person) -> None:
    with clock.set_to(LATER):
        workflow.start_version(answer=approved.answer, by=author)
    with clock.set_to(LATER + timedelta(hours=1)):
        etag = Client().get(TOPIC)["ETag"]
        assert ask_by_date(TOPIC, LATER, **{"if-none-match": '"of another page"'}) == 200
        assert ask_by_date(TOPIC, NOON - timedelta(days=9), **{"if-none-match": etag}) == 304


def test_a_clock_that_runs_ahead_elsewhere_names_no_date(approved: AnswerVersion, author: Person) -> None:
    with clock.set_to(LATER + timedelta(milliseconds=900)):
        workflow.start_version(answer=approved.answer, by=author)
    with clock.set_to(LATER + timedelta(milliseconds=500)):
        assert "Last-Modified" not in Client().get(TOPIC)
        assert "ETag" in Client().get(TOPIC)


@pytest.fixture
def while_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Show a topic to a cache, and let something happen between the reading of its answers and their sending."""

    def show(cache: Cache, moment: datetime, happening: Callable[[], None], then: datetime) -> None:
        now, reading = [moment], pages.reading.topic_page

        def interrupted(*args: Any) -> Any:
            page = reading(*args)
            now[0] = then - timedelta(seconds=1)
            happening()
            now[0] = then
            return page

        with monkeypatch.context() as patched:
            patched.setattr(clock, "now", lambda: now[0])
            patched.setattr(pages.reading, "topic_page", interrupted)
            cache.show(TOPIC)

    return show


def test_an_act_while_a_page_is_read_shows_on_the_next_reading(
    settled: AnswerVersion, lead: Person, cache: Cache, while_reading: Callable[..., None]
) -> None:
    def withdrawal() -> None:
        workflow.withdraw(answer=settled.answer, by=lead, reason="Its dose was wrong.")

    while_reading(cache, LATER, withdrawal, LATER + timedelta(seconds=5))
    assert b"50 mcg" in cache.kept[TOPIC].content
    with clock.set_to(LATER + timedelta(hours=1)):
        assert b"50 mcg" not in cache.show(TOPIC)
        assert shows_what_is_true(cache, TOPIC)


def test_midnight_while_a_page_is_read_shows_on_the_next_reading(
    publish: Callable[..., AnswerVersion], cache: Cache, while_reading: Callable[..., None]
) -> None:
    version = publish("What is a baclofen pump?", ago=30, days=91)
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    assert version.approvals.get().next_review_on == midnight.date() + timedelta(days=60)
    while_reading(cache, midnight - timedelta(seconds=5), lambda: None, midnight + timedelta(seconds=5))
    assert b"status-review_due_soon" not in cache.kept[TOPIC].content
    with clock.set_to(midnight + timedelta(hours=1)):
        assert b"status-review_due_soon" in cache.show(TOPIC)
        assert shows_what_is_true(cache, TOPIC)


def test_each_coding_is_confirmed_by_its_own_etag_alone(approved: AnswerVersion) -> None:
    etags = {
        coding: Client().get(TOPIC, headers={"accept-encoding": coding})["ETag"]
        for coding in ("identity", "gzip", "br")
    }
    assert len(set(etags.values())) == 3
    for asked in etags:
        for held, etag in etags.items():
            headers = {"accept-encoding": asked, "if-none-match": f'"other", {etag}'}
            expected = 304 if held == asked else 200
            assert Client().get(TOPIC, headers=headers).status_code == expected, (asked, held)


def test_pages_without_any_act_have_their_date_too(db: None) -> None:
    with clock.set_to(LATER):
        midnight = datetime(2026, 3, 2, tzinfo=UTC)
        assert parsedate_to_datetime(Client().get(HOME)["Last-Modified"]) == midnight
        assert ask_by_date(HOME, midnight) == 304
