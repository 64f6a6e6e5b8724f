"""Every tampering is found, even one made with the guards removed and put back afterwards."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from faq import clock, content, guards, reading, rendering, topics, trail, workflow
from faq.models import (
    AnswerVersion,
    Approval,
    Category,
    Contributor,
    Event,
    Person,
    Placement,
    Question,
    Rendering,
    State,
    TrailHead,
)
from faq.policy import NotAllowed, WorkflowError
from faq.verification import verify_site

from .conftest import assign, change, sign, write


@pytest.fixture
def tampering(db: None) -> Callable[[Callable[[], Any]], list[str]]:
    """Do something with the guards removed, put them back, and tell what is found then."""

    def tamper(act: Callable[[], Any]) -> list[str]:
        assert list(verify_site()) == []
        guards.remove(connection)
        act()
        guards.install(connection)
        return list(verify_site())

    return tamper


Tampering = Callable[[Callable[[], Any]], list[str]]


def shown(version: AnswerVersion) -> list[reading.PublicAnswer]:
    questions = Question.objects.filter(pk=version.answer.question_id)
    return list(reading.answers_to(questions, version.answer.language, clock.now()))


def cut(lines: int) -> TrailHead:
    """Remove so many lines from the end of the trail, and set its head back."""
    sequence = TrailHead.objects.get().sequence - lines
    Event.objects.filter(sequence__gt=sequence)._raw_delete("default")  # type: ignore[attr-defined]
    last = Event.objects.get(sequence=sequence)
    TrailHead.objects.update(sequence=last.sequence, hash=last.hash)
    return TrailHead.objects.get()


def one(findings: list[str], *words: str) -> bool:
    """Whether one of the findings holds all of the words."""
    return any(all(word in finding for word in words) for finding in findings)


def test_site_used_as_intended_is_clean(approved: AnswerVersion, lead: Person, author: Person) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="Wrong dose.")
    workflow.reinstate(answer=approved.answer, by=lead, note="Right dose.")
    assign(approved.answer, lead, lead, author, months=6)
    newer = workflow.start_version(answer=approved.answer, by=author)
    change(newer, author, wording="What is the pump?", body="Something else.")
    assert list(verify_site(trail.head_hash())) == []


def test_changed_line_is_found(approved: AnswerVersion, tampering: Tampering, author: Person) -> None:
    line = Event.objects.get(kind=Event.Kind.SUBMITTED)
    found = tampering(lambda: Event.objects.filter(pk=line.pk).update(at=clock.now() - timedelta(days=99)))
    assert one(found, f"Line {line.sequence} was changed")


@pytest.mark.parametrize(
    "detail",
    ["", "not JSON", "[]", "null", "{}", '{"rows": 7}', '{"rows": {"approval:1": 7}}', '{"rows": {"x": {}}}'],
)
def test_line_whose_detail_was_spoilt_is_found(
    approved: AnswerVersion, tampering: Tampering, detail: str
) -> None:
    line = Event.objects.get(kind=Event.Kind.APPROVED)
    found = tampering(lambda: Event.objects.filter(pk=line.pk).update(detail=detail))
    assert one(found, f"Line {line.sequence} was changed")
    assert one(found, "Approval", "not on the trail")


def test_changed_line_with_a_hash_that_fits_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    line = Event.objects.get(kind=Event.Kind.SUBMITTED)

    def rewrite() -> None:
        line.by_name = "somebody"
        line.hash = trail.line_hash(trail.as_line(line))
        line.save()

    assert one(tampering(rewrite), f"Line {line.sequence + 1} does not continue")


def test_removed_middle_line_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    found = tampering(lambda: Event.objects.filter(sequence=3)._raw_delete("default"))  # type: ignore[attr-defined]
    assert one(found, "Line 3 is missing")


def test_inserted_line_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    def insert() -> None:
        event = Event.objects.latest("sequence")
        event.pk, event.sequence, event.kind = None, event.sequence + 1, Event.Kind.CONFIRMED
        event.previous_hash, event.hash = event.hash, "f" * 64
        event.save()

    found = tampering(insert)
    assert one(found, "was changed")
    assert one(found, "The trail ends at line")


def test_removed_end_is_found_by_the_head(approved: AnswerVersion, tampering: Tampering) -> None:
    last = Event.objects.latest("sequence")
    found = tampering(lambda: Event.objects.filter(pk=last.pk)._raw_delete("default"))  # type: ignore[attr-defined]
    assert one(found, f"The trail ends at line {last.sequence - 1}", f"its head says line {last.sequence}")


def test_removed_head_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    found = tampering(lambda: TrailHead.objects.all()._raw_delete("default"))  # type: ignore[attr-defined]
    assert one(found, "its head says line 0")


@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_removed_end_with_the_head_set_back_is_found_by_the_rows_that_the_acts_left(
    approved: AnswerVersion, tampering: Tampering, lines: int
) -> None:
    found = tampering(lambda: cut(lines))
    assert one(found, "Approval", "is not on the trail")
    assert not one(found, "The trail ends")


def test_removed_end_that_left_no_row_is_found_by_a_head_kept_elsewhere(
    approved: AnswerVersion, tampering: Tampering, lead: Person
) -> None:
    trail.in_turn()(trail.append)(Event.Kind.EXPORTED, by=lead)
    head = trail.head_hash()
    assert tampering(lambda: cut(1)) == []
    assert one(list(verify_site(head)), head, "lines at its end were removed")


def test_trail_removed_altogether_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    def erase() -> None:
        Event.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
        TrailHead.objects.update(sequence=0, hash="")

    found = tampering(erase)
    assert one(found, "Approval", "is not on the trail")
    assert one(found, "Answerversion", "is not on the trail")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("printed_name", "Somebody else"),
        ("next_review_on", clock.today() + timedelta(days=999)),
        ("signed_at", clock.now() - timedelta(days=9)),
        ("reviewed_by_author", True),
        ("content_hash", "0" * 64),
    ],
)
def test_changed_signature_is_found(
    approved: AnswerVersion, tampering: Tampering, field: str, value: Any
) -> None:
    found = tampering(lambda: Approval.objects.update(**{field: value}))
    assert one(found, "Approval", "not as the trail left it", field)


def test_changed_signer_is_found(approved: AnswerVersion, tampering: Tampering, author: Person) -> None:
    found = tampering(lambda: Approval.objects.update(signer=author))
    assert one(found, "not as the trail left it", "signer_id")
    assert one(found, "signed by somebody who contributed")


def test_removed_signature_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    found = tampering(lambda: Approval.objects.all()._raw_delete("default"))  # type: ignore[attr-defined]
    assert one(found, "Approval", "on the trail but gone")
    assert one(found, "counts as approved without a signature")
    assert shown(approved) == []


def test_changed_approved_text_is_found_and_no_longer_shown(
    approved: AnswerVersion, tampering: Tampering
) -> None:
    found = tampering(lambda: AnswerVersion.objects.update(body="A pump that gives **500 mcg** a day."))
    assert one(found, "Answerversion", "not as the trail left it", "body")
    assert one(found, "does not match its content hash")
    assert shown(approved) == []


@pytest.mark.parametrize("approval_too", [False, True])
def test_changed_approved_text_with_a_hash_that_fits_is_found(
    approved: AnswerVersion, tampering: Tampering, approval_too: bool
) -> None:
    def forge() -> None:
        approved.body = "A pump that gives **500 mcg** a day."
        digest = content.content_hash(approved.content)
        AnswerVersion.objects.update(body=approved.body, content_hash=digest)
        if approval_too:
            Approval.objects.update(content_hash=digest)

    found = tampering(forge)
    assert one(found, "Answerversion", "not as the trail left it", "body", "content_hash")
    assert one(found, "does not hold the text that was submitted")
    assert one(found, "signs another text") is not approval_too
    assert one(found, "not shown as its text renders")


@pytest.mark.parametrize("field", ["wording", "body", "sources"])
def test_withdrawn_answer_whose_text_was_changed_shows_nothing(
    approved: AnswerVersion, tampering: Tampering, lead: Person, field: str
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="Under review.")
    assert len(shown(approved)) == 1
    tampering(lambda: AnswerVersion.objects.update(**{field: "forged"}))
    assert shown(approved) == []


@pytest.mark.parametrize("field", ["body_html", "sources_html"])
def test_changed_html_is_found_and_no_longer_shown(
    approved: AnswerVersion, tampering: Tampering, field: str
) -> None:
    found = tampering(lambda: Rendering.objects.update(**{field: "<p>500 mcg</p>"}))
    assert one(found, "Rendering", "not as the trail left it", field)
    assert shown(approved) == []


def test_html_that_no_act_left_is_found_and_never_shown(approved: AnswerVersion) -> None:
    before = shown(approved)
    Rendering.objects.create(
        version=approved,
        renderer=rendering.RENDERER,
        body_html="<p>500 mcg</p>",
        rendered_at=clock.now(),
    )  # with every guard in place
    assert shown(approved) == before
    assert one(list(verify_site()), "Rendering", "not on the trail")


@pytest.mark.parametrize("renderer", [rendering.RENDERER, "0 of our own"])
def test_html_that_a_forged_line_vouches_for_is_found(
    approved: AnswerVersion, lead: Person, renderer: str
) -> None:
    forged = Rendering.objects.create(
        version=approved, renderer=renderer, body_html="<p>500 mcg</p>", rendered_at=clock.now()
    )
    trail.append(Event.Kind.RERENDERED, by=lead, version=approved, rows=[forged])
    found = list(verify_site())
    assert one(found, "Answerversion", "not shown as its text renders") or one(found, "another renderer")


def test_html_of_a_former_renderer_can_be_renewed_and_is_then_clean(
    approved: AnswerVersion, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "RENDERER", "next")
    monkeypatch.setattr(rendering, "render", lambda body, language: f"<p>{body}</p>")
    assert one(list(verify_site()), "rendered by another renderer", "Run rerender")
    said = StringIO()
    call_command("rerender", username="lead", stdout=said)
    assert "1 of 1 texts were rendered anew" in said.getvalue()
    assert list(verify_site()) == []
    assert shown(approved)[0].body_html == f"<p>{approved.body}</p>"
    assert shown(approved)[0].content_hash == approved.content_hash


def test_forged_signature_is_found_though_every_guard_lets_it_pass(
    in_review: AnswerVersion, reviewer: Person
) -> None:
    Approval.objects.create(
        version=in_review,
        content_hash=in_review.content_hash,
        meaning=Approval.Meaning.APPROVED,
        signer=reviewer,
        printed_name="reviewer",
        printed_role="Pharmacist",
        signed_at=clock.now(),
        next_review_on=clock.today() + timedelta(days=365),
    )
    assert one(list(verify_site()), "Approval", "not on the trail")
    assert shown(in_review) == []  # and the database lets nothing be approved that has no line


def test_forged_confirmation_is_found(approved: AnswerVersion, colleague: Person) -> None:
    Approval.objects.create(
        version=approved,
        content_hash=approved.content_hash,
        meaning=Approval.Meaning.CONFIRMED,
        signer=colleague,
        printed_name="colleague",
        printed_role="Consultant neurologist",
        signed_at=clock.now(),
        next_review_on=clock.today() + timedelta(days=1365),
    )
    assert one(list(verify_site()), "Approval", "not on the trail")


def test_removed_contributor_is_found(approved: AnswerVersion, tampering: Tampering) -> None:
    found = tampering(lambda: Contributor.objects.all()._raw_delete("default"))  # type: ignore[attr-defined]
    assert one(found, "Contributor", "on the trail but gone")


def test_forged_contributor_is_found(draft: AnswerVersion, reviewer: Person) -> None:
    Contributor.objects.create(version=draft, person=reviewer, first_at=clock.now())
    assert one(list(verify_site()), "Contributor", "not on the trail")


def test_withdrawal_ended_around_the_workflow_is_found(
    approved: AnswerVersion, lead: Person, author: Person
) -> None:
    withdrawal = workflow.withdraw(answer=approved.answer, by=lead, reason="Under review.")
    withdrawal.reinstated_at, withdrawal.reinstated_by = clock.now(), author
    withdrawal.save()
    assert one(list(verify_site()), "Withdrawal", "not as the trail left it", "reinstated_at")


def test_question_taken_off_a_topic_around_the_workflow_is_found(
    approved: AnswerVersion, author: Person
) -> None:
    Placement.objects.update(removed_at=clock.now(), removed_by=author)
    assert one(list(verify_site()), "Placement", "removed_at")


def test_draft_that_appeared_from_nowhere_is_found_and_goes_no_further(
    approved: AnswerVersion, author: Person
) -> None:
    forged = AnswerVersion(
        answer=approved.answer,
        number=2,
        wording="Forged?",
        body="500 mcg",
        created_at=clock.now(),
        created_by=author,
    )
    forged.content_hash = content.content_hash(forged.content)
    forged.save()
    assert one(list(verify_site()), "Answerversion", "not on the trail")
    with pytest.raises(WorkflowError, match="changed outside the editor"):
        workflow.submit(version=forged, by=author)


@pytest.fixture
def foreign(draft: AnswerVersion) -> AnswerVersion:
    """A draft whose text somebody changed by SQL, with a hash that fits: no guard can tell."""
    draft.body = "A pump that gives **500 mcg** a day."
    AnswerVersion.objects.filter(pk=draft.pk).update(
        body=draft.body, content_hash=content.content_hash(draft.content)
    )
    draft.refresh_from_db()
    assert draft.is_intact
    return draft


def test_draft_changed_around_the_editor_is_found_and_goes_no_further(
    foreign: AnswerVersion, author: Person, lead: Person
) -> None:
    assert one(list(verify_site()), "Answerversion", "not as the trail left it", "body")
    for act in (
        lambda: workflow.submit(version=foreign, by=author),
        lambda: workflow.discard(version=foreign, by=author, reason="To be copied by the next version."),
        lambda: workflow.announce(version=foreign, by=lead),
    ):
        with pytest.raises(WorkflowError, match=r"nobody answers for the change\. Open it, check every word"):
            act()


def test_whoever_saves_a_draft_changed_around_the_editor_answers_for_it(
    foreign: AnswerVersion, colleague: Person, author: Person
) -> None:
    change(foreign, colleague)  # exactly as it stands: read, and saved
    assert foreign.contributors.filter(person=colleague).exists()
    assert list(verify_site()) == []
    workflow.submit(version=foreign, by=author)
    with pytest.raises(NotAllowed, match="you contributed"):
        sign(foreign, colleague)


def test_saving_a_mere_note_answers_for_a_change_around_the_editor_too(
    foreign: AnswerVersion, colleague: Person
) -> None:
    change(foreign, colleague, change_note="A comma.")
    assert foreign.contributors.filter(person=colleague).exists()


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_frozen_text_changed_without_guards_goes_no_further(
    in_review: AnswerVersion, reviewer: Person, colleague: Person, lead: Person, author: Person, state: State
) -> None:
    if state == State.APPROVED:
        sign(in_review, reviewer)
    guards.remove(connection)
    in_review.body = "500 mcg"
    digest = content.content_hash(in_review.content)
    AnswerVersion.objects.filter(pk=in_review.pk).update(body="500 mcg", content_hash=digest)
    guards.install(connection)
    in_review.refresh_from_db()
    day = clock.today() + timedelta(days=9)
    acts: dict[State, list[Callable[[], Any]]] = {
        State.IN_REVIEW: [
            lambda: workflow.return_to_author(version=in_review, by=reviewer, note="Copied to a draft."),
            lambda: workflow.approve(version=in_review, by=reviewer, content_hash=digest, next_review_on=day),
        ],
        State.APPROVED: [
            lambda: workflow.start_version(answer=in_review.answer, by=author),
            lambda: workflow.confirm(
                version=in_review, by=colleague, content_hash=digest, next_review_on=day
            ),
        ],
    }
    for act in (*acts[state], lambda: workflow.rerender(version=in_review, by=lead)):
        with pytest.raises(WorkflowError, match=r"changed outside the editor.*verify_trail"):
            act()


def test_renamed_topic_around_the_workflow_is_found(
    topic: Category, lead: Person, tampering: Tampering
) -> None:
    topics.revise(category=topic, by=lead, title="Pumps", introduction="")
    found = tampering(lambda: Category.objects.update(title="Forged"))
    assert one(found, "Category", "not as the trail left it", "title")


@pytest.mark.parametrize("clean", [True, False])
def test_command_says_in_its_exit_status_whether_the_site_is_clean(
    approved: AnswerVersion, author: Person, topic: Category, clean: bool
) -> None:
    said, complained = StringIO(), StringIO()
    if clean:
        call_command("verify_trail", head=trail.head_hash().upper(), stdout=said)
        assert f"{Event.objects.count()} lines. Head hash: {trail.head_hash()}" in said.getvalue()
        return
    Contributor.objects.create(
        version=write(author, topic, "New?", "New."),
        person=Person.objects.create(username="x"),
        first_at=clock.now(),
    )
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_trail", stdout=said, stderr=complained)
    assert stopped.value.code == 1
    assert "is not on the trail" in said.getvalue()
    assert "Findings: 1" in complained.getvalue()
