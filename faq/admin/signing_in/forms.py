"""allauth's forms in our words; those for codes count what fails as passwords are counted."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError

from faq import credentials, lockout
from faq.admin.entrance import NO_ROLE, may_enter

from .adapters import counted_attempt

CODE_HELP = "Six digits from the app, or one of your recovery codes."


def _plain(field: forms.Field, label: str, **attributes: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)  # it would vanish at the first letter
    field.widget.attrs.update(attributes)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "webauthn": the browser offers passkeys among the names.
        _plain(self.fields["login"], "Username", autofocus="", autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], "Password")
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Refuse an account without any role beside the inputs, saying who can help."""
        cleaned: dict[str, Any] = super().clean()
        if self.user is not None and not may_enter(self.user):
            raise ValidationError(NO_ROLE, code="no_role")
        return cleaned


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """One's password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], "Your password", autofocus="")


class _CountedCode(codes.BaseAuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], "Code", autofocus="", inputmode="numeric")
        self.fields["code"].help_text = CODE_HELP

    def clean_code(self) -> str:
        """Compare the code, unless too many were wrong."""
        attempt = counted_attempt(credentials.second_factor_name(self.user), context.request)
        code: str = super().clean_code()
        lockout.succeeded(attempt)
        return code


class CodeForm(_CountedCode, codes.AuthenticateForm):  # type: ignore[misc]
    """A code on the way in."""


class CodeAgainForm(_CountedCode, codes.ReauthenticateForm):  # type: ignore[misc]
    """A code, once more."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], "The six digits that the app shows now", inputmode="numeric")


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that is being made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What you call it"
        self.fields["name"].help_text = "So that you know it again, for example “Ward computer”."
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = "Sign in with it alone, without name and password"
        self.fields["passwordless"].help_text = "It then asks for your finger, face or PIN every time."
        self.fields["passwordless"].initial = True
