"""Requests that no page of ours makes: each is refused, and nothing changes."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq import clock, workflow
from faq.admin.acts import BUTTONS
from faq.admin.proof_of_reading import proof_of_reading
from faq.models import AnswerVersion, Approval, Contributor, Event, Person, State
from faq.policy import Act
from tests.conftest import change

from .desk import address, buttons, inputs, page, press

SignIn = Callable[[Person], Client]
SCRIPT = "<script>alert('xss')</script><img src=x onerror=alert(1)>"


def everything_stored() -> list[object]:
    return [
        list(model.objects.order_by("pk").values()) for model in (AnswerVersion, Approval, Contributor, Event)
    ]


def filled_in(version: AnswerVersion) -> dict[str, str]:
    """What every act could ask for, all right."""
    version.refresh_from_db()
    return {
        "content_hash": version.content_hash,
        "token": workflow.editing_token(version),
        "next_review_on": str(clock.today().replace(year=clock.today().year + 1, day=1)),
        "note": "A note.",
        "reason": "A reason.",
    }


@pytest.mark.parametrize("act", list(BUTTONS))
def test_nobody_acts_without_signing_in(in_review: AnswerVersion, patient: Client, act: Act) -> None:
    before = everything_stored()
    response = patient.post(address(in_review, act), filled_in(in_review))
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")
    assert everything_stored() == before


@pytest.mark.parametrize("act", list(BUTTONS))
def test_superuser_without_a_role_acts_on_nothing(
    in_review: AnswerVersion, person: Callable[..., Person], signed_in: SignIn, act: Act
) -> None:
    client = signed_in(person("root", is_superuser=True, is_staff=True))
    assert client.get("/admin/").status_code == 200
    assert client.get(address(in_review)).status_code == 403
    before = everything_stored()
    assert client.post(address(in_review, act), filled_in(in_review)).status_code == 403
    assert everything_stored() == before


def test_account_without_a_role_does_not_get_in(
    draft: AnswerVersion, person: Callable[..., Person], signed_in: SignIn
) -> None:
    client = signed_in(person("visitor", is_staff=True))
    assert client.get(address(draft)).url.startswith("/admin/login/")


@pytest.mark.parametrize("name", ["author", "everything"])
def test_author_cannot_approve_the_own_text_by_its_address(
    draft: AnswerVersion, name: str, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    by: Person = request.getfixturevalue(name)
    if name == "everything":  # holds every role and is superuser: one word of the own is enough
        change(draft, by, body="A pump that gives **50 mcg** each day.")
    workflow.submit(version=draft, by=draft.created_by)
    client = signed_in(by)
    assert Act.APPROVE not in buttons(page(client, draft))
    before = everything_stored()
    response = client.post(address(draft, "approve"), filled_in(draft))
    assert response.status_code == 403
    assert "You cannot approve this text" in response.content.decode()
    assert everything_stored() == before


@pytest.mark.parametrize("act", [Act.APPROVE, Act.RETURN])
def test_text_sent_along_with_a_decision_is_ignored(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, act: Act
) -> None:
    text = {
        "body": "A pump that gives **500 mcg** a day.",
        "wording": "Other?",
        "sources": "x",
        "then": "submit",
    }
    opened = filled_in(in_review) | {"proof": proof_of_reading(reviewer, in_review)}
    response = signed_in(reviewer).post(address(in_review, act), opened | text)
    assert response.status_code == 302
    assert not AnswerVersion.objects.filter(body__contains="500").exists()
    assert not Contributor.objects.filter(person=reviewer).exists()


def test_reviewer_cannot_save_a_text(draft: AnswerVersion, reviewer: Person, signed_in: SignIn) -> None:
    before = everything_stored()
    typed = filled_in(draft) | {"wording": "Other?", "body": "500 mcg"}
    assert signed_in(reviewer).post(address(draft, "edit"), typed).status_code == 403
    assert everything_stored() == before


def test_nobody_changes_a_text_in_review(
    in_review: AnswerVersion, colleague: Person, signed_in: SignIn
) -> None:
    before = everything_stored()
    typed = filled_in(in_review) | {"wording": "Other?", "body": "500 mcg"}
    assert signed_in(colleague).post(address(in_review, "edit"), typed).status_code == 403
    assert everything_stored() == before


def test_text_that_changed_between_reading_and_signing_is_refused_and_shown(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), Act.APPROVE)
    newer = workflow.return_to_author(version=in_review, by=reviewer, note="Wait.")
    workflow.submit(version=change(newer, author, body="A pump that gives **500 mcg** a day."), by=author)
    response = client.post(address(in_review, "approve"), opened)
    html = response.content.decode()
    assert response.status_code == 409
    assert "This is not the text that you had on the screen" in html
    assert "<strong>500 mcg</strong>" in html
    assert not Approval.objects.exists()
    # Having read it, the reviewer can sign what the page shows now.
    assert client.post(address(in_review, "approve"), inputs(html, Act.APPROVE)).status_code == 302
    assert Approval.objects.get().version.number == 2


@pytest.mark.parametrize("seen", [None, "", "0" * 64])
@pytest.mark.parametrize("act", [Act.APPROVE, Act.RETURN, Act.ANNOUNCE])
def test_decision_without_the_hash_of_the_text_is_refused(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, act: Act, seen: str | None
) -> None:
    data = filled_in(in_review) | {"proof": proof_of_reading(reviewer, in_review)}
    del data["content_hash"]
    if seen is not None:
        data["content_hash"] = seen
    before = everything_stored()
    response = signed_in(reviewer).post(address(in_review, act), data)
    assert response.status_code == 409
    assert everything_stored() == before


@pytest.mark.parametrize("act", [Act.SUBMIT, Act.DISCARD])
def test_draft_that_changed_since_it_was_read_is_neither_submitted_nor_discarded(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn, act: Act
) -> None:
    opened = filled_in(draft)
    change(draft, colleague, body="The colleague's text.")
    before = everything_stored()
    assert signed_in(author).post(address(draft, act), opened).status_code == 409
    assert everything_stored() == before


def test_stock_ways_of_the_admin_to_change_or_delete_are_closed(
    approved: AnswerVersion, everything: Person, signed_in: SignIn
) -> None:
    client, answer = signed_in(everything), approved.answer
    before = everything_stored()
    assert client.post(address(answer), {"owner": everything.pk, "language": "es"}).status_code == 405
    assert client.post(address(answer, "delete"), {"post": "yes"}).status_code == 403
    deletion = {"action": "delete_selected", "_selected_action": [answer.pk], "post": "yes"}
    client.post("/admin/faq/answer/", deletion)
    client.post(
        "/admin/faq/answer/", {"form-TOTAL_FORMS": "1", "form-0-id": answer.pk, "form-0-language": "es"}
    )
    assert everything_stored() == before
    answer.refresh_from_db()
    assert answer.language == "en"


def test_forged_request_from_another_site_is_refused(in_review: AnswerVersion, reviewer: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer)
    before = everything_stored()
    assert client.post(address(in_review, "approve"), filled_in(in_review)).status_code == 403
    assert everything_stored() == before


def test_role_taken_away_meanwhile_counts_at_once(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), Act.APPROVE)
    reviewer.groups.clear()
    assert client.post(address(in_review, "approve"), opened).status_code == 302  # to the sign-in page
    assert not Approval.objects.exists()


def test_whatever_is_typed_anywhere_is_shown_as_text(
    person: Callable[..., Person], topic: object, signed_in: SignIn
) -> None:
    named = {"first_name": "<b>Nobody", "role_title": SCRIPT[:110]}
    writer, signer = person("writer", "author", "lead", **named), person("signer", "reviewer", **named)
    writing, signing = signed_in(writer), signed_in(signer)
    typed = {"wording": SCRIPT, "body": SCRIPT, "sources": SCRIPT, "language": "en"}
    writing.post("/admin/faq/answer/add/", typed)
    version = AnswerVersion.objects.get()
    press(writing, version, Act.SUBMIT)
    press(signing, version, Act.RETURN, note=SCRIPT)
    press(writing, version, Act.SUBMIT, change_note=SCRIPT)
    press(signing, version, Act.APPROVE)
    press(writing, version, Act.WITHDRAW, reason=SCRIPT)
    for client in (writing, signing):
        for where in (
            address(version),
            "/admin/faq/answer/",
            "/admin/faq/answer/?q=%3Cscript%3Ealert(1)",
            "/admin/",
        ):
            html = client.get(where).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            assert "<b>Nobody" not in html
            assert "style=" not in html
    conflicting = inputs(page(writing, version), Act.REINSTATE) | {"note": SCRIPT}
    refused = signing.post(address(version, "reinstate"), conflicting).content.decode()
    assert "<script>alert" not in refused
    assert AnswerVersion.objects.get(number=2).state == State.APPROVED
