"""What patients said, on the desk: found, read, dealt with, and erased by leads alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import feedback, workflow
from faq.models import AnswerVersion, AskedQuestion, Feedback, Person
from tests.conftest import change, sign, write

from .desk import page

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]

FEEDBACK = "/admin/faq/feedback/"
ASKED = "/admin/faq/askedquestion/"


@pytest.fixture
def given(approved: AnswerVersion) -> Feedback:
    return feedback.give(version=approved, is_helpful=False, comment="Say more about <b>fever</b>.")


@pytest.fixture
def asked(db: None) -> AskedQuestion:
    return feedback.ask(text="Can I fly & dive?", language="es")


def listed(client: Client, address: str) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def act(client: Client, address: str, action: str, *rows: Any, **more: str) -> Any:
    return client.post(address, {"action": action, "_selected_action": [row.pk for row in rows], **more})


# --- Lists -----------------------------------------------------------------------------------------


def test_feedback_is_listed_with_its_comment_as_text_and_its_version(
    given: Feedback, reviewer: Person, signed_in: SignIn
) -> None:
    html = signed_in(reviewer).get(FEEDBACK).content.decode()
    assert "Say more about &lt;b&gt;fever&lt;/b&gt;." in html
    assert "Not helpful (unread)" in html
    assert f"/admin/faq/answer/{given.version.answer_id}/change/" in html
    assert "What is a baclofen pump?</a>, version 1" in html


def test_what_nobody_read_comes_first_then_the_newest(
    approved: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    old, read, new = (feedback.give(version=approved, is_helpful=True) for _ in range(3))
    feedback.mark_read(feedback=Feedback.objects.filter(pk=read.pk), by=author)
    assert listed(signed_in(author), FEEDBACK) == [new, old, read]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("read=no", {"praise", "blame"}),
        ("read=yes", {"silent", "erased"}),
        ("helpful=yes", {"praise", "silent", "erased"}),
        ("helpful=no", {"blame"}),
        ("comment=yes", {"praise", "blame"}),
        ("comment=no", {"silent"}),
        ("comment=erased", {"erased"}),
        ("q=fever", {"blame"}),
        ("version__answer__language=en", {"praise", "blame", "silent", "erased"}),
        ("read=nonsense", {"praise", "blame", "silent", "erased"}),
        ("answer=x", {"praise", "blame", "silent", "erased"}),
        ("answer=" + "9" * 30, {"praise", "blame", "silent", "erased"}),
    ],
)
def test_feedback_is_found_by_what_it_says(
    approved: AnswerVersion, lead: Person, signed_in: SignIn, query: str, expected: set[str]
) -> None:
    made = {
        "praise": feedback.give(version=approved, is_helpful=True, comment="Thank you."),
        "blame": feedback.give(version=approved, is_helpful=False, comment="What about fever?"),
        "silent": feedback.give(version=approved, is_helpful=True),
        "erased": feedback.give(version=approved, is_helpful=True, comment="I am John Doe."),
    }
    feedback.mark_read(feedback=Feedback.objects.filter(pk=made["silent"].pk), by=lead)
    feedback.erase_comments(feedback=Feedback.objects.filter(pk=made["erased"].pk), by=lead)
    found = listed(signed_in(lead), f"{FEEDBACK}?{query}")
    assert {name for name, row in made.items() if row in found} == expected


def test_list_can_be_narrowed_down_to_one_answer_and_says_so(
    given: Feedback, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    topic = given.version.answer.question.placements.get().category
    other = sign(workflow.submit(version=write(author, topic, "Can I fly?", "Yes."), by=author), reviewer)
    feedback.give(version=other, is_helpful=True)
    address = f"{FEEDBACK}?answer={given.version.answer_id}"
    assert listed(signed_in(author), address) == [given]
    assert "By answer" in signed_in(author).get(address).content.decode()


def test_open_questions_come_first(author: Person, signed_in: SignIn) -> None:
    old, done, new = (feedback.ask(text=f"Number {n}?", language="en") for n in range(3))
    feedback.deal_with(asked=AskedQuestion.objects.filter(pk=done.pk), by=author)
    client = signed_in(author)
    assert listed(client, ASKED) == [new, old, done]
    assert listed(client, f"{ASKED}?dealt-with=no") == [new, old]
    assert listed(client, f"{ASKED}?dealt-with=yes") == [done]


def test_an_author_goes_on_to_write_with_the_words_filled_in(
    asked: AskedQuestion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    address = "/admin/faq/answer/add/?wording=Can+I+fly+%26+dive%3F&language=es"
    assert address.replace("&l", "&amp;l") in client.get(ASKED).content.decode()
    form = client.get(address).content.decode()
    assert "Can I fly &amp; dive?</textarea>" in form
    assert '<option value="es" selected>' in form
    assert "Write an answer" not in signed_in(reviewer).get(ASKED).content.decode()


@pytest.mark.parametrize("address", [FEEDBACK, ASKED])
def test_lists_cost_the_same_however_long_they_are(
    approved: AnswerVersion, author: Person, lead: Person, signed_in: SignIn, address: str
) -> None:
    client, costs = signed_in(lead), []
    for by in (author, lead):
        for number in range(3):
            feedback.give(version=approved, is_helpful=True, comment=f"Number {number}.")
            feedback.ask(text=f"Number {number}?", language="en")
        feedback.mark_read(feedback=Feedback.objects.all(), by=by)
        feedback.deal_with(asked=AskedQuestion.objects.all(), by=by)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- Acts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["author", "reviewer", "lead"])
def test_everyone_at_the_desk_marks_as_read_and_as_dealt_with(
    given: Feedback,
    asked: AskedQuestion,
    role: str,
    person: Callable[..., Person],
    signed_in: SignIn,
) -> None:
    by = person("somebody", role)
    client = signed_in(by)
    act(client, FEEDBACK, "mark_read", given)
    act(client, ASKED, "deal_with", asked)
    given.refresh_from_db()
    asked.refresh_from_db()
    assert (given.read_by, asked.dealt_with_by) == (by, by)


def test_a_lead_sees_what_would_be_erased_before_it_is(
    given: Feedback, asked: AskedQuestion, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    for address, row, words in (
        (FEEDBACK, given, "Say more about &lt;b&gt;fever&lt;/b&gt;."),
        (ASKED, asked, "Can I fly &amp; dive?"),
    ):
        question = act(client, address, "erase", row).content.decode()
        assert words in question
        row.refresh_from_db()
        assert row.erased_at is None
        done = act(client, address, "erase", row, confirmed="yes")
        assert done.status_code == 302
        row.refresh_from_db()
        assert row.erased_by == lead
        assert words not in client.get(address).content.decode()
        assert "erased by lead" in client.get(address).content.decode()


def test_erasing_nothing_says_so(given: Feedback, lead: Person, signed_in: SignIn) -> None:
    feedback.erase_comments(feedback=Feedback.objects.all(), by=lead)
    assert "Nothing that you selected" in act(signed_in(lead), FEEDBACK, "erase", given).content.decode()


@pytest.mark.parametrize("name", ["author", "reviewer", "colleague"])
def test_nobody_but_a_lead_erases(
    given: Feedback, asked: AskedQuestion, name: str, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(name))
    for address, row in ((FEEDBACK, given), (ASKED, asked)):
        assert 'value="erase"' not in client.get(address).content.decode()
        act(client, address, "erase", row, confirmed="yes")
        row.refresh_from_db()
        assert row.erased_at is None


@pytest.mark.parametrize("address", [FEEDBACK, ASKED])
def test_rows_are_neither_written_changed_nor_deleted_here(
    given: Feedback, asked: AskedQuestion, address: str, everything: Person, signed_in: SignIn
) -> None:
    client = signed_in(everything)
    row = given if address == FEEDBACK else asked
    assert client.post(f"{address}add/", {"text": "Mine?", "language": "en"}).status_code == 403
    assert client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    for name in ("change", "history"):
        for method in (client.get, client.post):
            response = method(f"{address}{row.pk}/{name}/")
            assert (response.status_code, response["Location"]) == (302, address)
    assert 'value="delete_selected"' not in client.get(address).content.decode()
    assert (Feedback.objects.get(), AskedQuestion.objects.get()) == (given, asked)


@pytest.mark.parametrize("address", [FEEDBACK, ASKED])
def test_strangers_are_sent_to_sign_in(given: Feedback, address: str, patient: Client) -> None:
    assert patient.get(address).status_code == 302
    act(patient, address, "mark_read", given)
    given.refresh_from_db()
    assert given.read_at is None


# --- Where it is seen without being looked for ---------------------------------------------------------


def test_page_of_an_answer_shows_what_readers_of_each_version_said(
    given: Feedback, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    draft = workflow.start_version(answer=given.version.answer, by=author)
    newer = sign(workflow.submit(version=change(draft, author, body="Newer."), by=author), reviewer)
    for is_helpful in (True, True, False):
        feedback.give(version=newer, is_helpful=is_helpful)
    html = page(signed_in(author), given.version)
    section = html[html.index('id="feedback"') :].partition("</section>")[0]
    assert "Version 2: helpful to 2, not helpful to 1" in section
    assert "Version 1: helpful to 0, not helpful to 1" in section
    assert section.index("Version 2") < section.index("Version 1")
    assert "Say more about &lt;b&gt;fever&lt;/b&gt;." in section
    assert "4 unread" in section
    assert f"{FEEDBACK}?answer={given.version.answer_id}" in section


def test_page_of_an_answer_costs_the_same_however_much_was_said(
    approved: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    client, costs = signed_in(author), []
    for _ in range(2):
        for number in range(4):
            feedback.give(version=approved, is_helpful=True, comment=f"Number {number}.")
        with CaptureQueriesContext(connection) as queries:
            page(client, approved)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_answer_of_which_nobody_said_anything_shows_no_empty_section(
    approved: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    assert "What readers say" not in page(signed_in(author), approved)


def test_start_page_counts_what_waits(
    given: Feedback, asked: AskedQuestion, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)

    def counts() -> tuple[int, int]:
        waiting = {
            figure.address: figure.count for figure in client.get("/admin/").context["desk"]["waiting"]
        }
        return waiting[f"{FEEDBACK}?read=no"], waiting[f"{ASKED}?dealt-with=no"]

    assert counts() == (1, 1)
    act(client, FEEDBACK, "mark_read", given)
    act(client, ASKED, "deal_with", asked)
    assert counts() == (0, 0)
