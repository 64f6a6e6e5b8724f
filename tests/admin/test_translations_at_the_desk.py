"""Translations at the desk: begun from an approved text, and told when that text moves on."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq import workflow
from faq.models import AnswerVersion, Person
from faq.policy import Act

from ..conftest import change, sign
from .desk import address, buttons, page, press

pytestmark = pytest.mark.one_database

SignedIn = Callable[[Person], Client]
WORDING, BODY = "¿Qué es una bomba de baclofeno?", "Una bomba que da **50 mcg** al día."


@pytest.fixture
def spanish(approved: AnswerVersion, author: Person, signed_in: SignedIn) -> AnswerVersion:
    """A draft in Spanish, begun on the page that the answer's own page leads to."""
    client = signed_in(author)
    path = f"/admin/faq/answer/add/?question={approved.answer.question_id}&amp;language=es"
    assert path in page(client, approved)
    path = path.replace("&amp;", "&")
    form = client.get(path).context["editor"]
    assert form["translated_from"].value() == approved.pk
    sent = {
        "question": approved.answer.question_id,
        "language": "es",
        "wording": WORDING,
        "body": BODY,
        "translated_from": approved.pk,
    }
    assert client.post(path, sent).status_code == 302
    return AnswerVersion.objects.get(answer__language="es")


def newer(approved: AnswerVersion, author: Person, reviewer: Person) -> AnswerVersion:
    draft = workflow.start_version(answer=approved.answer, by=author)
    change(draft, author, body="A pump that gives **60 mcg** a day.")
    return sign(workflow.submit(version=draft, by=author), reviewer)


def test_answer_in_another_language_is_begun_as_a_translation(
    spanish: AnswerVersion, approved: AnswerVersion
) -> None:
    assert spanish.translated_from == approved
    assert spanish.answer.question == approved.answer.question


def test_new_question_offers_nothing_to_translate(author: Person, signed_in: SignedIn) -> None:
    form = signed_in(author).get("/admin/faq/answer/add/").context["editor"]
    assert "translated_from" not in form.fields


@pytest.mark.parametrize("question", ["0", "-1", "x", "9" * 40, ""])
def test_question_that_does_not_exist_is_no_error_page(
    author: Person, signed_in: SignedIn, question: str
) -> None:
    client = signed_in(author)
    assert client.get(f"/admin/faq/answer/add/?question={question}").status_code == 200
    sent = {"question": question, "language": "es", "wording": WORDING, "body": BODY, "translated_from": "1"}
    assert client.post("/admin/faq/answer/add/", sent).status_code in {200, 302}


def test_text_that_is_no_original_is_refused_and_nothing_is_lost(
    approved: AnswerVersion, in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignedIn
) -> None:
    newest = newer(approved, author, reviewer)
    sent = {
        "question": approved.answer.question_id,
        "language": "es",
        "wording": WORDING,
        "body": BODY,
        "translated_from": approved.pk,  # superseded since the form was opened
    }
    answer = signed_in(author).post("/admin/faq/answer/add/", sent)
    assert answer.status_code == 200
    assert "Choose it as it is now" in answer.content.decode()
    assert WORDING in answer.content.decode()
    assert not newest.translations.exists()


def test_languages_that_exist_are_linked_and_reviewers_are_offered_no_new_one(
    spanish: AnswerVersion, approved: AnswerVersion, reviewer: Person, signed_in: SignedIn
) -> None:
    html = page(signed_in(reviewer), approved)
    assert address(spanish) in html
    assert "/admin/faq/answer/add/" not in html


def test_page_shows_what_changed_in_the_original_since(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignedIn
) -> None:
    client = signed_in(author)
    assert "The original has changed since" not in page(client, spanish)
    newer(approved, author, reviewer)
    html = page(client, spanish)
    assert "The original has changed since" in html
    assert "<del>**50</del><ins>**60</ins>" in html


def test_page_says_that_the_original_is_withdrawn(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, lead: Person, signed_in: SignedIn
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="A wrong dose.")
    assert "That answer has been withdrawn" in page(signed_in(author), spanish)


def test_draft_can_follow_the_newer_original(
    spanish: AnswerVersion, approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignedIn
) -> None:
    client, english = signed_in(author), newer(approved, author, reviewer)
    assert press(client, spanish, Act.TRANSLATE_FROM, translated_from=str(english.pk)).status_code == 302
    spanish.refresh_from_db()
    assert spanish.translated_from == english
    press(client, spanish, Act.TRANSLATE_FROM, translated_from="")
    spanish.refresh_from_db()
    assert spanish.translated_from is None


def test_act_is_offered_only_where_there_is_something_to_translate(
    draft: AnswerVersion, author: Person, signed_in: SignedIn
) -> None:
    assert Act.TRANSLATE_FROM not in buttons(page(signed_in(author), draft))
