"""One's own password."""

from typing import Any

from allauth.core import context
from django.contrib.auth.forms import PasswordChangeForm

from faq import accounts, lockout
from faq.models import Person

from .adapters import counted_attempt


class OwnPasswordForm(PasswordChangeForm):
    """A new password for oneself, with a line on the trail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["old_password"].label = "The password you signed in with"
        self.fields["new_password1"].label = "New password"
        self.fields["new_password2"].label = "New password, again"

    def clean_old_password(self) -> str:
        """Compare it, and count what fails as on the page of sign-in: this is no place to guess either."""
        attempt = counted_attempt(self.user.get_username(), context.request)
        old = str(super().clean_old_password())
        lockout.succeeded(attempt)
        return old

    def clean(self) -> dict[str, Any]:
        """Refuse the password that somebody else set: a change of nothing would make it one's own."""
        cleaned: dict[str, Any] = super().clean() or {}
        new = cleaned.get("new_password1")
        if new and self.user.check_password(new):
            self.add_error("new_password1", "This is the password you have. Choose another one.")
        return cleaned

    def save(self, commit: bool = True) -> Person:
        """Set it through the accounts' own function."""
        accounts.set_password(account=self.user, by=self.user, password=self.cleaned_data["new_password1"])
        self.user.refresh_from_db()
        person: Person = self.user
        return person
