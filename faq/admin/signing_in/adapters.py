"""Where allauth asks us: who may come in, how often one may fail, and what is written when something changes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from faq import credentials, lockout
from faq.admin import identity
from faq.admin.entrance import NO_ROLE, may_enter
from faq.models import FailedSignIn, Person

from . import gate


def counted_attempt(account: str, request: HttpRequest) -> FailedSignIn:
    """Count an attempt, to be handed to ``lockout.succeeded`` if it does; all that one IPv6 household has is one place.

    Raises ``ValidationError`` when too many have failed.
    """
    try:
        return lockout.attempt(account, get_ip(request))
    except lockout.LockedOut as locked:
        raise ValidationError(str(locked), code="locked_out") from None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Passwords, and what every way of signing in has in common."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "This name and this password do not belong together. Check both, then try again.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "That was too often in a short time. Wait a minute, then try again.",
        "too_many_login_attempts": "Too many attempts have failed. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account of their own: a lead does."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the person is; over a socket of the machine there is no address, and all share one limit."""
        return get_client_ip(request) or "::"

    def authenticate(self, request: HttpRequest, **typed: Any) -> Person | None:
        """Compare name and password. A closed account is answered as if there were none.

        Raises ``ValidationError`` when too many attempts have failed.
        """
        attempt = counted_attempt(str(typed.get("username", "")), request)
        person = authenticate(request, **typed)
        AuthenticationBackend.unstash_authenticated_user()
        if person is not None:
            lockout.succeeded(attempt)
        return person if isinstance(person, Person) else None

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Turn away, before anything else is asked, whom the desk has no room for."""
        if may_enter(user):
            return None
        clear_login(request)
        messages.error(
            request, NO_ROLE if user.is_active else "This account is closed. Ask a lead to open it."
        )
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Errors alone: that somebody has signed in, and what they have just done, the pages show by themselves."""
        if level >= messages.WARNING and kwargs.get("message"):
            super().add_message(request, level, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in need not type it all again to set up what the site demands of them."""
        age = identity.seconds_since_proof(self.request)
        if age is None or age > 300:
            # Told so, allauth would still let in who has neither a password nor a factor, but the hospital's sign-in.
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The ways in which this person can show again who they are, in our words."""
        names = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code from an app, or a recovery code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        ways = [way | {"description": names[way["id"]]} for way in super().get_reauthentication_methods(user)]
        if gate.next_step(self.request) in gate.SECOND_FACTOR_PAGES:
            return [way for way in ways if way["id"] != "reauthenticate"]  # a password would lead nowhere
        if hospital_knows(user):
            hospital = {"id": "hospital", "description": f"Use {settings.OIDC_NAME}"}
            ways.append(hospital | {"url": reverse("signing_in_hospital_again")})
        return ways


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Apps, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right, or was used already. Wait for the next one, then type that.",
        "cannot_delete_authenticator": "Your role needs a second factor. Set up another one before this one goes.",
    }

    def get_totp_label(self, user: Person) -> str:
        """The name one signs in with; an app needs no mail address."""
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of a person who needs one."""
        person = authenticator.user
        return not gate.needs_second_factor(person) or credentials.has_second_factor(
            person, but=authenticator
        )

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner gives it a name."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """How the browser lists the passkey: by the name one signs in with."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.username, "display_name": user.printed_name}


class HospitalAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A hospital's own sign-in lets in whom a lead has given an identifier, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Being known to the hospital makes no account here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an identifier that no lead has set, and every other use of the way than signing in."""
        if not sociallogin.is_existing or sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(
                render(
                    request,
                    "admin/signing_in/hospital_refused.html",
                    {"identifier": sociallogin.account.uid},
                    status=403,
                )
            )
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})  # we need none of it
        if sociallogin.user.is_active:
            credentials.retire_temporary_password(account=sociallogin.user)
            sociallogin.user.refresh_from_db()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **kwargs: Any
    ) -> None:
        """Lead back to the page of sign-in, and say what to do."""
        messages.error(
            request,
            f"Signing in with {settings.OIDC_NAME} did not work. Try again, or use your password or a passkey.",
        )
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


def hospital_knows(person: Any) -> bool:
    """Whether a lead has said under which identifier the hospital knows somebody, and its sign-in is set up."""
    return (
        bool(settings.OIDC_SERVER)
        and SocialAccount.objects.filter(user_id=person.pk, provider=settings.OIDC_PROVIDER).exists()
    )
