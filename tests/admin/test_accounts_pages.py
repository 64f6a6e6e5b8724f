"""The page on which a lead sees how a colleague signs in, and helps who has lost the way in."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from faq import credentials, lockout
from faq.admin import identity
from faq.models import Event, Person

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _page(account: Person) -> str:
    return reverse("admin:faq_person_signing_in", args=[account.pk])


def _text(client: Client, account: Person) -> str:
    return client.get(_page(account)).content.decode()


def test_a_lead_takes_off_a_lost_second_factor(lead: Person, reviewer: Person, signed_in: SignIn) -> None:
    TOTP.activate(reviewer, SECRET)
    client = signed_in(lead)
    assert "App with codes" in _text(client, reviewer)
    assert SECRET not in _text(client, reviewer)

    client.post(_page(reviewer), {"act": "remove_second_factor"})

    assert not credentials.has_second_factor(reviewer)
    assert Event.objects.get(kind="account_changed").by == lead


def test_a_lead_lifts_a_lockout(lead: Person, author: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    assert "Let in again" not in _text(client, author)
    for _ in range(5):
        lockout.attempt("author", "192.0.2.1")
    assert "no way in for 15 minutes" in _text(client, author)

    client.post(_page(author), {"act": "lift_lockout"})

    assert lockout.minutes_locked("author") == 0
    assert Event.objects.filter(kind="account_changed", detail__contains='"lockout":"lifted"').exists()


def test_a_lead_signs_somebody_out_everywhere(lead: Person, author: Person, signed_in: SignIn) -> None:
    theirs, client = signed_in(author), signed_in(lead)
    client.post(_page(author), {"act": "end_sessions"})

    assert theirs.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_lead_sets_an_identifier_and_is_told_when_it_is_taken(
    lead: Person, author: Person, reviewer: Person, signed_in: SignIn, settings: Any
) -> None:
    settings.OIDC_SERVER = "https://login.hospital.example"
    client = signed_in(lead)
    client.post(_page(author), {"act": "set_identifier", "identifier": "h-4711"})
    page = client.post(_page(reviewer), {"act": "set_identifier", "identifier": "h-4711"}, follow=True)

    assert "belongs to another account" in page.content.decode()
    assert 'value="h-4711"' in _text(client, author)
    assert SocialAccount.objects.get().user == author


def test_an_old_sign_in_is_asked_again_before_anything_is_done(
    lead: Person, reviewer: Person, signed_in: SignIn
) -> None:
    TOTP.activate(reviewer, SECRET)
    client = signed_in(lead)
    session = client.session
    session[identity.SHOWN_AT] -= 3600
    session.save()
    answer = client.post(_page(reviewer), {"act": "remove_second_factor"})

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert credentials.has_second_factor(reviewer)


@pytest.mark.parametrize("who", ["author", "reviewer", "colleague"])
def test_nobody_else_sees_how_others_sign_in(
    who: str, lead: Person, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(_page(lead)).status_code == 403
    assert client.post(_page(lead), {"act": "end_sessions"}).status_code == 403


def test_a_superusers_way_in_is_beyond_a_lead(lead: Person, everything: Person, signed_in: SignIn) -> None:
    assert signed_in(lead).get(_page(everything)).status_code == 403


def test_ones_own_is_on_ones_own_page(lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    assert client.get(_page(lead))["Location"] == reverse("mfa_index")
    assert client.post(_page(lead), {"act": "end_sessions"})["Location"] == reverse("mfa_index")
    assert not Event.objects.exists()


def test_an_act_that_does_not_exist_does_nothing(lead: Person, author: Person, signed_in: SignIn) -> None:
    signed_in(lead).post(_page(author), {"act": "make_superuser"})

    assert not Event.objects.exists()
