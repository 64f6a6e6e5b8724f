"""Translations: signed against the version they were made from, and honest about what became of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from faq import clock, content, reading, workflow
from faq.models import AnswerVersion, Approval, Category, Person, Question
from faq.policy import NotAllowed, WorkflowError
from faq.status import OriginalState, original_state
from faq.verification import verify_site

from .conftest import change, sign, write

Moved = Callable[..., Any]


@pytest.fixture
def spanish(approved: AnswerVersion, colleague: Person) -> AnswerVersion:
    """A draft in Spanish, translated from the approved English text."""
    return workflow.create_answer(
        by=colleague,
        text={"wording": "¿Qué es una bomba de baclofeno?", "body": "Una bomba que da **50 mcg** al día."},
        language="es",
        question=approved.answer.question,
        translated_from=approved,
    )


def submitted(draft: AnswerVersion, by: Person) -> AnswerVersion:
    return workflow.submit(version=draft, by=by)


def newer(approved: AnswerVersion, author: Person, reviewer: Person, body: str) -> AnswerVersion:
    draft = workflow.start_version(answer=approved.answer, by=author)
    return sign(submitted(change(draft, author, body=body), author), reviewer)


def read(version: AnswerVersion) -> reading.PublicAnswer:
    return next(reading.published(AnswerVersion.objects.filter(answer=version.answer_id), clock.now()))


@pytest.mark.parametrize(
    ("newest", "is_withdrawn", "state"),
    [
        (3, False, OriginalState.CURRENT),
        (4, False, OriginalState.CHANGED),
        (3, True, OriginalState.WITHDRAWN),
        (4, True, OriginalState.WITHDRAWN),
    ],
)
def test_what_became_of_the_original_is_computed(newest: int, is_withdrawn: bool, state: str) -> None:
    assert original_state(3, newest, is_withdrawn=is_withdrawn) == state


def test_signature_covers_what_a_text_was_translated_from() -> None:
    text = content.Content("identity", 1, "es", "¿Qué?", "Esto.", "")
    assert content.content_hash(replace(text, translation_of="a" * 64)) != content.content_hash(text)
    assert content.content_hash(replace(text, translation_of="a" * 64)) != content.content_hash(
        replace(text, translation_of="b" * 64)
    )


def test_hash_of_a_text_that_is_no_translation_is_as_it_always_was() -> None:
    text = content.Content("identity", 1, "en", "What?", "This.", "")
    assert content.content_hash(text) == content.sha256(
        '{"answer":"identity","body":"This.","language":"en","question":"What?",'
        '"schema":"clinician-reviewed-answer/1","sources":"","version":1}'
    )


def test_translation_names_its_original(spanish: AnswerVersion, colleague: Person, reviewer: Person) -> None:
    answer = read(sign(submitted(spanish, colleague), reviewer))
    assert answer.original is not None
    assert (answer.original.language, answer.original.version) == ("en", 1)
    assert answer.original.state == OriginalState.CURRENT
    assert answer.original.state.notice == ""


def test_translation_says_at_once_that_the_original_has_changed(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    sign(submitted(spanish, colleague), reviewer)
    before = clock.now()
    newer(approved, author, reviewer, "A pump that gives **60 mcg** a day.")
    original = read(spanish).original
    assert original
    assert original.state == OriginalState.CHANGED
    assert original.version == 1
    then = next(reading.published(AnswerVersion.objects.filter(answer=spanish.answer_id), before))
    assert then.original
    assert then.original.state == OriginalState.CURRENT


def test_draft_of_the_original_changes_nothing(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    sign(submitted(spanish, colleague), reviewer)
    draft = workflow.start_version(answer=approved.answer, by=author)
    submitted(change(draft, author, body="Another."), author)
    original = read(spanish).original
    assert original
    assert original.state == OriginalState.CURRENT


def test_translation_says_that_the_original_is_withdrawn(
    spanish: AnswerVersion, approved: AnswerVersion, lead: Person, colleague: Person, reviewer: Person
) -> None:
    sign(submitted(spanish, colleague), reviewer)
    workflow.withdraw(answer=approved.answer, by=lead, reason="A wrong dose.")
    original = read(spanish).original
    assert original
    assert original.state == OriginalState.WITHDRAWN
    workflow.reinstate(answer=approved.answer, by=lead, note="It was right.")
    original = read(spanish).original
    assert original
    assert original.state == OriginalState.CURRENT


def test_confirming_a_translation_does_not_hide_that_the_original_changed(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    live = sign(submitted(spanish, colleague), reviewer)
    newer(approved, author, reviewer, "A pump that gives **60 mcg** a day.")
    workflow.confirm(
        version=live,
        by=reviewer,
        content_hash=live.content_hash,
        next_review_on=clock.today() + timedelta(days=90),
    )
    original = read(spanish).original
    assert original
    assert original.state == OriginalState.CHANGED


def test_same_words_may_be_signed_as_the_translation_of_the_newer_original(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    sign(submitted(spanish, colleague), reviewer)
    english = newer(approved, author, reviewer, "A pump that gives 50 mcg a day.")
    draft = workflow.start_version(answer=spanish.answer, by=colleague)
    assert draft.translated_from == approved
    draft = workflow.translate_from(version=draft, by=author, original=english)
    sign(submitted(draft, author), reviewer)
    original = read(spanish).original
    assert original
    assert (original.version, original.state) == (2, OriginalState.CURRENT)
    assert verify_site() == []


def test_whoever_says_what_a_text_is_translated_from_contributes_to_it(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, colleague: Person, reviewer: Person
) -> None:
    sign(submitted(spanish, colleague), reviewer)
    english = newer(approved, author, reviewer, "A pump that gives 50 mcg a day.")
    draft = workflow.start_version(answer=spanish.answer, by=author)
    draft = workflow.translate_from(version=draft, by=colleague, original=english)
    with pytest.raises(NotAllowed, match="you contributed"):
        sign(submitted(draft, author), colleague)


def test_returned_translation_keeps_its_original(
    spanish: AnswerVersion, approved: AnswerVersion, colleague: Person, reviewer: Person
) -> None:
    waiting = submitted(spanish, colleague)
    draft = workflow.return_to_author(version=waiting, by=reviewer, note="“Bomba” is right, “mcg” is not.")
    assert draft.translated_from == approved
    assert draft.is_intact


def test_only_the_approved_text_of_the_same_question_in_another_language_is_an_original(
    spanish: AnswerVersion,
    approved: AnswerVersion,
    topic: Category,
    author: Person,
    colleague: Person,
    reviewer: Person,
) -> None:
    other = sign(submitted(write(author, topic, "Another?", "Text."), author), reviewer)
    english_draft = workflow.start_version(answer=approved.answer, by=author)
    for wrong in (other, english_draft, spanish):
        with pytest.raises(WorkflowError, match="approved text of the same question"):
            workflow.translate_from(version=spanish, by=colleague, original=wrong)
    spanish.refresh_from_db()
    assert spanish.translated_from == approved


def test_submitted_translation_is_frozen_with_its_original(spanish: AnswerVersion, colleague: Person) -> None:
    waiting = submitted(spanish, colleague)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerVersion.objects.filter(pk=waiting.pk).update(translated_from=None)
    with pytest.raises(NotAllowed):
        workflow.translate_from(version=waiting, by=colleague, original=None)


def test_original_slipped_under_a_signature_takes_the_answer_off_the_page(
    spanish: AnswerVersion, colleague: Person, reviewer: Person
) -> None:
    from faq import guards

    live = sign(submitted(spanish, colleague), reviewer)
    guards.remove(connection)
    try:
        AnswerVersion.objects.filter(pk=live.pk).update(translated_from=None)
        assert list(reading.published(AnswerVersion.objects.filter(pk=live.pk), clock.now())) == []
        assert any("translated_from_id" in finding for finding in verify_site())
    finally:
        guards.install(connection)


def test_reading_many_translations_takes_no_more_queries(
    spanish: AnswerVersion,
    approved: AnswerVersion,
    topic: Category,
    author: Person,
    colleague: Person,
    reviewer: Person,
    django_assert_num_queries: Any,
) -> None:
    sign(submitted(spanish, colleague), reviewer)
    with django_assert_num_queries(4):
        list(reading.published(AnswerVersion.objects.filter(answer__language="es"), clock.now()))
    for number in range(3):
        english = sign(submitted(write(author, topic, f"Question {number}?", "Text."), author), reviewer)
        draft = workflow.create_answer(
            by=colleague,
            text={"wording": f"¿Pregunta {number}?", "body": "Texto."},
            language="es",
            question=Question.objects.get(pk=english.answer.question_id),
            translated_from=english,
        )
        sign(submitted(draft, colleague), reviewer)
    with django_assert_num_queries(4):
        assert (
            len(list(reading.published(AnswerVersion.objects.filter(answer__language="es"), clock.now())))
            == 4
        )
    assert Approval.objects.count() == 8
