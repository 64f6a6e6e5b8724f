"""The search index: one entry for each version that was ever approved, kept by database triggers.

A trigger writes the entry when a version becomes approved, and again when an alternative phrasing of its
question changes, so that no writer can forget it. Of these the entry holds the ones in the answer's language
that were not removed. Entries are never a second opinion on what is published:
``faq.search`` asks ``faq.reading.published()`` about each.

Both engines fold and stem alike, which keeps their results alike: case and Latin accents do not count, Arabic
vowel marks neither, and every language goes through the English stemmer, which leaves Arabic as it is. On
SQLite the index is an FTS5 table that folds by itself; on PostgreSQL a ``tsvector``, folded by a function of
ours because the ``unaccent`` extension may be missing.
"""

# ruff: noqa: S608  (SQL made of our own constants)

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from faq.models import State
from faq.search_words import ARABIC_MARKS

TABLE = "faq_search"

# Everything that separates words: ASCII, Latin-1, general and Arabic punctuation, and pictographs.
# PostgreSQL's own parser would read "and/or" as a file name and "follow-up." as a host.
_SEPARATORS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    r"\u060c\u061b\u061f\u06d4\u2000-\u206f\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff]+"
)
_FOLDING = f"""
    SELECT regexp_replace(
      normalize(regexp_replace(normalize($1, NFD), '[\\u0300-\\u036f{ARABIC_MARKS}]', '', 'g'), NFC),
      '{_SEPARATORS}', ' ', 'g')
"""

_VERSION, _PHRASING = "faq_answerversion", "faq_alternativephrasing"
_SOURCE = f"FROM {_VERSION} v JOIN faq_answer a ON a.id = v.answer_id"
_WAS_APPROVED = f"v.state IN ('{State.APPROVED}', '{State.SUPERSEDED}')"


@dataclass(frozen=True)
class _Trigger:
    """Writes anew the entries of the versions for which a condition over OLD and NEW holds."""

    name: str
    table: str
    on: str
    versions: str


TRIGGERS = (
    _Trigger(
        "search_approved",
        _VERSION,
        "UPDATE",
        f"v.id = NEW.id AND NEW.state = '{State.APPROVED}' AND OLD.state <> '{State.APPROVED}'",
    ),
    _Trigger(
        "search_phrasing_added", _PHRASING, "INSERT", f"a.question_id = NEW.question_id AND {_WAS_APPROVED}"
    ),
    _Trigger(
        "search_phrasing_changed",
        _PHRASING,
        "UPDATE",
        f"a.question_id IN (OLD.question_id, NEW.question_id) AND {_WAS_APPROVED}",
    ),
    _Trigger(
        "search_phrasing_removed", _PHRASING, "DELETE", f"a.question_id = OLD.question_id AND {_WAS_APPROVED}"
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers anew, and enter what was approved while they were missing.

    Does nothing before the migrations that make the index and all that it is made of.
    """
    if not _can_be_kept(connection):
        return
    remove(connection)
    with connection.cursor() as cursor:
        for statement in (*_installation(connection), _entries_missing(connection)):
            cursor.execute(statement)


def _can_be_kept(connection: BaseDatabaseWrapper) -> bool:
    if TABLE not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, _PHRASING)
    return {"language", "removed_at"} <= {column.name for column in columns}


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers; the entries stay."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are not in the database as they are defined here."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgname LIKE 'search%'"
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search%'"
            )
        present: dict[str, str] = dict(cursor.fetchall())
    return [
        trigger.name
        for trigger in TRIGGERS
        if _rewriting(connection, trigger) not in present.get(trigger.name, "")
    ]


def _installation(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor != "postgresql":
        for trigger in TRIGGERS:
            yield (
                f"CREATE TRIGGER {trigger.name} AFTER {trigger.on} ON {trigger.table} FOR EACH ROW"
                f" BEGIN {_rewriting(connection, trigger)} END"
            )
        return
    yield f"CREATE OR REPLACE FUNCTION faq_search_folded(text) RETURNS text LANGUAGE sql IMMUTABLE AS $${_FOLDING}$$"
    for trigger in TRIGGERS:
        yield (
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN {_rewriting(connection, trigger)} RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER {trigger.name} AFTER {trigger.on} ON {trigger.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {trigger.name}()"
        )


def _rewriting(connection: BaseDatabaseWrapper, trigger: _Trigger) -> str:
    # Deleted first: a test database that was emptied and filled again gives the same ids to other versions.
    return (
        f"DELETE FROM {TABLE} WHERE {_key(connection)} IN (SELECT v.id {_SOURCE} WHERE {trigger.versions});"
        f" {_entering(connection, trigger.versions)};"
    )


def _entries_missing(connection: BaseDatabaseWrapper) -> str:
    unknown = f"v.id NOT IN (SELECT {_key(connection)} FROM {TABLE})"
    return _entering(connection, f"{_WAS_APPROVED} AND {unknown}")


def _key(connection: BaseDatabaseWrapper) -> str:
    return "version_id" if connection.vendor == "postgresql" else "rowid"


def _entering(connection: BaseDatabaseWrapper, versions: str) -> str:
    """Insert an entry for each version for which the condition holds."""
    if connection.vendor == "postgresql":
        wordings = f"v.wording || ' ' || {_phrasings('string_agg')}"
        return (
            f"INSERT INTO {TABLE} (version_id, language, words) SELECT v.id, a.language,"
            f" setweight({_vector(wordings)}, 'A')"
            f" || setweight({_vector('v.body')}, 'D') {_SOURCE} WHERE {versions}"
        )
    return (
        f"INSERT INTO {TABLE} (rowid, language, wording, phrasings, body) SELECT v.id, a.language,"
        f" {_unmarked('v.wording')}, {_unmarked(_phrasings('group_concat'))}, {_unmarked('v.body')}"
        f" {_SOURCE} WHERE {versions}"
    )


def _phrasings(joined: str) -> str:
    standing = "p.question_id = a.question_id AND p.language = a.language AND p.removed_at IS NULL"
    return f"COALESCE((SELECT {joined}(p.text, ' ') FROM {_PHRASING} p WHERE {standing}), '')"


def _vector(text: str) -> str:
    return f"to_tsvector('pg_catalog.english', faq_search_folded({text}))"


def _unmarked(text: str) -> str:
    for mark in ARABIC_MARKS:
        text = f"replace({text}, char({ord(mark)}), '')"
    return text
