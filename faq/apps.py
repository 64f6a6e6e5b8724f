"""The application: what must be in place after every ``migrate``."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class FaqConfig(AppConfig):
    """Questions and answers for patients, reviewed by clinicians."""

    name = "faq"
    verbose_name = "Answers for patients"

    def ready(self) -> None:
        """Register the system checks, and keep guards, search index and roles in place."""
        from faq import site_checks  # noqa: F401  (registers the checks)

        pre_migrate.connect(_step_aside, sender=self)
        post_migrate.connect(_make_ready, sender=self)


def _step_aside(using: str, plan: list[Any], **kwargs: Any) -> None:
    # SQLite refuses to rebuild a table that a trigger on another table reads.
    from faq import guards, search_index

    if plan and connections[using].vendor == "sqlite":
        guards.remove(connections[using])
        search_index.remove(connections[using])


def _make_ready(using: str, **kwargs: Any) -> None:
    # Not a numbered migration: Django's rebuild of an SQLite table drops its triggers without a word.
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from faq import accounts, guards, search_index
    from faq.models import Event, TrailHead

    if Event._meta.db_table not in connections[using].introspection.table_names():
        return
    guards.install(connections[using])
    search_index.install(connections[using])
    call_command("createcachetable", database=using, verbosity=0)
    for name in accounts.HELD:
        Group.objects.using(using).get_or_create(name=name)
    TrailHead.objects.using(using).get_or_create(pk=1)
