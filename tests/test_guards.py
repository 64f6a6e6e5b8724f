"""What the database refuses, whoever asks it: the ORM behind the workflow's back, bulk operations, raw SQL.

Every guard is attacked twice: with all guards in place, when the attack must fail and leave the row as it was,
and with that one guard removed, when it must succeed. So no guard can stand there that refuses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import checks
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import ProtectedError
from django.db.models.signals import post_migrate, pre_migrate

from faq import clock, content, guards, questions, terms, topics, workflow
from faq.models import (
    AlternativePhrasing,
    Answer,
    AnswerVersion,
    Approval,
    Category,
    CategoryRevision,
    Contributor,
    Event,
    Person,
    Placement,
    Question,
    State,
    TermDefinition,
    TrailHead,
    Withdrawal,
)
from faq.verification import TRACKED, verify_site

from .conftest import describe, write

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone has it")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone has it")


@dataclass
class House:
    """A site with a row of every kind, and the people in it."""

    author: Person
    colleague: Person
    reviewer: Person
    lead: Person
    topic: Category
    version: AnswerVersion  # approved
    waiting: AnswerVersion  # in review
    draft: AnswerVersion
    returned: AnswerVersion


@pytest.fixture
def house(
    author: Person,
    colleague: Person,
    reviewer: Person,
    lead: Person,
    topic: Category,
    approved: AnswerVersion,
) -> House:
    workflow.withdraw(answer=approved.answer, by=lead, reason="Under review.")
    waiting = workflow.submit(version=write(author, topic, "How long does it last?", "Years."), by=author)
    returned = workflow.submit(version=write(author, topic, "Can I fly?", "Yes."), by=author)
    workflow.return_to_author(version=returned, by=reviewer, note="Say more.")
    returned.refresh_from_db()
    draft = write(author, topic, "Can I swim?", "Not yet said.")
    workflow.announce(version=draft, by=lead)
    describe(approved.answer.question, author, _english("Removed?", "Shown?", "Waiting?"))
    questions.release(phrasing=_phrasing("Shown?"), by=reviewer)
    describe(approved.answer.question, author, _english("Shown?", "Waiting?"))
    _explain(author, colleague, reviewer, lead)
    return House(author, colleague, reviewer, lead, topic, approved, waiting, draft, returned)


def _explain(author: Person, colleague: Person, reviewer: Person, lead: Person) -> None:
    """Definitions that are shown, retired, given up, waiting, and waiting in a colleague's words."""
    for name in ("shown", "retired"):
        terms.define(by=author, name=name, language="en", text=f"Means {name}.")
        definition = _definition(name)
        terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))
    terms.retire(term=_definition("retired").term, by=lead, reason="Not needed.")
    terms.define(by=author, name="given up", language="en", text="Means given up.")
    terms.turn_down(definition=_definition("given up"), by=reviewer, reason="Too long.")
    terms.define(by=author, name="waiting", language="en", text="Means waiting.")
    first = terms.define(by=colleague, name="reworded", language="en", text="Meant it.")
    terms.define(by=author, name="reworded", language="en", text="Means reworded.", seen=first.pk)


def _definition(name: str) -> TermDefinition:
    """The newest definition of a term."""
    return TermDefinition.objects.filter(term__name=name).latest("pk")


def _english(*texts: str) -> list[questions.Phrasing]:
    return [questions.Phrasing("en", text) for text in texts]


def _phrasing(text: str) -> AlternativePhrasing:
    return AlternativePhrasing.objects.get(text=text)


Attack = Callable[[House], Any]


def sql(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def inserted(row: models.Model, **changes: Any) -> None:
    """Write a copy of a row under a key of its own, in the words of SQL that the ORM finds for it."""
    copy = type(row)._default_manager.get(pk=row.pk)
    copy.pk = None
    for name, value in changes.items():
        setattr(copy, name, value)
    type(row)._default_manager.bulk_create([copy])


def replaced(row: models.Model, **values: Any) -> None:
    """Write another row over this one, under the same key."""
    table, columns = row._meta.db_table, [field.column for field in row._meta.concrete_fields]
    chosen = ", ".join("%s" if name in values else name for name in columns)
    # On PostgreSQL this is the nearest thing to SQLite's REPLACE.
    verb, otherwise = (
        ("INSERT OR REPLACE", "")
        if connection.vendor == "sqlite"
        else (
            "INSERT",
            " ON CONFLICT (id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in values),
        )
    )
    sql(
        f"{verb} INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table} WHERE id = %s{otherwise}",
        *(values[name] for name in columns if name in values),
        row.pk,
    )


def _the_approved_text_again(h: House) -> AnswerVersion:
    """A version in review that says what is approved already, made around the workflow."""
    again = AnswerVersion(
        answer=h.version.answer,
        number=h.version.number + 1,
        wording=h.version.wording,
        body=h.version.body,
        sources=h.version.sources,
        created_at=clock.now(),
        created_by=h.author,
    )
    again.content_hash = content.content_hash(again.content)
    again.save()
    again.state, again.submitted_at, again.submitted_by = State.IN_REVIEW, clock.now(), h.author
    again.save()
    return again


def _approved_a_second_time(h: House) -> None:
    again = _the_approved_text_again(h)
    _signature(h, version=again, content_hash=again.content_hash)


ROWS: dict[str, tuple[Callable[[House], models.Model], str, Any]] = {
    # table: one of its rows, a column and what a forger would write there
    "event": (lambda h: Event.objects.filter(version=h.version).latest("sequence"), "kind", "exported"),
    "trailhead": (lambda h: TrailHead.objects.get(), "hash", "0" * 64),
    "approval": (lambda h: h.version.approvals.get(), "printed_name", "Somebody else"),
    "contributor": (lambda h: h.version.contributors.get(), "first_at", clock.now()),
    "rendering": (lambda h: h.version.renderings.get(), "body_html", "<p>500 mcg</p>"),
    "categoryrevision": (lambda h: h.topic.revisions.get(), "title", "Forged"),
    "withdrawal": (lambda h: h.version.answer.withdrawals.get(), "reason", "Forged"),
    "announcement": (lambda h: h.draft.answer.announcements.get(), "wording", "Forged?"),
    "placement": (lambda h: h.version.answer.question.placements.get(), "position", 99),
    "person": (lambda h: h.reviewer, "username", "forged"),
    "question": (lambda h: h.version.answer.question, "slug", "forged"),
    "category": (lambda h: h.topic, "slug", "forged"),
    "answer": (lambda h: h.version.answer, "language", "es"),
    "alternativephrasing": (lambda h: _phrasing("Waiting?"), "text", "Forged?"),
    "term": (lambda h: _definition("waiting").term, "name", "forged"),
    "termdefinition": (lambda h: _definition("waiting"), "text", "500 mcg"),
    "answerversion": (lambda h: h.version, "body", "A pump that gives **500 mcg** a day."),
}


def _updated(table: str) -> Attack:
    row, column, value = ROWS[table]
    return lambda h: _of(row(h)).update(**{column: value})


def _of(row: models.Model) -> models.QuerySet[Any]:
    return type(row)._default_manager.filter(pk=row.pk)


def _erased(table: str) -> Attack:
    return lambda h: _raw_deleted(ROWS[table][0](h))


def _raw_deleted(row: models.Model) -> None:
    _of(row)._raw_delete("default")  # type: ignore[attr-defined]  # what admin actions and housekeeping end in


def _replaced(table: str) -> Attack:
    row, column, value = ROWS[table]
    # Where another guard would refuse the new row, attack with one that it lets pass.
    passing: dict[str, Attack] = {
        "answerversion": lambda h: replaced(h.draft, change_note="Forged."),
        "contributor": lambda h: replaced(h.draft.contributors.get(), first_at=clock.now()),
        "approval": lambda h: replaced(_confirmed(h), printed_name="Somebody else"),
        "event": _replaced_by_the_next_line,
    }
    return passing.get(table, lambda h: replaced(row(h), **{column: value}))


def _replaced_by_the_next_line(h: House) -> None:
    head = TrailHead.objects.get()
    former = Event.objects.get(sequence=1)
    replaced(former, sequence=head.sequence + 1, previous_hash=head.hash, hash="f" * 64)


def _confirmed(h: House) -> Approval:
    workflow.reinstate(answer=h.version.answer, by=h.lead, note="Right after all.")
    return workflow.confirm(
        version=h.version,
        by=h.reviewer,
        content_hash=h.version.content_hash,
        next_review_on=clock.today() + timedelta(days=9),
    )


def _signature(h: House, **fields: Any) -> None:
    approval = Approval(
        **{
            "version": h.waiting,
            "content_hash": h.waiting.content_hash,
            "meaning": "approved",
            "signer": h.reviewer,
            "printed_name": "Reviewer",
            "printed_role": "Pharmacist",
            "signed_at": clock.now(),
            "next_review_on": clock.today() + timedelta(days=365),
        }
        | fields
    )
    Approval.objects.bulk_create([approval])


def _line(h: House, **fields: Any) -> None:
    head = TrailHead.objects.get()
    Event.objects.bulk_create(
        [
            Event(
                **{
                    "sequence": head.sequence + 1,
                    "kind": "approved",
                    "at": clock.now(),
                    "by": h.reviewer,
                    "by_name": h.reviewer.username,
                    "version": h.waiting,
                    "answer": h.waiting.answer,
                    "content_hash": h.waiting.content_hash,
                    "detail": "{}",
                    "previous_hash": head.hash,
                    "hash": "f" * 64,
                }
                | fields
            )
        ]
    )


def _state(version: Callable[[House], AnswerVersion], state: State, **fields: Any) -> Attack:
    return lambda h: AnswerVersion.objects.filter(pk=version(h).pk).update(
        state=state, decided_at=clock.now(), decided_by=h.reviewer, **fields
    )


def _approved_without_a_line(h: House) -> None:
    _signature(h)
    _state(lambda h: h.waiting, State.APPROVED)(h)


def _approved_without_a_signature(h: House) -> None:
    _line(h)
    _state(lambda h: h.waiting, State.APPROVED)(h)


def _another_hash(version: AnswerVersion, body: str) -> str:
    version.body = body
    return content.content_hash(version.content)


def _text(h: House, version: AnswerVersion, body: str) -> int:
    return AnswerVersion.objects.filter(pk=version.pk).update(
        body=body, content_hash=_another_hash(version, body)
    )


# The words by which SQLite deletes whatever stands in the way of an update.
_UPDATE = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"


def _took_the_title(h: House) -> None:
    other = topics.create(by=h.lead, slug="other", title="Other")
    CategoryRevision.objects.create(
        category=h.topic, title=other.title, introduction="", revised_at=clock.now(), revised_by=h.lead
    )
    sql(f"{_UPDATE} faq_category SET title = 'Other', introduction = '' WHERE id = %s", h.topic.pk)


def _went_back_behind_its_newest_text(h: House) -> None:
    former = h.topic.title
    topics.revise(category=h.topic, by=h.lead, title="Pumps", introduction="")
    topics.revise(category=h.topic, by=h.lead, title="Bombas", introduction="", language="es")
    sql("UPDATE faq_category SET title = %s WHERE id = %s", former, h.topic.pk)


def _took_the_account_of(victim: Person, person: Person) -> None:
    sql(f"{_UPDATE} faq_person SET username = %s WHERE id = %s", victim.username, person.pk)


ATTACKS: dict[str, list[Attack]] = {
    **{f"guard_{table}_kept": [_erased(table)] for table in ROWS},
    **{f"guard_{table}_not_replaced": [_replaced(table)] for table in ROWS},
    **{
        f"guard_{table}_unchanged": [_updated(table)]
        for table in ("event", "approval", "contributor", "rendering", "categoryrevision", "term")
    },
    "guard_withdrawal_ended_once": [
        _updated("withdrawal"),
        lambda h: Withdrawal.objects.update(withdrawn_at=clock.now() - timedelta(days=9)),
    ],
    "guard_announcement_ended_once": [_updated("announcement")],
    "guard_placement_ended_once": [
        _updated("placement"),
        lambda h: Placement.objects.update(placed_at=clock.now() - timedelta(days=9)),
    ],
    "guard_person_fixed": [lambda h: Person.objects.filter(pk=_stranger().pk).update(id=999_999)],
    "guard_person_name_free": [
        lambda h: _took_the_account_of(_stranger(), h.reviewer),
    ],
    "guard_question_fixed": [
        _updated("question"),
        lambda h: Question.objects.update(is_demonstration=True),
    ],
    "guard_category_fixed": [_updated("category")],
    "guard_category_name_free": [_took_the_title],
    "guard_category_as_revised": [
        lambda h: Category.objects.filter(pk=h.topic.pk).update(title="Renamed"),
        lambda h: Category.objects.bulk_update([_with(h.topic, introduction="Rewritten")], ["introduction"]),
        _went_back_behind_its_newest_text,
    ],
    "guard_answer_fixed": [
        _updated("answer"),
        lambda h: Answer.objects.filter(pk=h.version.answer_id).update(question=_new_question(h)),
    ],
    "guard_answerversion_fixed": [
        lambda h: AnswerVersion.objects.filter(pk=h.version.pk).update(number=7),
        lambda h: AnswerVersion.objects.filter(pk=h.version.pk).update(created_by=h.reviewer),
    ],
    "guard_answerversion_begins_as_draft": [
        lambda h: inserted(h.version, number=5, state=State.RETURNED),
    ],
    "guard_answerversion_frozen": [
        lambda h: _text(h, h.version, "500 mcg"),
        lambda h: _text(h, h.waiting, "500 mcg"),
        lambda h: AnswerVersion.objects.bulk_update(
            [_with(h.version, change_note="Nothing")], ["change_note"]
        ),
        lambda h: AnswerVersion.objects.filter(pk=h.waiting.pk).update(submitted_by=h.colleague),
        lambda h: AnswerVersion.objects.filter(pk=h.waiting.pk).update(content_hash="0" * 64),
    ],
    "guard_answerversion_hash_moves_with_text": [
        lambda h: AnswerVersion.objects.filter(pk=h.draft.pk).update(body="500 mcg"),
    ],
    "guard_answerversion_translates_approved_text_insert": [
        lambda h: inserted(
            h.version,
            number=2,
            state=State.DRAFT,
            decided_at=None,
            decided_by=None,
            translated_from=h.waiting,
        ),
    ],
    "guard_answerversion_translates_approved_text_update": [
        lambda h: AnswerVersion.objects.filter(pk=h.draft.pk).update(
            translated_from=h.version, content_hash="0" * 64
        ),
        lambda h: AnswerVersion.objects.filter(pk=h.draft.pk).update(
            translated_from=h.draft, content_hash="0" * 64
        ),
    ],
    "guard_answerversion_decided_once": [
        lambda h: AnswerVersion.objects.filter(pk=h.returned.pk).update(decision_note="Looks good."),
        lambda h: AnswerVersion.objects.filter(pk=h.version.pk).update(decided_by=h.author),
        lambda h: AnswerVersion.objects.filter(pk=h.version.pk).update(decided_at=clock.now()),
    ],
    "guard_answerversion_state_follows_policy": [
        lambda h: AnswerVersion.objects.filter(pk=h.returned.pk).update(state=State.DISCARDED),
        lambda h: AnswerVersion.objects.filter(pk=h.version.pk).update(state=State.RETURNED),
    ],
    "guard_answerversion_approved_by_signature": [
        _state(lambda h: h.waiting, State.APPROVED),
        _approved_without_a_line,
        _approved_without_a_signature,
    ],
    "guard_answerversion_superseded_by_approval": [
        lambda h: AnswerVersion.objects.filter(pk=h.version.pk).update(state=State.SUPERSEDED),
    ],
    "guard_approval_signs_what_is_there": [
        lambda h: _signature(h, content_hash="0" * 64),
        lambda h: _signature(h, meaning="confirmed"),
        lambda h: _signature(h, version=h.draft, content_hash=h.draft.content_hash),
        lambda h: _signature(h, version=h.returned, content_hash=h.returned.content_hash),
    ],
    "guard_approval_signed_by_reviewer": [
        lambda h: _signature(h, signer=h.lead),
        lambda h: _signature(h, signer=_closed(h.reviewer)),
        lambda h: _signature(h, signer=_superuser()),
    ],
    "guard_approval_says_something_new": [lambda h: _approved_a_second_time(h)],
    "guard_approval_two_people": [
        lambda h: _signature(h, signer=_with_role(h.author, "reviewer")),
        lambda h: _signature(h, reviewed_by_author=True),
    ],
    "guard_contributor_contributed_to_draft": [
        lambda h: Contributor.objects.bulk_create(
            [Contributor(version=h.waiting, person=h.reviewer, first_at=clock.now())]
        ),
    ],
    "guard_alternativephrasing_fixed": [
        _updated("alternativephrasing"),
        lambda h: AlternativePhrasing.objects.update(added_by=h.lead),
        lambda h: AlternativePhrasing.objects.filter(text="Shown?").update(language="es"),
    ],
    "guard_alternativephrasing_begins_unreleased": [
        lambda h: inserted(_phrasing("Shown?"), text="Forged?"),
    ],
    "guard_alternativephrasing_released_by_reviewer": [
        lambda h: _released("Waiting?", h.lead),
        lambda h: _released("Waiting?", _closed(h.reviewer)),
        lambda h: _released("Waiting?", h.author, released_by_author=True),
    ],
    "guard_alternativephrasing_released_once": [
        lambda h: _released("Shown?", h.colleague),
        lambda h: _released("Shown?", None, released_at=None),
    ],
    "guard_alternativephrasing_removed_for_good": [
        lambda h: _of(_phrasing("Removed?")).update(removed_at=None, removed_by=None),
        lambda h: _of(_phrasing("Removed?")).update(removed_by=h.lead),
        lambda h: _released("Removed?", h.reviewer),
    ],
    "guard_termdefinition_fixed": [
        _updated("termdefinition"),
        lambda h: _changed("shown", other_forms="pump"),
        lambda h: _changed("waiting", written_by=h.lead),
        lambda h: _changed("retired", term=_definition("shown").term),
    ],
    "guard_termdefinition_begins_as_proposal": [
        lambda h: inserted(_definition("shown"), text="500 mcg"),
        lambda h: inserted(_definition("given up"), text="500 mcg"),
    ],
    "guard_termdefinition_approved_by_reviewer": [
        lambda h: _approved_on_trail(h, "waiting", h.lead),
        lambda h: _approved_on_trail(h, "waiting", h.author, approved_by_author=True),
        lambda h: _approved_on_trail(h, "waiting", _superuser()),
    ],
    "guard_termdefinition_two_people": [lambda h: _approved_on_trail(h, "reworded", h.colleague)],
    "guard_termdefinition_approved_on_trail": [
        lambda h: _changed("waiting", approved_at=clock.now(), approved_by=h.reviewer),
        lambda h: _approved_on_trail(h, "waiting", h.reviewer, kind="term_defined"),
        lambda h: _approved_on_trail(h, "waiting", h.reviewer, about="reworded"),
        lambda h: _approved_by_a_line_of_old(h),
    ],
    "guard_termdefinition_approved_once": [
        lambda h: _changed("shown", approved_by=h.colleague),
        lambda h: _changed("shown", approved_at=clock.now()),
        lambda h: _changed("shown", approved_at=None, approved_by=None),
    ],
    "guard_termdefinition_retired_for_good": [
        lambda h: _changed("retired", retired_at=None, retired_by=None),
        lambda h: _changed("retired", retired_by=h.author),
        lambda h: _approved_on_trail(h, "given up", h.reviewer),
    ],
    "guard_event_next_line": [
        lambda h: _line(h, sequence=TrailHead.objects.get().sequence + 2),
        lambda h: _line(h, previous_hash="0" * 64),
    ],
    "guard_event_names_who_acted": [
        lambda h: _line(h, by_name="somebody else"),
        lambda h: _line(h, by=_closed(h.reviewer)),
    ],
    "guard_trailhead_follows_trail": [
        _updated("trailhead"),
        lambda h: TrailHead.objects.update(sequence=1, hash=Event.objects.earliest("sequence").hash),
    ],
}


def _released(text: str, by: Person | None, **values: Any) -> None:
    """Let patients see a phrasing, around the act."""
    _of(_phrasing(text)).update(**{"released_at": clock.now(), "released_by": by, **values})


def _changed(name: str, **values: Any) -> int:
    return TermDefinition.objects.filter(pk=_definition(name).pk).update(**values)


def _approved_on_trail(
    h: House, name: str, by: Person, kind: str = "term_approved", about: str = "", **values: Any
) -> int:
    """Approve a definition around the act, with a forged line that seems to say so."""
    now = clock.now()
    detail = content.canonical_json({"rows": {f"termdefinition:{_definition(about or name).pk}": {}}})
    _line(h, kind=kind, by=by, by_name=by.username, at=now, detail=detail, version=None, answer=None)
    return _changed(name, approved_at=now, approved_by=by, **values)


def _approved_by_a_line_of_old(h: House) -> int:
    now, definition = clock.now(), _definition("waiting")
    with clock.set_to(now):
        detail = content.canonical_json({"rows": {f"termdefinition:{definition.pk}": {}}})
        _line(h, kind="term_approved", detail=detail, version=None, answer=None)
        TrailHead.objects.update(sequence=Event.objects.count(), hash="f" * 64)
        topics.revise(category=h.topic, by=h.lead, title="Pumps", introduction="")
    return _changed("waiting", approved_at=now, approved_by=h.reviewer)


def _with(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _stranger() -> Person:
    return Person.objects.create_user("stranger")


def _superuser() -> Person:
    return Person.objects.create_superuser("superuser")


def _closed(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    return person


def _with_role(person: Person, role: str) -> Person:
    person.groups.add(Group.objects.get(name=role))
    return person


def _new_question(h: House) -> Question:
    return Question.objects.create(
        slug="new", working_title="New?", created_at=clock.now(), created_by=h.author
    )


def without(name: str) -> None:
    """Let one guard be missing from here on."""
    guard = next(guard for guard in guards.GUARDS if guards.trigger_name(guard) == name)
    sql(f"DROP TRIGGER {name}" + (f" ON {guard.table}" if connection.vendor == "postgresql" else ""))


CASES = [
    pytest.param(name, attack, id=f"{name.removeprefix('guard_')}-{number}")
    for name, attacks in ATTACKS.items()
    for number, attack in enumerate(attacks, start=1)
]


def test_every_guard_is_attacked() -> None:
    assert set(ATTACKS) == {guards.trigger_name(guard) for guard in guards.GUARDS}


def test_every_record_that_the_trail_knows_is_kept() -> None:
    assert {model._meta.model_name for model in TRACKED} | {"event", "trailhead", "person"} == set(ROWS)


@pytest.mark.parametrize(("name", "attack"), CASES)
def test_attack_around_the_workflow_is_refused_by_that_guard_alone(
    house: House, name: str, attack: Attack
) -> None:
    before = everything()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        attack(house)
    assert any(guard.message in str(refused.value) for guard in guards.GUARDS)
    if connection.vendor == "postgresql" and name.endswith(("_not_replaced", "_name_free")):
        return  # it has no REPLACE: keys and unique columns refuse by themselves what these guards refuse
    with transaction.atomic():
        without(name)
        attack(house)
        assert everything() != before
        transaction.set_rollback(True)


def everything() -> list[Any]:
    return [
        list(model._default_manager.order_by("pk").values()) for model in (*TRACKED, Event, TrailHead, Person)
    ]


@pytest.mark.parametrize("table", ROWS)
def test_orm_cannot_delete_what_is_kept(house: House, table: str) -> None:
    row = ROWS[table][0](house)
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        row.delete()
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        type(row)._default_manager.all().delete()
    assert _of(row).exists()


@on_postgresql
@pytest.mark.parametrize("table", ROWS)
def test_tables_cannot_be_emptied(house: House, table: str) -> None:
    before = everything()
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # or else pending checks would refuse it, for a reason that passes
    with pytest.raises(IntegrityError, match="kept for ever"), transaction.atomic():
        sql(f"TRUNCATE faq_{table} CASCADE")
    assert everything() == before


def test_harmless_save_of_a_signed_text_is_let_through(house: House) -> None:
    house.version.save()
    AnswerVersion.objects.filter(pk=house.version.pk).update(body=house.version.body)
    assert list(verify_site()) == []


def test_deleting_a_role_takes_it_away_and_leaves_what_was_done(house: House) -> None:
    before = everything()
    Group.objects.filter(name="reviewer").delete()
    assert everything() == before
    assert house.reviewer.roles == frozenset()
    assert list(verify_site()) == []


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
