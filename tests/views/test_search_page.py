"""The page that searches the published answers."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from faq.views.pages import LONGEST_QUERY, MOST_HITS
from tests.conftest import sign

from .parsed_page import ParsedPage

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]


def test_found_answers_are_shown_with_their_status_and_the_word_marked(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    html = patient.get("/search/?q=overdue").content.decode()
    assert "<mark>overdue</mark>" in html
    assert "status-review_overdue" in html
    page = ParsedPage(html)
    assert "/questions/what-is-overdue/" in page.links()
    assert "1 answer for “overdue”" in page.text


def test_without_a_result_the_page_helps_on(read: Read, in_every_status: dict[Status, AnswerVersion]) -> None:
    page = read("/search/?q=zebra")
    assert "No approved answer was found for “zebra”." in page.text
    assert "/topics/baclofen-pump/" in page.links()


def test_without_a_result_the_page_offers_near_spellings_topics_and_a_way_to_ask(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    page = read("/search/?q=aproved+pumpkin")
    assert "Did you mean:" in page.text
    assert "/search/?q=approved%20pumpkin" in page.links()
    assert "/topics/baclofen-pump/" in page.links()
    [asking] = [form for form in page.all("form") if form["action"] == "/ask/"]
    assert asking["method"] == "post"


def test_the_question_that_found_nothing_is_what_can_be_sent(patient: Client, db: None) -> None:
    html = patient.get("/search/", {"q": "zebra & <b>"}).content.decode()
    assert "zebra &amp; &lt;b&gt;</textarea>" in html


def test_a_word_that_nothing_was_found_by_is_corrected_beside_the_results_too(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    page = read("/search/?q=overdue+aproved")
    assert "/questions/what-is-overdue/" in page.links()
    assert "/search/?q=overdue%20approved" in page.links()


def test_nothing_is_corrected_where_every_word_is_found(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for query in ("overdue", "overdu", "text overdue"):
        assert "Did you mean" not in read(f"/search/?q={query}").text


def test_words_that_are_in_nearly_every_answer_are_said_to_be_so(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    page = read("/search/?q=what+is+the")
    assert "are in nearly every answer. Add a word" in page.text
    assert "No approved answer was found" not in page.text
    assert "/topics/baclofen-pump/" in page.links()


@pytest.mark.parametrize("address", ["/?as_of=2026-01-01", "/search/?q=overdue&as_of=2026-01-01"])
def test_a_page_made_of_the_present_is_not_shown_as_of_a_day(
    read: Read, clinician: Client, in_every_status: dict[Status, AnswerVersion], address: str
) -> None:
    page = read(address, status=400)
    assert "This page can only be read as it is now" in page.text
    assert clinician.get(address).status_code == 400


def test_without_words_the_page_explains_itself(read: Read, topic: Category) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=%20%20"):
        page = read(address)
        assert "Type one or more words of your question." in page.text
        assert "/topics/baclofen-pump/" in page.links()


def test_the_words_stay_in_the_box(read: Read, db: None) -> None:
    assert read("/search/?q=baclofen+pump").all("input")[0]["value"] == "baclofen pump"


def test_what_is_searched_for_is_shown_as_text(patient: Client, db: None) -> None:
    html = patient.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_invisible_characters_are_left_out_of_the_search(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    assert "/questions/what-is-overdue/" in read("/search/?q=overdue%00").links()


def test_a_very_long_question_is_shortened_and_said_so(read: Read, db: None) -> None:
    page = read("/search/?q=" + "zebra+" * 1000)
    assert "only its beginning was searched for" in page.text
    assert len(page.all("input")[0]["value"]) == LONGEST_QUERY


def test_an_answer_in_another_language_says_which(
    read: Read, author: Person, reviewer: Person, approved: AnswerVersion
) -> None:
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es la bomba?", "body": "Un aparato."},
        language="es",
        question=approved.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    page = read("/search/?q=aparato")
    assert "In español" in page.text
    assert "/es/questions/what-is-a-baclofen-pump/" in page.links()


def test_the_number_of_queries_does_not_grow_with_the_results(
    patient: Client, publish: Publish, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(3):
        publish(f"What is {number}?", "A device.")
    with CaptureQueriesContext(connection) as with_three:
        patient.get("/search/?q=device")
    for number in range(3, 30):
        publish(f"What is {number}?", "A device.")
    with django_assert_num_queries(len(with_three)):  # type: ignore[attr-defined]
        assert patient.get("/search/?q=device").content.count(b"<mark>") >= MOST_HITS
    assert len(with_three) <= 8
