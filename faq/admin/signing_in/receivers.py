"""What allauth tells us: what a session has shown, and what somebody changed about their own signing in."""

import time
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from faq import credentials
from faq.admin import identity
from faq.models import Person

_NAMES = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


@receiver(user_logged_in, dispatch_uid="faq signed in")
def signed_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Note when somebody signed in. Django itself says so, whichever way it was."""
    request.session[identity.SHOWN_AT] = time.time()


@receiver(authentication_step_completed, dispatch_uid="faq step shown")
def step_shown(request: HttpRequest, user: Person, method: str, **kwargs: Any) -> None:
    """Note a proof of who somebody is: on the way in, or renewed."""
    kind = kwargs.get("type")
    if method == "mfa":
        request.session[identity.SECOND_FACTOR_OF] = user.pk
    request.session[identity.CAME_FROM_HOSPITAL] = method == "socialaccount" or (
        method == "mfa" and bool(request.session.get(identity.CAME_FROM_HOSPITAL))
    )
    request.session[identity.LAST_PROOF] = {
        ("mfa", Authenticator.Type.WEBAUTHN): "mfa_reauthenticate_webauthn",
        ("socialaccount", None): "signing_in_hospital_again",
    }.get((method, kind), "account_reauthenticate")
    if kwargs.get("reauthenticated") and request.user == user:
        request.session[identity.SHOWN_AT] = time.time()


@receiver(authenticator_added, dispatch_uid="faq factor added")
def factor_added(request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever sets up a second factor has it in hand: this session has shown it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[identity.SECOND_FACTOR_OF] = user.pk
    _note(user, authenticator, "added")


@receiver(authenticator_removed, dispatch_uid="faq factor removed")
def factor_removed(request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    """One's own factor, taken off on one's own page."""
    _note(user, authenticator, "removed")


@receiver(authenticator_reset, dispatch_uid="faq codes renewed")
def codes_renewed(request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    """New recovery codes; the old ones are void."""
    _note(user, authenticator, "renewed")


def _note(account: Person, authenticator: Authenticator, change: str) -> None:
    credentials.note_own_change(
        account=account, what=_NAMES[Authenticator.Type(authenticator.type)], change=change
    )
