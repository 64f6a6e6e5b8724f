"""Two people: nobody who contributed to a text since its last approval can sign it, whichever way they try."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from pytest_django import Settings

from faq import clock, policy, reading, workflow
from faq.models import AnswerVersion, Approval, Category, Contributor, Event, Person, Question, State
from faq.policy import TextChanged, WorkflowError
from faq.verification import verify_site

from .conftest import change, sign, write


def shown(version: AnswerVersion) -> list[reading.PublicAnswer]:
    questions = Question.objects.filter(pk=version.answer.question_id)
    return list(reading.answers_to(questions, "en", clock.now()))


def confirm(version: AnswerVersion, by: Person) -> Approval:
    return workflow.confirm(
        version=version,
        by=by,
        content_hash=version.content_hash,
        next_review_on=clock.today() + timedelta(days=365),
    )


def refused(act: Callable[[], Any], match: str = "you contributed") -> None:
    """The act is refused and leaves nothing behind."""
    before = list(Approval.objects.values()), Event.objects.count(), list(AnswerVersion.objects.values())
    with pytest.raises(WorkflowError, match=match):
        act()
    assert before == (
        list(Approval.objects.values()),
        Event.objects.count(),
        list(AnswerVersion.objects.values()),
    )


@pytest.mark.parametrize(
    "roles", [["reviewer"], ["lead"], ["reviewer", "lead"], ["author", "reviewer", "lead"]]
)
@pytest.mark.parametrize("is_superuser", [False, True])
def test_author_cannot_approve_the_own_text_through_any_role(
    in_review: AnswerVersion, author: Person, roles: list[str], is_superuser: bool
) -> None:
    author.groups.set(Group.objects.filter(name__in=roles))
    author.is_superuser = author.is_staff = is_superuser
    author.save()
    refused(lambda: sign(in_review, author), "you contributed" if "reviewer" in roles else "needs the role")
    assert shown(in_review) == []


def test_superuser_without_a_role_cannot_approve(
    in_review: AnswerVersion, person: Callable[..., Person]
) -> None:
    superuser = person("root", is_superuser=True, is_staff=True)
    refused(lambda: sign(in_review, superuser), "needs the role")


def test_somebody_with_every_role_can_neither_edit_nor_publish_past_the_workflow(
    in_review: AnswerVersion, everything: Person
) -> None:
    refused(lambda: change(in_review, everything, body="500 mcg"), "it is in review")
    refused(lambda: confirm(in_review, everything), "it is in review")


def test_reviewer_who_changes_a_dose_cannot_approve_it(
    in_review: AnswerVersion, colleague: Person, reviewer: Person, author: Person
) -> None:
    # As a reviewer, "50 mcg" → "500 mcg" and approve, as fast as two clicks can follow each other.
    draft = workflow.return_to_author(version=in_review, by=colleague, note="A slip, I correct it.")
    change(draft, colleague, body=draft.body.replace("50 mcg", "500 mcg"))
    draft = workflow.submit(version=draft, by=colleague)
    refused(lambda: sign(draft, colleague))
    refused(lambda: workflow.announce(version=draft, by=colleague))
    sign(draft, reviewer)
    assert "500 mcg" in shown(draft)[0].body
    assert shown(draft)[0].reviewer_name == "reviewer"


def test_resaving_by_another_does_not_take_the_reviewers_edit_over(
    draft: AnswerVersion, colleague: Person, author: Person
) -> None:
    change(draft, colleague, body="A pump that gives 500 mcg a day.")
    change(draft, author)  # without change: no act at all
    change(draft, author, change_note="Looked through.")
    submitted = workflow.submit(version=draft, by=author)
    refused(lambda: sign(submitted, colleague))


def test_edit_that_was_undone_again_still_counts(
    draft: AnswerVersion, colleague: Person, author: Person
) -> None:
    text = draft.body
    change(draft, colleague, body="Something else.")
    change(draft, author, body=text)
    submitted = workflow.submit(version=draft, by=author)
    refused(lambda: sign(submitted, colleague))


@pytest.mark.parametrize("field", ["wording", "body", "sources"])
def test_every_field_that_is_signed_makes_a_contributor(
    draft: AnswerVersion, colleague: Person, author: Person, field: str
) -> None:
    change(draft, author, body="An answer.")
    change(draft, colleague, **{field: "Changed"})
    submitted = workflow.submit(version=draft, by=author)
    refused(lambda: sign(submitted, colleague))


def test_a_change_note_makes_no_contributor(draft: AnswerVersion, colleague: Person, author: Person) -> None:
    change(draft, colleague, change_note="To be reviewed before Friday.")
    sign(workflow.submit(version=draft, by=author), colleague)


def test_contributor_to_a_text_that_was_returned_cannot_approve_the_next_one(
    draft: AnswerVersion, colleague: Person, author: Person, reviewer: Person
) -> None:
    change(draft, colleague, body="The colleague's words.")
    returned = workflow.submit(version=draft, by=author)
    again = workflow.return_to_author(version=returned, by=reviewer, note="Shorter, please.")
    change(again, author, body="Short words.")
    submitted = workflow.submit(version=again, by=author)
    refused(lambda: sign(submitted, colleague))


def test_contributor_to_a_draft_that_was_discarded_cannot_approve_the_next_one(
    draft: AnswerVersion, colleague: Person, author: Person
) -> None:
    change(draft, colleague, body="The colleague's words.")
    workflow.discard(version=draft, by=author, reason="Begin afresh.")
    again = workflow.start_version(answer=draft.answer, by=author)
    submitted = workflow.submit(version=again, by=author)
    refused(lambda: sign(submitted, colleague))


def test_approval_of_a_text_ends_the_exclusion_of_those_who_wrote_it(
    approved: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=colleague)
    change(newer, colleague, body="The colleague's words.")
    newer = workflow.submit(version=newer, by=colleague)
    author.groups.add(Group.objects.get(name="reviewer"))
    refused(lambda: sign(newer, colleague))
    sign(newer, author)  # wrote the version before, and none of this one
    assert shown(newer)[0].reviewer_name == "author"


def test_starting_a_version_and_returning_one_are_no_contributions(
    in_review: AnswerVersion, colleague: Person, author: Person
) -> None:
    draft = workflow.return_to_author(version=in_review, by=colleague, note="Say more.")
    assert policy.contributors_since_approval(draft) == {author.pk}
    change(draft, author, body="More.")
    sign(workflow.submit(version=draft, by=author), colleague)


def test_confirming_is_shut_to_those_who_wrote_the_text(
    approved: AnswerVersion, author: Person, colleague: Person
) -> None:
    author.groups.add(Group.objects.get(name="reviewer"))
    refused(lambda: confirm(approved, author))
    confirm(approved, colleague)


def test_writing_a_newer_draft_does_not_shut_out_from_confirming_the_text_patients_read(
    approved: AnswerVersion, colleague: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=colleague)
    change(newer, colleague, body="Newer words.")
    confirm(approved, colleague)


def test_text_that_was_returned_and_rewritten_while_it_lay_open_cannot_be_approved_unread(
    in_review: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    on_the_screen = in_review.content_hash
    newer = workflow.return_to_author(version=in_review, by=colleague, note="Change it.")
    change(newer, author, body="A pump that gives 500 mcg a day.")
    newer = workflow.submit(version=newer, by=author)

    def approve(version: AnswerVersion) -> Approval:
        return workflow.approve(
            version=version,
            by=reviewer,
            content_hash=on_the_screen,
            next_review_on=clock.today() + timedelta(days=365),
        )

    refused(lambda: approve(in_review), "it is returned")
    refused(lambda: approve(newer), "not the text that you had on the screen")
    with pytest.raises(TextChanged) as changed:
        approve(newer)
    assert changed.value.current.body == "A pump that gives 500 mcg a day."


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_nobody_signs_without_the_hash_of_what_was_read(
    in_review: AnswerVersion, approved: AnswerVersion, reviewer: Person, seen: str
) -> None:
    day = clock.today() + timedelta(days=9)
    refused(
        lambda: workflow.confirm(version=approved, by=reviewer, content_hash=seen, next_review_on=day),
        "not the text",
    )


def test_hash_of_another_answer_with_the_same_words_signs_nothing(
    topic: Category, author: Person, reviewer: Person
) -> None:
    one, two = (
        workflow.submit(version=write(author, topic, "What is it?", "A pump."), by=author) for _ in range(2)
    )
    assert one.content_hash != two.content_hash
    refused(
        lambda: workflow.approve(
            version=two,
            by=reviewer,
            content_hash=one.content_hash,
            next_review_on=clock.today() + timedelta(days=9),
        ),
        "not the text",
    )


def test_single_clinician_signs_the_own_text_and_patients_are_told(
    in_review: AnswerVersion, author: Person, settings: Settings
) -> None:
    author.groups.add(Group.objects.get(name="reviewer"))
    settings.SINGLE_CLINICIAN = True
    sign(in_review, author)
    confirm(in_review, author)
    assert shown(in_review)[0].reviewed_by_author
    settings.SINGLE_CLINICIAN = False
    assert shown(in_review)[0].reviewed_by_author  # it stays true of that signature
    assert list(verify_site()) == []


def test_on_a_site_for_one_a_colleagues_review_is_not_called_the_authors(
    in_review: AnswerVersion, reviewer: Person, settings: Settings
) -> None:
    settings.SINGLE_CLINICIAN = True
    sign(in_review, reviewer)
    assert not shown(in_review)[0].reviewed_by_author


def _signature(version: AnswerVersion, by: Person, **fields: Any) -> Approval:
    return Approval(
        version=version,
        content_hash=version.content_hash,
        meaning=Approval.Meaning.APPROVED,
        signer=by,
        printed_name="Somebody",
        printed_role="Clinician",
        signed_at=clock.now(),
        next_review_on=clock.today() + timedelta(days=365),
        **fields,
    )


@pytest.mark.parametrize("way", ["save", "create", "bulk_create"])
def test_database_refuses_a_contributors_signature_that_goes_round_the_workflow(
    in_review: AnswerVersion, author: Person, way: str
) -> None:
    author.groups.add(Group.objects.get(name="reviewer"))
    forged = _signature(in_review, author)
    ways: dict[str, Callable[[], Any]] = {
        "save": forged.save,
        "create": lambda: in_review.approvals.add(forged, bulk=False),
        "bulk_create": lambda: Approval.objects.bulk_create([forged], ignore_conflicts=False),
    }
    with pytest.raises(IntegrityError, match="Nobody signs a text"), transaction.atomic():
        ways[way]()
    assert not Approval.objects.exists()


def test_moderator_cannot_publish_without_any_workflow(in_review: AnswerVersion, everything: Person) -> None:
    stale = AnswerVersion.objects.get(pk=in_review.pk)
    stale.state, stale.decided_at, stale.decided_by = State.APPROVED, clock.now(), everything
    with pytest.raises(IntegrityError, match="Only a signature"), transaction.atomic():
        stale.save()
    draft = AnswerVersion(answer=in_review.answer, number=2, state=State.APPROVED, content_hash="0" * 64)
    draft.created_at = draft.decided_at = draft.submitted_at = clock.now()
    draft.created_by = draft.decided_by = draft.submitted_by = everything
    with pytest.raises(IntegrityError, match=r"begins as a draft|cannot be replaced"), transaction.atomic():
        draft.save()
    assert shown(in_review) == []


def test_signature_without_the_decision_publishes_nothing(in_review: AnswerVersion, reviewer: Person) -> None:
    _signature(in_review, reviewer).save()
    assert shown(in_review) == []


def test_contributor_cannot_be_taken_off_again(in_review: AnswerVersion, author: Person) -> None:
    for erase in (
        Contributor.objects.all().delete,
        lambda: Contributor.objects.update(person=in_review.answer.owner_id + 1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            erase()
    assert policy.contributors_since_approval(in_review) == {author.pk}


def test_person_who_acted_cannot_be_deleted(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    for person in (author, reviewer):
        with pytest.raises(IntegrityError), transaction.atomic():
            person.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk)._raw_delete("default")  # type: ignore[attr-defined]


def test_confirmation_that_no_act_recorded_does_not_renew_the_review(
    approved: AnswerVersion, colleague: Person
) -> None:
    due = approved.approvals.get().next_review_on
    Approval.objects.create(
        version=approved,
        content_hash=approved.content_hash,
        meaning=Approval.Meaning.CONFIRMED,
        signer=colleague,
        printed_name=colleague.printed_name,
        printed_role=colleague.printed_role,
        signed_at=clock.now(),
        next_review_on=due + timedelta(days=3650),
    )
    (shown,) = reading.published(AnswerVersion.objects.all(), clock.now())
    assert shown.next_review_on == due


def test_author_cannot_renew_the_own_text_as_an_unchanged_new_version(
    draft: AnswerVersion, colleague: Person, reviewer: Person
) -> None:
    """Without a contributor since the approval, the author of every word would count as a colleague."""
    change(draft, colleague, body="The colleague's text.")
    sign(workflow.submit(version=draft, by=colleague), reviewer)
    again = workflow.start_version(answer=draft.answer, by=colleague)
    refused(lambda: workflow.submit(version=again, by=colleague), "unchanged")
    change(again, reviewer_who_writes(reviewer), body="A detour.")
    change(again, reviewer, body="The colleague's text.")
    refused(lambda: workflow.submit(version=again, by=reviewer), "unchanged")


def reviewer_who_writes(reviewer: Person) -> Person:
    reviewer.groups.add(Group.objects.get(name="author"))
    return reviewer
