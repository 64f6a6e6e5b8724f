"""A scratch site filled with published answers, for measurements on a realistic collection.

The answers are those of MedQuAD (https://github.com/abachaa/MedQuAD), expected beside the project in
``../shared/data``. They go through the workflow like everybody else's, into a database that is removed
afterwards: SQLite, or with ``TEST_ON=postgresql`` the PostgreSQL of the tests.
"""

import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path

import django
from django.db import connection, transaction

FILE = Path(__file__).resolve().parent.parent / "../shared/data/medquad.jsonl.gz"
ALL = 16_407


@contextmanager
def empty_site() -> Iterator[None]:
    """A site with nothing in it, in a database of its own, for the length of the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        os.environ["DATA_DIR"] = directory
        os.environ["LOG_LEVEL"] = "ERROR"
        import_module("tests.environment")  # the settings of the tests: a database beside the site's
        django.setup()

        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


@contextmanager
def scratch_site(answers: int) -> Iterator[None]:
    """A site with so many published answers, for the length of the block."""
    if not FILE.exists():
        sys.exit("This measurement needs the MedQuAD answers in ../shared/data/medquad.jsonl.gz.")
    with empty_site():
        start = time.perf_counter()
        _fill(answers)
        spent = time.perf_counter() - start
        print(f"{answers} answers written, reviewed and approved in {spent:.0f} s on {connection.vendor}")
        yield


def _fill(answers: int) -> None:
    from datetime import timedelta

    from django.contrib.auth.models import Group

    from faq import clock, topics, workflow
    from faq.models import Person

    people = {}
    for role in ("author", "reviewer", "lead"):
        people[role] = Person.objects.create(username=f"bench-{role}")
        people[role].groups.add(Group.objects.get(name=role))
    topic = topics.create(by=people["lead"], slug="bench", title="Bench")
    review = clock.today() + timedelta(days=365)
    with gzip.open(FILE, "rt", encoding="utf-8") as lines, transaction.atomic():
        for line in islice(lines, answers):
            item = json.loads(line)
            text = {
                "wording": item["question"][:300],
                "body": item["answer"][:100_000] or "Nothing is known.",
            }
            version = workflow.create_answer(by=people["author"], text=text)
            topics.place(question=version.answer.question, category=topic, by=people["author"])
            version = workflow.submit(version=version, by=people["author"])
            workflow.approve(
                version=version,
                by=people["reviewer"],
                content_hash=version.content_hash,
                next_review_on=review,
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
