"""How a colleague signs in: what a lead sees of it, and how a lead helps somebody who has lost the way in."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from faq import accounts, credentials, lockout
from faq.admin import identity
from faq.admin.base import person_of
from faq.models import Person
from faq.policy import WorkflowError

from . import browsers


def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show how somebody signs in, and do what a button of the page asks for.

    Each of these acts could be the first step of signing in as somebody else, so whoever opens the page must have
    signed in recently, and so must whoever presses a button.
    """
    account, by = get_object_or_404(Person, pk=person_id), person_of(request)
    if accounts.refusal(by, account):
        raise PermissionDenied
    if account.pk == by.pk:
        return HttpResponseRedirect(reverse("mfa_index"))
    if not identity.signed_in_recently(request):
        return identity.ask_again(request, back_to=request.path)
    if request.method == "POST":
        return _done(request, account, by)
    return TemplateResponse(request, "admin/faq/person/signing_in.html", _shown(request, account))


def _done(request: HttpRequest, account: Person, by: Person) -> HttpResponse:
    identifier = request.POST.get("identifier", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "remove_second_factor": (
            lambda: credentials.remove_second_factor(account=account, by=by),
            "The second factor is taken off. The person is signed out, and sets up a new one after signing in.",
        ),
        "end_sessions": (
            lambda: credentials.end_sessions(account=account, by=by),
            "The person is signed out everywhere.",
        ),
        "lift_lockout": (
            lambda: credentials.lift_lockout(account=account, by=by),
            "The person can try again at once.",
        ),
        "set_identifier": (
            lambda: credentials.set_hospital_identifier(account=account, by=by, identifier=identifier),
            "The identifier is set." if identifier.strip() else "The identifier is taken off.",
        ),
    }
    act, said = acts.get(request.POST.get("act", ""), (None, ""))
    try:
        if act:
            act()
            messages.success(request, said)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(request.path)


def _shown(request: HttpRequest, account: Person) -> dict[str, object]:
    hospital = SocialAccount.objects.filter(user=account, provider=settings.OIDC_PROVIDER)
    return {
        **admin.site.each_context(request),
        "account": account,
        "opts": Person._meta,
        "factors": [_called(factor) for factor in Authenticator.objects.filter(user=account).order_by("pk")],
        "minutes_locked": max(
            lockout.minutes_locked(name)
            for name in (account.username, credentials.second_factor_name(account))
        ),
        "sessions": browsers.signed_in(account),
        "hospital_name": settings.OIDC_NAME if settings.OIDC_SERVER else "",
        "identifier": hospital.values_list("uid", flat=True).first() or "",
    }


def _called(factor: Authenticator) -> str:
    """A factor in the words of its owner's page."""
    names = {
        Authenticator.Type.TOTP: "App with codes",
        Authenticator.Type.RECOVERY_CODES: "Recovery codes",
        Authenticator.Type.WEBAUTHN: f"Passkey “{factor}”",
    }
    return names[Authenticator.Type(factor.type)]
