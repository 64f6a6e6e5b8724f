"""What every page of the desk has in common: roles decide, and nothing is ever deleted."""

from collections.abc import Set
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from faq.models import Person, Role

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin  # not subscriptable at run time


def person_of(request: HttpRequest) -> Person:
    """The person who signed in. The desk lets nobody else through to a view."""
    if not isinstance(request.user, Person):
        raise TypeError("The desk was entered without signing in.")
    return request.user


def roles_of(request: HttpRequest) -> Set[str]:
    """The roles of the person who signed in, read once per request: a page asks for them dozens of times."""
    roles: Set[str] | None = getattr(request, "_roles", None)
    if roles is None:
        roles = person_of(request).roles
        request._roles = roles  # type: ignore[attr-defined]
    return roles


class RoleAdmin(_ModelAdmin):
    """A page of the desk: everyone with a role reads, the roles named here write, nobody deletes.

    Django's own permissions play no part, and being superuser is no role.
    """

    add_roles: ClassVar[Set[Role]] = frozenset()
    change_roles: ClassVar[Set[Role]] = frozenset()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everyone with a role finds the page on the desk."""
        return bool(roles_of(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Everyone with a role may read."""
        return bool(roles_of(request))

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """The roles in ``add_roles`` may add."""
        return bool(roles_of(request) & self.add_roles)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The roles in ``change_roles`` may change."""
        return bool(roles_of(request) & self.change_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is ever deleted: neither one by one nor by the list's action."""
        return False
