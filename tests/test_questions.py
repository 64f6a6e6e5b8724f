"""Questions: who may describe them, and what a description cannot hold."""

from typing import Any

import pytest

from faq import questions
from faq.models import AnswerVersion, ClinicalCode, Event, Person, Question
from faq.policy import NotAllowed, WorkflowError

ICD_10, RXNORM = ClinicalCode.System.ICD_10, ClinicalCode.System.RXNORM


@pytest.fixture
def question(draft: AnswerVersion) -> Question:
    return draft.answer.question


def _describe(question: Question, by: Person, **description: Any) -> None:
    questions.describe(
        question=question,
        by=by,
        seen=questions.description_token(question),
        **{"phrasings": [], "related": [], "codes": [], **description},
    )


def test_a_reviewer_alone_describes_nothing(question: Question, reviewer: Person) -> None:
    with pytest.raises(NotAllowed):
        _describe(question, reviewer, phrasings=["What is an ITB pump?"])


def test_a_superuser_without_a_role_describes_nothing(question: Question, person: Any) -> None:
    with pytest.raises(NotAllowed):
        _describe(question, person("superuser", is_superuser=True), phrasings=["What is an ITB pump?"])


def test_a_phrasing_given_twice_is_kept_once(question: Question, author: Person) -> None:
    _describe(question, author, phrasings=["What  is it?", "What is it?", "Why?"])

    assert [str(phrasing) for phrasing in question.alternative_phrasings.all()] == ["What is it?", "Why?"]


def test_a_code_keeps_its_place_when_its_meaning_is_corrected(question: Question, author: Person) -> None:
    _describe(question, author, codes=[questions.Code(ICD_10, "g80.1", "Spastic")])
    first = question.clinical_codes.get()
    _describe(question, author, codes=[questions.Code(ICD_10, "G80.1", "Spastic diplegia")])

    again = question.clinical_codes.get()
    assert (again.pk, again.code, again.display) == (first.pk, "G80.1", "Spastic diplegia")


@pytest.mark.parametrize(
    "description",
    [
        {"phrasings": [" "]},
        {"phrasings": ["x" * 301]},
        {"phrasings": ["a\x00b"]},
        {"codes": [questions.Code(RXNORM, "1292", "")]},
        {"codes": [questions.Code(RXNORM, "1292", "x" * 201)]},
        {"codes": [questions.Code(RXNORM, "1292", "a\x00b")]},
        {"codes": [questions.Code("http://loinc.org", "1", "Other system")]},
        {"codes": [questions.Code(RXNORM, "1292\n1", "Baclofen")]},
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    question: Question, author: Person, description: dict[str, Any]
) -> None:
    before = Event.objects.count()
    with pytest.raises(WorkflowError):
        _describe(question, author, **description)

    assert Event.objects.count() == before
    assert not question.alternative_phrasings.exists()
    assert not question.clinical_codes.exists()
