"""The pages of signing in that are ours, and those of allauth where ours have to say more."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from faq import credentials
from faq.admin import identity
from faq.admin.base import person_of
from faq.admin.entrance import may_enter

from . import browsers, gate
from .adapters import hospital_knows
from .password import OwnPasswordForm

BACK_TO = "signing_in_back_to"
"""Where somebody was going when the site asked for a second factor first; kept in the session."""


def way_on(request: HttpRequest) -> str:
    """The page of this site that ``next`` names, or the desk."""
    return get_next_redirect_url(request) or reverse("admin:index")


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """The page of sign-in; whoever is signed in is led on, to what is still to do first if there is anything."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look whether there is anything to sign in for."""
        if request.user.is_authenticated and not may_enter(request.user):
            return TemplateResponse(request, "admin/signing_in/no_role.html", status=403)
        if request.user.is_authenticated:
            step = gate.next_step(request)
            return redirect(identity.address_of(step, way_on(request)) if step else way_on(request))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the hospital's own sign-in where there is one."""
        offered: dict[str, Any] = super().get_context_data(**kwargs)
        return offered | hospital(self.request)


def hospital(request: HttpRequest) -> dict[str, str]:
    """What a page needs to offer the hospital's own sign-in; nothing where there is none."""
    if not settings.OIDC_SERVER:
        return {}
    address = reverse("openid_connect_login", kwargs={"provider_id": settings.OIDC_PROVIDER})
    way = identity.address_of("account_login", way_on(request)).partition("?")[2]
    return {"hospital_name": settings.OIDC_NAME, "hospital_address": f"{address}?{way}"}


@require_safe
def hospital_again(request: HttpRequest) -> HttpResponse:
    """Show again who one is by the hospital's own sign-in."""
    if not hospital_knows(request.user):
        return redirect(identity.address_of("account_reauthenticate", way_on(request)))
    return TemplateResponse(request, "admin/signing_in/hospital_again.html", hospital(request))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One's own ways of signing in, and where one is signed in."""
    person = person_of(request)
    own = {kind: list(Authenticator.objects.filter(user=person, type=kind)) for kind in Authenticator.Type}
    codes = next(iter(own[Authenticator.Type.RECOVERY_CODES]), None)
    shown = {
        "app": next(iter(own[Authenticator.Type.TOTP]), None),
        "passkeys": [passkey.wrap() for passkey in own[Authenticator.Type.WEBAUTHN]],
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "needs_second_factor": gate.needs_second_factor(person),
        "sessions": browsers.signed_in(person),
    }
    return TemplateResponse(request, "admin/signing_in/overview.html", shown)


@require_http_methods(["POST"])
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign oneself out everywhere but here."""
    person = person_of(request)
    ended = credentials.end_sessions(account=person, by=person, but=request.session.session_key)
    messages.success(request, f"Ended: {ended}. You are signed in here alone.")
    return redirect("mfa_index")


@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    """Say that a second factor is needed, and offer the two kinds."""
    if gate.next_step(request) != "signing_in_set_up":
        return redirect(way_on(request))
    request.session[BACK_TO] = way_on(request)
    return TemplateResponse(request, "admin/signing_in/set_up.html")


@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Back to where somebody was going when a second factor was asked for; otherwise to one's ways of signing in."""
    return redirect(request.session.pop(BACK_TO, reverse("mfa_index")))


@require_safe
def app_picture(request: HttpRequest) -> HttpResponse:
    """The picture that an app reads its secret from: a file of its own, as no page may hold one (see the CSP)."""
    secret = context.request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(person_of(request), secret))
    return HttpResponse(picture, content_type="image/svg+xml")


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Taking a passkey off."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the last one of a person who needs one: allauth asks this for apps alone."""
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            response: HttpResponse = super().form_valid(form)
            return response
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return HttpResponseRedirect(reverse("mfa_index"))


class OwnPassword(PasswordChangeView):
    """A new password for oneself."""

    form_class = OwnPasswordForm
    template_name = "admin/signing_in/password.html"

    def get_success_url(self) -> str:
        """Back to where one was going."""
        return way_on(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep this session, under its new key, among those that are listed, and say that it is done."""
        response = super().form_valid(form)
        UserSession.objects.create_from_request(self.request)
        messages.success(self.request, "Your new password is set.")
        return response
