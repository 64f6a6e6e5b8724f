"""Milliseconds and queries that the start page of the desk costs, and each list that its figures lead to.

``python -m bench.desk [NUMBER]`` measures over so many answers in every standing, 10,000 unless told; each figure is
the median of seven requests within the site. On PostgreSQL: ``TEST_ON=postgresql``.
"""

import re
import statistics
import sys
import time
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

from bench.collection import empty_site

if TYPE_CHECKING:
    from django.test import Client

    from faq.models import Category, Person

DAYS = 400  # over which the answers were written
TOPICS = 40
AUTHORS = 20
BATCH = 100  # answers


def fill(answers: int) -> dict[str, "Person"]:
    """Answers in every standing, written over the last year by twenty authors; each act at its day."""
    from django.db import connection, transaction

    from faq import clock, topics

    people = _people()
    now = clock.now()
    with clock.set_to(now - timedelta(days=DAYS + 1)):
        made = [
            topics.create(by=people["lead"], slug=f"topic-{n}", title=f"Topic {n}") for n in range(TOPICS)
        ]
    # Not all in one transaction: PostgreSQL keeps every former head of the trail until its transaction ends.
    for batch in range(0, answers, BATCH):
        with transaction.atomic():
            for number in range(batch, min(batch + BATCH, answers)):
                with clock.set_to(now - timedelta(days=DAYS * (answers - number) / answers)):
                    _answer(number, people, made[number * 7 % TOPICS])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


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


def measure(client: "Client", address: str) -> str:
    """The page at an address, after printing what it costs."""
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
    print(f"{address:70.70}{len(queries):>8}{statistics.median(spent):>10.0f} ms", flush=True)
    return response.content.decode()


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with empty_site():
        from django.conf import settings
        from django.db import connection
        from django.test import Client, override_settings

        start = time.perf_counter()
        people = fill(number)
        print(f"{number} answers made in {time.perf_counter() - start:.0f} s on {connection.vendor}")
        # Collecting static files is no part of a page.
        storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
            print(f"{'':70}{'queries':>8}{'median':>13}")
            for name in ("author-1", "reviewer", "lead"):
                client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
                client.force_login(people[name])
                print(name)
                page = measure(client, "/admin/")
            for link in sorted(set(re.findall(r'href="(/admin/faq/answer/\?[^"]+)"', page)))[:12]:
                measure(client, unescape(link))


if __name__ == "__main__":
    main()
