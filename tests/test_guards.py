"""What the database refuses, whoever asks it: the ORM behind the workflow's back, bulk operations, raw SQL.

Every guard is attacked twice: with all guards in place, when the attack must fail and leave the row as it was,
and with that one guard removed, when it must succeed. So no guard can stand there that refuses nothing.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import ProtectedError

from faq import clock, comments, content, guards, questions, review_links, sign_offs, terms, topics, workflow
from faq.models import (
    AlternativePhrasing,
    Answer,
    AnswerVersion,
    Approval,
    Category,
    CategoryRevision,
    Comment,
    Contributor,
    Digest,
    Event,
    Mention,
    Person,
    Placement,
    Question,
    RequiredSignOff,
    ReviewLink,
    SignOff,
    State,
    TermDefinition,
    TrailHead,
    Withdrawal,
)
from faq.verification import TRACKED, verify_site

from .conftest import change, describe, rule, sign, write

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
    pharmacist: Person
    signed_off: AnswerVersion  # in review, in a topic that asks for a pharmacist, who has signed it
    unsigned: AnswerVersion  # in review, in the same topic


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """The site, built once for all attacks: it takes longer than they do."""
    with django_db_blocker.unblock():
        around_all = transaction.atomic()
        around_all.__enter__()
        built = _build()
    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around_all.__exit__(None, None, None)


@pytest.fixture
def house(_built: House, db: None) -> House:
    """The site as it was built, whatever the attack before has done to it."""
    return copy.deepcopy(_built)


def _build() -> House:
    author, colleague, reviewer, lead, pharmacist = (
        _somebody("author", "author"),
        _somebody("colleague", "author", "reviewer"),
        _somebody("reviewer", "reviewer"),
        _somebody("lead", "lead"),
        _somebody("pharmacist", "pharmacist"),
    )
    topic = topics.create(by=lead, slug="baclofen-pump", title="Baclofen pump")
    approved = write(author, topic, "What is a baclofen pump?", "A pump that gives **50 mcg** a day.")
    approved = sign(workflow.submit(version=approved, by=author), reviewer)
    workflow.withdraw(answer=approved.answer, by=lead, reason="Under review.")
    waiting = workflow.submit(version=write(author, topic, "How long does it last?", "Years."), by=author)
    returned = workflow.submit(version=write(author, topic, "Can I fly?", "Yes."), by=author)
    comments.comment(version=returned, by=reviewer, text="Always?", passage="Yes.")
    comments.resolve(thread=comments.comment(version=returned, by=lead, text="Shorter."), by=author)
    workflow.return_to_author(version=returned, by=reviewer, note="Say more.")
    returned.refresh_from_db()
    draft = write(author, topic, "Can I swim?", "Not yet said.")
    workflow.announce(version=draft, by=lead)
    describe(approved.answer.question, author, _english("Removed?", "Shown?", "Waiting?"))
    questions.release(phrasing=_phrasing("Shown?"), by=reviewer)
    describe(approved.answer.question, author, _english("Shown?", "Waiting?"))
    _explain(author, colleague, reviewer, lead)
    _remind(author, approved)
    signed_off, unsigned = _in_a_topic_that_asks(author, lead, pharmacist)
    people = (author, colleague, reviewer, lead)
    return House(*people, topic, approved, waiting, draft, returned, pharmacist, signed_off, unsigned)


def _somebody(name: str, *roles: str) -> Person:
    made = Person.objects.create_user(name)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def _in_a_topic_that_asks(author: Person, lead: Person, pharmacist: Person) -> list[AnswerVersion]:
    """Two texts in review in a topic that asks for a pharmacist; the first is signed off."""
    medicines = topics.create(by=lead, slug="medicines", title="Medicines")
    rule(medicines, lead, "pharmacist", months=6)
    texts = [
        workflow.submit(version=write(author, medicines, wording, "Yes."), by=author)
        for wording in ("Is it safe?", "Is it cheap?")
    ]
    sign_offs.sign_off(
        version=texts[0], by=pharmacist, capacity="pharmacist", content_hash=texts[0].content_hash
    )
    return texts


def _remind(person: Person, of: AnswerVersion) -> None:
    """A mail that was sent, whose link has been used, and one on its way."""
    sent = Digest.objects.create(person=person, day=clock.today(), sent_at=clock.now())
    Digest.objects.create(person=person, day=clock.today() + timedelta(days=1))
    Mention.objects.create(digest=sent, answer=of.answer, occasion=Mention.Occasion.TODAY, due_on=sent.day)
    for _ in range(2):
        review_links.make(person, [(of.pk, of.content_hash)])
    ReviewLink.objects.filter(pk=ReviewLink.objects.latest("pk").pk).update(used_at=clock.now())


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
    "comment": (lambda h: _comment("Always?"), "text", "Fine."),
    "requiredsignoff": (lambda h: RequiredSignOff.objects.get(), "capacity", "patient_reader"),
    "signoff": (lambda h: SignOff.objects.get(), "printed_name", "Somebody else"),
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


def _replaced_under_another_key(row: models.Model) -> None:
    """As SQLite's REPLACE could: another row of the same unique columns, and the older one is gone."""
    if connection.vendor == "postgresql":
        inserted(row)
    else:
        replaced(row, id=row.pk + 1_000)


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


def _sign_off(h: House, **fields: Any) -> None:
    given = SignOff(
        **{
            "version": h.unsigned,
            "capacity": "pharmacist",
            "content_hash": h.unsigned.content_hash,
            "signer": h.pharmacist,
            "printed_name": "Pharmacist",
            "printed_role": "Pharmacist",
            "signed_at": clock.now(),
        }
        | fields
    )
    SignOff.objects.bulk_create([given])


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


def _first(model: type[models.Model]) -> models.Model:
    return model._default_manager.order_by("pk")[0]


def _sent() -> Digest:
    return Digest.objects.get(sent_at__isnull=False)


def _used() -> ReviewLink:
    return ReviewLink.objects.get(used_at__isnull=False)


ATTACKS: dict[str, list[Attack]] = {
    **{f"guard_{table}_kept": [_erased(table)] for table in ROWS},
    **{f"guard_{table}_not_replaced": [_replaced(table)] for table in ROWS},
    **{
        f"guard_{table}_unchanged": [_updated(table)]
        for table in ("event", "approval", "contributor", "rendering", "categoryrevision", "term", "signoff")
    },
    "guard_withdrawal_ended_once": [
        _updated("withdrawal"),
        lambda h: Withdrawal.objects.update(withdrawn_at=clock.now() - timedelta(days=9)),
    ],
    "guard_requiredsignoff_ended_once": [
        _updated("requiredsignoff"),
        lambda h: _dropped(h, capacity="patient_reader"),
        lambda h: _dropped(h, category=h.topic),
        lambda h: _dropped(h, asked_at=clock.now() - timedelta(days=9)),
        lambda h: _dropped(h, asked_by=h.author),
        lambda h: (_dropped(h), _dropped(h, dropped_by=h.author)),
    ],
    "guard_signoff_signs_what_is_there": [
        lambda h: _sign_off(h, content_hash="0" * 64),
        lambda h: _sign_off(h, version=h.draft, content_hash=h.draft.content_hash),
    ],
    "guard_signoff_signed_in_capacity": [
        lambda h: _sign_off(h, signer=h.reviewer),
        lambda h: _sign_off(h, signer=_closed(h.pharmacist)),
        lambda h: _sign_off(h, capacity="patient_reader"),
    ],
    "guard_signoff_two_people": [lambda h: _sign_off(h, signer=_with_role(h.author, "pharmacist"))],
    "guard_signoff_not_the_approver": [
        lambda h: _sign_off(
            h,
            version=h.version,
            content_hash=h.version.content_hash,
            signer=_with_role(h.reviewer, "pharmacist"),
        )
    ],
    "guard_approval_signed_off_before": [
        lambda h: _signature(h, version=h.unsigned, content_hash=h.unsigned.content_hash),
        lambda h: _signed_off_with_a_line_of_another_kind(h),
        lambda h: _signed_off_as_somebody_else(h),
    ],
    "guard_approval_another_than_signed_off": [
        lambda h: _signature(
            h,
            version=h.signed_off,
            content_hash=h.signed_off.content_hash,
            signer=_with_role(h.pharmacist, "reviewer"),
        ),
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
        lambda h: _signed_what_was_returned(h),
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
    "guard_comment_ended_once": [
        _updated("comment"),
        lambda h: Comment.objects.filter(text="Shorter.").update(resolved_at=None, resolved_by=None),
        lambda h: Comment.objects.filter(text="Shorter.").update(resolved_by=h.reviewer),
        lambda h: _resolved_as(h, passage="", field=""),
        lambda h: _resolved_as(h, passage=""),
        lambda h: _resolved_as(h, field="sources"),
        lambda h: _resolved_as(h, occurrence=1),
        lambda h: _resolved_as(h, text="Fine."),
        lambda h: _resolved_as(h, written_at=clock.now() - timedelta(days=9)),
        lambda h: _resolved_as(h, written_by=h.lead),
        lambda h: _resolved_as(h, version=h.waiting),
    ],
    "guard_comment_begins_open": [lambda h: inserted(_comment("Shorter."))],
    "guard_comment_quotes_the_text": [
        lambda h: inserted(_comment("Always?"), passage="Never."),
        lambda h: inserted(_comment("Always?"), field="sources"),
        lambda h: inserted(_comment("Always?"), passage="Years."),  # the words of another text
    ],
    "guard_comment_replies_to_an_open_thread": [
        lambda h: _replied(h, "Shorter.", h.returned),
        lambda h: _replied(h, "Always?", h.waiting),
        lambda h: _replied_to(h, comments.reply(thread=_comment("Always?"), by=h.author, text="Mostly.")),
    ],
    "guard_approval_no_open_comments": [
        lambda h: _signed_over_a_comment(h, h.waiting),
        lambda h: _signed_over_a_comment(h, h.returned),
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
    **{
        f"guard_{model._meta.model_name}_kept": [lambda h, model=model: _raw_deleted(_first(model))]
        for model in (Digest, Mention, ReviewLink)
    },
    "guard_requiredsignoff_not_replaced": [
        _replaced("requiredsignoff"),
        lambda h: _replaced_under_another_key(RequiredSignOff.objects.get()),
    ],
    "guard_signoff_not_replaced": [
        _replaced("signoff"),
        lambda h: _replaced_under_another_key(SignOff.objects.get()),
    ],
    "guard_digest_not_replaced": [
        lambda h: replaced(_sent(), sent_at=None),
        lambda h: _replaced_under_another_key(_sent()),
    ],
    "guard_mention_not_replaced": [
        lambda h: replaced(_first(Mention), due_on=None),
        lambda h: _replaced_under_another_key(_first(Mention)),
    ],
    "guard_reviewlink_not_replaced": [
        lambda h: replaced(_used(), used_at=None),
        lambda h: _replaced_under_another_key(_used()),
    ],
    "guard_digest_sent_once": [
        lambda h: _of(_sent()).update(sent_at=None),
        lambda h: _of(_sent()).update(day=clock.today() - timedelta(days=1)),
        lambda h: _of(_sent()).update(person=h.lead),
    ],
    "guard_mention_unchanged": [lambda h: _of(_first(Mention)).update(due_on=None)],
    "guard_reviewlink_used_once": [
        lambda h: _of(_used()).update(used_at=None),
        lambda h: _of(_used()).update(used_at=clock.now()),
        lambda h: ReviewLink.objects.filter(used_at=None).update(person=h.lead),
        lambda h: ReviewLink.objects.filter(used_at=None).update(content_hash="0" * 64),
        lambda h: ReviewLink.objects.filter(used_at=None).update(secret_hash="0" * 64),
        lambda h: ReviewLink.objects.filter(used_at=None).update(version=h.waiting),
        lambda h: ReviewLink.objects.filter(used_at=None).update(made_at=clock.now() - timedelta(days=9)),
        lambda h: ReviewLink.objects.filter(used_at=None).update(
            expires_at=clock.now() + timedelta(days=999)
        ),
    ],
}


def _comment(text: str) -> Comment:
    return Comment.objects.get(text=text)


def _resolved_as(h: House, **values: Any) -> None:
    Comment.objects.filter(text="Always?").update(resolved_at=clock.now(), resolved_by=h.author, **values)


def _dropped(h: House, **values: Any) -> int:
    return RequiredSignOff.objects.update(**{"dropped_at": clock.now(), "dropped_by": h.lead} | values)


def _replied(h: House, text: str, version: AnswerVersion) -> None:
    _replied_to(h, _comment(text), version=version)


def _replied_to(h: House, said: Comment, **values: Any) -> None:
    empty = {"field": "", "passage": "", "resolved_at": None, "resolved_by": None}
    inserted(said, thread=said, **empty, **values)


def _signed_what_was_returned(h: House) -> None:
    comments.resolve(thread=_comment("Always?"), by=h.reviewer)
    _signature(h, version=h.returned, content_hash=h.returned.content_hash)


def _signed_off_with_a_line_of_another_kind(h: House) -> None:
    """Approve what the pharmacist has only commented on, with a sign-off slipped in beside it."""
    said = comments.comment(version=h.unsigned, by=h.pharmacist, text="Is that so?")
    comments.resolve(thread=said, by=h.author)
    _sign_off(h)
    _signature(h, version=h.unsigned, content_hash=h.unsigned.content_hash)


def _signed_off_as_somebody_else(h: House) -> None:
    """Approve what a patient reader has signed off, and no pharmacist."""
    rule(Category.objects.get(slug="medicines"), h.lead, "patient_reader", "pharmacist")
    sign_offs.sign_off(
        version=h.unsigned,
        by=_with_role(h.colleague, "patient_reader"),
        capacity="patient_reader",
        content_hash=h.unsigned.content_hash,
    )
    _signature(h, version=h.unsigned, content_hash=h.unsigned.content_hash)


def _signed_over_a_comment(h: House, commented: AnswerVersion) -> None:
    """Sign the newest text of an answer, while a comment on a text of it is open."""
    newest = commented.answer.versions.latest("number")
    if newest == commented:
        comments.comment(version=commented, by=h.lead, text="Is that so?")
    else:
        change(newest, h.author, body="Yes, mostly.")
        newest = workflow.submit(version=newest, by=h.author)
    _signature(h, version=newest, content_hash=newest.content_hash)


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
        list(model._default_manager.order_by("pk").values())
        for model in (*TRACKED, Event, TrailHead, Person, Digest, Mention, ReviewLink)
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
