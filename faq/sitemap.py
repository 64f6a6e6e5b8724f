"""Which public pages there are, and when each last changed (https://www.sitemaps.org/protocol.html).

Left out are search and the forms, which search engines are asked to leave alone. What a page borrows from others
(related questions, the meaning of a term) is no change of the page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from faq import clock, overview, reading
from faq.addresses import path_in
from faq.models import Event, Placement, TermDefinition
from faq.overview import Line

LARGEST = 50_000  # addresses that one file may hold, by the protocol

# The acts that change what an answer's page says. To begin a new version is one: from then on, until it is
# approved or given up, the page says that the answer is being updated.
_CHANGES_AN_ANSWER = (
    Event.Kind.CREATED,
    Event.Kind.DISCARDED,
    Event.Kind.APPROVED,
    Event.Kind.CONFIRMED,
    Event.Kind.WITHDRAWN,
    Event.Kind.REINSTATED,
    Event.Kind.ANNOUNCED,
    Event.Kind.RERENDERED,
    Event.Kind.PHRASING_RELEASED,
)
_CHANGES_A_TOPIC = (Event.Kind.CATEGORY_REVISED, Event.Kind.ARRANGED)
# They name every topic or count every answer, and so change with any of them.
_ABOUT_ALL = ("home", "topics", "about-review")

# When a page last changed in each language that it exists in; None where nothing on it ever did.
Changes = dict[str, datetime | None]


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    path: str
    changed_at: datetime | None
    alternates: Mapping[str, str]  # language → path, its own among them; empty where there is no other

    @property
    def lastmod(self) -> str:
        """When it changed as the protocol writes it; empty where nothing on it ever did."""
        return timezone.localtime(self.changed_at).isoformat(timespec="seconds") if self.changed_at else ""


def pages(moment: datetime) -> Iterator[Page]:
    """All public pages at a moment, in a constant number of queries."""
    lines = list(overview.public_answers(moment))
    changed_at = _answers_changed_at(lines, moment)
    questions: defaultdict[str, Changes] = defaultdict(dict)
    histories: defaultdict[str, Changes] = defaultdict(dict)
    for line in lines:
        questions[line.slug][line.language] = changed_at[line.answer_id]
        if line.reviewed_at:
            histories[line.slug][line.language] = changed_at[line.answer_id]
    topics = _topics(lines, changed_at, moment)
    for name in _ABOUT_ALL:
        yield from _in_each_language(name, (), _newest([*topics.values(), *questions.values()]))
    for slug, changes in topics.items():
        yield from _in_each_language("topic", (slug,), changes)
    yield from _in_each_language("glossary", (), _glossary(moment))
    for slug, changes in sorted(questions.items()):
        yield from _in_each_language("question", (slug,), changes)
    for slug, changes in sorted(histories.items()):
        yield from _in_each_language("history", (slug,), changes)


def _in_each_language(name: str, args: tuple[str, ...], changes: Changes) -> Iterator[Page]:
    paths = {language: path_in(name, language, *args) for language in sorted(changes)}
    for language, path in paths.items():
        yield Page(path, changes[language], paths if len(paths) > 1 else {})


def _newest(all_changes: Iterable[Changes]) -> Changes:
    newest: Changes = dict.fromkeys(dict(settings.LANGUAGES))
    for changes in all_changes:
        for language, changed_at in changes.items():
            newest[language] = _later(newest[language], changed_at)
    return newest


def _glossary(moment: datetime) -> Changes:
    changes: Changes = dict.fromkeys(dict(settings.LANGUAGES))
    definitions = TermDefinition.objects.filter(approved_at__lte=moment)
    for language, *acts in definitions.values_list("term__language", "approved_at", "retired_at"):
        changes[language] = _later(changes[language], *(at for at in acts if at and at <= moment))
    return changes


def _topics(
    lines: list[Line], changed_at: dict[int, datetime | None], moment: datetime
) -> dict[str, Changes]:
    """The pages of topics: in the site's own language each, in another one those with an answer to read."""
    acts = _last_acts("category", _CHANGES_A_TOPIC, moment)
    by_question: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_question[line.question_id].append(line)
    by_topic: defaultdict[int, list[Line]] = defaultdict(list)
    standing = Placement.objects.standing_at(moment).values_list("category_id", "question_id")
    for topic, question in standing:
        by_topic[topic] += by_question[question]
    topics: dict[str, Changes] = {}
    for topic, slug in (
        reading.topics(moment).order_by("category__slug").values_list("category_id", "category__slug")
    ):
        here = by_topic[topic]
        languages = {line.language for line in here if overview.is_published(line, moment)}
        topics[slug] = {
            language: _later(
                acts.get(topic), *(changed_at[line.answer_id] for line in here if line.language == language)
            )
            for language in languages | {settings.LANGUAGE_CODE}
        }
    return topics


def _answers_changed_at(lines: list[Line], moment: datetime) -> dict[int, datetime | None]:
    acts = _last_acts("answer", _CHANGES_AN_ANSWER, moment)
    return {
        line.answer_id: _later(
            acts.get(line.answer_id),
            # A translation says what became of its original.
            acts.get(line.original_id) if line.original_id else None,
            _status_turned_at(line, moment),
        )
        for line in lines
    }


def _last_acts(field: str, kinds: Iterable[str], moment: datetime) -> dict[int, datetime]:
    """When the last act of some kinds befell each answer or topic."""
    acts = Event.objects.filter(kind__in=kinds, at__lte=moment).exclude(**{field: None})
    return dict(acts.order_by().values_list(field).annotate(Max("at")))


def _status_turned_at(line: Line, moment: datetime) -> datetime | None:
    """The midnight at which the status last became another one without any act, because a day had come."""
    due = line.facts.next_review_on
    if due is None:
        return None
    days = (due + timedelta(days=1), due - timedelta(days=settings.REVIEW_DUE_SOON_DAYS))
    for day in days:
        eve = day - timedelta(days=1)
        if day <= timezone.localdate(moment) and line.status_on(eve) != line.status_on(day):
            return clock.end_of(eve) + timedelta(microseconds=1)
    return None


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)
