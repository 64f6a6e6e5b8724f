"""``manage.py migrate``: Django's own, which also puts the guards back."""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's ``migrate``, which has to run above all where a check of the database says that guards are missing.

    They are missing, too, whenever a new release words one of them anew; migrating installs them as they are
    now. Django would let its checks of the database stop that.
    """

    def check(self, *args: Any, databases: Any = None, **kwargs: Any) -> None:
        """Check everything but the state of the database."""
        super().check(*args, **kwargs)
