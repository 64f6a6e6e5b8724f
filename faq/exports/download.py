"""An export as a file: its head, its name and its bytes, and the line in the trail that says who took it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from faq import clock, reading, trail
from faq.models import Answer, Event, Person
from faq.policy import WorkflowError

from . import FORMATS
from .record import Head
from .records import records


class Download(NamedTuple):
    """A file on its way out. The answers are read while the content is taken, in constant memory."""

    filename: str
    content_type: str
    content: Iterator[bytes]


def download(
    *,
    by: Person,
    format: str,
    moment: datetime,
    topics: Iterable[str] = (),
    answers: QuerySet[Answer] | None = None,
) -> Download:
    """Export in a person's name: an event in the trail, whose hash the file carries as the trail's head.

    ``format`` is a key of ``FORMATS``, ``topics`` are slugs; ``answers`` narrows the export to a selection, of
    which only the published ones go out. The event stands even if the content is never taken.
    """
    topics = tuple(topics)
    detail: dict[str, Any] = {"format": format, "as_of": moment.isoformat(), "topics": list(topics)}
    if answers is not None:
        identities = answers.order_by("identity").values_list("identity", flat=True)
        detail["answers"] = [str(identity) for identity in identities]
    with trail.in_turn():
        event = trail.append(Event.Kind.EXPORTED, by=by, **detail)
    return _file(format, moment, topics, answers, event.hash)


def public_download(*, format: str, moment: datetime, topics: Iterable[str] = ()) -> Download:
    """Export for a reader whom nobody knows: no event, since it could name no one."""
    return _file(format, moment, tuple(topics), None, trail.head_hash())


def topic_slug(name: str, moment: datetime) -> str:
    """The address of the topic that had this title or address at a moment. ``WorkflowError`` if there was none."""
    existing = list(reading.topics(moment))
    for topic in existing:
        if name == topic.category.slug or name.casefold() == topic.title.casefold():
            return topic.category.slug
    known = ", ".join(f"“{topic.title}” ({topic.category.slug})" for topic in existing[:20])
    advice = f"The topics are: {known}." if existing else "There was no topic at all."
    raise WorkflowError(f"There is no topic “{name}” on {timezone.localdate(moment):%Y-%m-%d}. {advice}")


def end_of_day(written: str) -> datetime:
    """The moment that stands for a day (``YYYY-MM-DD``): its end, or now if it is today.

    Raises ``WorkflowError`` for what is no day, and for a day to come.
    """
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise WorkflowError(
            f"“{written}” is not a date. Write the day as YYYY-MM-DD, for example 2026-05-03."
        ) from None
    if day > clock.today():
        raise WorkflowError(f"{day} is still to come. Choose today or an earlier day.")
    return min(clock.end_of(day), clock.now())


def _file(
    format: str, moment: datetime, topics: tuple[str, ...], answers: QuerySet[Answer] | None, trail_head: str
) -> Download:
    head = Head(
        exported_at=clock.now(),
        as_of=moment,
        site=settings.SITE_NAME,
        site_address=settings.SITE_URL,
        trail_head=trail_head,
        topics=topics,
    )
    written_as = FORMATS[format]
    return Download(
        filename=f"answers-{timezone.localdate(moment):%Y-%m-%d}.{written_as.name}",
        content_type=written_as.content_type,
        content=written_as.write(records(moment, topics, answers), head),
    )
