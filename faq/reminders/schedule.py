"""When an answer is mentioned: arithmetic on days, and nothing else.

The day since which somebody should have been told is all there is to it: whoever was not told since then is told
now. So a day on which the job did not run swallows nothing, and a second run on one day has nothing to say.
"""

from datetime import date, timedelta
from typing import NamedTuple

from faq.models import Mention

EARLY_DAYS = 60
SOON_DAYS = 14
EVERY_DAYS = 7  # between mentions of one overdue review

Occasion = Mention.Occasion


class Due(NamedTuple):
    """A mention that is due, and since when."""

    occasion: Mention.Occasion
    since: date


def for_keeper(due_on: date, day: date) -> Due | None:
    """What whoever looks after an answer should have been told of by a day: the last occasion that has come."""
    late = (day - due_on).days
    if late >= EVERY_DAYS:
        return Due(Occasion.OVERDUE, due_on + timedelta(days=late - late % EVERY_DAYS))
    if late >= 0:
        return Due(Occasion.TODAY, due_on)
    if late >= -SOON_DAYS:
        return Due(Occasion.SOON, due_on - timedelta(days=SOON_DAYS))
    if late >= -EARLY_DAYS:
        return Due(Occasion.EARLY, due_on - timedelta(days=EARLY_DAYS))
    return None


def for_others(due_on: date, day: date, *, after_days: int) -> Due | None:
    """What those should have been told who hear of a review only once it is so many days late."""
    late = (day - due_on).days - after_days
    if late < 0:
        return None
    return Due(Occasion.ESCALATED, day - timedelta(days=late % EVERY_DAYS))
