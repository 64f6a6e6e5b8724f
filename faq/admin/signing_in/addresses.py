"""The addresses of signing in, under ``/admin/``. What is not named here of allauth does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as hospital
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from faq import credentials
from faq.admin import identity
from faq.admin.base import person_of
from faq.admin.entrance import may_enter

from . import gate, views

View = Callable[..., HttpResponseBase]


def at_the_desk(view: View) -> View:
    """Give a page the desk's frame; let browsers use passkeys on it, and keep nothing of it."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            response.context_data = admin.site.each_context(request) | (response.context_data or {})
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY_WITH_PASSKEYS
        return response

    return framed


def once_signed_in(view: View) -> View:
    """For people with an account alone."""
    return at_the_desk(login_required(view))


def managing(view: View) -> View:
    """A page that shows or changes how one signs in: not before everything that one can show was shown.

    Otherwise a password alone, in the wrong hands, would be enough to take off the second factor.
    """

    @wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = person_of(request)
        if not may_enter(person):
            return redirect("account_login")
        if person.password_is_temporary:
            return redirect(identity.address_of("account_change_password", request.path))
        if credentials.has_second_factor(person) and not gate.has_shown_second_factor(request, person):
            return redirect(identity.address_of(gate.second_factor_page(person), request.path))
        return view(request, *args, **kwargs)

    return once_signed_in(held)


sign_in = at_the_desk(views.SignIn.as_view())
sign_out = at_the_desk(account.logout)
own_password = once_signed_in(views.OwnPassword.as_view())

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("login/second-step/", at_the_desk(codes.authenticate), name="mfa_authenticate"),
    path("login/passkey/", at_the_desk(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("login/with/<str:provider_id>/", at_the_desk(hospital.login), name="openid_connect_login"),
    path(
        "login/with/<str:provider_id>/back/", at_the_desk(hospital.callback), name="openid_connect_callback"
    ),
    path("password_change/", own_password, name="account_change_password"),
    # Showing again who one is
    path("account/again/", once_signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code/", once_signed_in(codes.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        once_signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/again/hospital/", once_signed_in(views.hospital_again), name="signing_in_hospital_again"),
    # One's own ways of signing in
    path("account/", managing(views.overview), name="mfa_index"),
    path("account/", managing(views.overview), name="mfa_list_webauthn"),
    path("account/set-up/", managing(views.set_up), name="signing_in_set_up"),
    path("account/go-on/", managing(views.go_on), name="signing_in_go_on"),
    path("account/sessions/", managing(views.end_other_sessions), name="usersessions_list"),
    path("account/app/", managing(app.activate_totp), name="mfa_activate_totp"),
    path("account/app/picture.svg", managing(views.app_picture), name="signing_in_app_picture"),
    path("account/app/remove/", managing(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/passkeys/add/", managing(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", managing(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        managing(views.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("account/recovery-codes/", managing(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        managing(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
