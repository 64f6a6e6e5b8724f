"""The guards themselves: all of them are there after every migration, and one that is missing or altered is noticed."""

from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate

from faq import guards
from faq.models import Event, Person, TrailHead
from faq.verification import TRACKED, verify_site

from .test_guards import on_postgresql, on_sqlite, sql, without


def _database_check() -> list[str]:
    return [
        str(message.id) for message in checks.run_checks(databases=["default"]) if message.id == "faq.E001"
    ]


def test_nothing_is_missing_after_migrating(db: None) -> None:
    assert guards.missing(connection) == []
    assert _database_check() == []


@pytest.mark.parametrize("name", [guards.trigger_name(guard) for guard in guards.GUARDS])
def test_missing_guard_is_noticed(db: None, name: str) -> None:
    without(name)
    assert guards.missing(connection) == [name]


def test_site_without_a_guard_is_no_longer_sound(db: None) -> None:
    without("guard_approval_unchanged")
    assert _database_check() == ["faq.E001"]
    assert list(verify_site()) == ["The database guard guard_approval_unchanged is missing or altered."]


def _altered() -> list[str]:
    if connection.vendor == "sqlite":
        return [
            # never fires, though every word of the condition is there
            "CREATE TRIGGER guard_approval_unchanged BEFORE UPDATE ON faq_approval FOR EACH ROW WHEN 1 = 0 AND 1 = 1"
            " BEGIN SELECT RAISE(ABORT, 'This record is signed or logged; it cannot be changed.'); END",
            # fires, and refuses nothing
            "CREATE TRIGGER guard_approval_unchanged BEFORE UPDATE ON faq_approval FOR EACH ROW WHEN 1 = 1"
            " BEGIN SELECT RAISE(IGNORE); END",
        ]
    trigger, runs = "CREATE TRIGGER guard_approval_unchanged", "EXECUTE FUNCTION"
    return [
        f"{trigger} BEFORE UPDATE ON faq_approval FOR EACH ROW WHEN (false) {runs} guard_approval_unchanged()",
        f"{trigger} AFTER UPDATE ON faq_approval FOR EACH STATEMENT {runs} guard_approval_unchanged()",
        f"{trigger} BEFORE UPDATE ON faq_event FOR EACH ROW {runs} guard_approval_unchanged()",
        f"{trigger} BEFORE UPDATE ON faq_approval FOR EACH ROW {runs} guard_approval_kept()",
    ]


@pytest.mark.parametrize("statement", _altered())
def test_altered_guard_is_noticed(db: None, statement: str) -> None:
    without("guard_approval_unchanged")
    sql(statement)
    assert guards.missing(connection) == ["guard_approval_unchanged"]


@on_postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE faq_approval DISABLE TRIGGER guard_approval_unchanged",
        "ALTER TABLE faq_approval ENABLE REPLICA TRIGGER guard_approval_unchanged",
        "CREATE OR REPLACE FUNCTION guard_approval_unchanged() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN IF 1 = 1 THEN RETURN NEW; END IF; RETURN NEW; END'",
    ],
)
def test_disabled_guard_is_noticed(db: None, statement: str) -> None:
    sql(statement)
    assert guards.missing(connection) == ["guard_approval_unchanged"]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_guards_survive_a_rebuild_of_their_tables() -> None:
    rebuilding: dict[str, Any] = {
        "sender": apps.get_app_config("faq"),
        "using": "default",
        "plan": ["a migration"],
    }
    pre_migrate.send(**rebuilding)
    for model in (*TRACKED, Event, TrailHead, Person):
        with connection.schema_editor() as editor:
            editor._remake_table(model)  # type: ignore[attr-defined]  # what most changes of a schema end in
    assert guards.missing(connection)  # without this the test would prove nothing
    assert _database_check() == ["faq.E001"]
    post_migrate.send(**rebuilding, app_config=apps.get_app_config("faq"), verbosity=0, interactive=False)
    assert guards.missing(connection) == []


@on_sqlite
def test_guards_stay_when_there_is_nothing_to_migrate(db: None) -> None:
    pre_migrate.send(sender=apps.get_app_config("faq"), using="default", plan=[])
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_migrating_puts_back_what_the_check_misses() -> None:
    without("guard_approval_unchanged")
    assert _database_check() == ["faq.E001"]
    call_command("migrate", skip_checks=False, verbosity=0)
    assert _database_check() == []
