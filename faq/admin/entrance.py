"""Whom the desk has room for."""

from faq import accounts
from faq.models import Person

NO_ROLE = "This account has no role on the site yet. Ask a lead to give you one."


def may_enter(person: object) -> bool:
    """Whether a person has business at the desk: a role, sign-offs to give, or the care of accounts as superuser."""
    return (
        isinstance(person, Person)
        and person.is_active
        and (person.is_superuser or person.groups.filter(name__in=accounts.HELD).exists())
    )
