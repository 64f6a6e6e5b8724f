"""What a session must still do before the desk opens to it."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from faq import credentials
from faq.admin import identity
from faq.models import Capacity, Person, Role

SECOND_FACTOR_PAGES = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn")
SIGNERS = (Role.REVIEWER, Role.LEAD, *Capacity)


def next_step(request: HttpRequest) -> str | None:
    """The name of the page to which the person has to go first; None when the desk is open to this session.

    A password that somebody else set comes first, then the second factor: set up where there is none, shown where
    this session has not shown it.
    """
    person = request.user
    if not isinstance(person, Person):
        return "account_login"
    if person.password_is_temporary:
        return "account_change_password"
    if not needs_second_factor(person) or _came_from_a_hospital_that_asked(request):
        return None
    if not credentials.has_second_factor(person):
        return "signing_in_set_up"
    return None if has_shown_second_factor(request, person) else second_factor_page(person)


def needs_second_factor(person: Person) -> bool:
    """Whether a password alone is too little for what the person may do: to sign, or to look after accounts."""
    return settings.REQUIRE_SECOND_FACTOR and (
        person.is_superuser or person.groups.filter(name__in=SIGNERS).exists()
    )


def has_shown_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether this very session has, on the way in, since, or by setting it up."""
    return bool(request.session.get(identity.SECOND_FACTOR_OF) == person.pk)


def second_factor_page(person: Person) -> str:
    """The name of the page on which the person shows the second factor: a passkey if there is one."""
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    code, passkey = SECOND_FACTOR_PAGES
    return passkey if passkeys.exists() else code


def _came_from_a_hospital_that_asked(request: HttpRequest) -> bool:
    return settings.OIDC_IS_SECOND_FACTOR and bool(request.session.get(identity.CAME_FROM_HOSPITAL))
