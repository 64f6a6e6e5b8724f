"""System checks: what must be true of a site before it serves anyone."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from faq import guards, search_index
from faq.models import Event


@register(Tags.database)
def guards_are_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Notice triggers that are missing or altered, for example after a table was rebuilt by hand."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        if Event._meta.db_table not in connections[alias].introspection.table_names():
            continue  # not migrated yet: nothing to guard
        missing = guards.missing(connections[alias])
        if missing:
            messages.append(
                Error(
                    f"{len(missing)} of the database's guards are missing or altered: {', '.join(missing[:5])} …",
                    hint="Run `manage.py migrate` to install them anew, then `manage.py verify_trail`.",
                    id="faq.E001",
                )
            )
    return messages


@register(Tags.database)
def search_index_is_kept(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Notice that newly approved answers would not be found."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        if search_index.TABLE not in connections[alias].introspection.table_names():
            continue  # not migrated yet
        missing = search_index.missing(connections[alias])
        if missing:
            messages.append(
                Error(
                    "The triggers that keep the search index are missing or altered: " + ", ".join(missing),
                    hint="Run `manage.py migrate`: it installs them anew and enters what was missed.",
                    id="faq.E002",
                )
            )
    return messages
