"""``/export/answers.json`` and ``.csv``: for everybody, without a trace of who asked."""

import json
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from faq import trail, workflow
from faq.exports import FORMATS
from faq.models import Answer, AnswerVersion, Person

from ..conftest import sign, write

pytestmark = pytest.mark.django_db


def test_json_is_for_reading_and_csv_for_saving(approved: AnswerVersion, patient: Client) -> None:
    as_json, as_csv = (patient.get(f"/export/answers.{format}") for format in FORMATS)

    assert as_json["Content-Type"] == "application/json"
    assert "Content-Disposition" not in as_json
    assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
    assert as_csv["Content-Disposition"].startswith('attachment; filename="answers-')


@pytest.mark.parametrize("format", FORMATS)
def test_nobody_is_traced_and_no_copy_is_used_unasked(
    approved: AnswerVersion, patient: Client, format: str
) -> None:
    before = trail.head_hash()
    response = patient.get(f"/export/answers.{format}")

    assert response.streaming
    assert response.getvalue()
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, no-cache"
    assert trail.head_hash() == before


def test_one_topic(every_state: dict[str, AnswerVersion], patient: Client) -> None:
    response = patient.get("/export/answers.json?topic=baclofen-pump")

    exported = json.loads(response.getvalue())
    assert [record["question"] for record in exported["records"]] == [
        "Approved?",
        "Being updated?",
        "Superseded?",
    ]
    assert exported["topics"] == ["baclofen-pump"]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/export/answers.xml", 404, "json or csv"),
        ("/export/answers.json?topic=unknown", 404, "There is no topic “unknown”"),
        ("/export/answers.json?topic=", 404, "The topics are: “Baclofen pump”"),
        ("/export/answers.json?topic=%00", 404, "There is no topic"),
        ("/export/answers.json?as_of=2020-01-01", 400, "cannot be narrowed down by “as_of”"),
    ],
)
def test_a_mistake_is_explained_in_plain_words(
    approved: AnswerVersion, patient: Client, path: str, status: int, message: str
) -> None:
    response = patient.get(path)

    assert response.status_code == status
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert message in response.content.decode()


def test_it_can_only_be_read(patient: Client) -> None:
    assert patient.post("/export/answers.json").status_code == 405
    assert patient.head("/export/answers.json").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_desk_goes_on_working_while_an_export_is_being_taken(
    approved: AnswerVersion, patient: Client, lead: Person
) -> None:
    failures: list[BaseException] = []

    def withdraw() -> None:
        try:
            answer = Answer.objects.get(pk=approved.answer_id)
            workflow.withdraw(answer=answer, by=lead, reason="Wrong dose.")
        except BaseException as failure:  # a thread's own exceptions would be lost
            failures.append(failure)
        finally:
            connection.close()

    pieces = iter(patient.get("/export/answers.json"))
    next(pieces), next(pieces)  # the head and the first record: the query is under way
    assert not connection.in_atomic_block
    desk = Thread(target=withdraw)
    desk.start()
    desk.join(timeout=10)

    assert not desk.is_alive()
    assert failures == []
    assert json.loads(patient.get("/export/answers.json").getvalue())["count"] == 0


@pytest.mark.django_db(transaction=True)
def test_an_export_that_is_given_up_leaves_nothing_open(
    approved: AnswerVersion, patient: Client, author: Person, reviewer: Person, topic: Any
) -> None:
    for number in range(3):
        version = write(author, topic, f"Question {number}?", "Text.")
        sign(workflow.submit(version=version, by=author), reviewer)
    response = patient.get("/export/answers.json")
    pieces = iter(response)
    next(pieces), next(pieces)

    response.close()

    assert list(pieces) == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE is_holdable")
            assert cursor.fetchone()[0] == 0
