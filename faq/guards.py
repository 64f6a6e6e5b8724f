"""Guards: database triggers that hold the promises against whatever goes around the workflow.

One list of rules serves SQLite and PostgreSQL. Each rule refuses a row when its condition is true. They are
installed after every ``migrate`` rather than by one migration, because Django rebuilds SQLite tables for many
schema changes and silently drops their triggers; a system check (``faq.site_checks``) notices a missing one.

Conditions compare values (``IS NOT`` / ``IS DISTINCT FROM``): SQLite's ``UPDATE OF`` also fires on a harmless
save. Inserts are guarded too, since SQLite's ``INSERT OR REPLACE`` deletes the row it replaces unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from faq.models import OPEN_STATES, State
from faq.policy import state_changes

_VERSION = "faq_answerversion"


@dataclass(frozen=True)
class Guard:
    """Refuses an INSERT, UPDATE or DELETE on a table when a condition over OLD and NEW is true."""

    name: str
    table: str
    on: str
    condition: str
    message: str


def _changed(*columns: str) -> str:
    # Spelled so that both engines understand it: SQLite knows IS DISTINCT FROM only from 3.39 on.
    return " OR ".join(
        f"(OLD.{c} <> NEW.{c} OR (OLD.{c} IS NULL) <> (NEW.{c} IS NULL))" for c in columns
    )


def _exists(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} x WHERE {where})"


def _in(states: Any) -> str:
    return ", ".join(f"'{State(state)}'" for state in sorted(states))


# Rows that are appended and never change, and rows that change once: their end is filled in.
_APPENDED = ("faq_event", "faq_approval", "faq_contributor", "faq_rendering", "faq_categoryrevision")
_ENDED_ONCE = {
    "faq_withdrawal": ("reinstated_at", ("answer_id", "reason", "withdrawn_at", "withdrawn_by_id")),
    "faq_announcement": ("retracted_at", ("answer_id", "wording", "announced_at", "announced_by_id")),
    "faq_placement": ("removed_at", ("category_id", "question_id", "position", "placed_at", "placed_by_id")),
}
# Columns of a row that otherwise may change, but which signatures and addresses rest on.
_FIXED = {
    "faq_question": ("id", "slug", "is_demonstration"),
    "faq_category": ("id", "slug"),
    "faq_answer": ("id", "identity", "question_id", "language"),
    _VERSION: ("id", "answer_id", "number", "created_at", "created_by_id"),
}
_TEXT = ("wording", "body", "sources")
# By which INSERT OR REPLACE could delete an older row: its key, and every other unique column.
_REPLACEABLE = {
    "faq_event": "x.id = NEW.id OR x.sequence = NEW.sequence OR x.hash = NEW.hash",
    "faq_trailhead": "x.id = NEW.id",
    "faq_approval": "x.id = NEW.id OR (x.version_id = NEW.version_id AND x.meaning = 'approved' AND NEW.meaning = 'approved')",
    "faq_contributor": "x.id = NEW.id OR (x.version_id = NEW.version_id AND x.person_id = NEW.person_id)",
    "faq_rendering": "x.id = NEW.id",
    "faq_categoryrevision": "x.id = NEW.id",
    "faq_withdrawal": "x.id = NEW.id OR (x.answer_id = NEW.answer_id AND x.reinstated_at IS NULL)",
    "faq_announcement": "x.id = NEW.id OR (x.answer_id = NEW.answer_id AND x.retracted_at IS NULL)",
    "faq_placement": "x.id = NEW.id OR (x.category_id = NEW.category_id AND x.question_id = NEW.question_id AND x.removed_at IS NULL)",
    "faq_question": "x.id = NEW.id OR x.slug = NEW.slug",
    "faq_category": "x.id = NEW.id OR x.slug = NEW.slug OR x.title = NEW.title",
    "faq_answer": "x.id = NEW.id OR x.identity = NEW.identity OR (x.question_id = NEW.question_id AND x.language = NEW.language)",
    _VERSION: f"x.id = NEW.id OR (x.answer_id = NEW.answer_id AND (x.number = NEW.number OR x.state IN ({_in(OPEN_STATES)})))",
}

_CONTRIBUTED = """EXISTS (
    SELECT 1 FROM faq_contributor c
    JOIN faq_answerversion written ON written.id = c.version_id
    JOIN faq_answerversion signed ON signed.id = NEW.version_id AND signed.answer_id = written.answer_id
    WHERE c.person_id = NEW.signer_id AND written.number <= signed.number
      AND written.number > COALESCE((
        SELECT MAX(earlier.number) FROM faq_answerversion earlier
        JOIN faq_approval a ON a.version_id = earlier.id AND a.meaning = 'approved'
        WHERE earlier.answer_id = signed.answer_id AND earlier.number < signed.number), 0))"""


def _rules() -> Iterator[Guard]:
    for table in (*_APPENDED, *_ENDED_ONCE, *_FIXED, "faq_trailhead"):
        yield Guard("kept", table, "DELETE", "1 = 1", "This record is kept for ever; it cannot be deleted.")
    for table, same in _REPLACEABLE.items():
        yield Guard(
            "not_replaced", table, "INSERT", _exists(table, same), "This record exists already; it cannot be replaced."
        )
    for table in _APPENDED:
        yield Guard("unchanged", table, "UPDATE", "1 = 1", "This record is signed or logged; it cannot be changed.")
    for table, (end, columns) in _ENDED_ONCE.items():
        yield Guard(
            "ended_once",
            table,
            "UPDATE",
            f"OLD.{end} IS NOT NULL OR NEW.{end} IS NULL OR {_changed('id', *columns)}",
            "This record can only be ended, once.",
        )
    for table, columns in _FIXED.items():
        yield Guard("fixed", table, "UPDATE", _changed(*columns), "Identity and address of a record never change.")
    yield from _version_rules()
    yield from _signature_rules()
    yield Guard(
        "next_line",
        "faq_event",
        "INSERT",
        "NOT " + _exists("faq_trailhead", "x.sequence + 1 = NEW.sequence AND x.hash = NEW.previous_hash"),
        "A line of the trail can only follow the last one.",
    )
    yield Guard(
        "follows_trail",
        "faq_trailhead",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.sequence <> OLD.sequence + 1 OR NOT "
        + _exists("faq_event", "x.sequence = NEW.sequence AND x.hash = NEW.hash"),
        "The head of the trail can only move on to its next line.",
    )
    yield Guard(
        "as_revised",
        "faq_category",
        "UPDATE",
        f"({_changed('title', 'introduction')}) AND NOT "
        + _exists(
            "faq_categoryrevision",
            "x.category_id = NEW.id AND x.title = NEW.title AND x.introduction = NEW.introduction"
            " AND x.id = (SELECT MAX(y.id) FROM faq_categoryrevision y WHERE y.category_id = NEW.id)",
        ),
        "A topic's text is changed by a revision, so that it can be shown as it was.",
    )


def _version_rules() -> Iterator[Guard]:
    allowed = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in sorted(state_changes()))
    yield Guard(
        "begins_as_draft", _VERSION, "INSERT", f"NEW.state <> '{State.DRAFT}'", "A version begins as a draft."
    )
    yield Guard(
        "frozen",
        _VERSION,
        "UPDATE",
        f"OLD.state <> '{State.DRAFT}' AND ({_changed(*_TEXT, 'change_note', 'content_hash', 'submitted_at', 'submitted_by_id')})",
        "A submitted text is frozen. Start a new version to change it.",
    )
    yield Guard(
        "hash_moves_with_text",
        _VERSION,
        "UPDATE",
        f"({_changed(*_TEXT)}) AND NOT ({_changed('content_hash')})",
        "A text cannot change without its hash.",
    )
    yield Guard(
        "decided_once",
        _VERSION,
        "UPDATE",
        f"OLD.decided_at IS NOT NULL AND ({_changed('decided_at', 'decided_by_id', 'decision_note')})",
        "A decision is made once.",
    )
    yield Guard(
        "state_follows_policy",
        _VERSION,
        "UPDATE",
        f"OLD.state <> NEW.state AND NOT ({allowed})",
        "A version cannot go from this state to that one.",
    )
    yield Guard(
        "approved_by_signature",
        _VERSION,
        "UPDATE",
        f"OLD.state <> NEW.state AND NEW.state = '{State.APPROVED}' AND (NOT "
        + _exists(
            "faq_approval",
            "x.version_id = NEW.id AND x.meaning = 'approved' AND x.content_hash = NEW.content_hash",
        )
        + " OR "
        + _exists(_VERSION, f"x.answer_id = NEW.answer_id AND x.id <> NEW.id AND x.state = '{State.APPROVED}'")
        + ")",
        "Only a signature over exactly this text makes it approved.",
    )
    yield Guard(
        "superseded_by_approval",
        _VERSION,
        "UPDATE",
        f"OLD.state <> NEW.state AND NEW.state = '{State.SUPERSEDED}' AND NOT EXISTS (SELECT 1 FROM {_VERSION} newer"
        " JOIN faq_approval a ON a.version_id = newer.id AND a.meaning = 'approved'"
        " WHERE newer.answer_id = NEW.answer_id AND newer.number > NEW.number)",
        "Only the approval of a newer version supersedes this one.",
    )


def _signature_rules() -> Iterator[Guard]:
    yield Guard(
        "signs_what_is_there",
        "faq_approval",
        "INSERT",
        "NOT "
        + _exists(
            _VERSION,
            "x.id = NEW.version_id AND x.content_hash = NEW.content_hash AND ("
            f"(NEW.meaning = 'approved' AND x.state = '{State.IN_REVIEW}')"
            f" OR (NEW.meaning = 'confirmed' AND x.state = '{State.APPROVED}'))",
        ),
        "A signature must be over the text in review, or over the approved text to confirm it.",
    )
    yield Guard(
        "two_people",
        "faq_approval",
        "INSERT",
        f"({_CONTRIBUTED}) <> (NEW.reviewed_by_author)",
        "Nobody signs a text to which they contributed, unless the signature says so.",
    )
    yield Guard(
        "contributed_to_draft",
        "faq_contributor",
        "INSERT",
        "NOT " + _exists(_VERSION, f"x.id = NEW.version_id AND x.state = '{State.DRAFT}'"),
        "Only a draft can be contributed to.",
    )


GUARDS: tuple[Guard, ...] = tuple(_rules())
_PROTECTED_TABLES = tuple(_REPLACEABLE)


def trigger_name(guard: Guard) -> str:
    """The name of a guard's trigger in the database."""
    return f"guard_{guard.table.removeprefix('faq_')}_{guard.name}"


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every guard anew, in one transaction where the engine can."""
    with connection.cursor() as cursor:
        for statement in (*_removal(connection), *_installation(connection)):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard: for emptying a test database, and for tests of what is found without guards."""
    with connection.cursor() as cursor:
        for statement in _removal(connection):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that are not in the database as they are defined here."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgname LIKE 'guard%%'"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%%'")
        present: dict[str, str] = dict(cursor.fetchall())
    wanted = {trigger_name(guard): guard.condition for guard in GUARDS}
    if connection.vendor == "postgresql":
        wanted |= {f"guard_{table.removeprefix('faq_')}_not_truncated": "" for table in _PROTECTED_TABLES}
    return [name for name, condition in wanted.items() if condition not in present.get(name, "\0")]


def _removal(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'guard%%'"
            )
            found = [f'DROP TRIGGER "{name}" ON {table}' for name, table in cursor.fetchall()]
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%%'")
            found = [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]
    yield from found


def _installation(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor != "postgresql":
        for guard in GUARDS:
            yield (
                f"CREATE TRIGGER {trigger_name(guard)} BEFORE {guard.on} ON {guard.table} FOR EACH ROW"
                f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, {_quoted(guard.message)}); END"
            )
        return
    for guard in GUARDS:
        returned = "OLD" if guard.on == "DELETE" else "NEW"
        yield _function(trigger_name(guard), f"IF {guard.condition} THEN {_raise(guard.message)} END IF; RETURN {returned};")
        yield (
            f"CREATE TRIGGER {trigger_name(guard)} BEFORE {guard.on} ON {guard.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {trigger_name(guard)}()"
        )
    for table in _PROTECTED_TABLES:
        name = f"guard_{table.removeprefix('faq_')}_not_truncated"
        yield _function(name, f"{_raise('These records are kept for ever; they cannot be deleted.')} RETURN NULL;")
        yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {body} END $guard$"


def _quoted(message: str) -> str:
    return "'" + message.replace("'", "''") + "'"


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION {_quoted(message)} USING ERRCODE = 'integrity_constraint_violation';"
