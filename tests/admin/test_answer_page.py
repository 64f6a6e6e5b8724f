"""The page of one answer: what it tells, and that it offers exactly what the workflow would do."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from faq import clock, topics, workflow
from faq.admin.acts import BUTTONS, perform
from faq.admin.proof_of_reading import proof_of_reading
from faq.admin.standing import Standing
from faq.models import AnswerVersion, Approval, Category, Event, Person, State
from faq.policy import Act, WorkflowError
from tests.conftest import change, set_active, sign

from .desk import address, buttons, inputs, page, press

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]


@pytest.fixture
def stands(
    request: pytest.FixtureRequest, in_review: AnswerVersion, author: Person, reviewer: Person, lead: Person
) -> AnswerVersion:
    """An answer in one of the places that it can stand in."""
    version = in_review
    match request.param:
        case "in review":
            return version
        case "announced":
            workflow.announce(version=version, by=lead)
            return version
        case "returned":
            return workflow.return_to_author(version=version, by=reviewer, note="Name the side effects.")
        case "discarded":
            draft = workflow.return_to_author(version=version, by=reviewer, note="Not needed.")
            return workflow.discard(version=draft, by=author, reason="Indeed.")
    sign(version, reviewer)
    if request.param == "being updated":
        return change(workflow.start_version(answer=version.answer, by=author), author, body="New.")
    if request.param == "update in review":
        newer = workflow.start_version(answer=version.answer, by=author)
        return workflow.submit(version=change(newer, author, body="New."), by=author)
    if request.param == "update discarded":
        newer = workflow.start_version(answer=version.answer, by=author)
        return workflow.discard(version=newer, by=author, reason="Not needed.")
    if request.param.startswith("withdrawn"):
        workflow.withdraw(answer=version.answer, by=lead, reason="Under review.")
    if request.param == "withdrawn, being updated":
        return change(workflow.start_version(answer=version.answer, by=author), author, body="New.")
    return version


@pytest.mark.parametrize(
    "stands",
    [
        "in review",
        "announced",
        "returned",
        "discarded",
        "approved",
        "being updated",
        "update in review",
        "update discarded",
        "withdrawn",
        "withdrawn, being updated",
    ],
    indirect=True,
)
@pytest.mark.parametrize("name", ["author", "colleague", "reviewer", "lead", "everything"])
def test_buttons_are_exactly_the_acts_that_succeed(
    stands: AnswerVersion, name: str, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    by: Person = request.getfixturevalue(name)
    client = signed_in(by)
    offered = buttons(page(client, stands))
    succeeded = {act for act in BUTTONS if _succeeds(act, stands, by)}
    assert offered == succeeded


def _succeeds(act: Act, version: AnswerVersion, by: Person) -> bool:
    """Whether a well-filled form for an act is accepted, whatever the page offers; undone afterwards."""
    newest = version.answer.versions.order_by("-number")[0]
    approved = version.answer.versions.filter(state=State.APPROVED).first()
    subject = approved if act == Act.CONFIRM and approved else newest
    data = {
        "content_hash": subject.content_hash,
        "proof": proof_of_reading(by, subject),
        "token": workflow.assignment_token(version.answer)
        if act == Act.ASSIGN
        else workflow.editing_token(newest),
        "wording": newest.wording,
        "body": newest.body + " More.",
        "reason": "A reason.",
        "note": "A note.",
        "next_review_on": str(clock.today() + timedelta(days=100)),
        "owner": str(by.pk),
        "review_interval": "6",
    }
    point = transaction.savepoint()
    try:
        return perform(BUTTONS[act].form(act, Standing.of(version.answer), by, QueryDict(urlencode(data))))
    except WorkflowError:
        return False
    finally:
        transaction.savepoint_rollback(point)


def test_every_act_of_the_table_is_offered_to_somebody() -> None:
    assert set(BUTTONS) == set(Act) - {Act.RERENDER}  # that one belongs to the command line


def test_author_signs_in_writes_and_submits(draft: AnswerVersion, author: Person, signed_in: SignIn) -> None:
    response = press(signed_in(author), draft, Act.SUBMIT, body="Better text.")
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.body, draft.state) == ("Better text.", State.IN_REVIEW)


def test_reviewer_approves_what_the_page_shows(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    shown = page(client, in_review)
    assert "<strong>50 mcg</strong>" in shown
    assert "I have read this text and approve it for patients" in shown
    assert "<strong>reviewer</strong>, Pharmacist" in shown
    assert inputs(shown, Act.APPROVE)["next_review_on"] == str(clock.months_after(clock.today(), 12))
    assert press(client, in_review, Act.APPROVE, next_review_on="2027-11-01").status_code == 302
    approval = Approval.objects.get(version=in_review)
    assert (approval.signer, approval.next_review_on) == (reviewer, date(2027, 11, 1))
    assert approval.content_hash in page(client, in_review)


def test_confirming_signs_that_the_text_is_still_correct(
    approved: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    shown = page(signed_in(reviewer), approved)
    form = shown.partition(f'{Act.CONFIRM}/" novalidate')[2].partition("</form>")[0]
    assert "You sign: “I have reviewed this text and it is still correct, unchanged.”" in form


def test_frozen_text_is_shown_in_the_rendering_that_patients_get(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    assert in_review.renderings.get().body_html in page(signed_in(reviewer), in_review)


def test_return_note_stands_above_the_draft_that_corrects_it(
    in_review: AnswerVersion, reviewer: Person, author: Person, signed_in: SignIn
) -> None:
    press(signed_in(reviewer), in_review, Act.RETURN, note="Name the side effects.")
    shown = page(signed_in(author), in_review)
    assert "Name the side effects." in shown.partition('id="editor"')[0]
    assert Act.SUBMIT in buttons(shown)


def test_refusal_stands_beside_the_field_and_what_was_typed_stays(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    response = press(signed_in(reviewer), in_review, Act.APPROVE, next_review_on="2020-01-01")
    html = response.content.decode()
    assert response.status_code == 200
    form = html[html.index('/approve/" novalidate') :].partition("</form>")[0]
    assert "The next review must be after today" in form
    assert 'value="2020-01-01"' in form
    assert not Approval.objects.exists()


@pytest.mark.parametrize("typed", ["", "31/12/2030", "soon"])
def test_date_that_is_none_is_refused_in_plain_words(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, typed: str
) -> None:
    response = press(signed_in(reviewer), in_review, Act.APPROVE, next_review_on=typed)
    assert (
        "Say when the answer is reviewed next" in response.content.decode()
        or "year-month-day" in response.content.decode()
    )
    assert not Approval.objects.exists()


@pytest.mark.parametrize(
    ("act", "field"), [(Act.RETURN, "note"), (Act.DISCARD, "reason"), (Act.WITHDRAW, "reason")]
)
def test_reason_is_asked_for(
    draft: AnswerVersion,
    everything: Person,
    reviewer: Person,
    author: Person,
    signed_in: SignIn,
    act: Act,
    field: str,
) -> None:
    if act != Act.DISCARD:
        workflow.submit(version=draft, by=author)
    if act == Act.WITHDRAW:
        draft.refresh_from_db()
        sign(draft, reviewer)
    before = Event.objects.count()
    response = press(signed_in(everything), draft, act, **{field: "  "})
    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()
    assert Event.objects.count() == before


def test_page_says_what_patients_see(
    approved: AnswerVersion, lead: Person, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    assert 'standing-approved">Approved<' in page(client, approved)
    assert "/questions/what-is-a-baclofen-pump/" in page(client, approved)
    press(client, approved, Act.WITHDRAW, reason="The dose is under review.")
    shown = page(client, approved)
    assert 'standing-withdrawn">Withdrawn<' in shown
    assert "The dose is under review." in shown


def test_history_names_who_did_what_and_why(
    approved: AnswerVersion, lead: Person, author: Person, signed_in: SignIn
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="The dose is under review.")
    newer = workflow.start_version(answer=approved.answer, by=author)
    workflow.discard(version=newer, by=author, reason="Begun by mistake.")
    trail = page(signed_in(author), approved).partition("Events, newest first")[2]
    for words in (
        "Submitted for review",
        "The dose is under review.",
        "Begun by mistake.",
        "reviewer",
        "lead",
    ):
        assert words in trail


def test_findings_of_the_checks_stand_beside_the_text(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    assert "<li>" not in _findings(page(signed_in(author), draft))
    change(draft, author, body="It helps. How long will I stay in the hospital?")
    assert "How long will I stay in the hospital?" in _findings(page(signed_in(author), draft))


def _findings(html: str) -> str:
    return html.partition('data-preview="findings"')[2].partition("</ul>")[0]


def test_owner_deputy_and_interval_are_settings_of_the_answer(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    response = press(client, draft, Act.ASSIGN, deputy=str(author.pk))
    assert "The deputy must be somebody else" in response.content.decode()
    press(client, draft, Act.ASSIGN, deputy=str(colleague.pk), review_interval="6")
    draft.answer.refresh_from_db()
    assert (draft.answer.deputy, draft.answer.review_interval) == (colleague, 6)


def test_address_of_an_act_leads_back_to_the_page_when_opened(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    before = Event.objects.count()
    for act in BUTTONS:
        response = signed_in(reviewer).get(address(in_review, act))
        assert (response.status_code, response.url) == (302, address(in_review))
    assert Event.objects.count() == before


@pytest.mark.parametrize("where", ["999", "abc", "1' OR '1'='1", "٣"])
def test_answer_that_does_not_exist_is_not_found(author: Person, signed_in: SignIn, where: str) -> None:
    assert signed_in(author).get(f"/admin/faq/answer/{where}/change/").status_code == 404


def test_history_address_of_the_stock_admin_leads_to_the_trail(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    assert signed_in(author).get(address(draft, "history")).url.endswith("#trail")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 22), 1, date(2026, 12, 22)),
        (date(2026, 11, 22), 2, date(2027, 1, 22)),
        (date(2028, 2, 29), 60, date(2033, 2, 28)),
    ],
)
def test_interval_in_months_keeps_the_day_where_the_month_has_it(
    day: date, months: int, expected: date
) -> None:
    assert clock.months_after(day, months) == expected


def test_text_that_is_confirmed_stands_on_the_page_even_while_a_newer_one_is_written(
    approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    newer = workflow.start_version(answer=approved.answer, by=author)
    change(newer, author, body="A pump that gives **60 mcg** a day.")
    client = signed_in(reviewer)
    shown = page(client, approved)
    beside = shown.partition('class="live" open')[2].partition("</details>")[0]
    assert "<strong>50 mcg</strong>" in beside
    assert inputs(beside, Act.CONFIRM)["content_hash"] == approved.content_hash
    press(client, approved, Act.CONFIRM)
    assert approved.approvals.count() == 2


def test_an_owner_whose_account_is_closed_and_a_lack_of_topics_come_with_what_to_do(
    draft: AnswerVersion, author: Person, colleague: Person, reviewer: Person, lead: Person, signed_in: SignIn
) -> None:
    place = f'href="/admin/faq/question/{draft.answer.question_id}/change/#topics"'
    before = page(signed_in(colleague), draft)
    assert "account is closed" not in before
    assert place not in before
    set_active(author, lead, is_active=False)
    for category in Category.objects.all():
        topics.remove(question=draft.answer.question, category=category, by=lead)
    shown = page(signed_in(colleague), draft)
    assert "This owner’s account is closed." in shown
    assert '<a href="#act-assign">Choose a new owner</a>' in shown
    assert place in shown
    others = page(signed_in(reviewer), draft)
    assert "Ask an author or a lead to choose a new owner." in others
    assert place not in others


def test_the_draft_that_comes_with_a_return_says_where_its_text_is_from(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    workflow.return_to_author(version=in_review, by=reviewer, note="Name the side effects.")
    trail = page(signed_in(author), in_review).partition("Events, newest first")[2]
    assert "From the text of version 1." in trail
