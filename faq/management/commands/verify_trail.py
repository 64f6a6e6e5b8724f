"""``manage.py verify_trail``: does the site still hold what its trail says?"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from faq import trail, trail_file, verification


class Command(BaseCommand):
    """Print every sign of tampering, one a line. Exit status 1 if there is one."""

    help = "Check that nothing was changed, removed or added around the workflow."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a hash kept elsewhere, and an exported trail to check instead of the site."""
        parser.add_argument(
            "--head",
            default="",
            metavar="HASH",
            help="a head hash kept elsewhere, from an export for example: finds a trail cut short or written anew",
        )
        parser.add_argument(
            "--file",
            type=Path,
            metavar="EXPORT.jsonl",
            help="check a trail that export_trail wrote, without touching the database",
        )

    def handle(self, *, head: str, file: Path | None, **options: Any) -> None:
        """Check the site, or a file."""
        head = head.strip().lower()
        if file is None:
            self._report(verification.verify_site(head))
            lines, last = trail.length(), trail.head_hash()
            self._say_whole("The site is as its trail says", lines, last)
            return
        try:
            self._report(verification.verify_lines(trail_file.read(file), head))
            whole = trail_file.summary(file)
        except OSError as error:
            raise CommandError(f"The file {file} cannot be read: {error.strerror}.") from error
        except trail_file.NotATrail as error:
            raise CommandError(f"The file {file} is not a trail that export_trail wrote. {error}") from error
        self._say_whole(f"The trail in {file} is whole", whole.lines, whole.head)

    def _report(self, findings: Iterable[str]) -> None:
        count = 0
        for finding in findings:
            self.stdout.write(finding)
            count += 1
        if count:
            self.stderr.write(f"Findings: {count}. Something was done around the workflow.", self.style.ERROR)
            sys.exit(1)

    def _say_whole(self, what: str, lines: int, head: str) -> None:
        self.stdout.write(
            f"{what}: no finding in {lines} lines. Head hash: {head or 'none yet'}", self.style.SUCCESS
        )
