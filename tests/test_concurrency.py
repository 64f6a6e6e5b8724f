"""Several people at the same moment, each with a connection of their own: one comes first, nothing is lost."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from faq import clock, terms, topics, trail, workflow
from faq.models import Answer, AnswerVersion, Approval, Category, Event, Person, State, TermDefinition
from faq.policy import NotAllowed, TextChanged, WorkflowError
from faq.verification import verify_site

from .conftest import change, write

pytestmark = pytest.mark.django_db(transaction=True)

Outcomes = list[Any]


def at_once(*acts: Callable[[], Any]) -> Outcomes:
    """Do all of it at the same moment; what each came to, a refusal included."""
    start = threading.Barrier(len(acts), timeout=30)
    outcomes: Outcomes = [None] * len(acts)

    def do(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            outcomes[number] = act()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def of(kind: type[Any], outcomes: Outcomes) -> Outcomes:
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]


def approve(version: AnswerVersion, by: Person) -> Approval:
    return workflow.approve(
        version=version,
        by=by,
        content_hash=version.content_hash,
        next_review_on=clock.today() + timedelta(days=365),
    )


def test_two_approvals_at_once_are_one(in_review: AnswerVersion, reviewer: Person, colleague: Person) -> None:
    outcomes = at_once(lambda: approve(in_review, reviewer), lambda: approve(in_review, colleague))
    assert len(of(Approval, outcomes)) == len(of(NotAllowed, outcomes)) == 1
    assert in_review.approvals.count() == 1
    assert list(verify_site()) == []


def test_two_saves_from_the_same_text_show_the_second_person_the_first_ones(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    opened = workflow.editing_token(draft)

    def save(by: Person, body: str) -> AnswerVersion:
        return workflow.edit(version=draft, by=by, text={"body": body}, seen=opened)

    outcomes = at_once(lambda: save(author, "The author's."), lambda: save(colleague, "The colleague's."))
    (saved,), (refused,) = of(AnswerVersion, outcomes), of(TextChanged, outcomes)
    draft.refresh_from_db()
    assert draft.body == saved.body == refused.current.body
    assert list(verify_site()) == []


def test_saving_while_it_is_submitted_leaves_what_was_submitted(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    outcomes = at_once(
        lambda: workflow.submit(version=draft, by=author),
        lambda: change(draft, colleague, body="The colleague's."),
    )
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert draft.is_intact
    assert (draft.body == "The colleague's.") is (of(WorkflowError, outcomes) == [])
    line = Event.objects.get(kind=Event.Kind.SUBMITTED)
    assert line.content_hash == draft.content_hash
    assert list(verify_site()) == []


def test_reviewer_cannot_slip_an_edit_in_while_approving(
    in_review: AnswerVersion, colleague: Person, reviewer: Person
) -> None:
    outcomes = at_once(
        lambda: workflow.return_to_author(version=in_review, by=colleague, note="Mine."),
        lambda: approve(in_review, reviewer),
    )
    assert len(of(NotAllowed, outcomes)) == 1
    in_review.refresh_from_db()
    assert in_review.state == (State.APPROVED if of(Approval, outcomes) else State.RETURNED)
    assert list(verify_site()) == []


def test_two_new_versions_at_once_are_one(approved: AnswerVersion, author: Person, colleague: Person) -> None:
    outcomes = at_once(
        lambda: workflow.start_version(answer=approved.answer, by=author),
        lambda: workflow.start_version(answer=approved.answer, by=colleague),
    )
    assert len(of(AnswerVersion, outcomes)) == len(of(NotAllowed, outcomes)) == 1


def test_two_withdrawals_at_once_are_one(approved: AnswerVersion, lead: Person, everything: Person) -> None:
    outcomes = at_once(
        *(
            lambda by=by: workflow.withdraw(answer=approved.answer, by=by, reason="Wrong.")
            for by in (lead, everything)
        )
    )
    assert len(of(NotAllowed, outcomes)) == 1
    assert approved.answer.withdrawals.count() == 1


def test_same_question_asked_by_two_at_once_gets_two_addresses(author: Person, colleague: Person) -> None:
    outcomes = at_once(
        *(
            lambda by=by: workflow.create_answer(by=by, text={"wording": "Can I fly?"})
            for by in (author, colleague)
        )
    )
    assert sorted(version.answer.question.slug for version in outcomes) == ["can-i-fly", "can-i-fly-2"]


def test_same_topic_made_by_two_at_once_is_one(lead: Person, everything: Person) -> None:
    outcomes = at_once(
        *(lambda by=by: topics.create(by=by, slug="pump", title="Pump") for by in (lead, everything))
    )
    assert len(of(Category, outcomes)) == len(of(WorkflowError, outcomes)) == 1


def test_eight_people_acting_at_once_leave_one_chain(topic: Category, author: Person) -> None:
    def write_some() -> None:
        for number in range(4):
            write(author, topic, f"Question {number}?", "An answer.")

    before = Event.objects.count()
    assert at_once(*[write_some] * 8) == [None] * 8
    assert Event.objects.count() == before + 8 * 4 * 2
    assert list(verify_site(trail.head_hash())) == []


def test_long_act_and_a_short_one_on_the_same_answer_do_not_block_each_other(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    author.groups.add(*Group.objects.all())
    under_way, under_way_elsewhere = threading.Event(), threading.Event()

    def long() -> None:
        with trail.in_turn():
            workflow.create_answer(by=author, text={"wording": "New?"})
            under_way.set()
            under_way_elsewhere.wait(10)
            time.sleep(0.3)  # in which the short act takes hold of whatever it takes hold of first
            change(draft, author, body="By the long act.")

    def short() -> None:
        under_way.wait(10)
        fetched = Answer.objects.get(pk=draft.answer_id)
        under_way_elsewhere.set()
        workflow.assign(
            answer=fetched,
            by=colleague,
            seen=workflow.assignment_token(fetched),
            owner=colleague,
            deputy=None,
            review_interval=6,
        )

    assert at_once(long, short) == [None, None]
    assert list(verify_site()) == []


def test_a_definition_replaced_while_it_is_approved_is_one_or_the_other(
    author: Person, colleague: Person, reviewer: Person
) -> None:
    first = terms.define(by=author, name="spasticity", language="en", text="Stiff muscles.")
    fields = {"name": "spasticity", "language": "en", "seen": first.pk}
    outcomes = at_once(
        lambda: terms.approve(definition=first, by=reviewer, seen=terms.text_hash(first)),
        lambda: terms.define(by=author, text="Tight muscles.", **fields),  # type: ignore[arg-type]
        lambda: terms.define(by=colleague, text="Hard muscles.", **fields),  # type: ignore[arg-type]
    )
    first.refresh_from_db()
    # Whoever comes second has not seen what the first one left.
    assert len(of(TermDefinition, outcomes[1:])) == len(of(WorkflowError, outcomes[1:])) == 1
    assert (first.approved_at is None) is (first.retired_at is not None)
    assert TermDefinition.objects.waiting().count() == 1
    assert list(verify_site()) == []
