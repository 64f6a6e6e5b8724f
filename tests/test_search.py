"""Search: the same contract on both engines, over published answers alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from faq import clock, guards, search_index, site_checks, workflow
from faq.models import AlternativePhrasing, AnswerVersion, Person
from faq.questions import Phrasing
from faq.search import Hit, says_too_little, search
from faq.search_words import STOP_WORDS

from .conftest import change, describe, sign

pytestmark = pytest.mark.django_db


def found(query: str, **options: Any) -> set[str]:
    return {hit.answer.wording for hit in search(query, clock.now(), **options)}


def hits(query: str) -> list[Hit]:
    return search(query, clock.now())


# --- Which answers are found -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("pump", "The pump"),
        ("pumps", "The pump"),
        ("pump", "Two pumps"),
        ("refilled", "We refill it"),
        ("PUMP", "the pump"),
        ("cafe", "No café today"),
        ("CAFÉ", "No cafe today"),
        ("cafe\N{COMBINING ACUTE ACCENT}", "No café today"),
        ("cafe", "No cafe\N{COMBINING ACUTE ACCENT} today"),
        ("follow-up", "A follow up visit"),
        ("visit", "The follow-up/visit."),
        ("morphine", "baclofen/morphine"),
        ("www", "See [this](https://www.example.org/page)"),
        ("50 mcg", "It gives **50** mcg"),
        ("pump battery", "The battery of the pump"),
        ("what is the pump", "The pump"),
        ("pump's", "The pump"),
        ("it's a pump!", "The pump"),
        ("pump", "pump\N{GRINNING FACE}now"),
        ("bac pum", "Baclofen comes from a pump, all bac things"),
    ],
)
def test_words_are_found_in_any_form(publish: Callable[..., AnswerVersion], query: str, text: str) -> None:
    publish("What is it?", text)
    publish("Who is there?", "Nobody.")

    assert found(query) == {"What is it?"}


def test_every_word_must_be_there(publish: Callable[..., AnswerVersion]) -> None:
    publish("One?", "pump and battery")
    publish("Two?", "pump alone")

    assert found("battery pump") == {"One?"}


def test_words_may_stand_in_question_and_answer(publish: Callable[..., AnswerVersion]) -> None:
    publish("How does the pump work?", "By battery")

    assert found("battery pump") == {"How does the pump work?"}


def test_any_word_will_do_where_no_answer_has_all(publish: Callable[..., AnswerVersion]) -> None:
    publish("One?", "pump")
    publish("Two?", "battery")
    publish("Three?", "catheter")

    assert found("can the pump of my grandmother use a battery") == {"One?", "Two?"}


def test_the_last_word_may_be_unfinished(publish: Callable[..., AnswerVersion]) -> None:
    publish("One?", "intrathecal baclofen")
    publish("Two?", "intrathecal")

    assert found("intrathecal baclo") == {"One?"}


def test_a_beginning_counts_only_where_the_whole_word_finds_nothing(
    publish: Callable[..., AnswerVersion],
) -> None:
    publish("One?", "hip")
    publish("Two?", "hippocampus")

    assert found("hip") == {"One?"}


@pytest.mark.parametrize("query", ["what is the", "IT", "", "   ", "?!", "\N{GRINNING FACE}", "a"])
def test_a_query_without_a_telling_word_finds_nothing(
    publish: Callable[..., AnswerVersion], query: str
) -> None:
    publish("What is it?", "The it of it all \N{GRINNING FACE}.")

    assert found(query) == set()


@pytest.mark.parametrize(
    ("query", "too_little"), [("the", True), ("What IS it?", True), ("", False), ("?!", False)]
)
def test_a_query_of_stop_words_alone_is_known_to_say_too_little(query: str, too_little: bool) -> None:
    assert says_too_little(query) is too_little
    assert not says_too_little(f"{query} pump")


def test_a_hit_knows_whether_it_holds_every_word(publish: Callable[..., AnswerVersion]) -> None:
    publish("How does the pump work?")

    assert [hits(query)[0].holds_every_word for query in ("work pump", "work pum", "pump zebra")] == [
        True,
        True,
        False,
    ]


def test_stop_words_do_not_keep_an_answer_from_being_found(publish: Callable[..., AnswerVersion]) -> None:
    publish("Is swimming allowed?", "Yes.")

    assert found("should i not be " + " ".join(sorted(STOP_WORDS)[:20]) + " swimming") == {
        "Is swimming allowed?"
    }


def test_arabic_is_found_with_and_without_vowel_marks(publish: Callable[..., AnswerVersion]) -> None:
    publish("ما هي المضخّة؟", "مُضَخّة", language="ar")

    assert found("المضخة") == found("المضخَّة") == found("مضخة") == {"ما هي المضخّة؟"}


def test_spanish_is_found_with_and_without_accents(publish: Callable[..., AnswerVersion]) -> None:
    publish("¿Qué es la medicación?", "Dos bombas para niños.", language="es")

    for query in ("medicacion", "MEDICACIÓN", "bomba", "bombas", "niño", "¿qué?"):
        assert found(query) == {"¿Qué es la medicación?"}, query


def test_one_language_can_be_asked_for(publish: Callable[..., AnswerVersion]) -> None:
    publish("What is baclofen?")
    publish("¿Qué es baclofen?", language="es")

    assert found("baclofen", language="es") == {"¿Qué es baclofen?"}
    assert len(found("baclofen")) == 2


def test_the_question_counts_more_than_the_text(publish: Callable[..., AnswerVersion]) -> None:
    publish("What else?", "The catheter, the catheter and again the catheter.")
    publish("What is the catheter?", "A tube.")

    assert [hit.answer.wording for hit in hits("catheter")] == ["What is the catheter?", "What else?"]


def test_no_more_than_the_limit_are_read(publish: Callable[..., AnswerVersion]) -> None:
    for number in range(5):
        publish(f"What is pump {number}?")

    with CaptureQueriesContext(connection) as queries:
        assert len(search("pump", clock.now(), limit=3)) == 3
    assert len(queries) <= 6


def test_answers_behind_many_unpublished_ones_are_found(
    publish: Callable[..., AnswerVersion], lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faq.search._CANDIDATES", 2)
    for number in range(5):
        workflow.withdraw(answer=publish(f"Pump {number}?").answer, by=lead, reason="Wrong.")
    publish("Who cares?", "A long text, which ends with the one word that counts here: pump.")

    assert found("pump") == {"Who cares?"}


# --- Alternative phrasings -------------------------------------------------------------------------


@pytest.mark.parametrize("released", [False, True])
def test_an_alternative_phrasing_finds_the_answer_whether_patients_see_it_or_not(
    publish: Callable[..., AnswerVersion], phrase: Callable[..., AlternativePhrasing], released: bool
) -> None:
    version = publish("What is a baclofen pump?")
    phrasing = phrase(version, "That thing in my belly", released=released)

    assert AlternativePhrasing.objects.get(pk=phrasing.pk).text == "That thing in my belly"
    assert found("belly thing") == {"What is a baclofen pump?"}


def test_a_removed_phrasing_no_longer_finds_it(
    publish: Callable[..., AnswerVersion], phrase: Callable[..., AlternativePhrasing], author: Person
) -> None:
    version = publish("What is a pump?")
    phrase(version, "belly")
    describe(version.answer.question, author)

    assert found("belly") == set()
    describe(version.answer.question, author, [Phrasing("en", "belly")])
    assert found("belly") == {"What is a pump?"}


def test_a_phrasing_changed_or_deleted_around_the_act_no_longer_finds_it(
    publish: Callable[..., AnswerVersion], phrase: Callable[..., AlternativePhrasing]
) -> None:
    version, other = publish("What is a pump?"), publish("What is a cannula?")
    phrasing = phrase(version, "belly")
    guards.remove(connection)
    AlternativePhrasing.objects.filter(pk=phrasing.pk).update(text="tummy", question=other.answer.question)

    assert found("belly") == set()
    assert found("tummy") == {"What is a cannula?"}
    AlternativePhrasing.objects.all().delete()
    assert found("tummy") == set()


def test_a_phrasing_finds_the_answer_in_its_own_language_alone(
    approved: AnswerVersion,
    author: Person,
    reviewer: Person,
    phrase: Callable[..., AlternativePhrasing],
) -> None:
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es una bomba?", "body": "Un aparato."},
        language="es",
        question=approved.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    phrase(approved, "That thing in my belly")
    phrase(approved, "Esa cosa en mi barriga", language="es")

    assert found("belly") == {approved.wording}
    assert found("barriga") == {spanish.wording}


def test_a_phrasing_written_before_the_approval_finds_the_answer(
    in_review: AnswerVersion, reviewer: Person, phrase: Callable[..., AlternativePhrasing]
) -> None:
    phrase(in_review, "belly")
    assert found("belly") == set()

    sign(in_review, reviewer)

    assert found("belly") == {in_review.wording}


# --- Published text alone --------------------------------------------------------------------------


def test_drafts_and_texts_in_review_are_not_found(in_review: AnswerVersion) -> None:
    assert found("baclofen pump mcg") == set()


def test_only_the_text_that_patients_read_is_searched(
    approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    version = workflow.start_version(answer=approved.answer, by=author)
    change(version, author, body="Entirely rewritten about catheters.")
    assert (found("mcg"), found("catheter")) == ({approved.wording}, set())

    sign(workflow.submit(version=version, by=author), reviewer)

    assert (found("mcg"), found("catheter")) == (set(), {approved.wording})


def test_a_withdrawn_answer_is_not_found_until_it_is_reinstated(
    approved: AnswerVersion, lead: Person
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="Wrong dose.")
    assert found("pump") == set()

    workflow.reinstate(answer=approved.answer, by=lead, note="Checked.")
    assert found("pump") == {approved.wording}


def test_search_as_it_was_on_a_day(
    approved: AnswerVersion, author: Person, reviewer: Person, at: Any
) -> None:
    before = clock.now()
    with at(clock.today() + timedelta(days=30)):
        version = workflow.start_version(answer=approved.answer, by=author)
        change(version, author, body="Entirely rewritten about catheters.")
        sign(workflow.submit(version=version, by=author), reviewer)
        after = clock.now()

    assert [len(search("mcg", moment)) for moment in (before, after)] == [1, 0]
    assert [len(search("catheter", moment)) for moment in (before, after)] == [0, 1]


# --- Whatever is typed -----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
@example(query='"pump" OR NOT (pump*) NEAR/2 -pump col:pump')
@example(query="pump' & ! | <-> :* \\ %s %")
@example(query="\x00pump\x00")
@example(query="\ud800")
@example(query="½ m² º ª ª: '")
@example(query="pump " * 2000)
@example(query="p" * 10_000)
@example(query="\N{LATIN SMALL LETTER E WITH ACUTE}" * 10_000)
def test_no_query_is_an_error(approved: AnswerVersion, query: str) -> None:
    assert len(hits(query)) <= 1


@pytest.mark.parametrize("query", ["pump AND zzz", "NOT pump", "pump'; DROP TABLE faq_search; --", "pu*p"])
def test_operators_are_mere_words(approved: AnswerVersion, query: str) -> None:
    # Where not every word is found, any will do; an operator would have excluded the answer or failed.
    assert found(query) == ({approved.wording} if "pump" in query else set())


# --- Snippets --------------------------------------------------------------------------------------


def test_the_words_found_are_marked_in_their_passage(publish: Callable[..., AnswerVersion]) -> None:
    publish("What is it?", "Filler text. " * 60 + "The **batteries** last. " + "More filler. " * 60)

    shown = hits("battery")[0].snippet

    assert "The <mark>batteries</mark> last." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 300


def test_a_snippet_is_escaped(publish: Callable[..., AnswerVersion]) -> None:
    publish("What is it?", "A <script>alert('pump')</script> & `<b>` in 5 < 6.")

    shown = hits("script")[0].snippet

    assert "<mark>script</mark>" in shown
    assert "&lt;" in shown
    assert shown.replace("<mark>", "").replace("</mark>", "").count("<") == 0
    assert "&amp; " in shown
    assert "&amp;lt;" not in shown


def test_a_word_found_in_the_question_alone_shows_how_the_answer_begins(
    publish: Callable[..., AnswerVersion],
) -> None:
    publish("What is a catheter?", "A soft tube.")

    assert hits("catheter")[0].snippet == "A soft tube."


def test_an_unfinished_word_is_marked(publish: Callable[..., AnswerVersion]) -> None:
    publish("What is it?", "Baclofen.")

    assert hits("baclo")[0].snippet == "<mark>Baclofen</mark>."


# --- The index -------------------------------------------------------------------------------------


def test_the_index_is_written_by_the_database_itself(in_review: AnswerVersion, reviewer: Person) -> None:
    sign(in_review, reviewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM faq_search")
        assert cursor.fetchone()[0] >= 1


def test_a_missing_trigger_is_noticed_and_what_it_missed_is_made_up_for(
    in_review: AnswerVersion, reviewer: Person
) -> None:
    assert site_checks.search_index_is_kept(["default"]) == []
    search_index.remove(connection)
    sign(in_review, reviewer)

    assert "search_approved" in site_checks.search_index_is_kept(["default"])[0].msg
    assert found("pump") == set()

    search_index.install(connection)
    assert search_index.missing(connection) == []
    assert found("pump") == {in_review.wording}


@pytest.mark.django_db(transaction=True)
def test_the_index_is_made_and_unmade_by_its_migration(approved: AnswerVersion) -> None:
    call_command("migrate", "faq", "0001", verbosity=0)
    assert search_index.TABLE not in connection.introspection.table_names()

    call_command("migrate", "faq", verbosity=0)
    assert found("pump") == {approved.wording}


@pytest.mark.django_db(transaction=True)
def test_a_database_emptied_and_filled_again_finds_what_is_there_now(
    approved: AnswerVersion, person: Callable[..., Person]
) -> None:
    guards.remove(connection)
    call_command("flush", interactive=False, verbosity=0)  # keys begin at 1 again
    assert found("pump") == set()

    author, reviewer = person("author", "author"), person("reviewer", "reviewer")
    draft = workflow.create_answer(by=author, text={"wording": "What is a catheter?", "body": "A tube."})
    submitted = workflow.submit(version=draft, by=author)
    assert (found("pump"), found("tube")) == (set(), set())

    sign(submitted, reviewer)
    assert (found("pump"), found("tube")) == (set(), {"What is a catheter?"})
