"""The account in whose name a command acts."""

from django.core.management.base import CommandError

from faq.models import Person


def named(username: str) -> Person:
    """The open account of that name. Raises ``CommandError``, in plain words, when there is none."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise CommandError(
            f"There is no account “{username}”. Give the name with which the person signs in, "
            "spelled exactly as it is in the list of accounts."
        )
    if not person.is_active:
        raise CommandError(f"The account “{username}” is closed, so nothing can be done in its name.")
    return person
