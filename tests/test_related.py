"""Related questions: what clinicians chose, then what shares telling words; the same on both engines."""

import gzip
import json
from collections.abc import Callable
from itertools import islice

import pytest

from faq import clock, reading, related, workflow
from faq.models import AlternativePhrasing, AnswerVersion, Person, Question

from .conftest import SHARED, change, describe, sign

pytestmark = pytest.mark.django_db

Publish = Callable[..., AnswerVersion]
Phrase = Callable[..., AlternativePhrasing]

# What the patients of a clinic might ask: enough questions for some words to be rare and others not so.
ASKED = [
    "What is a baclofen pump?",
    "How is the pump put in?",
    "How does the pump work?",
    "How do I get my pump refilled?",
    "Who should not miss a refill appointment?",
    "Can I fly with a pump?",
    "What is spasticity?",
    "What are the symptoms of spasticity?",
    "What are the symptoms of dystonia?",
    "What are the symptoms of an infection?",
    "How do I get an appointment?",
    "How long will I stay in hospital?",
    "Can I get a copy of my letter?",
    "May I drive?",
]


@pytest.fixture
def asked(publish: Publish) -> dict[str, AnswerVersion]:
    return {wording: publish(wording) for wording in ASKED}


def of(version: AnswerVersion) -> related.Related:
    question = Question.objects.filter(pk=version.answer.question_id)
    answer = next(reading.answers_to(question, version.answer.language, clock.now()))
    return related.related(answer, clock.now())


def similar(version: AnswerVersion) -> list[str]:
    return [answer.wording for answer in of(version).similar]


def chosen(version: AnswerVersion) -> list[str]:
    return [answer.wording for answer in of(version).chosen]


def test_a_rare_word_makes_questions_similar(asked: dict[str, AnswerVersion]) -> None:
    assert similar(asked["What is spasticity?"]) == ["What are the symptoms of spasticity?"]
    assert similar(asked["How do I get an appointment?"]) == ["Who should not miss a refill appointment?"]


def test_a_word_that_many_questions_share_does_not(asked: dict[str, AnswerVersion]) -> None:
    # All ask about a pump, or about symptoms of something.
    assert similar(asked["Can I fly with a pump?"]) == []
    assert similar(asked["What are the symptoms of an infection?"]) == []


def test_words_of_the_answers_do_not_count(publish: Publish) -> None:
    one = publish("What is spasticity?", "Tight muscles.")
    publish("Can I fly?", "Yes, with spasticity, too.")
    publish("Can I swim?")

    assert similar(one) == []


def test_the_most_similar_come_first_and_shorter_ones_before_longer(publish: Publish) -> None:
    for wording in (
        "Will the sea do me any harm whatsoever?",
        "Is the sea safe?",
        "Does it matter how cold the sea is?",
        "Is a cold drink bad for the pump?",
        "Can I catch a cold?",
        "May I drive?",
    ):
        publish(wording)

    assert similar(publish("Cold sea?")) == [
        "Does it matter how cold the sea is?",
        "Is the sea safe?",
        "Can I catch a cold?",
        "Is a cold drink bad for the pump?",
        "Will the sea do me any harm whatsoever?",
    ]


def test_released_phrasings_count_on_both_sides(asked: dict[str, AnswerVersion], phrase: Phrase) -> None:
    phrase(asked["What is a baclofen pump?"], "What is that thing in the belly?")
    phrase(asked["Can I fly with a pump?"], "Does the belly hurt in an aeroplane?")

    assert similar(asked["What is a baclofen pump?"]) == ["Can I fly with a pump?"]
    assert similar(asked["Can I fly with a pump?"]) == ["What is a baclofen pump?"]


def test_no_phrasing_is_looked_for_before_a_colleague_released_it(publish: Publish, phrase: Phrase) -> None:
    one, other = publish("Can I swim?"), publish("Is a bath allowed?")
    publish("What is spasticity?")
    publish("May I drive?")
    phrase(one, "May I take a bath?", released=False)
    assert similar(one) == []

    phrase(one, "Is a bath a good idea?")
    assert similar(one) == [other.wording]


def test_only_answers_that_can_be_read_are_offered(
    asked: dict[str, AnswerVersion], lead: Person, author: Person
) -> None:
    workflow.create_answer(by=author, text={"wording": "Does spasticity hurt?", "body": "Draft."})
    announced = workflow.create_answer(by=author, text={"wording": "Is it spasticity?", "body": "Draft."})
    workflow.announce(version=announced, by=lead)
    workflow.withdraw(
        answer=asked["What are the symptoms of spasticity?"].answer, by=lead, reason="Under review."
    )

    assert similar(asked["What is spasticity?"]) == []
    # Whoever finds no answer here can read on elsewhere.
    assert similar(asked["What are the symptoms of spasticity?"]) == ["What is spasticity?"]
    assert similar(announced) == ["What is spasticity?"]


def test_a_superseded_wording_is_not_compared(
    asked: dict[str, AnswerVersion], author: Person, reviewer: Person
) -> None:
    former = asked["What are the symptoms of spasticity?"]
    newer = change(
        workflow.start_version(answer=former.answer, by=author), author, wording="How does it feel?"
    )
    assert similar(asked["What is spasticity?"]) == [former.wording]

    sign(workflow.submit(version=newer, by=author), reviewer)
    assert similar(asked["What is spasticity?"]) == []


def test_only_the_language_of_the_answer_counts(publish: Publish) -> None:
    english = publish("What is botox?")
    publish("What is a bath?")
    spanish = publish("¿Qué es botox?", language="es")
    other = publish("¿Duele el botox?", language="es")
    publish("¿Qué es un baño?", language="es")

    assert similar(english) == []
    assert similar(spanish) == [other.wording]


def test_what_clinicians_chose_comes_first_and_is_not_named_twice(
    asked: dict[str, AnswerVersion], author: Person
) -> None:
    version = asked["What is spasticity?"]
    picked = ["What are the symptoms of spasticity?", "Can I fly with a pump?"]
    describe(version.answer.question, author, related=[asked[wording].answer.question for wording in picked])

    assert chosen(version) == sorted(picked)
    assert similar(version) == []


def test_no_more_than_five_in_all_unless_clinicians_chose_more(publish: Publish, author: Person) -> None:
    others = [publish(f"How long does botox last in case {number}?") for number in range(8)]
    for number in range(20):
        publish(f"What about {number}?")
    version = publish("How long does botox last?")
    assert len(similar(version)) == 5

    describe(version.answer.question, author, related=[other.answer.question for other in others[:2]])
    assert (len(chosen(version)), len(similar(version))) == (2, 3)

    describe(version.answer.question, author, related=[other.answer.question for other in others[:7]])
    assert (len(chosen(version)), len(similar(version))) == (7, 0)


@pytest.mark.parametrize("wording", ["Why?", "What is it?", "?", "\N{GRINNING FACE}", "\"AND\" NOT * : 'it'"])
def test_a_wording_of_any_kind_is_no_error(
    asked: dict[str, AnswerVersion], publish: Publish, wording: str
) -> None:
    assert similar(publish(wording)) == []


def test_the_only_question_of_a_site_is_similar_to_none(publish: Publish) -> None:
    assert similar(publish("What is spasticity?")) == []


@pytest.mark.one_database
def test_of_hundreds_of_questions_in_one_pattern_those_about_the_same_are_similar(publish: Publish) -> None:
    collection = SHARED / "data" / "medquad.jsonl.gz"
    if not collection.exists():
        pytest.skip("needs the MedQuAD questions in ../shared/data")
    with gzip.open(collection, "rt", encoding="utf-8") as lines:
        wordings = [json.loads(line)["question"] for line in islice(lines, 3000)]
    about_it = [wording for wording in wordings if "Adult Acute Lymphoblastic Leukemia" in wording]
    versions = {wording: publish(wording) for wording in dict.fromkeys(about_it + wordings[100::30])}
    assert len(versions) > len(about_it) + 90

    for wording in about_it:
        found = set(similar(versions[wording]))
        assert found <= {other for other in versions if "Leukemia" in other}
        assert len(found & set(about_it)) >= 4
