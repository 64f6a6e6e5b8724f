"""``manage.py verify_trail``: does the site still hold what its trail says?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from faq import trail, verification


class Command(BaseCommand):
    """Print every sign of tampering, one a line. Exit status 1 if there is one."""

    help = "Check that nothing was changed, removed or added around the workflow."
    # A check of a file must work where there is no database at all.
    requires_system_checks = ()

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
            help="check a trail written by export_trail, without touching the database",
        )

    def handle(self, *, head: str, file: Path | None, **options: Any) -> None:
        """Print the findings, or that there are none."""
        head = head.strip().lower()
        report = verification.verify_file(file, head) if file else verification.verify_site(head)
