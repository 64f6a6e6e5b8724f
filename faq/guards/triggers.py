"""The rules as triggers of SQLite and PostgreSQL: install them, remove them, notice an altered one.

They are installed after every ``migrate`` rather than by one migration, because Django rebuilds SQLite tables
for many schema changes: that drops a table's triggers silently, and fails over those of other tables that
read it, so they step aside first. A system check (``faq.site_checks``) notices what is missing.
"""

from collections.abc import Container, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from .rules import GUARDS, KEPT_TABLES, Guard


def trigger_name(guard: Guard) -> str:
    """The name of a guard's trigger in the database."""
    return _name(guard.table, guard.name)


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every guard anew; in a database that stops at an earlier migration, those whose table is there."""
    remove(connection)
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statements in _wanted(connection, there).values():
            for statement in statements:
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard: for emptying a test database, and for tests of what is found without guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgname LIKE 'guard%%'"
            )
            statements = [f'DROP TRIGGER "{name}" ON {table}' for name, table in cursor.fetchall()]
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%%'")
            statements = [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that are not in the database word for word as they are defined here."""
    present: dict[str, tuple[str, ...]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, p.prosrc, pg_get_triggerdef(t.oid, true) FROM pg_trigger t"
                " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
            )
            present = {name: (_function(name, body), trigger) for name, body, trigger in cursor.fetchall()}
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            present = {name: (trigger,) for name, trigger in cursor.fetchall()}
    wanted = _wanted(connection, {guard.table for guard in GUARDS})
    return [name for name, statements in wanted.items() if present.get(name) != statements]


def _wanted(connection: BaseDatabaseWrapper, tables: Container[str]) -> dict[str, tuple[str, ...]]:
    """By the name of each trigger on some tables, the statements that make it, as the database gives them back."""
    if connection.vendor == "postgresql":
        return dict(_for_postgresql(tables))
    return {
        trigger_name(guard): (
            f"CREATE TRIGGER {trigger_name(guard)} BEFORE {guard.on} ON {guard.table} FOR EACH ROW"
            f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, {_quoted(guard.message)}); END",
        )
        for guard in GUARDS
        if guard.table in tables
    }


def _for_postgresql(tables: Container[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    for guard in GUARDS:
        if guard.table not in tables:
            continue
        name, returned = trigger_name(guard), "OLD" if guard.on == "DELETE" else "NEW"
        body = f"BEGIN IF {guard.condition} THEN {_raise(guard.message)} END IF; RETURN {returned}; END"
        fires = f"BEFORE {guard.on} ON {guard.table} FOR EACH ROW"
        yield name, (_function(name, body), f"CREATE TRIGGER {name} {fires} EXECUTE FUNCTION {name}()")
    for table in (kept for kept in KEPT_TABLES if kept in tables):
        name = _name(table, "not_truncated")
        body = f"BEGIN {_raise('These records are kept for ever; they cannot be deleted.')} RETURN NULL; END"
        fires = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        yield name, (_function(name, body), f"CREATE TRIGGER {name} {fires} EXECUTE FUNCTION {name}()")


def _name(table: str, rule: str) -> str:
    return f"guard_{table.removeprefix('faq_')}_{rule}"


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"


def _quoted(message: str) -> str:
    return "'" + message.replace("'", "''") + "'"


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION {_quoted(message)} USING ERRCODE = 'integrity_constraint_violation';"
