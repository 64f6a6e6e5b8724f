"""The path of an answer from draft to withdrawal, and who may take which step."""

from datetime import date, timedelta

import pytest

from faq import clock, reading, workflow
from faq.models import AnswerVersion, Event, Person, Question, State
from faq.policy import NotAllowed, TextChanged, WorkflowError
from faq.status import Status
from faq.verification import verify_site

from .conftest import change, sign


def seen_by_patients(version: AnswerVersion) -> list[reading.PublicAnswer]:
    questions = Question.objects.filter(pk=version.answer.question_id)
    return list(reading.answers_to(questions, "en", clock.now()))


def test_approved_text_is_what_patients_read(approved: AnswerVersion, reviewer: Person) -> None:
    (shown,) = seen_by_patients(approved)
    assert shown.body == "A pump that gives **50 mcg** a day."
    assert "<strong>50 mcg</strong>" in shown.body_html
    assert shown.status == Status.APPROVED
    assert (shown.reviewer_name, shown.reviewer_role) == ("reviewer", "Pharmacist")
    assert shown.content_hash == approved.approvals.get().content_hash
    assert list(verify_site()) == []


def test_draft_and_submitted_text_are_not_public(in_review: AnswerVersion) -> None:
    assert seen_by_patients(in_review) == []


def test_live_answer_stays_while_the_draft_moves(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    change(newer, author, body="A pump that gives 60 mcg a day.")
    (shown,) = seen_by_patients(approved)
    assert (shown.version, shown.status) == (1, Status.BEING_UPDATED)
    assert "50 mcg" in shown.body
    sign(workflow.submit(version=newer, by=author), reviewer)
    (shown,) = seen_by_patients(approved)
    assert (shown.version, shown.status) == (2, Status.APPROVED)
    assert "60 mcg" in shown.body
    approved.refresh_from_db()
    assert approved.state == State.SUPERSEDED
    assert list(verify_site()) == []


def test_withdrawal_leaves_the_date_and_no_text(approved: AnswerVersion, lead: Person) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="The dose is under review.")
    (shown,) = seen_by_patients(approved)
    assert (shown.status, shown.withdrawn_on) == (Status.WITHDRAWN, clock.today())
    assert (shown.body, shown.body_html, shown.version) == ("", "", None)
    workflow.reinstate(answer=approved.answer, by=lead, note="The dose is right.")
    (shown,) = seen_by_patients(approved)
    assert shown.status == Status.APPROVED


def test_announced_question_is_shown_without_text(draft: AnswerVersion, lead: Person) -> None:
    workflow.announce(version=draft, by=lead)
    (shown,) = seen_by_patients(draft)
    assert (shown.wording, shown.status, shown.body) == (draft.wording, Status.NOT_YET_APPROVED, "")
    workflow.retract(answer=draft.answer, by=lead)
    assert seen_by_patients(draft) == []


def test_author_cannot_announce_the_own_question(draft: AnswerVersion, person: object) -> None:
    author = draft.created_by
    author.groups.add(*_groups("lead", "reviewer"))
    with pytest.raises(NotAllowed, match="you contributed"):
        workflow.announce(version=draft, by=author)


def test_returned_text_goes_on_as_a_new_draft(
    in_review: AnswerVersion, reviewer: Person, author: Person
) -> None:
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="Name the side effects.")
    in_review.refresh_from_db()
    assert (in_review.state, in_review.decision_note) == (State.RETURNED, "Name the side effects.")
    assert (draft.number, draft.body, draft.state) == (2, in_review.body, State.DRAFT)
    workflow.submit(version=draft, by=author)


def test_confirming_renews_the_review_date_and_an_edit_does_not(
    approved: AnswerVersion, author: Person, reviewer: Person, colleague: Person
) -> None:
    first = approved.approvals.get().next_review_on
    newer = workflow.start_version(answer=approved.answer, by=author)
    change(newer, author, body="A pump that gives **50 mcg** a day!")
    (shown,) = seen_by_patients(approved)
    assert shown.next_review_on == first
    later = clock.today() + timedelta(days=700)
    workflow.confirm(version=approved, by=colleague, content_hash=approved.content_hash, next_review_on=later)
    (shown,) = seen_by_patients(approved)
    assert (shown.next_review_on, shown.reviewer_name, shown.version) == (later, "colleague", 1)


def test_saving_over_a_colleagues_text_is_refused_and_shows_it(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    opened = workflow.editing_token(draft)
    change(draft, colleague, body="The colleague's text.")
    with pytest.raises(TextChanged) as refused:
        workflow.edit(version=draft, by=author, text={"body": "My text."}, seen=opened)
    assert refused.value.current.body == "The colleague's text."
    draft.refresh_from_db()
    assert draft.body == "The colleague's text."


def test_saving_without_change_makes_nobody_a_contributor(draft: AnswerVersion, colleague: Person) -> None:
    before = Event.objects.count()
    change(draft, colleague, body=draft.body.replace("\n", "\r\n"))
    assert not draft.contributors.filter(person=colleague).exists()
    assert Event.objects.count() == before


def test_empty_answer_cannot_be_submitted(draft: AnswerVersion, author: Person) -> None:
    change(draft, author, body=" \n")
    with pytest.raises(WorkflowError, match="The answer is empty") as refused:
        workflow.submit(version=draft, by=author)
    assert refused.value.field == "body"


@pytest.mark.parametrize("body", ["a\x00b", "a\ud800b"])
def test_character_that_cannot_be_stored_is_named(draft: AnswerVersion, author: Person, body: str) -> None:
    with pytest.raises(WorkflowError, match="invisible character"):
        change(draft, author, body=body)


@pytest.mark.parametrize("days", [-1, 0, 5 * 366 + 1])
def test_next_review_must_lie_ahead_and_within_five_years(
    in_review: AnswerVersion, reviewer: Person, days: int
) -> None:
    with pytest.raises(WorkflowError, match="next review") as refused:
        sign(in_review, reviewer, days)
    assert refused.value.field == "next_review_on"


def test_discarded_draft_is_kept_and_the_answer_is_no_longer_being_updated(
    approved: AnswerVersion, author: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    workflow.discard(version=newer, by=author, reason="Not needed after all.")
    (shown,) = seen_by_patients(approved)
    assert shown.status == Status.APPROVED
    third = workflow.start_version(answer=approved.answer, by=author)
    assert (third.number, third.body) == (3, approved.body)


def test_status_follows_the_day(approved: AnswerVersion) -> None:
    due = approved.approvals.get().next_review_on

    def on(day: date) -> Status:
        moment = clock.end_of(day)
        with clock.set_to(moment):
            return seen_by_patients(approved)[0].status

    assert on(due - timedelta(days=61)) == Status.APPROVED
    assert on(due - timedelta(days=60)) == Status.REVIEW_DUE_SOON
    assert on(due) == Status.REVIEW_DUE_SOON
    assert on(due + timedelta(days=1)) == Status.REVIEW_OVERDUE


def _groups(*names: str) -> list[object]:
    from django.contrib.auth.models import Group

    return list(Group.objects.filter(name__in=names))


def test_announced_question_is_not_left_behind_by_its_discarded_draft(
    draft: AnswerVersion, author: Person, lead: Person
) -> None:
    workflow.announce(version=draft, by=lead)
    with pytest.raises(NotAllowed, match="Take the announcement back"):
        workflow.discard(version=draft, by=author, reason="Not needed.")
    workflow.retract(answer=draft.answer, by=lead)
    gone = workflow.discard(version=draft, by=author, reason="Not needed.")
    with pytest.raises(NotAllowed, match="discarded"):
        workflow.announce(version=gone, by=lead)


def test_owner_is_not_set_back_by_somebody_with_an_old_page(
    draft: AnswerVersion, author: Person, lead: Person, colleague: Person
) -> None:
    answer, opened = draft.answer, workflow.assignment_token(draft.answer)
    workflow.assign(answer=answer, by=lead, seen=opened, owner=colleague, deputy=None, review_interval=12)
    with pytest.raises(WorkflowError, match="Somebody else"):
        workflow.assign(answer=answer, by=lead, seen=opened, owner=author, deputy=None, review_interval=6)
