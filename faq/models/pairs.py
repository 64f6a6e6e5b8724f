"""Columns that come in pairs: when something was done, and by whom."""

from django.db.models import CheckConstraint, Q


def at_and_by_together(act: str, *, of: str = "") -> CheckConstraint:
    """That ``<act>_at`` and ``<act>_by`` are both empty or both filled in. ``of`` tells apart acts of one name."""
    at, by = f"{act}_at", f"{act}_by"
    return CheckConstraint(
        condition=Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"{of}{'_' if of else ''}{act}_at_and_by_together",
    )
