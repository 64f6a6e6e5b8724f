"""The one clock of the site.

Every rule that depends on time asks here, so that the demonstration (an overdue answer needs a past)
and the tests can let time pass without touching what the rules do.
"""

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


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the site believe that it is ``moment`` (timezone-aware) inside the block."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
