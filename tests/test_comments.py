"""Comments: who says what about a text, where it stands, and that no text is signed over an open one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from faq import clock, comments, content, guards, workflow
from faq.models import AnswerVersion, Approval, Comment, Contributor, Event, Person, State
from faq.policy import NotAllowed, WorkflowError
from faq.verification import verify_site

from .conftest import change, sign


@pytest.fixture
def thread(in_review: AnswerVersion, reviewer: Person) -> Comment:
    return comments.comment(version=in_review, by=reviewer, text="Is that per day?", passage="50 mcg")


def test_comment_quotes_the_words_as_they_stand_in_the_text(thread: Comment) -> None:
    assert (thread.field, thread.passage, thread.occurrence) == ("body", "50 mcg", 0)
    assert thread.thread is None


def test_comment_may_be_about_the_text_as_a_whole(in_review: AnswerVersion, lead: Person) -> None:
    said = comments.comment(version=in_review, by=lead, text="Shorter, please.")
    assert (said.field, said.passage) == ("", "")


@pytest.mark.parametrize(
    ("passage", "kept"),
    [
        (
            "gives 50 mcg a day",
            "gives **50 mcg** a day",
        ),  # as a reader sees it, without the marks of Markdown
        ("  A pump\r\nthat ", "A pump that"),
        ("What is a", "What is a"),
    ],
)
def test_words_are_found_as_readers_see_them(
    in_review: AnswerVersion, reviewer: Person, passage: str, kept: str
) -> None:
    said = comments.comment(version=in_review, by=reviewer, text="Sure?", passage=passage)
    assert said.passage == kept
    assert kept in getattr(in_review, said.field)


def test_words_that_do_not_stand_in_the_text_are_refused(in_review: AnswerVersion, reviewer: Person) -> None:
    with pytest.raises(WorkflowError, match="do not stand in the text") as refused:
        comments.comment(version=in_review, by=reviewer, text="Sure?", passage="500 mcg")
    assert refused.value.field == "passage"
    assert not Comment.objects.exists()


def test_words_that_stand_there_twice_need_more_around_them_or_a_place(
    draft: AnswerVersion, author: Person, reviewer: Person
) -> None:
    change(draft, author, body="5 mg, then 5 mg.")
    with pytest.raises(WorkflowError, match="2 times"):
        comments.comment(version=draft, by=reviewer, text="Sure?", passage="5 mg")
    said = comments.comment(
        version=draft, by=reviewer, text="Sure?", passage="5 mg", field="body", occurrence=1
    )
    assert said.occurrence == 1
    assert comments.comment(version=draft, by=reviewer, text="Sure?", passage="then 5 mg").occurrence == 0


@pytest.mark.parametrize("text", ["", " \n ", "a\x00b", "x" * 5_001])
def test_comment_that_says_nothing_or_too_much_is_refused(
    in_review: AnswerVersion, reviewer: Person, text: str
) -> None:
    with pytest.raises(WorkflowError) as refused:
        comments.comment(version=in_review, by=reviewer, text=text)
    assert refused.value.field == "text"


@pytest.mark.parametrize("name", ["author", "colleague", "reviewer", "lead"])
def test_everyone_with_a_role_comments_and_replies(
    in_review: AnswerVersion, thread: Comment, name: str, request: pytest.FixtureRequest
) -> None:
    by: Person = request.getfixturevalue(name)
    assert comments.comment(version=in_review, by=by, text="Fine.").written_by == by
    assert comments.reply(thread=thread, by=by, text="Yes.").thread == thread


def test_somebody_without_a_role_says_nothing(
    in_review: AnswerVersion, thread: Comment, person: Callable[..., Person]
) -> None:
    stranger = person("stranger", is_superuser=True, is_staff=True)
    with pytest.raises(NotAllowed):
        comments.comment(version=in_review, by=stranger, text="Fine.")
    with pytest.raises(NotAllowed):
        comments.reply(thread=thread, by=stranger, text="Fine.")
    with pytest.raises(NotAllowed):
        comments.resolve(thread=thread, by=stranger)


@pytest.mark.parametrize(("name", "may"), [("author", True), ("reviewer", True), ("lead", False)])
def test_authors_and_reviewers_resolve_any_comment_and_others_their_own(
    in_review: AnswerVersion,
    thread: Comment,
    lead: Person,
    name: str,
    may: bool,
    request: pytest.FixtureRequest,
) -> None:
    by: Person = request.getfixturevalue(name)
    own = comments.comment(version=in_review, by=lead, text="Mine.")
    assert comments.resolve(thread=own, by=lead).resolved_by == lead
    if may:
        assert comments.resolve(thread=thread, by=by).resolved_by == by
    else:
        with pytest.raises(NotAllowed, match="cannot resolve"):
            comments.resolve(thread=thread, by=by)


def test_whoever_only_signs_off_resolves_their_own_comment_and_no_other(
    in_review: AnswerVersion, thread: Comment, pharmacist: Person
) -> None:
    own = comments.comment(version=in_review, by=pharmacist, text="Which salt?")
    assert comments.resolve(thread=own, by=pharmacist).resolved_by == pharmacist
    with pytest.raises(NotAllowed, match="cannot resolve"):
        comments.resolve(thread=thread, by=pharmacist)


def test_whoever_has_lost_every_role_resolves_not_even_their_own_comment(
    in_review: AnswerVersion, lead: Person
) -> None:
    own = comments.comment(version=in_review, by=lead, text="Mine.")
    lead.groups.clear()
    with pytest.raises(NotAllowed, match="cannot resolve"):
        comments.resolve(thread=own, by=lead)


def test_resolved_comment_is_neither_answered_nor_resolved_again(thread: Comment, author: Person) -> None:
    comments.resolve(thread=thread, by=author)
    with pytest.raises(WorkflowError, match="resolved already"):
        comments.reply(thread=thread, by=author, text="But.")
    with pytest.raises(WorkflowError, match="resolved already"):
        comments.resolve(thread=thread, by=author)


def test_reply_is_no_thread_of_its_own(thread: Comment, author: Person) -> None:
    reply = comments.reply(thread=thread, by=author, text="Yes.")
    with pytest.raises(WorkflowError, match="This is a reply"):
        comments.reply(thread=reply, by=author, text="And more.")
    with pytest.raises(WorkflowError, match="This is a reply"):
        comments.resolve(thread=reply, by=author)


@pytest.mark.parametrize("state", [State.RETURNED, State.DISCARDED, State.SUPERSEDED])
def test_text_that_has_a_newer_one_or_none_is_not_commented_on(
    in_review: AnswerVersion, author: Person, reviewer: Person, state: State
) -> None:
    version = in_review
    if state == State.SUPERSEDED:
        sign(version, reviewer)
        newer = change(workflow.start_version(answer=version.answer, by=author), author, body="New.")
        sign(workflow.submit(version=newer, by=author), reviewer)
    else:
        draft = workflow.return_to_author(version=version, by=reviewer, note="More.")
        if state == State.DISCARDED:
            version = workflow.discard(version=draft, by=author, reason="No.")
    with pytest.raises(NotAllowed, match="cannot comment"):
        comments.comment(version=version, by=reviewer, text="Hm.")


def test_whoever_comments_contributes_nothing(
    in_review: AnswerVersion, thread: Comment, reviewer: Person
) -> None:
    assert not Contributor.objects.filter(person=reviewer).exists()
    comments.resolve(thread=thread, by=reviewer)
    assert sign(in_review, reviewer).state == State.APPROVED


@pytest.mark.parametrize("act", ["approve", "confirm"])
def test_no_text_is_signed_while_a_comment_on_it_is_open(
    in_review: AnswerVersion, reviewer: Person, colleague: Person, act: str
) -> None:
    version = in_review if act == "approve" else sign(in_review, reviewer)
    said = comments.comment(version=version, by=colleague, text="Is that so?")
    signatures = Approval.objects.count()
    data = {"content_hash": version.content_hash, "next_review_on": clock.today() + timedelta(days=200)}
    with pytest.raises(NotAllowed, match="a comment on it is not resolved"):
        getattr(workflow, act)(version=version, by=reviewer, **data)
    assert Approval.objects.count() == signatures
    comments.resolve(thread=said, by=colleague)
    getattr(workflow, act)(version=version, by=reviewer, **data)
    assert Approval.objects.count() == signatures + 1


def test_comment_on_a_returned_text_waits_on_the_text_that_corrects_it(
    in_review: AnswerVersion, thread: Comment, author: Person, reviewer: Person
) -> None:
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="See my comment.")
    assert list(Comment.objects.open_for(draft)) == [thread]
    newer = workflow.submit(version=change(draft, author, body="A pump: **60 mcg** a day."), by=author)
    with pytest.raises(NotAllowed, match="not resolved"):
        sign(newer, reviewer)
    comments.resolve(thread=thread, by=author)
    assert sign(newer, reviewer).state == State.APPROVED


def test_comment_on_a_draft_that_was_given_up_holds_up_nobody(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    draft = workflow.start_version(answer=approved.answer, by=author)
    comments.comment(version=draft, by=reviewer, text="Why?")
    workflow.discard(version=draft, by=author, reason="Not needed.")
    newer = change(workflow.start_version(answer=approved.answer, by=author), author, body="New.")
    assert not Comment.objects.open_for(newer).exists()


def test_comment_on_a_newer_text_does_not_hold_up_confirming_the_approved_one(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    comments.comment(version=newer, by=reviewer, text="Why?")
    assert not Comment.objects.open_for(approved).exists()


def test_quoted_words_are_found_in_a_later_text_or_said_to_be_gone(
    in_review: AnswerVersion, thread: Comment, author: Person, reviewer: Person
) -> None:
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="See my comment.")
    place = comments.place_in(draft, thread)
    assert place
    assert place.passage == "50 mcg"
    assert comments.place_in(change(draft, author, body="A pump."), thread) is None


def test_everything_that_is_said_is_on_the_trail(thread: Comment, author: Person) -> None:
    comments.reply(thread=thread, by=author, text="Yes.")
    comments.resolve(thread=thread, by=author)
    kinds = list(Event.objects.order_by("-sequence").values_list("kind", flat=True)[:3])
    assert kinds == ["resolved", "commented", "commented"]
    assert verify_site() == []


def test_verification_notices_what_was_changed_around_it(thread: Comment) -> None:
    guards.remove(connection)
    Comment.objects.update(text="Fine.")
    guards.install(connection)
    assert any("Comment" in finding and "text" in finding for finding in verify_site())


def test_comment_does_not_answer_for_a_text_that_was_changed_around_the_editor(
    draft: AnswerVersion, reviewer: Person, author: Person
) -> None:
    draft.body = "500 mcg"
    AnswerVersion.objects.filter(pk=draft.pk).update(
        body=draft.body, content_hash=content.content_hash(draft.content)
    )
    with pytest.raises(WorkflowError, match="outside the editor"):
        comments.comment(version=draft, by=reviewer, text="Hm.")
    with pytest.raises(WorkflowError, match="outside the editor"):
        workflow.submit(version=draft, by=author)


def test_database_refuses_to_rewrite_or_drop_what_was_said(thread: Comment) -> None:
    for attack in (
        lambda: Comment.objects.update(text="Fine."),
        lambda: Comment.objects.filter(pk=thread.pk)._raw_delete("default"),  # type: ignore[attr-defined]
        lambda: Comment.objects.bulk_update([thread_with(thread, passage="")], ["passage"]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    thread.refresh_from_db()
    assert thread.text == "Is that per day?"


def thread_with(thread: Comment, **values: str) -> Comment:
    changed = Comment.objects.get(pk=thread.pk)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed
