"""Near spellings: out of words that patients can read alone, and each of them finds something."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from faq import clock, terms, topics, workflow
from faq.models import AlternativePhrasing, AnswerVersion, Category, Person
from faq.near_spellings import MOST, near_spellings
from faq.search import search

from .conftest import change, describe, sign, write

pytestmark = pytest.mark.django_db

Publish = Callable[..., AnswerVersion]
Phrase = Callable[..., AlternativePhrasing]


@pytest.fixture
def clinic(publish: Publish) -> None:
    publish("What is intrathecal baclofen?", "Medicine that a pump gives. It may cause nausea.")
    publish("What is a catheter?", "A tube.")
    publish("How does botulinum toxin help with spasticity?", "It relaxes muscles.")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("baclofn", "baclofen"),  # a letter left out
        ("baclofeen", "baclofen"),  # added
        ("bacloten", "baclofen"),  # mistaken
        ("bacolfen", "baclofen"),  # two exchanged
        ("cathater", "catheter"),
        ("Intrathekal Baclofn?", "intrathecal baclofen?"),
        ("spastisity", "spasticity"),
        ("botulinium", "botulinum"),
        ("what is a cathetar for", "what is a catheter for"),
    ],
)
def test_a_slip_of_the_keyboard_is_made_good(clinic: None, query: str, meant: str) -> None:
    assert near_spellings(query, "en")[0] == meant


@pytest.mark.parametrize(
    "query",
    [
        "baclofen",
        "catheters",  # another form of a word
        "baclo",  # unfinished
        "nausea",  # stands in an answer, though in no question
        "zebra",
        "it",
        "",
        "?!",
        "5000 mcg",  # a number is no slip for another
        "bx",
    ],
)
def test_what_is_spelled_right_or_like_nothing_is_left_alone(clinic: None, query: str) -> None:
    assert near_spellings(query, "en") == []


def test_a_misspelt_word_among_others_is_corrected_alone(clinic: None) -> None:
    assert near_spellings("cathetar nausea 40 mg", "en") == ["catheter nausea 40 mg"]


def test_several_near_words_are_several_proposals_the_nearest_and_most_frequent_first(
    publish: Publish,
) -> None:
    publish("What is a tumour?")
    publish("Can a tumour grow?")
    publish("What is a tumor?")

    assert near_spellings("tumer", "en") == ["tumor"]
    assert near_spellings("tumoor", "en") == ["tumour", "tumor"]


def test_no_more_than_three_are_proposed_however_many_are_near(publish: Publish) -> None:
    for letter in "bcdfghlmp":
        publish(f"What is a {letter}ack?")

    assert len(near_spellings("tack", "en")) == MOST == 3
    assert len(near_spellings("tack vack", "en")) == MOST


def test_accents_and_capitals_are_no_slips_and_are_proposed_as_they_are_written(publish: Publish) -> None:
    publish("¿Qué es la MEDICACIÓN?", language="es")

    assert near_spellings("medicacion", "es") == []
    assert near_spellings("medicasión", "es") == ["medicación"]


def test_arabic_is_compared_without_vowel_marks_and_article(publish: Publish) -> None:
    publish("ما هي المضخّة؟", language="ar")

    assert near_spellings("المضحة", "ar") == ["المضخة"]
    assert near_spellings("مضخة", "ar") == ["المضخة"]


def test_each_language_has_its_own_words(publish: Publish) -> None:
    publish("What is baclofen?")
    publish("¿Qué es la espasticidad?", language="es")

    assert near_spellings("baclofn", "es") == []
    assert near_spellings("espastisidad", "en") == []


def test_every_proposal_finds_something(clinic: None, topic: Category) -> None:
    # The topic's title holds a word that no answer has.
    topics.create(by=topic.revisions.get().revised_by, slug="dystonia", title="Dystonia")

    assert near_spellings("distonia", "en") == []
    for proposal in near_spellings("cathetar baclofn", "en"):
        assert search(proposal, clock.now())


# --- Words that patients can read, and no others ---------------------------------------------------


def test_released_phrasings_topics_and_approved_terms_lend_their_words(
    publish: Publish, phrase: Phrase, lead: Person, author: Person, reviewer: Person
) -> None:
    version = publish("What is it?", "Cerebrospinal dystonia of the tummy. Muscle spasm.")
    phrase(version, "Something in the tummy?")
    topics.create(by=lead, slug="dystonia", title="Dystonia")
    definition = terms.define(
        by=author, name="cerebrospinal", language="en", text="Of the brain.", other_forms="spasm"
    )
    terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))

    for slip, meant in {
        "tumnmy": "tummy",
        "distonia": "dystonia",
        "cerebrospynal": "cerebrospinal",
        "spsam": "spasm",
    }.items():
        assert near_spellings(slip, "en") == [meant]


def test_words_of_unpublished_text_are_never_proposed(
    publish: Publish,
    phrase: Phrase,
    topic: Category,
    author: Person,
    reviewer: Person,
    lead: Person,
    draft: AnswerVersion,
) -> None:
    # An answer holds all of these words, so that each proposal would find something.
    secret = "unapproved submitted superseded withdrawn discarded waiting removed unread proposed retired"
    shown = publish("What is shown?", secret)

    change(draft, author, wording="What is unapproved?")
    workflow.submit(version=write(author, topic, "What is submitted?", "Text."), by=author)
    former = publish("What is superseded?")
    newer = change(workflow.start_version(answer=former.answer, by=author), author, wording="What is new?")
    sign(workflow.submit(version=newer, by=author), reviewer)
    withdrawn = publish("What is withdrawn?")
    phrase(withdrawn, "Is it unread?")
    workflow.withdraw(answer=withdrawn.answer, by=lead, reason="Under review.")
    workflow.discard(version=write(author, topic, "What is discarded?", "Text."), by=author, reason="No.")
    phrase(shown, "Is it removed?")
    describe(shown.answer.question, author)
    phrase(shown, "Is it waiting?", released=False)
    terms.define(by=author, name="proposed", language="en", text="Not yet approved.")
    definition = terms.define(by=author, name="retired", language="en", text="No longer explained.")
    terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))
    terms.retire(term=definition.term, by=lead, reason="Not used any more.")

    for word in secret.split():
        assert search(word, clock.now()), word
        assert near_spellings(word[:3] + word[4:], "en") == [], word


def test_what_is_withdrawn_is_not_proposed_from_that_moment_on(publish: Publish, lead: Person) -> None:
    publish("What is shown?", "A catheter.")
    version = publish("What is a catheter?")
    assert near_spellings("cathater", "en") == ["catheter"]

    workflow.withdraw(answer=version.answer, by=lead, reason="Under review.")
    assert near_spellings("cathater", "en") == []

    workflow.reinstate(answer=version.answer, by=lead, note="Right.")
    assert near_spellings("cathater", "en") == ["catheter"]


def test_words_are_read_once_until_something_happens(clinic: None, lead: Person) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as done:
            near_spellings("zebra", "en")
        return len(done)

    queries()
    again = queries()
    topics.create(by=lead, slug="new", title="New")
    assert queries() > again
    assert queries() == again


# --- Whatever is typed -----------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
@example(query='"baclofn" OR NOT (baclofn*) NEAR/2')
@example(query="\x00baclofn\x00")
@example(query="\ud800 baclofn")
@example(query="baclofn " * 2000)
@example(query="b" * 10_000)
@example(query="ال")
def test_no_query_is_an_error(clinic: None, query: str) -> None:
    assert len(near_spellings(query, "en")) <= MOST


def test_a_hostile_query_costs_little(clinic: None) -> None:
    queries = [" ".join(f"baclofn{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(500)), "x" * 100_000]
    for query in queries:
        start = perf_counter()
        with CaptureQueriesContext(connection) as done:
            near_spellings(query, "en")
        assert len(done) < 120
        assert timedelta(seconds=perf_counter() - start) < timedelta(seconds=10)
