"""Terms explained on the pages of answers, and the page that explains them all."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import clock, terms, topics, workflow
from faq.models import AnswerVersion, Person, TermDefinition
from tests.conftest import NOON, sign

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]
Explain = Callable[..., TermDefinition]
TOPIC = "/topics/baclofen-pump/"
QUESTION = "/questions/what-is-it/"
MEANS = "Muscles that are stiff."


@pytest.fixture
def explain(author: Person, reviewer: Person) -> Explain:
    """Define a term and have it approved some days ago."""

    def make(
        name: str = "spasticity", text: str = MEANS, ago: int = 20, language: str = "en", forms: str = ""
    ) -> TermDefinition:
        with clock.set_to(NOON - timedelta(days=ago)):
            newest = TermDefinition.objects.filter(term__name=name, term__language=language).last()
            definition = terms.define(
                by=author,
                name=name,
                language=language,
                text=text,
                other_forms=forms,
                seen=newest.pk if newest else None,
            )
            return terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))

    return make


def buttons(page: ParsedPage) -> list[str]:
    """What the buttons of terms open, in the order of the page."""
    return [b["popovertarget"] for b in page.all("button") if b.get("class") == "term"]


def boxes(page: ParsedPage) -> list[str]:
    return [div["id"] for div in page.all("div") if div.get("class") == "word"]


@pytest.mark.parametrize("address", [TOPIC, QUESTION])
def test_the_first_use_of_a_term_opens_its_definition(
    read: Read, publish: Publish, explain: Explain, address: str
) -> None:
    term = f"term-{explain().term_id}"
    publish("What is it?", "It eases **spasticity**. Spasticity hurts.")
    page = read(address)
    assert buttons(page) == boxes(page) == [term]
    assert page.text.count(MEANS) == 1
    button = next(b for b in page.all("button") if b.get("class") == "term")
    assert button["aria-describedby"] == f"{term}-means"
    assert f"{term}-means" in page.ids
    assert {"id": term, "class": "word", "popover": ""} in page.all("div")


def test_a_topic_explains_each_term_once_in_the_order_of_their_use(
    read: Read, publish: Publish, explain: Explain
) -> None:
    first, second = explain("dystonia").term_id, explain().term_id
    publish("What is it?", "Spasticity.")
    publish("What else is it?", "Spasticity and dystonia.")
    page = read(TOPIC)
    assert buttons(page) == boxes(page) == [f"term-{second}", f"term-{first}"]
    assert len(page.ids) == len(set(page.ids))


def test_a_page_without_terms_has_no_list_of_words(read: Read, publish: Publish, explain: Explain) -> None:
    explain()
    publish("What is it?", "A pump.")
    assert "Words explained on this page" not in read(TOPIC).text


def test_what_waits_is_retired_or_is_in_another_language_explains_nothing(
    read: Read, publish: Publish, explain: Explain, author: Person, lead: Person
) -> None:
    terms.define(by=author, name="pump", language="en", text="Waiting.")
    terms.retire(term=explain("catheter", "Retired.").term, by=lead, reason="Enough.")
    explain("dose", "Otra cosa.", language="es")
    publish("What is it?", "A pump, a catheter, a dose.")
    assert buttons(read(TOPIC)) == []
    for secret in ("Waiting.", "Retired.", "Otra cosa."):
        for address in (TOPIC, QUESTION, "/glossary/"):
            assert secret not in read(address).text


def test_an_answer_in_another_language_is_explained_in_its_own(
    read: Read, publish: Publish, explain: Explain, author: Person, reviewer: Person
) -> None:
    version = publish("What is it?", "A pump.")
    explain("bomba", "Un aparato.", language="es")
    explain("pump", "A device.")
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba, a pump."},
        language="es",
        question=version.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    page = read("/es/questions/what-is-it/")
    assert "Un aparato." in page.text
    assert "A device." not in page.text
    assert "A device." in read(QUESTION).text


def test_withdrawn_and_announced_answers_explain_nothing(
    read: Read, in_every_status: dict[Any, AnswerVersion], explain: Explain
) -> None:
    explain("withdrawn")
    explain("draft")
    assert buttons(read("/questions/what-is-withdrawn/")) == []
    assert buttons(read("/questions/what-is-announced/")) == []


def test_the_page_as_it_was_explains_with_the_words_of_that_day(
    publish: Publish, explain: Explain, lead: Person, author: Person, signed_in: Callable[[Person], Client]
) -> None:
    question = publish("What is it?", "Spasticity.", ago=40).answer.question
    with clock.set_to(NOON - timedelta(days=39)):
        old = topics.create(by=lead, slug="old", title="Old")
        topics.place(question=question, category=old, by=author)
    explain(text="The former words.", ago=20)
    explain(text="The present words.", ago=10)
    client = signed_in(author)
    for ago, expected in ((30, None), (15, "The former words."), (5, "The present words.")):
        day = (NOON - timedelta(days=ago)).date()
        for address in ("/topics/old/", QUESTION, "/glossary/"):
            text = ParsedPage(client.get(f"{address}?as_of={day}").content.decode()).text
            found = [words for words in ("The former words.", "The present words.") if words in text]
            assert found == ([expected] if expected else []), (ago, address)


def test_markup_in_a_definition_is_shown_as_text(patient: Client, publish: Publish, explain: Explain) -> None:
    explain(text='<script>alert("1")</script> & more')
    publish("What is it?", "Spasticity.")
    for address in (TOPIC, QUESTION, "/glossary/"):
        html = patient.get(address).content.decode()
        assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more" in html
        assert "<script>alert" not in html


def test_an_explanation_approved_by_its_writer_says_so(
    read: Read, publish: Publish, colleague: Person, settings: Any
) -> None:
    settings.SINGLE_CLINICIAN = True
    mine = terms.define(by=colleague, name="spasticity", language="en", text=MEANS)
    terms.approve(definition=mine, by=colleague, seen=terms.text_hash(mine))
    publish("What is it?", "Spasticity.")
    for address in (TOPIC, QUESTION, "/glossary/"):
        assert f"{MEANS} " in read(address).text
        assert "Reviewed by its author." in read(address).text


def test_what_leaves_the_site_is_left_as_it_was_approved(
    patient: Client, publish: Publish, explain: Explain
) -> None:
    publish("What is it?", "It eases spasticity.")
    addresses = ("/export/answers.json", "/export/answers.csv", "/search/?q=spasticity", "/feed.atom")
    before = {address: patient.get(address).getvalue() for address in addresses[2:3]}
    explain()
    for address in addresses:
        sent = patient.get(address).getvalue().decode()
        assert "spasticity" in sent.replace("<mark>", "").replace("</mark>", ""), address
        assert "popovertarget" not in sent, address
        assert MEANS not in sent, address
    assert {address: patient.get(address).getvalue() for address in addresses[2:3]} == before
    for address in (TOPIC, QUESTION):
        html = patient.get(address).content.decode()
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert data
        assert "It eases spasticity." in json.dumps(json.loads(data[1]))
        assert "popovertarget" not in data[1]


def test_an_approval_reaches_a_page_that_somebody_kept(
    patient: Client, publish: Publish, explain: Explain
) -> None:
    publish("What is it?", "Spasticity.")
    before = patient.get(TOPIC)
    explain(ago=0)
    after = patient.get(TOPIC, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert MEANS.encode() in after.content


def test_terms_cost_a_page_one_query_however_many_there_are(
    patient: Client,
    publish: Publish,
    explain: Explain,
    django_assert_num_queries: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish("What is it?", "Spasticity and dystonia.")
    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as without:
        patched.setattr("faq.views.pages.explained", lambda answers, *rest: (answers, []))
        patient.get(TOPIC)
    for name in ("spasticity", "dystonia", "pump"):
        explain(name)
    with django_assert_num_queries(len(without) + 1):
        patient.get(TOPIC)


def test_the_glossary_explains_every_term_under_its_letter(read: Read, explain: Explain) -> None:
    for name in ("spasticity", "catheter", "spinal cord", "Éther"):
        explain(name, f"What {name} means.")
    page = read("/glossary/")
    said = page.text
    places = [
        said.index(f"What {name} means.") for name in ("catheter", "Éther", "spasticity", "spinal cord")
    ]
    assert places == sorted(places)
    assert [link for link in page.links() if link.startswith("#letter")] == [
        "#letter-c",
        "#letter-e",
        "#letter-s",
    ]
    assert "Approved 10 February 2026." in said


def test_each_language_has_a_glossary_of_its_own(read: Read, explain: Explain) -> None:
    explain("bomba", "Un aparato.", language="es")
    assert "Un aparato." in read("/es/glossary/").text
    assert "No words have been explained in this language yet." in read("/glossary/").text


def test_every_page_leads_to_the_glossary_of_its_language(read: Read, publish: Publish) -> None:
    publish("What is it?")
    for address in ("/", TOPIC, QUESTION, "/search/"):
        assert "/glossary/" in read(address).links()
    assert "/es/glossary/" in read("/es/").links()


def test_the_glossary_of_the_demonstration_carries_its_banner(
    read: Read, author: Person, explain: Explain
) -> None:
    assert "Demonstration content" not in read("/glossary/").text
    workflow.create_answer(by=author, text={"wording": "What is a demo?"}, is_demonstration=True)
    assert "Demonstration content, not medical advice." in read("/glossary/").text


def test_a_glossary_of_an_earlier_day_is_for_clinicians(read: Read, db: None) -> None:
    assert "Earlier states of a page are for clinicians" in read("/glossary/?as_of=2026-01-01", 403).text
