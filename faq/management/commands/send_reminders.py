"""``manage.py send_reminders``: tell people by mail which reviews are due."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from faq.management.accounts import named
from faq.models import Person
from faq.reminders import send_reminders


class Command(BaseCommand):
    """``send_reminders [--as USER] [--dry-run]``: once a day, from cron or a systemd timer."""

    help = "Mail everybody what is due for review. Running it again on the same day sends nothing again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account in whose name handovers are recorded."""
        parser.add_argument(
            "--as",
            dest="username",
            metavar="USER",
            help="the account in whose name answers of closed accounts are handed over (default: REMINDERS_AS)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would be told of what, and send nothing"
        )

    def handle(self, *, username: str | None, dry_run: bool, **options: Any) -> None:
        """Send, and say what was sent. Fails when a mail could not be sent, or somebody not be told."""
        by, problems = (named(username), list[str]()) if username else self._configured()
        report = send_reminders(by=by, dry_run=dry_run)
        problems += report.problems
        if options["verbosity"]:
            for line in report.done or ["There is nothing to tell anybody."]:
                self.stdout.write(line)
            for line in report.notes:
                self.stdout.write(f"Note: {line}")
        for line in problems:
            self.stderr.write(line)
        if problems:
            raise CommandError("Not everything could be done; see above. It is tried again at the next run.")

    def _configured(self) -> tuple[Person | None, list[str]]:
        """The account of the setting, if there is one; where it is of no use, the mails are sent all the same."""
        if not settings.REMINDERS_AS:
            return None, []
        try:
            return named(settings.REMINDERS_AS), []
        except CommandError as error:
            return None, [f"REMINDERS_AS: {error}"]
