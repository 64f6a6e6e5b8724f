"""Structured data: what is said in the vocabulary of schema.org, and that it is said correctly. No database."""

import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.safestring import SafeString
from hypothesis import example, given
from hypothesis import strategies as st

from faq.reading import Original, PublicAnswer, TopicPage
from faq.status import OriginalState, Status
from faq.structured_data import data_block, of_answer, of_topic

from .schema_org import faults

PUBLISHED = PublicAnswer(
    identity="8d6a1a5e-0000-4000-8000-000000000000",
    question_id=1,
    slug="what-is-a-pump",
    language="en",
    wording="What is a pump?",
    status=Status.APPROVED,
    version=2,
    body="It gives **medicine**.",
    body_html=SafeString("<p>It gives <strong>medicine</strong>.</p>"),
    sources="One source\n\n https://example.org \n",
    content_hash="0" * 64,
    approved_on=date(2026, 1, 31),
    reviewed_on=date(2026, 2, 28),
    next_review_on=date(2027, 2, 28),
    reviewer_name="Name of the reviewer",
    reviewer_role="Pharmacist",
    previous_version=1,
)
WITHDRAWN = PublicAnswer(
    identity="8d6a1a5e-0000-4000-8000-000000000001",
    question_id=2,
    slug="withdrawn",
    language="en",
    wording="What was withdrawn?",
    status=Status.WITHDRAWN,
    withdrawn_on=date(2026, 3, 1),
)
ANNOUNCED = replace(WITHDRAWN, slug="announced", status=Status.NOT_YET_APPROVED, withdrawn_on=None)
TRANSLATION = replace(
    PUBLISHED,
    language="es",
    original=Original("en", 3, "1" * 64, "/questions/what-is-a-pump/", OriginalState.CHANGED),
)
OVERDUE = replace(PUBLISHED, status=Status.REVIEW_OVERDUE)
BY_AUTHOR = replace(PUBLISHED, reviewed_by_author=True)
FIRST = replace(PUBLISHED, version=1, previous_version=None, sources="", reviewer_name="")
DEMONSTRATION = replace(PUBLISHED, is_demonstration=True)
ANSWERS = [PUBLISHED, WITHDRAWN, ANNOUNCED, TRANSLATION, OVERDUE, BY_AUTHOR, FIRST, DEMONSTRATION]
TOPIC = TopicPage(
    slug="pumps",
    title="Pumps",
    introduction="About pumps.",
    language="en",
    wording_language="en",
    answers=[PUBLISHED, WITHDRAWN, ANNOUNCED, OVERDUE],
    is_demonstration=False,
    readable_in={"en"},
)


def as_read(thing: dict[str, Any]) -> Any:
    """What a machine reads out of the block on a page."""
    parser = _Scripts()
    parser.feed(data_block(thing))
    (text,) = parser.texts
    return json.loads(text)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, dict(attrs)) == ("script", {"type": "application/ld+json"})
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.status)
def test_a_page_of_an_answer_is_correct_by_the_vocabulary(answer: PublicAnswer) -> None:
    assert list(faults(as_read(of_answer(answer)))) == []


@pytest.mark.parametrize("topic", [TOPIC, replace(TOPIC, answers=[], introduction="")])
def test_a_page_of_a_topic_is_correct_by_the_vocabulary(topic: TopicPage) -> None:
    assert list(faults(as_read(of_topic(topic)))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "MedicalWebPages"},
        {"@type": "MedicalWebPage", "lastReviewd": "2026-01-31"},
        {"@type": "MedicalWebPage", "lastReviewed": "lately"},
        {"@type": "MedicalWebPage", "lastReviewed": {"@type": "Person", "name": "N"}},
        {"@type": "MedicalWebPage", "reviewedBy": {"@type": "Answer", "text": "T"}},
        {"@type": "MedicalWebPage", "reviewedBy": {"@type": "Person", "lastReviewed": "2026-01-31"}},
        {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "lastReviewed": "2026-01-31"}]},
        {"@type": "Answer", "lastReviewed": "2026-01-31"},
        {"@type": "Answer", "reviewedBy": {"@type": "Person", "name": "N"}},
        {"@type": "Question", "acceptedAnswer": "Text"},
        {"@type": "Question", "answerCount": "one"},
        {},
    ],
)
def test_the_judge_of_the_vocabulary_finds_mistakes(wrong: dict[str, Any]) -> None:
    assert list(faults(wrong))


def test_the_review_stands_with_the_page_and_the_text_with_the_answer() -> None:
    page = as_read(of_answer(PUBLISHED))
    assert page["@type"] == "MedicalWebPage"
    assert page["url"] == "https://answers.example/questions/what-is-a-pump/"
    assert (page["lastReviewed"], page["dateModified"]) == ("2026-02-28", "2026-01-31")
    assert page["reviewedBy"] == {
        "@type": "Person",
        "name": "Name of the reviewer",
        "jobTitle": "Pharmacist",
    }
    answer = page["mainEntity"]["acceptedAnswer"]
    assert answer["text"] == "<p>It gives <strong>medicine</strong>.</p>"
    assert answer["citation"] == ["One source", "https://example.org"]
    assert not {"lastReviewed", "reviewedBy"} & set(answer)


def test_a_reviewer_without_a_name_is_told_by_role() -> None:
    assert as_read(of_answer(FIRST))["reviewedBy"] == {"@type": "Person", "jobTitle": "Pharmacist"}


def test_only_a_first_version_says_when_the_page_was_first_published() -> None:
    assert as_read(of_answer(FIRST))["datePublished"] == "2026-01-31"
    assert "datePublished" not in as_read(of_answer(PUBLISHED))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.status)
def test_the_status_is_told_in_the_words_of_the_page(answer: PublicAnswer) -> None:
    status = as_read(of_answer(answer))["creativeWorkStatus"]
    assert (status["termCode"], status["name"]) == (answer.status.value, answer.status.label)
    assert status["description"].startswith(answer.status_meaning)


def test_a_review_by_the_author_is_called_one() -> None:
    assert "by the clinician who wrote this answer" in str(of_answer(BY_AUTHOR)["creativeWorkStatus"])
    assert "by the clinician who wrote this answer" not in str(of_answer(PUBLISHED))


def test_a_translation_names_its_original_and_says_that_it_has_changed() -> None:
    page = as_read(of_answer(TRANSLATION))
    assert page["translationOfWork"] == {
        "@type": "MedicalWebPage",
        "@id": "https://answers.example/questions/what-is-a-pump/",
        "url": "https://answers.example/questions/what-is-a-pump/",
        "inLanguage": "en",
        "version": 3,
    }
    assert OriginalState.CHANGED.notice in page["creativeWorkStatus"]["description"]


@pytest.mark.parametrize("answer", [WITHDRAWN, ANNOUNCED])
def test_what_is_not_published_has_neither_text_nor_review(answer: PublicAnswer) -> None:
    # Even if somebody handed over its text.
    page = as_read(
        of_answer(replace(answer, body="Secret", body_html=SafeString("Secret"), sources="Secret"))
    )
    assert "Secret" not in str(page)
    assert "acceptedAnswer" not in page["mainEntity"]
    assert not {"lastReviewed", "reviewedBy", "datePublished"} & set(page)


def test_a_topic_lists_the_questions_that_have_an_answer_to_read() -> None:
    page = as_read(of_topic(TOPIC))
    assert page["@type"] == "FAQPage"
    assert [q["acceptedAnswer"]["@type"] for q in page["mainEntity"]] == ["Answer", "Answer"]
    reviews = [question["mainEntityOfPage"] for question in page["mainEntity"]]
    assert [review["lastReviewed"] for review in reviews] == ["2026-02-28", "2026-02-28"]
    assert [review["creativeWorkStatus"]["name"] for review in reviews] == ["Approved", "Review overdue"]
    others = [part["creativeWorkStatus"]["name"] for part in page["hasPart"]]
    assert others == ["Withdrawn", "Not yet approved"]


def test_demonstration_content_is_called_that() -> None:
    said = "Demonstration content, not medical advice."
    assert of_answer(DEMONSTRATION)["disambiguatingDescription"] == said
    assert said not in str(of_answer(PUBLISHED))


@given(text=st.text())
@example(text="</script><script>alert(1)</script>")
@example(text="<!-- <script>")
@example(text="]]>&amp;\u2028\u2029\\u003c")
def test_no_text_ends_the_block_and_every_text_arrives_whole(text: str) -> None:
    block = data_block({"name": text})
    assert not set("<>&\u2028\u2029") & set(
        block[len('<script type="application/ld+json">') : -len("</script>")]
    )
    assert as_read({"name": text}) == {"name": text}
