"""The rules that the database holds, as data: one list serves SQLite and PostgreSQL.

Each rule refuses a row when its condition is true. Conditions compare values, since SQLite's ``UPDATE OF``
also fires on a harmless save. Inserts are guarded too: SQLite's ``INSERT OR REPLACE`` deletes the row that it
replaces unseen, and so does ``UPDATE OR REPLACE``.
"""
# ruff: noqa: S608  (SQL made of our own constants)

from collections.abc import Iterable, Iterator

from faq.models import OPEN_STATES, Approval, Event, State
from faq.policy import state_changes

from .comment_rules import COMMENT_RULES
from .guard import CONTRIBUTED, is_reviewer
from .guard import Guard as Guard
from .guard import changed as _changed
from .guard import exists as _exists
from .reminder_rules import REMINDER_RULES
from .sign_off_rules import SIGN_OFF_RULES

_VERSION = "faq_answerversion"
_PHRASING = "faq_alternativephrasing"
_DEFINITION = "faq_termdefinition"
_APPROVED = Approval.Meaning.APPROVED
_CONFIRMED = Approval.Meaning.CONFIRMED


def _in(states: Iterable[State]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


# Rows that are appended and never change, and rows that change once: their end is filled in.
_APPENDED = (
    *("faq_event", "faq_approval", "faq_contributor", "faq_rendering", "faq_categoryrevision"),
    "faq_term",
    "faq_signoff",
)
_ENDED_ONCE = {
    "faq_requiredsignoff": ("dropped_at", ("category_id", "capacity", "asked_at", "asked_by_id")),
    "faq_withdrawal": ("reinstated_at", ("answer_id", "reason", "withdrawn_at", "withdrawn_by_id")),
    "faq_announcement": ("retracted_at", ("answer_id", "wording", "announced_at", "announced_by_id")),
    "faq_placement": ("removed_at", ("category_id", "question_id", "position", "placed_at", "placed_by_id")),
    "faq_comment": (
        "resolved_at",
        ("version_id", "thread_id", "field", "passage", "occurrence", "text", "written_at", "written_by_id"),
    ),
}
# Columns of a row that otherwise may change, but which signatures and addresses rest on.
_FIXED = {
    "faq_person": ("id",),
    "faq_question": ("id", "slug", "is_demonstration"),
    "faq_category": ("id", "slug"),
    "faq_answer": ("id", "identity", "question_id", "language"),
    _VERSION: ("id", "answer_id", "number", "created_at", "created_by_id"),
    _PHRASING: ("id", "question_id", "language", "text", "added_at", "added_by_id"),
    _DEFINITION: ("id", "term_id", "text", "other_forms", "written_at", "written_by_id"),
}
# The unique columns that may change: UPDATE OR REPLACE could delete another row by them.
_RENAMED = {"faq_person": "username", "faq_category": "title"}
_TEXT = ("wording", "body", "sources", "translated_from_id")
# By which INSERT OR REPLACE could delete an older row, besides its key: every other unique column.
_UNIQUE = {
    "faq_event": "x.sequence = NEW.sequence OR x.hash = NEW.hash",
    "faq_trailhead": "",
    "faq_approval": f"x.version_id = NEW.version_id AND x.meaning = '{_APPROVED}' AND NEW.meaning = '{_APPROVED}'",
    "faq_contributor": "x.version_id = NEW.version_id AND x.person_id = NEW.person_id",
    "faq_rendering": "",
    "faq_categoryrevision": "",
    "faq_withdrawal": "x.answer_id = NEW.answer_id AND x.reinstated_at IS NULL",
    "faq_announcement": "x.answer_id = NEW.answer_id AND x.retracted_at IS NULL",
    "faq_placement": (
        "x.category_id = NEW.category_id AND x.question_id = NEW.question_id AND x.removed_at IS NULL"
    ),
    "faq_person": "x.username = NEW.username",
    "faq_question": "x.slug = NEW.slug",
    "faq_category": "x.slug = NEW.slug OR x.title = NEW.title",
    "faq_answer": (
        "x.identity = NEW.identity OR (x.question_id = NEW.question_id AND x.language = NEW.language)"
    ),
    _VERSION: f"x.answer_id = NEW.answer_id AND (x.number = NEW.number OR x.state IN ({_in(OPEN_STATES)}))",
    _PHRASING: (
        "x.question_id = NEW.question_id AND x.language = NEW.language AND x.text = NEW.text"
        " AND x.removed_at IS NULL"
    ),
    "faq_requiredsignoff": (
        "x.category_id = NEW.category_id AND x.capacity = NEW.capacity AND x.dropped_at IS NULL"
    ),
    "faq_signoff": (
        "x.version_id = NEW.version_id AND (x.capacity = NEW.capacity OR x.signer_id = NEW.signer_id)"
    ),
    "faq_term": "x.language = NEW.language AND x.name = NEW.name",
    "faq_comment": "",
    _DEFINITION: (
        "x.term_id = NEW.term_id AND x.approved_at IS NULL AND x.retired_at IS NULL"
        " AND NEW.approved_at IS NULL AND NEW.retired_at IS NULL"
    ),
}
KEPT_TABLES = tuple(_UNIQUE)
"""Tables whose rows are kept for ever."""


def _record_rules() -> Iterator[Guard]:
    for table, same in _UNIQUE.items():
        yield Guard("kept", table, "DELETE", "1 = 1", "This record is kept for ever; it cannot be deleted.")
        replaced = _exists(table, f"x.id = NEW.id OR ({same})" if same else "x.id = NEW.id")
        yield Guard(
            "not_replaced", table, "INSERT", replaced, "This record exists already; it cannot be replaced."
        )
    for table, column in _RENAMED.items():
        taken = _exists(table, f"x.id <> OLD.id AND x.{column} = NEW.{column}")
        yield Guard("name_free", table, "UPDATE", taken, "Another record has this name already.")
    for table in _APPENDED:
        yield Guard(
            "unchanged", table, "UPDATE", "1 = 1", "This record is signed or logged; it cannot be changed."
        )
    for table, (end, columns) in _ENDED_ONCE.items():
        yield Guard(
            "ended_once",
            table,
            "UPDATE",
            f"OLD.{end} IS NOT NULL OR NEW.{end} IS NULL OR {_changed('id', *columns)}",
            "This record can only be ended, once.",
        )
    for table, columns in _FIXED.items():
        yield Guard(
            "fixed", table, "UPDATE", _changed(*columns), "Identity and address of a record never change."
        )
    yield Guard(
        "as_revised",
        "faq_category",
        "UPDATE",
        f"({_changed('title', 'introduction')}) AND NOT "
        + _exists(
            "faq_categoryrevision",
            "x.category_id = NEW.id AND x.title = NEW.title AND x.introduction = NEW.introduction"
            " AND x.id = (SELECT MAX(y.id) FROM faq_categoryrevision y"
            " WHERE y.category_id = NEW.id AND y.language = x.language)",
        ),
        "A topic's text is changed by a revision, so that it can be shown as it was.",
    )


def _trail_rules() -> Iterator[Guard]:
    yield Guard(
        "next_line",
        "faq_event",
        "INSERT",
        "NOT " + _exists("faq_trailhead", "x.sequence + 1 = NEW.sequence AND x.hash = NEW.previous_hash"),
        "A line of the trail can only follow the last one.",
    )
    yield Guard(
        "names_who_acted",
        "faq_event",
        "INSERT",
        "NOT " + _exists("faq_person", "x.id = NEW.by_id AND x.username = NEW.by_name AND x.is_active"),
        "A line of the trail names an open account, as it is called now.",
    )
    yield Guard(
        "follows_trail",
        "faq_trailhead",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.sequence <> OLD.sequence + 1 OR NOT "
        + _exists("faq_event", "x.sequence = NEW.sequence AND x.hash = NEW.hash"),
        "The head of the trail can only move on to its next line.",
    )


def _text_rules() -> Iterator[Guard]:
    yield Guard(
        "begins_as_draft", _VERSION, "INSERT", f"NEW.state <> '{State.DRAFT}'", "A version begins as a draft."
    )
    once_submitted = (*_TEXT, "change_note", "content_hash", "submitted_at", "submitted_by_id")
    yield Guard(
        "frozen",
        _VERSION,
        "UPDATE",
        f"OLD.state <> '{State.DRAFT}' AND ({_changed(*once_submitted)})",
        "A submitted text is frozen. Start a new version to change it.",
    )
    yield Guard(
        "hash_moves_with_text",
        _VERSION,
        "UPDATE",
        f"({_changed(*_TEXT)}) AND NOT ({_changed('content_hash')})",
        "A text cannot change without its hash.",
    )
    for on in ("INSERT", "UPDATE"):
        yield Guard(
            f"translates_approved_text_{on.lower()}",
            _VERSION,
            on,
            "NEW.translated_from_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM faq_answerversion source"
            " JOIN faq_answer told ON told.id = source.answer_id"
            " JOIN faq_answer retold ON retold.question_id = told.question_id AND retold.language <> told.language"
            " JOIN faq_approval signature ON signature.version_id = source.id"
            " WHERE source.id = NEW.translated_from_id AND retold.id = NEW.answer_id"
            f" AND signature.meaning = '{_APPROVED}')",
            "A translation is made from an approved version of the same question in another language.",
        )
    yield Guard(
        "decided_once",
        _VERSION,
        "UPDATE",
        f"OLD.decided_at IS NOT NULL AND ({_changed('decided_at', 'decided_by_id', 'decision_note')})",
        "A decision is made once.",
    )
    yield Guard(
        "contributed_to_draft",
        "faq_contributor",
        "INSERT",
        "NOT " + _exists(_VERSION, f"x.id = NEW.version_id AND x.state = '{State.DRAFT}'"),
        "Only a draft can be contributed to.",
    )


def _state_rules() -> Iterator[Guard]:
    allowed = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in sorted(state_changes()))
    yield Guard(
        "state_follows_policy",
        _VERSION,
        "UPDATE",
        f"OLD.state <> NEW.state AND NOT ({allowed})",
        "A version cannot go from this state to that one.",
    )
    signature = f"x.version_id = NEW.id AND x.meaning = '{_APPROVED}' AND x.content_hash = NEW.content_hash"
    line = f"x.version_id = NEW.id AND x.kind = '{Event.Kind.APPROVED}' AND x.content_hash = NEW.content_hash"
    another = f"x.answer_id = NEW.answer_id AND x.id <> NEW.id AND x.state = '{State.APPROVED}'"
    yield Guard(
        "approved_by_signature",
        _VERSION,
        "UPDATE",
        f"OLD.state <> NEW.state AND NEW.state = '{State.APPROVED}' AND (NOT {_exists('faq_approval', signature)}"
        f" OR NOT {_exists('faq_event', line)} OR {_exists(_VERSION, another)})",
        "Only a signature over exactly this text, on the trail, makes it approved.",
    )
    yield Guard(
        "superseded_by_approval",
        _VERSION,
        "UPDATE",
        f"OLD.state <> NEW.state AND NEW.state = '{State.SUPERSEDED}' AND NOT EXISTS (SELECT 1 FROM {_VERSION} newer"
        f" JOIN faq_approval a ON a.version_id = newer.id AND a.meaning = '{_APPROVED}'"
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
            f"(NEW.meaning = '{_APPROVED}' AND x.state = '{State.IN_REVIEW}')"
            f" OR (NEW.meaning = '{_CONFIRMED}' AND x.state = '{State.APPROVED}'))",
        ),
        "A signature must be over the text in review, or over the approved text to confirm it.",
    )
    yield Guard(
        "signed_by_reviewer",
        "faq_approval",
        "INSERT",
        f"NOT {is_reviewer('NEW.signer_id')}",
        "Only a reviewer signs a text.",
    )
    yield Guard(
        "says_something_new",
        "faq_approval",
        "INSERT",
        f"NEW.meaning = '{_APPROVED}' AND EXISTS (SELECT 1 FROM {_VERSION} live JOIN {_VERSION} signed"
        " ON signed.answer_id = live.answer_id AND signed.wording = live.wording AND signed.body = live.body"
        " AND signed.sources = live.sources"
        " AND COALESCE(signed.translated_from_id, 0) = COALESCE(live.translated_from_id, 0)"
        f" WHERE signed.id = NEW.version_id AND live.state = '{State.APPROVED}')",
        "The approved text is confirmed, not approved a second time as a new version.",
    )
    yield Guard(
        "two_people",
        "faq_approval",
        "INSERT",
        f"({CONTRIBUTED}) <> (NEW.reviewed_by_author)",
        "Nobody signs a text to which they contributed, unless the signature says so.",
    )


def _phrasing_rules() -> Iterator[Guard]:
    release = ("released_at", "released_by_id", "released_by_author")
    removal = ("removed_at", "removed_by_id")
    yield Guard(
        "begins_unreleased",
        _PHRASING,
        "INSERT",
        "NEW.released_at IS NOT NULL",
        "A phrasing is added first; then a colleague lets patients see it.",
    )
    # That it is another than who added it is a constraint of the table.
    yield Guard(
        "released_by_reviewer",
        _PHRASING,
        "UPDATE",
        f"OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND NOT {is_reviewer('NEW.released_by_id')}",
        "Only a reviewer lets patients see a phrasing.",
    )
    yield Guard(
        "released_once",
        _PHRASING,
        "UPDATE",
        f"OLD.released_at IS NOT NULL AND ({_changed(*release)})",
        "A phrasing is released once.",
    )
    yield Guard(
        "removed_for_good",
        _PHRASING,
        "UPDATE",
        f"OLD.removed_at IS NOT NULL AND ({_changed(*release, *removal)})",
        "A removed phrasing stays as it was.",
    )


def _definition_rules() -> Iterator[Guard]:
    approval = ("approved_at", "approved_by_id", "approved_by_author")
    is_approved_now = "OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL"
    yield Guard(
        "begins_as_proposal",
        _DEFINITION,
        "INSERT",
        "NEW.approved_at IS NOT NULL OR NEW.retired_at IS NOT NULL",
        "A definition is proposed first; then a colleague approves it.",
    )
    yield Guard(
        "approved_by_reviewer",
        _DEFINITION,
        "UPDATE",
        f"{is_approved_now} AND NOT {is_reviewer('NEW.approved_by_id')}",
        "Only a reviewer approves what a term means.",
    )
    # That it is another than who wrote this very text is a constraint of the table.
    wrote = "x.term_id = NEW.term_id AND x.written_by_id = NEW.approved_by_id AND x.id < NEW.id"
    approved = f"SELECT MAX(a.id) FROM {_DEFINITION} a WHERE a.term_id = NEW.term_id AND a.id < NEW.id"
    yield Guard(
        "two_people",
        _DEFINITION,
        "UPDATE",
        f"{is_approved_now} AND NOT (NEW.approved_by_author) AND "
        + _exists(_DEFINITION, f"{wrote} AND x.id > COALESCE(({approved} AND a.approved_at IS NOT NULL), 0)"),
        "Nobody approves what a term means who wrote an earlier text of it since the last approval.",
    )
    last = f"x.sequence = (SELECT MAX(y.sequence) FROM faq_event y) AND x.kind = '{Event.Kind.TERM_APPROVED}'"
    by = "x.by_id = NEW.approved_by_id AND x.at = NEW.approved_at"
    about = "x.detail LIKE '%\"termdefinition:' || NEW.id || '\"%'"
    yield Guard(
        "approved_on_trail",
        _DEFINITION,
        "UPDATE",
        f"{is_approved_now} AND NOT " + _exists("faq_event", f"{last} AND {by} AND {about}"),
        "Only an approval that is the last line of the trail lets patients read what a term means.",
    )
    yield Guard(
        "approved_once",
        _DEFINITION,
        "UPDATE",
        f"OLD.approved_at IS NOT NULL AND ({_changed(*approval)})",
        "A definition is approved once.",
    )
    yield Guard(
        "retired_for_good",
        _DEFINITION,
        "UPDATE",
        f"OLD.retired_at IS NOT NULL AND ({_changed(*approval, 'retired_at', 'retired_by_id')})",
        "A retired definition stays as it was.",
    )


GUARDS: tuple[Guard, ...] = (
    *_record_rules(),
    *_trail_rules(),
    *_text_rules(),
    *_state_rules(),
    *_signature_rules(),
    *_phrasing_rules(),
    *_definition_rules(),
    *COMMENT_RULES,
    *SIGN_OFF_RULES,
    *REMINDER_RULES,
)
