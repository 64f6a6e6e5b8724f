"""What accounts are signed in to with: who may change it, what ends with it, and what the trail keeps."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from faq import accounts, credentials, lockout, policy
from faq.models import AnswerVersion, Approval, Event, Person, State
from faq.policy import NotAllowed, WorkflowError

from .conftest import set_active
from .test_concurrency import at_once, of

SignIn = Callable[[Person], Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "mulberry tram 47"


def _with_second_factor(account: Person) -> Person:
    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    return account


def _told() -> list[dict[str, Any]]:
    lines = Event.objects.filter(kind=Event.Kind.ACCOUNT_CHANGED).order_by("sequence")
    return [json.loads(line.detail)["changes"] for line in lines]


def _is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def test_a_lead_takes_off_a_lost_second_factor_and_the_person_is_signed_out(
    lead: Person, reviewer: Person, signed_in: SignIn
) -> None:
    theirs = signed_in(_with_second_factor(reviewer))
    credentials.remove_second_factor(account=reviewer, by=lead)

    assert not Authenticator.objects.filter(user=reviewer).exists()
    assert not _is_in(theirs)
    assert _told() == [{"second factor": "removed"}]
    assert Event.objects.get(kind=Event.Kind.ACCOUNT_CHANGED).by == lead
    assert SECRET not in Event.objects.get(kind=Event.Kind.ACCOUNT_CHANGED).detail


@pytest.mark.parametrize("who", ["author", "reviewer", "colleague"])
def test_nobody_but_a_lead_helps_others_in(
    who: str, lead: Person, person: Callable[..., Person], request: pytest.FixtureRequest
) -> None:
    by, other = request.getfixturevalue(who), _with_second_factor(person("other", "author"))
    for act in (
        lambda: credentials.remove_second_factor(account=other, by=by),
        lambda: credentials.end_sessions(account=other, by=by),
        lambda: credentials.lift_lockout(account=other, by=by),
        lambda: credentials.set_hospital_identifier(account=other, by=by, identifier="a"),
        lambda: credentials.set_hospital_identifier(account=by, by=by, identifier="a"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert credentials.has_second_factor(other)
    assert _told() == []


def test_lifting_a_lockout_lets_passwords_and_codes_in_again(lead: Person, author: Person) -> None:
    names = (author.username, credentials.second_factor_name(author))
    for name in names:
        for _ in range(lockout.AT_ONE_PLACE[0]):
            lockout.attempt(name, "192.0.2.1")
    assert all(lockout.minutes_locked(name) for name in names)
    credentials.lift_lockout(account=author, by=lead)
    assert not any(lockout.minutes_locked(name) for name in names)


def test_a_lead_takes_off_neither_their_own_second_factor_nor_a_superusers(
    lead: Person, everything: Person
) -> None:
    for account in (_with_second_factor(lead), _with_second_factor(everything)):
        with pytest.raises(NotAllowed):
            credentials.remove_second_factor(account=account, by=lead)
        assert credentials.has_second_factor(account)


def test_recovery_codes_alone_are_no_second_factor(author: Person) -> None:
    RecoveryCodes.activate(author)

    assert not credentials.has_second_factor(author)


def test_everybody_ends_their_own_sessions_but_the_one_they_are_in(author: Person, signed_in: SignIn) -> None:
    here, there = signed_in(author), signed_in(author)
    ended = credentials.end_sessions(account=author, by=author, but=here.session.session_key)

    assert (ended, _is_in(here), _is_in(there)) == (1, True, False)


def test_ending_the_sessions_of_one_ends_nobody_elses(
    lead: Person, author: Person, signed_in: SignIn
) -> None:
    theirs, mine = signed_in(author), signed_in(lead)
    credentials.end_sessions(account=author, by=lead)

    assert (_is_in(theirs), _is_in(mine)) == (False, True)
    assert _told() == [{"sessions": "ended"}]


def test_closing_an_account_ends_its_sessions_for_good_and_leaves_its_signatures(
    lead: Person, reviewer: Person, approved: AnswerVersion, signed_in: SignIn
) -> None:
    theirs = signed_in(reviewer)
    signature = Approval.objects.values().get(version=approved)
    set_active(reviewer, lead, is_active=False)

    assert not _is_in(theirs)
    assert not Session.objects.filter(session_key=theirs.session.session_key).exists()
    set_active(reviewer, lead, is_active=True)
    assert not _is_in(theirs)
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    assert Approval.objects.values().get(version=approved) == signature
    assert Client().get(f"/questions/{approved.answer.question.slug}/").status_code == 200


def test_an_identifier_belongs_to_one_account_and_stays_out_of_the_trail(
    lead: Person, author: Person, reviewer: Person
) -> None:
    credentials.set_hospital_identifier(account=author, by=lead, identifier=" h-4711 ")
    credentials.set_hospital_identifier(account=author, by=lead, identifier="h-4711")
    with pytest.raises(WorkflowError) as refused:
        credentials.set_hospital_identifier(account=reviewer, by=lead, identifier="h-4711")
    assert refused.value.field == "identifier"
    assert SocialAccount.objects.get().user == author

    credentials.set_hospital_identifier(account=author, by=lead, identifier="")

    assert not SocialAccount.objects.exists()
    assert _told() == [{"hospital identifier": "set"}, {"hospital identifier": "removed"}]
    assert "h-4711" not in "".join(Event.objects.values_list("detail", flat=True))


def test_a_password_that_somebody_else_set_is_temporary_and_signs_nothing(lead: Person) -> None:
    made = accounts.create_account(by=lead, username="new", password=PASSWORD, roles=["reviewer"])
    assert "somebody else set" in str(policy.refusal_to_sign(made))

    accounts.set_password(account=made, by=made, password="another tram 48")
    assert policy.refusal_to_sign(made) is None

    accounts.set_password(account=made, by=lead, password=PASSWORD)
    assert policy.refusal_to_sign(made) is not None


def test_a_password_set_before_there_was_anybody_else_is_ones_own(person: Callable[..., Person]) -> None:
    assert policy.refusal_to_sign(person("first", is_superuser=True)) is None


def test_the_hospitals_sign_in_voids_a_temporary_password(lead: Person) -> None:
    made = accounts.create_account(by=lead, username="new", password=PASSWORD, roles=["reviewer"])
    credentials.retire_temporary_password(account=made)

    made.refresh_from_db()
    assert not made.has_usable_password()
    assert policy.refusal_to_sign(made) is None


def test_the_hospitals_sign_in_leaves_a_password_of_ones_own(author: Person) -> None:
    credentials.retire_temporary_password(account=author)

    author.refresh_from_db()
    assert author.has_usable_password()


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_close_each_other_at_the_same_moment_leave_one_lead(
    person: Callable[..., Person],
) -> None:
    first, second = person("first", "lead"), person("second", "lead")
    outcomes = at_once(
        lambda: set_active(second, first, is_active=False), lambda: set_active(first, second, is_active=False)
    )

    assert len(of(WorkflowError, outcomes)) == 1
    assert Person.objects.filter(is_active=True, groups__name="lead").count() == 1
