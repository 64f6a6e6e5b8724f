"""An export in a person's name is an event in the trail, recorded in one place."""

import json
from datetime import timedelta

import pytest

from faq import clock, trail
from faq.exports.download import download, end_of_day, public_download, topic_slug
from faq.models import Answer, AnswerVersion, Category, Event, Person
from faq.policy import WorkflowError
from faq.verification import verify_site

pytestmark = pytest.mark.django_db


def test_an_export_by_a_person_is_on_the_trail(approved: AnswerVersion, author: Person) -> None:
    moment = clock.now()
    file = download(by=author, format="json", moment=moment, topics=["baclofen-pump"])

    event = Event.objects.latest("sequence")
    assert (event.kind, event.by) == (Event.Kind.EXPORTED, author)
    detail = json.loads(event.detail)
    assert (detail["format"], detail["as_of"]) == ("json", moment.isoformat())
    assert detail["topics"] == ["baclofen-pump"]
    assert json.loads(b"".join(file.content))["trail_head"] == event.hash == trail.head_hash()
    assert list(verify_site("")) == []


def test_the_trail_names_the_answers_that_were_selected(approved: AnswerVersion, author: Person) -> None:
    download(by=author, format="csv", moment=clock.now(), answers=Answer.objects.all())

    assert json.loads(Event.objects.latest("sequence").detail)["answers"] == [str(approved.answer.identity)]


def test_an_export_by_nobody_known_is_no_event(approved: AnswerVersion) -> None:
    before = trail.head_hash()
    file = public_download(format="json", moment=clock.now())

    assert json.loads(b"".join(file.content))["trail_head"] == before == trail.head_hash()


def test_the_file_is_named_after_the_day(approved: AnswerVersion) -> None:
    moment = clock.now() + timedelta(days=3)

    file = public_download(format="csv", moment=moment)

    assert file.filename == f"answers-{moment:%Y-%m-%d}.csv"
    assert file.content_type == "text/csv; charset=utf-8"


@pytest.mark.parametrize("name", ["baclofen-pump", "Baclofen pump", "BACLOFEN PUMP"])
def test_a_topic_is_known_by_address_and_title(topic: Category, name: str) -> None:
    assert topic_slug(name, clock.now()) == "baclofen-pump"


@pytest.mark.parametrize("name", ["", "baclofen", "x\0y"])
def test_an_unknown_topic_is_refused_with_those_there_are(topic: Category, name: str) -> None:
    with pytest.raises(WorkflowError, match=r"The topics are: “Baclofen pump” \(baclofen-pump\)"):
        topic_slug(name, clock.now())


def test_a_topic_that_did_not_exist_yet_is_refused(topic: Category) -> None:
    with pytest.raises(WorkflowError, match="There was no topic at all"):
        topic_slug("baclofen-pump", clock.now() - timedelta(days=1))


def test_a_day_stands_for_its_end_and_today_for_now() -> None:
    yesterday = clock.today() - timedelta(days=1)

    assert end_of_day(yesterday.isoformat()) == clock.end_of(yesterday)
    assert end_of_day(clock.today().isoformat()) <= clock.now()


@pytest.mark.parametrize("written", ["yesterday", "2026-02-30", "", "1.2.2026"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(WorkflowError, match="is not a date"):
        end_of_day(written)


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(WorkflowError, match="still to come"):
        end_of_day((clock.today() + timedelta(days=1)).isoformat())
