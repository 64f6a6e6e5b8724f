"""Telling the site something: by a form that works everywhere, without a cookie, and without being tracked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from faq import clock, feedback, workflow
from faq.models import AnswerVersion, AskedQuestion, Feedback, Person
from faq.status import Status
from faq.views import feedback as pages
from faq.views.rate_limit import RateLimit
from tests.conftest import NOON, change, sign

from .conftest import question_address
from .parsed_page import ParsedPage

FROM_HERE = {"origin": "http://testserver"}
ADDRESS = "203.0.113.77"
HOSTILE = '"><img src=x onerror=alert(1)>{{ 7 }}'


@pytest.fixture(autouse=True)
def _limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SENDING", RateLimit(most=20, within=timedelta(hours=1)))


@pytest.fixture
def answer(publish: Callable[..., AnswerVersion]) -> AnswerVersion:
    return publish("Can I fly?", "Yes.")


@pytest.fixture
def newer(answer: AnswerVersion, author: Person, reviewer: Person) -> AnswerVersion:
    """The version that replaced ``answer``."""
    draft = workflow.start_version(answer=answer.answer, by=author)
    return sign(workflow.submit(version=change(draft, author, body="Newer."), by=author), reviewer)


def form_address(version: AnswerVersion, prefix: str = "") -> str:
    return f"{prefix}{question_address(version)}feedback/"


def give(of: AnswerVersion, *, client: Client | None = None, **typed: str) -> Any:
    """Send the form as a browser does."""
    data = {"version": str(of.number), "helpful": "yes", "comment": ""} | typed
    return (client or Client()).post(form_address(of), data, headers=FROM_HERE)


def ask(text: str, prefix: str = "", **extra: Any) -> Any:
    return Client().post(f"{prefix}/ask/", {"text": text}, headers=FROM_HERE, **extra)


def parsed(response: HttpResponse) -> ParsedPage:
    return ParsedPage(response.content.decode())


# --- The way of a form ---------------------------------------------------------------------------


def test_form_on_the_page_of_an_answer_names_the_version_that_is_on_it(
    newer: AnswerVersion, read: Callable[..., ParsedPage]
) -> None:
    page = read(question_address(newer))
    assert {"type": "hidden", "name": "version", "value": "2"} in page.all("input")
    assert form_address(newer) in [form.get("action") for form in page.all("form")]
    assert "Do not write your name" in page.text


def test_what_is_sent_is_kept_and_leads_to_thanks(answer: AnswerVersion) -> None:
    response = give(answer, helpful="no", comment="Say more\r\nabout fever.")
    assert (response.status_code, response["Location"]) == (303, "/questions/can-i-fly/feedback/thanks/")
    given = Feedback.objects.get()
    assert (given.version, given.is_helpful, given.comment) == (answer, False, "Say more\nabout fever.")
    assert given.given_at == NOON
    thanks = parsed(Client().get(response["Location"]))
    assert "nobody can answer you here" in thanks.text
    assert question_address(answer) in thanks.links()


def test_feedback_from_a_page_that_was_open_stays_about_its_version(
    answer: AnswerVersion, newer: AnswerVersion
) -> None:
    give(answer)
    assert Feedback.objects.get().version == answer


def test_link_on_a_topic_page_opens_the_form_about_the_version_on_that_page(
    answer: AnswerVersion, newer: AnswerVersion, read: Callable[..., ParsedPage]
) -> None:
    (link,) = [link for link in read("/topics/baclofen-pump/").links() if "feedback" in link]
    assert link == "/questions/can-i-fly/feedback/?version=2"
    for number in ("1", "2"):
        inputs = read(f"/questions/can-i-fly/feedback/?version={number}").all("input")
        assert {"type": "hidden", "name": "version", "value": number} in inputs


@pytest.mark.parametrize("query", ["", "?version=3", "?version=x", "?version=-1", "?version=" + "9" * 30])
def test_form_alone_is_about_the_answer_as_it_is_unless_told_otherwise(
    newer: AnswerVersion, read: Callable[..., ParsedPage], query: str
) -> None:
    page = read(form_address(newer) + query)
    assert {"type": "hidden", "name": "version", "value": "2"} in page.all("input")


def test_a_question_is_kept_and_leads_to_thanks(topic: Any) -> None:
    response = ask(" Can  I\r\nfly? ")
    assert (response.status_code, response["Location"]) == (303, "/ask/thanks/")
    asked = AskedQuestion.objects.get()
    assert (asked.text, asked.language, asked.asked_at) == ("Can I fly?", "en", NOON)
    assert Client().get(response["Location"]).status_code == 200


def test_each_language_has_forms_of_its_own(answer: AnswerVersion, author: Person, reviewer: Person) -> None:
    text = {"wording": "¿Puedo volar?", "body": "Sí."}
    draft = workflow.create_answer(by=author, text=text, language="es", question=answer.answer.question)
    spanish = sign(workflow.submit(version=draft, by=author), reviewer)
    page = parsed(Client().get(f"/es{question_address(answer)}"))
    address = form_address(answer, "/es")
    assert address in [form.get("action") for form in page.all("form")]
    response = Client().post(address, {"version": "1", "helpful": "yes"}, headers=FROM_HERE)
    assert response["Location"] == f"{address}thanks/"
    assert Feedback.objects.get().version == spanish
    assert ask("هل يمكنني الطيران؟", prefix="/ar")["Location"] == "/ar/ask/thanks/"
    assert AskedQuestion.objects.get().language == "ar"


def test_only_a_published_answer_read_now_asks_whether_it_helped(
    in_every_status: dict[Status, AnswerVersion],
    read: Callable[..., ParsedPage],
    signed_in: Callable[[Person], Client],
    lead: Person,
) -> None:
    asking = set()
    for status, version in in_every_status.items():
        if "Was this answer helpful?" in read(question_address(version)).text:
            asking.add(status)
    assert asking == set(Status) - {Status.WITHDRAWN, Status.NOT_YET_APPROVED}
    assert read("/topics/baclofen-pump/").text.count("Was this answer helpful?") == len(asking)
    as_it_was = f"?as_of={NOON.date()}"
    for address in (question_address(in_every_status[Status.APPROVED]), "/topics/baclofen-pump/"):
        page = parsed(signed_in(lead).get(address + as_it_was))
        assert "This is how the page read" in page.text
        assert "Was this answer helpful?" not in page.text
        assert "Copy link" not in page.text


# --- What is wrong with it is said, and nothing that was typed is lost ------------------------------


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"helpful": ""}, 422, "Choose “Yes” or “No” first."),
        ({"helpful": "maybe"}, 422, "Choose “Yes” or “No” first."),
        ({"comment": HOSTILE + "x" * 1001}, 422, "This is too long"),
        ({"version": ""}, 400, "which version"),
        ({"version": "9"}, 400, "which version"),
        ({"version": "1; DROP"}, 400, "which version"),
        ({"version": "²"}, 400, "which version"),
    ],
)
def test_a_form_that_cannot_be_kept_comes_back_as_it_was_filled_in(
    answer: AnswerVersion, typed: dict[str, str], status: int, said: str
) -> None:
    typed = {"comment": f"{HOSTILE}\nSecond line."} | typed
    response = give(answer, **typed)
    page = parsed(response)
    assert response.status_code == status
    assert said in page.text
    assert " ".join(typed["comment"].split()) in page.text
    assert [field["value"] for field in page.all("input") if "checked" in field] == (
        [] if typed.get("helpful", "yes") != "yes" else ["yes"]
    )
    assert page.unbalanced == []
    assert not page.all("img")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 301, f"{HOSTILE}{'x' * 300}"])
def test_a_question_that_cannot_be_kept_comes_back(topic: Any, text: str) -> None:
    response = ask(text)
    assert response.status_code == 422
    page = parsed(response)
    assert text.strip() in page.text
    assert ("text", "ask-text") in [(a.get("name"), a.get("id")) for a in page.all("textarea")]
    assert not page.all("img")
    assert not AskedQuestion.objects.exists()


def test_a_comment_written_while_the_answer_was_withdrawn_is_given_back(
    answer: AnswerVersion, lead: Person
) -> None:
    workflow.withdraw(answer=answer.answer, by=lead, reason="Wrong.")
    response = give(answer, comment="It took me long to write this.")
    assert response.status_code == 409
    page = parsed(response)
    assert "Nothing was sent." in page.text
    assert "It took me long to write this." in page.text
    assert not Feedback.objects.exists()
    assert Client().get(form_address(answer)).status_code == 404


def test_forms_let_no_more_be_typed_than_is_taken(
    answer: AnswerVersion, read: Callable[..., ParsedPage]
) -> None:
    (comment,) = read(form_address(answer)).all("textarea")
    (question,) = read("/ask/").all("textarea")
    assert int(comment["maxlength"]) == feedback.LONGEST_COMMENT
    assert int(question["maxlength"]) == feedback.LONGEST_QUESTION


# --- Nothing that was never published ----------------------------------------------------------------


def test_a_version_that_was_never_published_gets_no_feedback(
    answer: AnswerVersion, author: Person, reviewer: Person
) -> None:
    draft = workflow.start_version(answer=answer.answer, by=author)
    in_review = workflow.submit(version=change(draft, author, body="Newer."), by=author)
    workflow.return_to_author(version=in_review, by=reviewer, note="Shorten it.")
    for version in answer.answer.versions.exclude(pk=answer.pk):
        assert give(version).status_code == 400
    assert not Feedback.objects.exists()


def test_questions_without_a_public_answer_cannot_be_told_from_ones_that_never_existed(
    answer: AnswerVersion, draft: AnswerVersion
) -> None:
    missing = "/questions/never-asked/feedback/"
    for address in (form_address(draft), f"{form_address(draft)}thanks/", form_address(answer, "/es")):
        get, never = Client().get(address), Client().get(missing)
        assert get.status_code == 404
        if not address.startswith("/es"):
            assert get.content == never.content
    sent = [Client().post(a, {"version": "1"}, headers=FROM_HERE) for a in (form_address(draft), missing)]
    assert [response.status_code for response in sent] == [404, 404]
    assert sent[0].content == sent[1].content


# --- Only from here ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://testserver"},
        {"referer": "http://testserver/questions/can-i-fly/"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
def test_what_comes_from_a_page_of_this_site_is_taken(answer: AnswerVersion, headers: dict[str, str]) -> None:
    data = {"version": "1", "helpful": "yes"}
    assert Client().post(form_address(answer), data, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver", "referer": "http://testserver/"},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://elsewhere.example", "referer": "http://testserver/"},
        {"origin": "null", "referer": "http://testserver/"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "http://testserver:8000"},
        {"origin": "http://[testserver"},
        {"referer": "https://elsewhere.example/?http://testserver/"},
        {"referer": "http://testserver@elsewhere.example/"},
    ],
)
def test_what_comes_from_another_site_is_refused_in_clear_words(
    answer: AnswerVersion, headers: dict[str, str]
) -> None:
    data = {"version": "1", "helpful": "yes", "text": "Can I fly?"}
    for address in (form_address(answer), "/ask/"):
        response = Client(enforce_csrf_checks=True).post(address, data, headers=headers)
        assert response.status_code == 403
        assert "did not come from a page of this site" in parsed(response).text
        assert address in parsed(response).links()
        assert "no-store" in response["Cache-Control"]
    assert not Feedback.objects.exists()
    assert not AskedQuestion.objects.exists()


def test_a_body_far_beyond_the_form_is_not_even_read(answer: AnswerVersion) -> None:
    response = give(answer, comment="x" * 100_001)
    assert response.status_code == 413
    assert "far too long" in parsed(response).text
    assert not Feedback.objects.exists()


# --- Nobody is tracked ---------------------------------------------------------------------------------


def test_forms_need_and_set_no_cookie(
    answer: AnswerVersion, signed_in: Callable[[Person], Client], lead: Person
) -> None:
    for client in (Client(enforce_csrf_checks=True), signed_in(lead)):
        for response in (
            client.get(form_address(answer)),
            give(answer, client=client),
            give(answer, client=client, helpful=""),
            client.get(f"{form_address(answer)}thanks/"),
            client.get("/ask/"),
            client.post("/ask/", {"text": "Can I fly?"}, headers=FROM_HERE),
            client.post("/ask/", {"text": "Can I fly?"}),
            client.get("/ask/thanks/"),
        ):
            assert not response.cookies
            assert "cookie" not in response.get("Vary", "").lower()
    assert Feedback.objects.count() == AskedQuestion.objects.count() == 2


def test_no_address_is_stored_anywhere(
    answer: AnswerVersion, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BEHIND_TLS_PROXY = True
    forwarded = "198.51.100.200"
    client = Client(REMOTE_ADDR=ADDRESS, headers={"x-forwarded-for": forwarded})
    for _ in range(21):
        give(answer, client=client, comment="Thank you.")
        client.post("/ask/", {"text": "Can I fly?"}, headers=FROM_HERE)
    assert Feedback.objects.count() > 1
    rows = "\n".join(_all_rows())
    assert "Thank you." in rows, "the search sees what is there"
    assert "Can I fly?" in rows
    for address in (ADDRESS, forwarded):
        assert address not in rows
        assert address not in caplog.text
        assert address not in repr(vars(pages.SENDING))


def _all_rows() -> list[str]:
    """Every row of every table of the database, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [repr(row) for row in cursor.fetchall()]
    return found


def test_answers_to_what_is_sent_are_kept_by_no_cache_and_pages_are_like_all_others(
    answer: AnswerVersion, draft: AnswerVersion
) -> None:
    for response in (give(answer), give(answer, helpful=""), give(draft), ask("Can I fly?"), ask("")):
        assert response["Cache-Control"] == "no-store", response.status_code
    for address in (form_address(answer), f"{form_address(answer)}thanks/", "/ask/", "/ask/thanks/"):
        response = Client().get(address)
        assert set(response["Cache-Control"].split(", ")) == {"public", "no-cache"}
        assert response["X-Robots-Tag"] == "noindex"
        assert Client().head(address).status_code == 200
        again = Client().get(address, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_forms_take_nothing_but_forms(answer: AnswerVersion) -> None:
    for address in (form_address(answer), "/ask/"):
        for method in ("put", "patch", "delete"):
            assert getattr(Client(), method)(address, headers=FROM_HERE).status_code == 405
    for address in (f"{form_address(answer)}thanks/", "/ask/thanks/"):
        assert Client().post(address, headers=FROM_HERE).status_code == 405


# --- Floods --------------------------------------------------------------------------------------------


def test_one_reader_cannot_send_without_end_and_keeps_the_text(answer: AnswerVersion) -> None:
    flooding, other = Client(REMOTE_ADDR=ADDRESS), Client(REMOTE_ADDR="203.0.113.78")
    responses = [give(answer, client=flooding) for _ in range(20)]
    assert {response.status_code for response in responses} == {303}
    refused = give(answer, client=flooding, helpful="no", comment="The one too many.")
    assert (refused.status_code, refused["Retry-After"]) == (429, "180")
    page = parsed(refused)
    assert "The one too many." in page.text
    assert "You can try again in 3 minutes." in page.text
    assert "no" in [field["value"] for field in page.all("input") if "checked" in field]
    assert flooding.post("/ask/", {"text": "Can I fly?"}, headers=FROM_HERE).status_code == 429
    assert give(answer, client=other).status_code == 303


def test_readers_are_told_apart_behind_a_proxy(answer: AnswerVersion, settings: Any) -> None:
    settings.BEHIND_TLS_PROXY = True
    pages.SENDING._allowance = timedelta()  # one, and then one at a time
    for number, status in ((1, 303), (1, 429), (2, 303)):
        client = Client(headers={"x-forwarded-for": f"192.0.2.99, 198.51.100.{number}"})
        assert give(answer, client=client).status_code == status


def test_a_site_that_is_flooded_says_when_it_takes_more(
    answer: AnswerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_QUESTIONS", 1)
    assert ask("Can I fly?", REMOTE_ADDR="203.0.113.1").status_code == 303
    with clock.set_to(NOON + timedelta(minutes=59, seconds=30)):
        refused = ask("Can I swim?", REMOTE_ADDR="203.0.113.2")
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert "You can try again in 1 minute." in parsed(refused).text
    assert "Can I swim?" in parsed(refused).text
    assert AskedQuestion.objects.count() == 1


def test_mistakes_in_the_form_are_not_counted(answer: AnswerVersion) -> None:
    for _ in range(30):
        assert give(answer, helpful="").status_code == 422
    assert give(answer).status_code == 303


# --- Taking a page away ----------------------------------------------------------------------------------


def test_address_stands_as_text_and_buttons_wait_for_the_script(
    answer: AnswerVersion, read: Callable[..., ParsedPage]
) -> None:
    for address in (question_address(answer), "/topics/baclofen-pump/"):
        page = read(address)
        full = f"https://answers.example{address}"
        assert f"Address of this page: {full}" in page.text
        (box,) = [a for _, a in page.elements if "data-take-away" in a]
        assert (box["data-address"], bool(box["data-title"])) == (full, True)
        waiting = [button for button in page.all("button") if "data-act" in button]
        assert [button["data-act"] for button in waiting] == ["copy", "share", "print"]
        assert all("hidden" in button for button in waiting)
        assert [script["src"] for script in page.all("script") if "src" in script] == ["/static/faq/page.js"]


def test_pages_without_the_buttons_load_no_script(
    answer: AnswerVersion, read: Callable[..., ParsedPage]
) -> None:
    for address in ("/", "/search/?q=zebra", "/ask/", form_address(answer)):
        assert not [script for script in read(address).all("script") if "src" in script], address
