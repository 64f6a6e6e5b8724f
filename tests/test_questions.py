"""Questions: who may describe them, and what a description cannot hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from faq import clock, questions, reading, workflow
from faq.models import AlternativePhrasing, AnswerVersion, ClinicalCode, Event, Person, Question
from faq.policy import NotAllowed, WorkflowError
from faq.questions import Phrasing
from faq.verification import verify_site

from .conftest import describe

ICD_10, RXNORM = ClinicalCode.System.ICD_10, ClinicalCode.System.RXNORM


def _english(*texts: str) -> list[Phrasing]:
    return [Phrasing("en", text) for text in texts]


@pytest.fixture
def question(draft: AnswerVersion) -> Question:
    return draft.answer.question


def test_a_reviewer_alone_describes_nothing(question: Question, reviewer: Person) -> None:
    with pytest.raises(NotAllowed):
        describe(question, reviewer, phrasings=_english("What is an ITB pump?"))


def test_a_superuser_without_a_role_describes_nothing(question: Question, person: Any) -> None:
    with pytest.raises(NotAllowed):
        describe(question, person("superuser", is_superuser=True), phrasings=_english("What is an ITB pump?"))


def test_a_phrasing_given_twice_is_kept_once(question: Question, author: Person) -> None:
    describe(question, author, phrasings=_english("What  is it?", "What is it?", "Why?"))

    assert [str(phrasing) for phrasing in question.alternative_phrasings.all()] == ["What is it?", "Why?"]


def test_a_code_keeps_its_place_when_its_meaning_is_corrected(question: Question, author: Person) -> None:
    describe(question, author, codes=[questions.Code(ICD_10, "g80.1", "Spastic")])
    first = question.clinical_codes.get()
    describe(question, author, codes=[questions.Code(ICD_10, "G80.1", "Spastic diplegia")])

    again = question.clinical_codes.get()
    assert (again.pk, again.code, again.display) == (first.pk, "G80.1", "Spastic diplegia")


@pytest.mark.parametrize(
    "description",
    [
        {"phrasings": _english(" ")},
        {"phrasings": _english("x" * 301)},
        {"phrasings": _english("a\x00b")},
        {"phrasings": [Phrasing("fr", "Qu’est-ce que c’est ?")]},
        {"phrasings": [Phrasing("", "What is it?")]},
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
        describe(question, author, **description)

    assert Event.objects.count() == before
    assert not question.alternative_phrasings.exists()
    assert not question.clinical_codes.exists()


# --- Other ways of asking --------------------------------------------------------------------------


def _phrasing(text: str) -> AlternativePhrasing:
    return AlternativePhrasing.objects.get(text=text)


@pytest.fixture
def waiting(question: Question, author: Person) -> AlternativePhrasing:
    describe(question, author, phrasings=_english("What is an ITB pump?"))
    return question.alternative_phrasings.get()


def test_a_phrasing_says_who_added_it_and_when_and_is_on_the_trail(
    waiting: AlternativePhrasing, author: Person
) -> None:
    line = Event.objects.latest("sequence")
    assert (waiting.added_by, waiting.added_at) == (author, line.at)
    assert f'"alternativephrasing:{waiting.pk}"' in line.detail
    assert verify_site() == []


def test_a_phrasing_taken_out_is_kept_and_says_who_took_it_out(
    waiting: AlternativePhrasing, question: Question, lead: Person
) -> None:
    describe(question, lead, phrasings=[])

    waiting.refresh_from_db()
    assert (waiting.removed_by, waiting.removed_at) == (lead, Event.objects.latest("sequence").at)
    assert not question.alternative_phrasings.current().exists()
    assert verify_site() == []


def test_the_same_words_in_two_languages_are_two_phrasings(question: Question, author: Person) -> None:
    describe(question, author, phrasings=[Phrasing("en", "Baclofen?"), Phrasing("es", "Baclofen?")])

    assert question.alternative_phrasings.count() == 2


def test_what_stays_in_the_description_stays_as_it_was(
    waiting: AlternativePhrasing, question: Question, lead: Person, reviewer: Person
) -> None:
    questions.release(phrasing=waiting, by=reviewer)
    describe(question, lead, phrasings=_english("What is an ITB pump?", "Another?"))

    waiting.refresh_from_db()
    assert (waiting.removed_at, waiting.released_by) == (None, reviewer)


def test_a_phrasing_added_again_waits_for_a_colleague_again(
    waiting: AlternativePhrasing, question: Question, author: Person, reviewer: Person
) -> None:
    questions.release(phrasing=waiting, by=reviewer)
    describe(question, author, phrasings=[])
    describe(question, author, phrasings=_english("What is an ITB pump?"))

    again = question.alternative_phrasings.current().get()
    assert again.pk != waiting.pk
    assert again.released_at is None


def test_a_reviewer_who_did_not_add_it_shows_a_phrasing_to_patients(
    waiting: AlternativePhrasing, reviewer: Person
) -> None:
    released = questions.release(phrasing=waiting, by=reviewer)

    line = Event.objects.latest("sequence")
    assert (released.released_by, released.released_by_author) == (reviewer, False)
    assert (line.kind, line.by, line.at) == (Event.Kind.PHRASING_RELEASED, reviewer, released.released_at)
    assert verify_site() == []


@pytest.mark.parametrize("who", ["author", "lead"])
def test_nobody_but_a_reviewer_shows_a_phrasing(
    waiting: AlternativePhrasing, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed, match="reviewer"):
        questions.release(phrasing=waiting, by=request.getfixturevalue(who))


def test_a_superuser_without_a_role_shows_no_phrasing(waiting: AlternativePhrasing, person: Any) -> None:
    with pytest.raises(NotAllowed, match="reviewer"):
        questions.release(phrasing=waiting, by=person("superuser", is_superuser=True))


def test_nobody_shows_the_phrasing_they_added(question: Question, colleague: Person) -> None:
    describe(question, colleague, phrasings=_english("What is an ITB pump?"))

    with pytest.raises(NotAllowed, match="you added it"):
        questions.release(phrasing=question.alternative_phrasings.get(), by=colleague)


def test_the_one_clinician_of_a_site_shows_the_own_phrasing_and_the_record_says_so(
    question: Question, colleague: Person, settings: Any
) -> None:
    settings.SINGLE_CLINICIAN = True
    describe(question, colleague, phrasings=_english("What is an ITB pump?"))

    assert questions.release(phrasing=question.alternative_phrasings.get(), by=colleague).released_by_author
    assert verify_site() == []


def test_a_phrasing_is_shown_once_and_not_after_it_was_taken_out(
    waiting: AlternativePhrasing, question: Question, author: Person, reviewer: Person
) -> None:
    stale = AlternativePhrasing.objects.get(pk=waiting.pk)
    questions.release(phrasing=waiting, by=reviewer)
    with pytest.raises(NotAllowed, match="already"):
        questions.release(phrasing=stale, by=reviewer)

    describe(question, author, phrasings=[])
    with pytest.raises(NotAllowed, match="taken out"):
        questions.release(phrasing=stale, by=reviewer)


@pytest.mark.parametrize("flagged", [False, True])
def test_the_database_knows_who_may_not_show_a_phrasing(
    waiting: AlternativePhrasing, author: Person, reviewer: Person, flagged: bool
) -> None:
    by = (
        reviewer if flagged else author
    )  # a colleague's release that says it is the author's, and the reverse
    author.groups.set(reviewer.groups.all())
    with pytest.raises(IntegrityError, match="colleague"), transaction.atomic():
        AlternativePhrasing.objects.update(
            released_at=clock.now(), released_by=by, released_by_author=flagged
        )


def test_a_phrasing_released_around_the_act_is_found(waiting: AlternativePhrasing, reviewer: Person) -> None:
    AlternativePhrasing.objects.update(released_at=clock.now(), released_by=reviewer)

    assert any("Alternativephrasing" in finding and "released_at" in finding for finding in verify_site())


def _of_a_former_release(question: Question) -> AlternativePhrasing:
    return AlternativePhrasing.objects.create(
        question=question, text="Former?", added_at=question.created_at, added_by=question.created_by
    )


def test_a_phrasing_of_a_former_release_is_no_finding_until_patients_could_see_it(
    question: Question, reviewer: Person
) -> None:
    _of_a_former_release(question)
    assert verify_site() == []

    AlternativePhrasing.objects.update(released_at=clock.now(), released_by=reviewer)
    assert any("is not on the trail" in finding for finding in verify_site())


@pytest.mark.parametrize("act", ["release", "remove"])
def test_a_phrasing_of_a_former_release_comes_onto_the_trail_with_its_first_act(
    question: Question, reviewer: Person, lead: Person, act: str
) -> None:
    former = _of_a_former_release(question)
    if act == "release":
        questions.release(phrasing=former, by=reviewer)
    else:
        describe(question, lead)
    assert verify_site() == []


def test_a_phrasing_taken_off_around_the_act_is_found(question: Question, lead: Person) -> None:
    _of_a_former_release(question)
    AlternativePhrasing.objects.update(removed_at=clock.now(), removed_by=lead)

    assert any("is not on the trail" in finding for finding in verify_site())


# --- Also asked as: what patients see of them ------------------------------------------------------


def _seen(version: AnswerVersion, moment: Any = None) -> list[str]:
    moment = moment or clock.now()
    asked = Question.objects.filter(pk=version.answer.question_id)
    return [
        text
        for answer in reading.answers_to(asked, version.answer.language, moment)
        for text in reading.also_asked(answer, moment)
    ]


def test_patients_see_released_phrasings_alone_in_the_language_of_the_answer(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    spanish = Phrasing("es", "¿Qué es una bomba?")
    describe(approved.answer.question, author, phrasings=[*_english("Shown?", "Waiting?"), spanish])
    assert _seen(approved) == []

    questions.release(phrasing=_phrasing("Shown?"), by=reviewer)
    questions.release(phrasing=_phrasing(spanish.text), by=reviewer)
    assert _seen(approved) == ["Shown?"]


def test_a_phrasing_is_seen_from_its_release_until_it_is_taken_out(
    approved: AnswerVersion, author: Person, reviewer: Person, at: Any
) -> None:
    day = clock.today()
    days = [day + timedelta(days=number) for number in range(1, 6)]
    moments = [datetime(d.year, d.month, d.day, 18, tzinfo=UTC) for d in days]
    with at(days[0]):
        describe(approved.answer.question, author, phrasings=_english("Shown?"))
    with at(days[1]):
        questions.release(phrasing=_phrasing("Shown?"), by=reviewer)
    with at(days[3]):
        describe(approved.answer.question, author)

    assert [bool(_seen(approved, moment)) for moment in moments] == [False, True, True, False, False]


def test_only_a_published_answer_says_how_else_it_is_asked(
    approved: AnswerVersion, author: Person, reviewer: Person, lead: Person
) -> None:
    describe(approved.answer.question, author, phrasings=_english("Shown?"))
    questions.release(phrasing=_phrasing("Shown?"), by=reviewer)
    workflow.withdraw(answer=approved.answer, by=lead, reason="Under review.")

    assert _seen(approved) == []


def test_the_question_itself_is_not_named_a_second_time(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    describe(approved.answer.question, author, phrasings=_english(approved.wording))
    questions.release(phrasing=_phrasing(approved.wording), by=reviewer)

    assert _seen(approved) == []
