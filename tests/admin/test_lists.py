"""The list of answers: what it says, what it finds, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import clock, reading, topics, workflow
from faq.admin.answer_list import work_on
from faq.models import Answer, AnswerVersion, Category, Event, Person, Question
from faq.questions import Phrasing
from faq.standings import status_of, with_standing
from tests.conftest import assign, change, describe, sign, write

SignIn = Callable[[Person], Client]
At = Callable[[datetime], AbstractContextManager[None]]

BEGUN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def answers(
    author: Person, colleague: Person, reviewer: Person, lead: Person, topic: Category
) -> dict[str, Answer]:
    """One answer in each place that the list tells apart, as of BEGUN."""
    made: dict[str, Answer] = {}

    def begin(name: str, by: Person = author) -> Any:
        version = write(by, topic, f"{name}?", f"Text of {name}.")
        made[name] = version.answer
        return version

    def approve(name: str, days: int) -> Any:
        return sign(workflow.submit(version=begin(name), by=author), reviewer, days)

    with clock.set_to(BEGUN):
        begin("draft")
        begin("colleagues", colleague)
        workflow.submit(version=begin("awaiting"), by=author)
        sent = workflow.submit(version=begin("returned"), by=author)
        workflow.return_to_author(version=sent, by=reviewer, note="Shorten it.")
        sent = workflow.submit(version=begin("discarded"), by=author)
        again = workflow.return_to_author(version=sent, by=reviewer, note="Shorten it.")
        workflow.discard(version=again, by=author, reason="Not needed.")
        approve("approved", 365)
        approve("due soon", 90)
        approve("overdue", 20)
        confirmed = approve("confirmed", 20)
        workflow.confirm(
            version=confirmed,
            by=colleague,
            content_hash=confirmed.content_hash,
            next_review_on=clock.today() + timedelta(days=400),
        )
        updated = approve("updated", 365)
        change(workflow.start_version(answer=updated.answer, by=author), author, wording="updated, reworded?")
        late = approve("updated late", 20)
        workflow.start_version(answer=late.answer, by=author)
        workflow.withdraw(answer=approve("withdrawn", 20).answer, by=lead, reason="Wrong dose.")
        workflow.withdraw(answer=approve("reinstated", 365).answer, by=lead, reason="Wrong dose.")
        workflow.reinstate(answer=made["reinstated"], by=lead, note="It is right.")
        renewed = approve("renewed", 20)
        newer = change(workflow.start_version(answer=renewed.answer, by=author), author, body="Renewed.")
        sign(workflow.submit(version=newer, by=author), reviewer, 400)
    return made


def listed(client: Client, query: str = "") -> set[str]:
    """The answers that the list shows, by the name the fixture gave them."""
    response = client.get(f"/admin/faq/answer/?{query}")
    assert response.status_code == 200
    return {answer.question.slug for answer in response.context["cl"].result_list}


def test_list_says_the_status_that_patients_are_told_on_every_day(answers: dict[str, Answer], at: At) -> None:
    for days in (0, 20, 21, 29, 30, 31, 90, 91, 304, 305, 306, 366, 401, 1000):
        with at(BEGUN + timedelta(days=days)):
            public = reading.answers_to(Question.objects.all(), "en", clock.now())
            shown = {answer.question_id: answer.status for answer in public}
            for answer in with_standing(Answer.objects.all()):
                expected = shown.get(answer.question_id, "not_yet_approved")
                assert status_of(answer) == expected, (days, str(answer))


def test_list_says_what_is_in_progress(answers: dict[str, Answer]) -> None:
    in_progress = {a.pk: work_on(a) for a in with_standing(Answer.objects.all())}
    assert in_progress[answers["draft"].pk] == "Draft 1"
    assert in_progress[answers["awaiting"].pk] == "In review 1"
    assert in_progress[answers["returned"].pk] == "Draft 2, returned"
    assert in_progress[answers["updated"].pk] == "Draft 2"
    assert in_progress[answers["approved"].pk] == ""
    assert in_progress[answers["discarded"].pk] == ""


def test_list_shows_the_newest_wording_and_never_only_a_colour(
    answers: dict[str, Answer], author: Person, signed_in: SignIn, at: At
) -> None:
    with at(BEGUN + timedelta(days=31)):
        html = signed_in(author).get("/admin/faq/answer/").content.decode()
    assert "updated, reworded?" in html
    assert '<span class="standing standing-review_overdue">Review overdue</span>' in html
    assert '<span class="standing standing-withdrawn">Withdrawn</span>' in html


def test_list_narrows_to_what_has_to_be_done(
    answers: dict[str, Answer], author: Person, signed_in: SignIn, at: At
) -> None:
    expected = {
        "awaiting": {"awaiting"},
        "draft": {"draft", "colleagues", "returned", "updated", "updated-late"},
        "returned": {"returned"},
        "due-soon": {"due-soon"},
        "overdue": {"overdue", "updated-late"},
        "withdrawn": {"withdrawn"},
        "never": {"draft", "colleagues", "awaiting", "returned", "discarded"},
        "nonsense": {answer.question.slug for answer in answers.values()},
    }
    with at(BEGUN + timedelta(days=31)):
        client = signed_in(author)
        assert {chosen: listed(client, f"standing={chosen}") for chosen in expected} == expected


def test_overdue_and_never_approved_are_filtered_by_the_days_of_the_public_status(
    answers: dict[str, Answer], author: Person, signed_in: SignIn, at: At
) -> None:
    for days in (20, 21, 30, 90, 91, 305, 366):
        with at(BEGUN + timedelta(days=days)):
            by_status: dict[str, set[str]] = {}
            for answer in with_standing(Answer.objects.select_related("question")):
                by_status.setdefault(status_of(answer), set()).add(answer.question.slug)
            client = signed_in(author)
            assert listed(client, "standing=overdue") == by_status.get("review_overdue", set()), days
            assert listed(client, "standing=withdrawn") == by_status["withdrawn"], days
            assert listed(client, "standing=never") == by_status["not_yet_approved"], days
            assert listed(client, "standing=due-soon") >= by_status.get("review_due_soon", set()), days
            assert not listed(client, "standing=due-soon") & by_status.get("approved", set()), days


def test_list_narrows_to_owner_topic_and_language(
    answers: dict[str, Answer], author: Person, colleague: Person, lead: Person, signed_in: SignIn
) -> None:
    other = topics.create(by=lead, slug="other", title="Other")
    topics.place(question=answers["draft"].question, category=other, by=author)
    topics.remove(
        question=answers["approved"].question, category=Category.objects.get(slug="baclofen-pump"), by=lead
    )
    workflow.create_answer(
        by=author, text={"wording": "¿Qué?"}, language="es", question=answers["draft"].question
    )
    assign(answers["draft"], author, author, colleague)
    client = signed_in(colleague)
    assert listed(client, "keeper=me") == {"colleagues"}
    assert listed(client, "keeper=deputy") == {"draft"}
    assert "colleagues" not in listed(client, "keeper=others")
    assert listed(client, "topic=other") == {"draft"}
    assert "draft" in listed(client, "topic=baclofen-pump")
    assert listed(client, "topic=-") == {"approved"}
    assert listed(client, "language=es") == {"draft"}


def test_search_finds_wording_body_and_other_phrasings(
    answers: dict[str, Answer], author: Person, signed_in: SignIn
) -> None:
    describe(answers["approved"].question, author, [Phrasing("en", "How often must it be filled?")])
    client = signed_in(author)
    assert listed(client, "q=reworded") == {"updated"}
    assert listed(client, "q=text+of+overdue") == {"overdue"}
    assert listed(client, "q=filled") == {"approved"}
    assert listed(client, "q=nothing+like+it") == set()


def test_list_is_ordered_by_every_column_that_offers_it(
    answers: dict[str, Answer], author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    for column in range(2, 9):
        found = listed(client, f"o=-{column}")
        assert found == {answer.question.slug for answer in answers.values()}, column


def test_list_costs_the_same_number_of_queries_for_ten_and_for_forty(
    author: Person, reviewer: Person, topic: Category, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from faq.admin.answers import AnswerAdmin

    monkeypatch.setattr(AnswerAdmin, "list_per_page", 200)
    client = signed_in(author)

    def queries_with(number: int) -> int:
        while Answer.objects.count() < number:
            version = write(author, topic, f"Question {Answer.objects.count()}?", "Text.")
            if version.pk % 2:
                sign(workflow.submit(version=version, by=author), reviewer)
        with CaptureQueriesContext(connection) as queries:
            assert len(listed(client)) == number
        return len(queries)

    assert queries_with(10) == queries_with(40) < 25


def test_list_offers_no_deleting(draft: Any, everything: Person, signed_in: SignIn) -> None:
    html = signed_in(everything).get("/admin/faq/answer/").content.decode()
    assert "delete" not in html.lower()


def test_adding_is_offered_to_authors_only(
    draft: Any, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    assert "/admin/faq/answer/add/" in signed_in(author).get("/admin/faq/answer/").content.decode()
    assert "/admin/faq/answer/add/" not in signed_in(reviewer).get("/admin/faq/answer/").content.decode()


@pytest.mark.parametrize("format", ["json", "csv"])
def test_selected_answers_are_exported_as_far_as_they_are_approved(
    answers: dict[str, Answer], reviewer: Person, signed_in: SignIn, format: str
) -> None:
    selected = [answers["approved"].pk, answers["draft"].pk, answers["withdrawn"].pk]
    sent = {"action": f"export_{format}", "_selected_action": selected}
    response = signed_in(reviewer).post("/admin/faq/answer/", sent)
    file = b"".join(response.streaming_content).decode()
    assert response["Content-Disposition"].endswith(f'.{format}"')
    assert str(answers["approved"].identity) in file
    for other in ("draft", "withdrawn", "confirmed"):
        assert str(answers[other].identity) not in file
    assert Event.objects.order_by("-sequence")[0].kind == Event.Kind.EXPORTED


def test_list_is_ordered_by_the_last_change_and_says_so(
    answers: dict[str, Answer], author: Person, signed_in: SignIn
) -> None:
    assign(answers["overdue"], author, author, months=3)
    response = signed_in(author).get("/admin/faq/answer/")
    assert response.context["cl"].result_list[0] == answers["overdue"]
    assert 'class="sortable column-last_changed sorted descending"' in " ".join(
        response.content.decode().split()
    )


def test_list_says_of_an_unannounced_question_that_patients_see_nothing_yet(
    draft: AnswerVersion, lead: Person, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(lead)
    assert "Nothing yet" in client.get("/admin/faq/answer/").content.decode()
    workflow.announce(version=draft, by=lead)
    html = client.get("/admin/faq/answer/").content.decode()
    assert "Not yet approved" in html
    assert "Nothing yet" not in html
