"""``manage.py rerender``: renew what patients see, after a change of renderer or sanitiser."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from faq import trail, workflow
from faq.management import accounts
from faq.models import AnswerVersion
from faq.policy import RENDERED, NotAllowed, WorkflowError


class Command(BaseCommand):
    """Render every frozen version anew. What was signed is not touched; the trail says what was renewed."""

    help = "Renew the HTML of every submitted or approved text, after a change of renderer or sanitiser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account in whose name the trail records this."""
        parser.add_argument(
            "--as", dest="username", required=True, metavar="USER", help="the account of a lead"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be renewed, and change nothing"
        )

    def handle(self, *, username: str, dry_run: bool, **options: Any) -> None:
        """Renew what differs, and say how much that was."""
        by = accounts.named(username)
        renewed = looked_at = refused = 0
        with trail.in_turn():
            for version in AnswerVersion.objects.filter(state__in=RENDERED).iterator():
                looked_at += 1
                try:
                    renewed += workflow.rerender(version=version, by=by) is not None
                except NotAllowed as error:
                    raise CommandError(str(error)) from error
                except WorkflowError as error:
                    refused += 1
                    self.stderr.write(f"{version}: {error}")
            transaction.set_rollback(dry_run)
        self.stdout.write(
            f"{renewed} of {looked_at} texts {'would be' if dry_run else 'were'} rendered anew; "
            f"{looked_at - renewed - refused} are as they should be."
        )
        if refused:
            raise CommandError(f"{refused} could not be rendered.")
