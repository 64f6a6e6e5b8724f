"""Figures about the answers that patients see, for the page on how they are reviewed."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from statistics import median

from django.conf import settings
from django.utils import timezone

from faq import overview
from faq.status import Status


@dataclass(frozen=True)
class Figures:
    """How many answers have which status, and how long ago the published ones were last reviewed."""

    counts: Counter[Status]
    reviewed_on: list[date]  # of the published answers, oldest first
    today: date

    @property
    def published(self) -> int:
        """How many answers can be read."""
        return len(self.reviewed_on)

    @property
    def in_date(self) -> int:
        """How many of them are not late for their review."""
        return self.published - self.counts[Status.REVIEW_OVERDUE]

    @property
    def median_age(self) -> int | None:
        """Days since the last review: half of the answers were reviewed so recently. None if there is no answer."""
        ages = [(self.today - day).days for day in self.reviewed_on]
        return ceil(median(ages)) if ages else None

    @property
    def oldest_review_on(self) -> date | None:
        """The day of the review that is longest ago."""
        return self.reviewed_on[0] if self.reviewed_on else None


@dataclass(frozen=True)
class StatusCount:
    """How many answers have a status, in each of several languages."""

    status: Status
    counts: list[int]

    @property
    def total(self) -> int:
        """How many in all of them."""
        return sum(self.counts)


def figures_by_language(moment: datetime) -> dict[str, Figures]:
    """The figures at a moment, for each language in which patients see anything, the site's own first."""
    lines: defaultdict[str, list[overview.Line]] = defaultdict(list)
    for line in overview.public_answers(moment):
        lines[line.language].append(line)
    own_first = sorted(lines, key=lambda language: (language != settings.LANGUAGE_CODE, language))
    return {language: _figures(lines[language], moment) for language in own_first}


def total(figures: dict[str, Figures], moment: datetime) -> Figures:
    """The figures of several languages as those of one collection."""
    return Figures(
        counts=sum((f.counts for f in figures.values()), Counter()),
        reviewed_on=sorted(day for f in figures.values() for day in f.reviewed_on),
        today=timezone.localdate(moment),
    )


def by_status(figures: dict[str, Figures]) -> list[StatusCount]:
    """Every status with how many answers have it, one count for each language in the order of the figures."""
    return [StatusCount(status, [f.counts[status] for f in figures.values()]) for status in Status]


def _figures(lines: list[overview.Line], moment: datetime) -> Figures:
    today = timezone.localdate(moment)
    return Figures(
        counts=Counter(line.status_on(today) for line in lines),
        reviewed_on=sorted(
            timezone.localdate(line.reviewed_at)
            for line in lines
            if line.reviewed_at and overview.is_published(line, moment)
        ),
        today=today,
    )
