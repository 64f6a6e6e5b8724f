"""The public status: a pure function of signature, withdrawal and day, whichever day and wherever the site is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from faq import clock, reading, workflow
from faq.models import AnswerVersion, Category, Person, Question
from faq.status import Facts, Status, public_status

from .conftest import change, sign, write

DUE = date(2026, 6, 15)
LEAP_DAY = date(2028, 2, 29)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
ZONES = ["UTC", "America/Los_Angeles", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"]


def status(day: date, due: date | None = DUE, *, soon: int = 60, **facts: bool) -> Status:
    return public_status(Facts(due, **facts), day, due_soon_days=soon)


@pytest.mark.parametrize(
    "due", [DUE, LEAP_DAY, LEAP_DAY + timedelta(days=1), date(2026, 12, 31), date(2027, 1, 1)]
)
@pytest.mark.parametrize("soon", [0, 1, 60, 366])
def test_status_on_each_side_of_every_boundary(due: date, soon: int) -> None:
    def after(days: int) -> Status:
        return status(due + timedelta(days=days), due, soon=soon)

    assert after(-soon - 1) == Status.APPROVED
    assert after(-soon) == Status.REVIEW_DUE_SOON
    assert after(0) == Status.REVIEW_DUE_SOON  # in date up to and on the review day
    assert after(1) == Status.REVIEW_OVERDUE
    assert after(5000) == Status.REVIEW_OVERDUE


def test_sixty_days_before_the_first_of_march_of_a_leap_year_is_the_first_of_january() -> None:
    due = date(2028, 3, 1)
    assert status(date(2027, 12, 31), due) == Status.APPROVED
    assert status(date(2028, 1, 1), due) == Status.REVIEW_DUE_SOON


@pytest.mark.parametrize(
    "day", [DUE - timedelta(days=400), DUE - timedelta(days=60), DUE, DUE + timedelta(days=1)]
)
def test_withdrawal_wins_over_everything(day: date) -> None:
    assert status(day, is_withdrawn=True, update_under_way=True) == Status.WITHDRAWN


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-400, Status.BEING_UPDATED),
        (-60, Status.BEING_UPDATED),
        (0, Status.BEING_UPDATED),
        (1, Status.REVIEW_OVERDUE),
    ],
)
def test_late_review_wins_over_an_update_and_an_update_over_a_review_to_come(
    days: int, expected: Status
) -> None:
    assert status(DUE + timedelta(days=days), update_under_way=True) == expected


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("under_way", [False, True])
def test_nothing_is_approved_without_an_approval(withdrawn: bool, under_way: bool) -> None:
    facts = Facts(None, is_withdrawn=withdrawn, update_under_way=under_way)
    assert public_status(facts, DUE, due_soon_days=60) == Status.NOT_YET_APPROVED


@given(
    due=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    soon=st.integers(0, 400),
)
def test_an_answer_past_its_review_day_is_never_called_in_date(due: date, day: date, soon: int) -> None:
    assert (status(day, due, soon=soon) == Status.REVIEW_OVERDUE) is (day > due)


@given(due=DAYS, soon=st.integers(0, 400))
def test_status_only_ever_goes_on_as_days_pass(due: date, soon: int) -> None:
    order = [Status.APPROVED, Status.REVIEW_DUE_SOON, Status.REVIEW_OVERDUE]
    days = (due + timedelta(days=number) for number in range(-soon - 3, 4))
    reached = [order.index(status(day, due, soon=soon)) for day in days]
    assert reached == sorted(reached)
    assert set(reached) == {0, 1, 2}


def test_every_status_has_words_for_patients() -> None:
    assert (
        len({status.label for status in Status}) == len({status.meaning for status in Status}) == len(Status)
    )


def shown(version: AnswerVersion, moment: datetime) -> reading.PublicAnswer:
    with clock.set_to(moment):
        (answer,) = reading.answers_to(Question.objects.filter(pk=version.answer.question_id), "en", moment)
    return answer


@pytest.mark.parametrize("zone", ZONES)
def test_review_day_ends_at_midnight_where_the_site_is(approved: AnswerVersion, zone: str) -> None:
    due = approved.approvals.get().next_review_on
    with override_settings(TIME_ZONE=zone):
        midnight = datetime(due.year, due.month, due.day, tzinfo=ZoneInfo(zone)) + timedelta(days=1)
        last = (midnight - timedelta(seconds=1)).astimezone(UTC)
        assert clock.end_of(due) == midnight - timedelta(microseconds=1)
        assert shown(approved, last).status == Status.REVIEW_DUE_SOON
        assert shown(approved, clock.end_of(due)).status == Status.REVIEW_DUE_SOON
        assert shown(approved, midnight.astimezone(UTC)).status == Status.REVIEW_OVERDUE


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2026, 3, 2)),
        ("Pacific/Kiritimati", date(2026, 3, 3)),
        ("Pacific/Pago_Pago", date(2026, 3, 2)),
    ],
)
def test_day_of_a_review_is_the_day_where_the_site_is(
    author: Person, reviewer: Person, topic: Category, settings: Settings, zone: str, day: date
) -> None:
    settings.TIME_ZONE = zone
    moment = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with clock.set_to(moment):
        version = write(author, topic, "What is it?", "A pump.")
        sign(workflow.submit(version=version, by=author), reviewer, days=1)
    answer = shown(version, moment)
    assert (answer.reviewed_on, answer.next_review_on) == (day, day + timedelta(days=1))


def test_days_on_which_clocks_change_have_an_end(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        before, after = clock.end_of(day - timedelta(days=1)), clock.end_of(day)
        assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=hours)


def test_review_can_be_due_on_a_leap_day(
    in_review: AnswerVersion, reviewer: Person, at: Callable[..., object]
) -> None:
    with clock.set_to(datetime(2028, 2, 28, 12, tzinfo=UTC)):
        sign(in_review, reviewer, days=1)
    assert in_review.approvals.get().next_review_on == LEAP_DAY
    assert shown(in_review, datetime(2028, 2, 29, 12, tzinfo=UTC)).status == Status.REVIEW_DUE_SOON
    assert shown(in_review, datetime(2028, 3, 1, 12, tzinfo=UTC)).status == Status.REVIEW_OVERDUE


def test_an_edit_is_no_review(approved: AnswerVersion, author: Person, reviewer: Person) -> None:
    before = shown(approved, clock.now())
    draft = workflow.start_version(answer=approved.answer, by=author)
    change(draft, author, body=approved.body + " A comma.")
    workflow.submit(version=draft, by=author)
    after = shown(approved, clock.now())
    assert (after.reviewed_on, after.next_review_on) == (before.reviewed_on, before.next_review_on)
    assert after.status == Status.BEING_UPDATED


def test_day_on_which_clocks_go_back_at_midnight_lasts_until_its_second_midnight() -> None:
    with timezone.override("America/Santiago"):
        assert clock.end_of(date(2026, 4, 4)).astimezone(UTC) == datetime(
            2026, 4, 5, 3, 59, 59, 999999, tzinfo=UTC
        )
