"""Queries and milliseconds of the start page of the desk, and of each list that its figures lead to: few answers, many.

``python -m bench.desk [FEW MANY]`` measures over so many answers in every standing, 500 and 5,000 unless told. Both
are the same site, 400 days apart; each time is the median of seven requests within the site. The queries have to be
as many both times. On PostgreSQL: ``TEST_ON=postgresql``.
"""

import re
import statistics
import sys
import time
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from bench.collection import empty_site

if TYPE_CHECKING:
    from django.test import Client

    from faq.models import Category, Person

DAYS = 400  # over which the answers were written, each time
LISTS = r'href="(/admin/faq/answer/\?[^"]+)"'
TOPICS = 40
AUTHORS = 20
BATCH = 100  # answers


class Cost(NamedTuple):
    """Of one page."""

    queries: int
    ms: float


class Site:
    """A site that grows, and what its desk costs now."""

    def __init__(self, start: datetime) -> None:
        from faq import clock, topics

        self.people = _people()
        self.answers = 0
        with clock.set_to(start - timedelta(days=1)):
            lead = self.people["lead"]
            self.topics = [
                topics.create(by=lead, slug=f"topic-{n}", title=f"Topic {n}") for n in range(TOPICS)
            ]

    def grow(self, answers: int, end: datetime) -> None:
        """Go on to so many answers, written over the 400 days up to a moment; each act at its day."""
        from django.db import connection, transaction

        from faq import clock

        start, before = time.perf_counter(), self.answers
        # Not all in one transaction: PostgreSQL keeps every former head of the trail until its transaction ends.
        for batch in range(before, answers, BATCH):
            with transaction.atomic():
                for number in range(batch, min(batch + BATCH, answers)):
                    with clock.set_to(end - timedelta(days=DAYS * (answers - number) / (answers - before))):
                        _answer(number, self.people, self.topics[number * 7 % TOPICS])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.answers = answers
        print(
            f"{answers} answers made in {time.perf_counter() - start:.0f} s on {connection.vendor}",
            flush=True,
        )

    def costs(self) -> dict[str, Cost]:
        """What each page costs, by who opens it."""
        from django.conf import settings
        from django.test import Client

        found: dict[str, Cost] = {}
        for name in ("author-1", "reviewer", "lead"):
            client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
            client.force_login(self.people[name])
            found[f"desk of {name}"], page = measure(client, "/admin/")
        # Of what the lead sees, one list of a kind; the months in some addresses are others 400 days later.
        links = {re.sub(r"\d+", "", link): link for link in map(unescape, re.findall(LISTS, page))}
        for kind, address in sorted(links.items()):
            found[kind.removeprefix("/admin/faq/answer/")], _ = measure(client, address)
        return found


def _people() -> dict[str, "Person"]:
    from django.contrib.auth.models import Group

    from faq.models import Person

    roles = {"reviewer": ["reviewer"], "lead": ["lead", "reviewer", "author"]}
    roles |= {f"author-{n}": ["author"] for n in range(AUTHORS)}
    people = {}
    for name, held in roles.items():
        people[name] = Person.objects.create(username=name)
        people[name].groups.set(Group.objects.filter(name__in=held))
    return people


def _answer(number: int, people: dict[str, "Person"], topic: "Category") -> None:
    """One answer: of twenty, fifteen are published, one of them with a new version under way."""
    from faq import clock, topics, workflow

    author, reviewer = people[f"author-{number % 13 * number % AUTHORS}"], people["reviewer"]
    text = {"wording": f"Question number {number}?", "body": f"The answer to question number {number}."}
    version = workflow.create_answer(by=author, text=text)
    topics.place(question=version.answer.question, category=topic, by=author)
    kind = number % 20
    if kind == 0:
        return
    version = workflow.submit(version=version, by=author)
    if kind == 1:
        return
    if kind == 2:
        workflow.return_to_author(version=version, by=reviewer, note="Say it in shorter words.")
        return
    review = clock.today() + timedelta(days=180 + number * 37 % 360)
    workflow.approve(version=version, by=reviewer, content_hash=version.content_hash, next_review_on=review)
    if kind == 3:
        workflow.withdraw(answer=version.answer, by=people["lead"], reason="The pump is no longer sold.")
    if kind == 4:
        workflow.start_version(answer=version.answer, by=author)


def measure(client: "Client", address: str) -> tuple[Cost, str]:
    """What the page at an address costs, and the page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent = []
    for _ in range(7):
        start = time.perf_counter()
        response = client.get(address)
        spent.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}.")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return Cost(len(queries), statistics.median(spent)), response.content.decode()


def main() -> None:
    few, many = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (500, 5_000)
    with empty_site():
        from django.test import override_settings

        from faq import clock

        # Collecting static files is no part of a page.
        storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
            now = clock.now()
            earlier = now - timedelta(days=DAYS)
            site = Site(earlier - timedelta(days=DAYS))
            site.grow(few, earlier)
            with clock.set_to(earlier):
                small = site.costs()
            site.grow(many, now)
            large = site.costs()
    print(f"{'':60}{'queries':>16}{'ms':>16}{'ratio':>8}")
    print(f"{'answers':60}{few:>8}{many:>8}{few:>8}{many:>8}{many / few:>7.1f}x")
    for name, cost in large.items():
        if before := small.get(name):
            queries = f"{before.queries:>8}{cost.queries:>8}"
            times = f"{before.ms:>8.0f}{cost.ms:>8.0f}{cost.ms / before.ms:>7.1f}x"
            print(f"{name:60.60}{queries}{times}")


if __name__ == "__main__":
    main()
