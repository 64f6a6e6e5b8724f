"""How much one reader may send, without anybody's address being kept."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from faq import clock
from faq.views.rate_limit import RateLimit, client_address
from tests.conftest import NOON

HOUR = timedelta(hours=1)
NOTHING = timedelta()
ADDRESS = "203.0.113.7"


def limit(most: int = 3, **options: Any) -> RateLimit:
    return RateLimit(most=most, within=HOUR, **options)


def test_so_many_are_taken_at_once_and_the_next_is_told_how_long_to_wait() -> None:
    sending = limit(3)
    assert [sending.take(ADDRESS) for _ in range(3)] == [NOTHING] * 3
    assert sending.take(ADDRESS) == timedelta(minutes=20)
    assert sending.take(ADDRESS) == timedelta(minutes=20), "a refusal costs nothing"


def test_waiting_as_long_as_told_is_enough_and_no_less() -> None:
    sending = limit(3)
    for _ in range(3):
        sending.take(ADDRESS)
    with clock.set_to(NOON + timedelta(minutes=19, seconds=59)):
        assert sending.take(ADDRESS) == timedelta(seconds=1)
    with clock.set_to(NOON + timedelta(minutes=20)):
        assert sending.take(ADDRESS) == NOTHING
        assert sending.take(ADDRESS) == timedelta(minutes=20)


def test_no_address_ever_gets_more_than_twice_its_share_of_an_hour() -> None:
    sending, taken = limit(3), 0
    for minute in range(60):
        with clock.set_to(NOON + timedelta(minutes=minute)):
            taken += sending.take(ADDRESS) == NOTHING
    assert taken == 5


def test_addresses_do_not_share_a_limit() -> None:
    sending = limit(1)
    assert sending.take(ADDRESS) == NOTHING
    assert sending.take("203.0.113.8") == NOTHING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1"),  # one household has all of a /64
        ("203.0.113.7", "203.0.113.7:50123"),
        ("203.0.113.7", "::ffff:203.0.113.7"),
        ("2001:db8:1:2::1", "[2001:db8:1:2::1]:50123"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_reader_has_one_limit_however_the_address_is_written(one: str, other: str) -> None:
    sending = limit(1)
    assert sending.take(one) == NOTHING
    assert sending.take(other) > NOTHING


def test_neighbouring_households_have_limits_of_their_own() -> None:
    sending = limit(1)
    assert sending.take("2001:db8:1:2::1") == NOTHING
    assert sending.take("2001:db8:1:3::1") == NOTHING


def test_nothing_that_is_kept_holds_the_address() -> None:
    sending = limit()
    sending.take(ADDRESS)
    kept = repr(vars(sending))
    assert ADDRESS not in kept
    assert len(sending._due) == 1


def test_two_processes_keep_different_things_of_the_same_address() -> None:
    one, other = limit(), limit()
    one.take(ADDRESS)
    other.take(ADDRESS)
    assert set(one._due).isdisjoint(other._due)


def test_everything_is_forgotten_with_the_day() -> None:
    sending = limit(1)
    sending.take(ADDRESS)
    before = set(sending._due)
    with clock.set_to(NOON + timedelta(days=1)):
        assert sending.take(ADDRESS) == NOTHING
        assert set(sending._due).isdisjoint(before)
        assert len(sending._due) == 1


def test_memory_is_bounded_and_the_one_that_sent_longest_ago_is_forgotten() -> None:
    sending = limit(2, remembers=2)
    for address in ("a", "b", "a", "c"):
        assert sending.take(address) == NOTHING
    assert len(sending._due) == 2
    assert sending.take("a") > NOTHING


def test_the_limit_holds_when_one_address_sends_many_at_once() -> None:
    sending, taken = limit(10), []
    start = threading.Barrier(8, timeout=30)

    def send() -> None:
        start.wait()
        # Each thread begins with a clock of its own.
        with clock.set_to(NOON):
            taken.extend(sending.take(ADDRESS) == NOTHING for _ in range(10))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(taken), sum(taken)) == (80, 10)


def test_what_a_client_claims_about_its_address_is_not_believed(rf: RequestFactory, settings: Any) -> None:
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.1"}, REMOTE_ADDR=ADDRESS)
    settings.BEHIND_TLS_PROXY = False
    assert client_address(request) == ADDRESS


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("192.0.2.9, 198.51.100.1", "198.51.100.1"),  # the client wrote the first, our proxy the last
        ("192.0.2.9,198.51.100.1 ", "198.51.100.1"),
        ("", ADDRESS),
    ],
)
def test_behind_a_proxy_the_entry_of_that_proxy_is_believed(
    rf: RequestFactory, settings: Any, forwarded: str, expected: str
) -> None:
    settings.BEHIND_TLS_PROXY = True
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=ADDRESS)
    assert client_address(request) == expected
