"""The desk: the admin site, open to everyone who holds a role."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from faq.models import Person


def may_enter(person: object) -> bool:
    """Whether a person has business at the desk: a role, or the care of accounts as superuser."""
    return isinstance(person, Person) and person.is_active and (person.is_superuser or bool(person.roles))


class DeskSignInForm(AdminAuthenticationForm):
    """Sign-in that asks for a role where Django asks for the staff flag."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Refuse an account without any role, saying who can help."""
        if not may_enter(user):
            raise ValidationError(
                "This account has no role on the site yet. Ask a lead to give you one.", code="no_role"
            )


class DeskSite(AdminSite):
    """The admin's pages for authors, reviewers and leads."""

    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = "Your desk"
    login_form = DeskSignInForm
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Roles decide who may enter; the staff flag plays no part."""
        return may_enter(request.user)
