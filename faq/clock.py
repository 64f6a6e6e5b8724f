"""The one clock of the site.

Every rule that depends on time asks here, so that the demonstration (an overdue answer needs a past)
and the tests can let time pass without touching what the rules do.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, timezone-aware."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The present day where the site is (setting TIME_ZONE)."""
    return timezone.localdate(now())


def end_of(day: date) -> datetime:
    """The last moment of a day where the site is."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone())
    # Reckoned in UTC: where clocks go back at midnight, the day ends an hour after it first seems to.
    return (midnight.astimezone(UTC) - timedelta(microseconds=1)).astimezone(midnight.tzinfo)


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the site believe that it is ``moment`` (timezone-aware) inside the block."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
