"""People and texts for the tests. Texts reach their state through the workflow alone."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

from faq import accounts, clock, guards, questions, topics, workflow
from faq.models import AlternativePhrasing, Answer, AnswerVersion, Category, Person, Question

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks a database: all else gives the same result as in the run on SQLite.

    How a page looks and is walked through does not depend on the database either, once the views behind it are
    tested on both; so of the browser tests those run that say so.
    """
    if os.environ.get("TEST_ON") != "postgresql":
        return
    asking = {item for item in items if _asks_a_database(item)}
    config.hook.pytest_deselected(items=[item for item in items if item not in asking])
    items[:] = [item for item in items if item in asking]


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database"):
        return False
    if item.get_closest_marker("browser"):
        return item.get_closest_marker("both_databases") is not None
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def _emptied_without_guards() -> Iterator[None]:
    """Let transactional tests empty their tables: the guards refuse even that, so they step aside for it."""
    empty = TransactionTestCase._fixture_teardown

    def without_guards(self: TransactionTestCase) -> None:
        guards.remove(connection)
        empty(self)
        guards.install(connection)

    TransactionTestCase._fixture_teardown = without_guards  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> Iterator[None]:
    """Take static files from the source tree: collecting them under hashed names belongs to production.

    Signing in is no subject of most tests, and a slow hash would be most of their time.
    """
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True, PASSWORD_HASHERS=hashers):
        yield


@pytest.fixture(scope="session", autouse=True)
def _last_one_out(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End the sessions that a server thread has left open, so that PostgreSQL lets the test database go."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def _media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("media")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _media_of_its_own(settings: Any, _media: Iterator[Path]) -> None:
    settings.MEDIA_ROOT = next(_media)  # made once a test keeps a picture in it


@pytest.fixture
def at() -> Callable[[datetime | date], AbstractContextManager[None]]:
    """Let the site believe it is a moment, or noon of a day."""

    def set_to(moment: datetime | date) -> AbstractContextManager[None]:
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
        return clock.set_to(moment)

    return set_to


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Make a person with some roles."""

    def make(username: str, *roles: str, **fields: Any) -> Person:
        made = Person.objects.create_user(username=username, password="sign-in for tests", **fields)
        made.groups.set(Group.objects.filter(name__in=roles))
        return made

    return make


@pytest.fixture
def author(person: Callable[..., Person]) -> Person:
    return person("author", "author", role_title="Specialist nurse")


@pytest.fixture
def colleague(person: Callable[..., Person]) -> Person:
    """Writes and reviews, as most clinicians do."""
    return person("colleague", "author", "reviewer", role_title="Consultant neurologist")


@pytest.fixture
def reviewer(person: Callable[..., Person]) -> Person:
    return person("reviewer", "reviewer", role_title="Pharmacist")


@pytest.fixture
def pharmacist(person: Callable[..., Person]) -> Person:
    return person("pharmacist", "pharmacist", role_title="Lead pharmacist")


@pytest.fixture
def lead(person: Callable[..., Person]) -> Person:
    return person("lead", "lead", role_title="Head of service")


@pytest.fixture
def everything(person: Callable[..., Person]) -> Person:
    """Holds every role, and is superuser besides."""
    return person("everything", "author", "reviewer", "lead", is_superuser=True, is_staff=True)


@pytest.fixture
def patient() -> Client:
    """Somebody who reads the public pages without an account."""
    return Client()


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which a person has signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def topic(lead: Person) -> Category:
    return topics.create(by=lead, slug="baclofen-pump", title="Baclofen pump", introduction="About the pump.")


@pytest.fixture
def draft(author: Person, topic: Category) -> AnswerVersion:
    return write(author, topic, "What is a baclofen pump?", "A pump that gives **50 mcg** a day.")


@pytest.fixture
def in_review(draft: AnswerVersion, author: Person) -> AnswerVersion:
    return workflow.submit(version=draft, by=author)


@pytest.fixture
def approved(in_review: AnswerVersion, reviewer: Person) -> AnswerVersion:
    return sign(in_review, reviewer)


@pytest.fixture
def publish(author: Person, reviewer: Person, topic: Category) -> Callable[..., AnswerVersion]:
    """Have an answer approved; those in the site's own language stand in a topic."""

    def make(wording: str, body: str = "Ask your team.", language: str = "en") -> AnswerVersion:
        if language == "en":
            version = write(author, topic, wording, body)
        else:
            text = {"wording": wording, "body": body}
            version = workflow.create_answer(by=author, text=text, language=language)
        return sign(workflow.submit(version=version, by=author), reviewer)

    return make


@pytest.fixture
def phrase(author: Person, reviewer: Person) -> Callable[..., AlternativePhrasing]:
    """Let a question be asked in one more way, released or waiting for a colleague."""

    def make(
        version: AnswerVersion, text: str, *, language: str = "en", released: bool = True
    ) -> AlternativePhrasing:
        question = version.answer.question
        standing = [
            questions.Phrasing(held.language, held.text) for held in question.alternative_phrasings.current()
        ]
        describe(question, author, [*standing, questions.Phrasing(language, text)])
        added = question.alternative_phrasings.latest("pk")
        return questions.release(phrasing=added, by=reviewer) if released else added

    return make


def describe(
    question: Question, by: Person, phrasings: Sequence[questions.Phrasing] = (), **others: Any
) -> None:
    """Say what there is to say about a question, as somebody who has its present description on the screen."""
    questions.describe(
        question=question,
        by=by,
        seen=questions.description_token(question),
        **{"phrasings": phrasings, "related": [], "codes": [], **others},
    )


def rule(category: Category, by: Person, *sign_offs: str, months: int | None = None) -> None:
    """Say who else signs off in a topic and when its answers are reviewed again, over its present rules."""
    topics.rule(
        category=category,
        by=by,
        seen=topics.rules_of(category).token,
        review_interval=months,
        sign_offs=sign_offs,
    )


def assign(
    answer: Answer, by: Person, owner: Person, deputy: Person | None = None, *, months: int = 12
) -> None:
    """Say who looks after an answer, over who does now."""
    answer.refresh_from_db()
    workflow.assign(
        answer=answer,
        by=by,
        seen=workflow.assignment_token(answer),
        owner=owner,
        deputy=deputy,
        review_interval=months,
    )


def set_active(account: Person, by: Person, *, is_active: bool) -> None:
    """Close an account or open it again, with the roles that it has."""
    accounts.change_account(
        account=account,
        by=by,
        seen=accounts.details_token(Person.objects.get(pk=account.pk)),
        roles=account.groups.values_list("name", flat=True),
        is_active=is_active,
        details={},
    )


def write(by: Person, category: Category, wording: str, body: str, **text: str) -> AnswerVersion:
    """A draft of a new question, placed in a topic."""
    version = workflow.create_answer(by=by, text={"wording": wording, "body": body, **text})
    topics.place(question=version.answer.question, category=category, by=by)
    return version


def sign(version: AnswerVersion, by: Person, days: int = 365) -> AnswerVersion:
    """Approve what stands in the database now, to be reviewed again in so many days."""
    workflow.approve(
        version=version,
        by=by,
        content_hash=version.content_hash,
        next_review_on=clock.today() + timedelta(days=days),
    )
    version.refresh_from_db()
    return version


def change(version: AnswerVersion, by: Person, **text: str) -> AnswerVersion:
    """Save some fields of a draft as somebody who has its present text on the screen."""
    version.refresh_from_db()
    return workflow.edit(version=version, by=by, text=text, seen=workflow.editing_token(version))
