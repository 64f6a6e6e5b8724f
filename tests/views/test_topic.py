"""The page of a topic."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import change, sign

from .parsed_page import ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]
TOPIC = "/topics/baclofen-pump/"


def _article(page: str, version: AnswerVersion) -> str:
    """The HTML of one answer on the page."""
    start = page.index(f'aria-labelledby="question-{version.answer.question.slug}"')
    return page[start : page.index("</article>", start)]


def _said_of(client: Client, version: AnswerVersion) -> str:
    return ParsedPage("<div>" + _article(client.get(TOPIC).content.decode(), version)).text


def test_a_topic_shows_its_title_introduction_and_answers(read: Read, publish: Publish) -> None:
    publish("What is a pump?", "It gives **50 mcg** a day.")
    page = read(TOPIC)
    assert "Baclofen pump" in page.text
    assert "About the pump." in page.text
    assert "It gives 50 mcg a day." in page.text


def test_the_introduction_is_plain_text_with_its_paragraphs(
    patient: Client, topic: Category, lead: Person
) -> None:
    topics.revise(category=topic, by=lead, title="Pump", introduction="One <b>bold</b>.\n\nTwo.")
    html = patient.get(TOPIC).content.decode()
    assert "<p>One &lt;b&gt;bold&lt;/b&gt;.</p>" in html
    assert "<p>Two.</p>" in html


def test_the_contents_list_leads_to_each_question(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    page = read(TOPIC)
    anchors = [link[1:] for link in page.links() if link.startswith("#question-")]
    assert anchors == [f"question-{v.answer.question.slug}" for v in in_every_status.values()]
    assert set(anchors) <= set(page.ids)


@pytest.mark.parametrize("status", Status)
def test_every_answer_says_its_status_in_word_shape_and_explanation(
    patient: Client, in_every_status: dict[Status, AnswerVersion], status: Status
) -> None:
    article = _article(patient.get(TOPIC).content.decode(), in_every_status[status])
    assert f'class="status status-{status.value}"' in article
    assert "status-shape" in article
    said = ParsedPage("<div>" + article).text
    assert f"Status: {status.label}" in said
    assert status.meaning in said


def test_the_shapes_of_all_statuses_differ(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    html = patient.get(TOPIC).content.decode()
    shapes = {
        _article(html, version).split("<svg", 1)[1].split("</svg>")[0] for version in in_every_status.values()
    }
    assert len(shapes) == len(Status)


def test_an_approved_answer_says_who_reviewed_it_and_when(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    said = _said_of(patient, in_every_status[Status.APPROVED])
    assert "Last reviewed 31 January 2026 by reviewer (Pharmacist). Next review due 31 January 2027." in said
    assert "Version 1." in said


def test_a_confirmation_renews_the_dates_beside_the_answer(
    patient: Client, publish: Publish, reviewer: Person
) -> None:
    version = publish("What is a pump?", ago=360)
    workflow.confirm(
        version=version,
        by=reviewer,
        content_hash=version.content_hash,
        next_review_on=version.created_at.date().replace(year=2027),
    )
    assert "Last reviewed 2 March 2026" in _said_of(patient, version)


def test_a_site_that_hides_names_tells_the_role_alone(
    patient: Client, publish: Publish, settings: object
) -> None:
    settings.SHOW_REVIEWER_NAMES = False  # type: ignore[attr-defined]
    said = _said_of(patient, publish("What is a pump?"))
    assert "Last reviewed 31 January 2026. Reviewer’s role: Pharmacist. Next review due" in said
    assert "by reviewer" not in said


def test_a_review_by_the_author_is_said_and_no_second_clinician_claimed(
    patient: Client, colleague: Person, topic: Category, settings: object
) -> None:
    settings.SINGLE_CLINICIAN = True  # type: ignore[attr-defined]
    version = workflow.create_answer(by=colleague, text={"wording": "What is it?", "body": "A pump."})
    topics.place(question=version.answer.question, category=topic, by=colleague)
    sign(workflow.submit(version=version, by=colleague), colleague)
    said = _said_of(patient, version)
    assert "Reviewed by its author." in said
    assert Status.APPROVED.meaning not in said


def test_an_overdue_answer_carries_a_warning_before_its_text(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    said = _said_of(patient, in_every_status[Status.REVIEW_OVERDUE])
    assert "Next review was due 26 January 2026." in said
    assert said.index("The regular review of this answer is late.") < said.index("The text that is overdue.")


def test_an_answer_being_updated_keeps_its_approved_text(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    said = _said_of(patient, in_every_status[Status.BEING_UPDATED])
    assert "The text that stays while it is updated." in said
    assert "The text of the update." not in said


def test_a_withdrawn_answer_leaves_a_notice_with_the_date_and_no_text(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    said = _said_of(patient, in_every_status[Status.WITHDRAWN])
    assert "This answer was withdrawn on 2 March 2026." in said
    assert "The text that is withdrawn." not in said
    assert "Its dose was wrong." not in said
    assert "Last reviewed" not in said


def test_an_announced_question_shows_its_wording_and_a_notice_only(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    said = _said_of(patient, in_every_status[Status.NOT_YET_APPROVED])
    assert "What is announced?" in said
    assert "There is no approved answer to this question yet." in said
    assert "The text of a draft." not in said
    assert "Last reviewed" not in said


def test_a_new_approved_version_takes_the_place_of_the_old_one(
    patient: Client, publish: Publish, author: Person, reviewer: Person
) -> None:
    old = publish("What is a pump?", "The former text.")
    new = change(workflow.start_version(answer=old.answer, by=author), author, body="The present text.")
    sign(workflow.submit(version=new, by=author), reviewer)
    said = _said_of(patient, old)
    assert "The present text." in said
    assert "The former text." not in said
    assert "Version 2." in said


def test_a_withdrawal_takes_effect_on_the_next_request(
    patient: Client, publish: Publish, lead: Person
) -> None:
    version = publish("What is a pump?", "A round device.")
    before = patient.get(TOPIC)
    workflow.withdraw(answer=version.answer, by=lead, reason="Wrong.")
    after = patient.get(TOPIC, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert b"A round device." not in after.content


def test_sources_stand_below_the_answer_as_links(read: Read, publish: Publish) -> None:
    publish("What is a pump?", sources="A leaflet, https://example.org/leaflet")
    assert "https://example.org/leaflet" in read(TOPIC).links()


def test_a_topic_without_answers_says_so(read: Read, topic: Category) -> None:
    assert "No answers on this topic have been published yet" in read(TOPIC).text


def test_demonstration_content_carries_the_banner(
    read: Read, author: Person, reviewer: Person, topic: Category
) -> None:
    version = workflow.create_answer(
        by=author, text={"wording": "What is a demo?", "body": "This."}, is_demonstration=True
    )
    topics.place(question=version.answer.question, category=topic, by=author)
    sign(workflow.submit(version=version, by=author), reviewer)
    for address in (TOPIC, "/questions/what-is-a-demo/", "/search/?q=demo", "/"):
        assert "Demonstration content, not medical advice." in read(address).text, address


def test_real_content_carries_no_demonstration_banner(
    read: Read, in_every_status: dict[Status, AnswerVersion]
) -> None:
    for address in (TOPIC, "/questions/what-is-approved/", "/search/?q=approved", "/"):
        assert "Demonstration content" not in read(address).text, address


def test_the_number_of_queries_does_not_grow_with_the_answers(
    patient: Client, publish: Publish, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(3):
        publish(f"What is question {number}?")
    with CaptureQueriesContext(connection) as with_three:
        patient.get(TOPIC)
    for number in range(3, 30):
        publish(f"What is question {number}?")
    with django_assert_num_queries(len(with_three)):  # type: ignore[attr-defined]
        patient.get(TOPIC)
    assert len(with_three) <= 12
