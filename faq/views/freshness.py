"""When the public pages last changed: the one ``Last-Modified`` that cannot lie.

A page changes with an act (every act is a line on the trail), with the day (what is due, and the date in its
footer), and with the code, templates and settings it is made from. Nothing else goes into a page, so the newest of
these is never older than the last change of any page.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from faq import clock
from faq.models import Event

STARTED = clock.now()  # with this process came its code, templates and settings
# While one release replaces another, the older one may still answer for as long as this.
HANDOVER = timedelta(minutes=5)


class LastChange(NamedTuple):
    """A whole second, as HTTP counts time, and whether it names one state of the site and no other."""

    at: datetime
    is_certain: bool


def last_change() -> LastChange | None:
    """When any public page may last have changed; None where clocks disagree and it seems still to come.

    It has to be asked before a page is read: what happens meanwhile makes the page newer than it says, never
    older. Two changes in the same second cannot be told apart by it, nor two releases while both answer.
    """
    now = clock.now()
    settled = STARTED + HANDOVER
    acts = Event.objects.order_by("-sequence").values_list("at", flat=True)[:2]
    midnight = clock.end_of(clock.today() - timedelta(days=1)) + timedelta(microseconds=1)
    changes = [*acts, midnight, settled if settled <= now else STARTED]
    if max(changes) > now:
        return None
    seconds = [moment.replace(microsecond=0) for moment in changes]
    newest = max(seconds)
    return LastChange(newest, is_certain=settled <= now and seconds.count(newest) == 1)
