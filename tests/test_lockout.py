"""How often somebody may fail to sign in: per account and place, per account, per place; for all processes alike."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from faq import lockout
from faq.lockout import LockedOut
from faq.models import FailedSignIn

from .conftest import NOON
from .test_concurrency import at_once, of

pytestmark = pytest.mark.django_db
HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def _fail(times: int, account: str = "author", address: str = HOME) -> None:
    for _ in range(times):
        lockout.attempt(account, address)


def test_the_sixth_attempt_for_an_account_from_one_place_is_refused() -> None:
    _fail(5)
    with pytest.raises(LockedOut, match="ask a lead"):
        lockout.attempt("author", HOME)


def test_it_ends_after_a_quarter_of_an_hour(at: Callable[..., Any]) -> None:
    with at(NOON):
        _fail(5)
    with at(NOON + timedelta(minutes=14)), pytest.raises(LockedOut) as refused:
        lockout.attempt("author", HOME)
    assert refused.value.minutes == 1
    with at(NOON + timedelta(minutes=15, seconds=1)):
        lockout.attempt("author", HOME)


def test_attempts_that_were_refused_do_not_prolong_it(at: Callable[..., Any]) -> None:
    with at(NOON):
        _fail(5)
    for minute in range(1, 15):
        with at(NOON + timedelta(minutes=minute)), pytest.raises(LockedOut):
            lockout.attempt("author", HOME)
    with at(NOON + timedelta(minutes=15, seconds=1)):
        lockout.attempt("author", HOME)


def test_somebody_else_cannot_lock_a_person_out_of_where_they_are() -> None:
    _fail(5, address=ELSEWHERE)
    lockout.attempt("author", HOME)


def test_many_places_together_are_stopped_all_the_same() -> None:
    for place in range(6):
        _fail(5, address=f"198.51.100.{place}")
    with pytest.raises(LockedOut):
        lockout.attempt("author", HOME)


def test_a_hospital_behind_one_address_is_stopped_late_and_nobody_elsewhere_with_it() -> None:
    for person in range(39):
        _fail(5, account=f"person {person}")
    _fail(5, account="author")
    with pytest.raises(LockedOut):
        lockout.attempt("reviewer", HOME)
    lockout.attempt("reviewer", ELSEWHERE)


def test_what_succeeded_does_not_count_and_forgives_nothing() -> None:
    _fail(4)
    for _ in range(10):
        lockout.succeeded(lockout.attempt("author", HOME))
    _fail(1)
    with pytest.raises(LockedOut):
        lockout.attempt("author", HOME)


def test_spelling_a_name_in_capitals_is_no_further_chance() -> None:
    _fail(3, account="author")
    _fail(2, account=" Author ")
    with pytest.raises(LockedOut):
        lockout.attempt("AUTHOR", HOME)


def test_lifting_lets_in_at_once_and_only_that_account() -> None:
    _fail(5)
    _fail(5, account="reviewer")
    assert lockout.minutes_locked("author") == 15

    lockout.lift("author")

    assert lockout.minutes_locked("author") == 0
    lockout.attempt("author", HOME)
    with pytest.raises(LockedOut):
        lockout.attempt("reviewer", HOME)


def test_neither_what_was_typed_nor_where_is_kept_in_words() -> None:
    _fail(1, account="my-password-in-the-wrong-field")

    kept = str(list(FailedSignIn.objects.values()))
    assert "my-password" not in kept
    assert HOME not in kept


def test_what_no_longer_counts_is_not_kept(at: Callable[..., Any]) -> None:
    with at(NOON):
        _fail(3)
    with at(NOON + timedelta(hours=2)):
        _fail(1)
    assert FailedSignIn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_burst_over_many_connections_gets_no_more_guesses_than_one_by_one() -> None:
    outcomes = at_once(*[lambda: lockout.attempt("author", HOME)] * 12)

    assert len(of(FailedSignIn, outcomes)) <= 5
    assert len(of(FailedSignIn, outcomes)) + len(of(LockedOut, outcomes)) == 12
