"""Import a file of questions and answers as drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from faq.importing.load import import_file
from faq.importing.refusal import ImportRefused
from faq.importing.report import Outcome, Report
from faq.management.accounts import named
from faq.models import Category
from faq.policy import WorkflowError


class Command(BaseCommand):
    """``import_faq FILE --category TOPIC --as USER [--dry-run]``."""

    help = "Import a file of questions and answers as drafts of a topic. Nothing imported is ever approved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, the topic and the account that answers for the import."""
        parser.add_argument("file", type=Path, help="a plain text file")
        parser.add_argument("--category", required=True, help="the topic, by its title or address")
        parser.add_argument("--as", required=True, dest="account", help="the account that imports")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report, or say what is wrong."""
        file: Path = options["file"]
        try:
            report = import_file(
                name=file.name,
                data=file.read_bytes(),
                category=self._category(options["category"]),
                by=named(options["account"]),
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(
                f"The file {file} cannot be read: {error.strerror}. Check its name."
            ) from error
        except (ImportRefused, WorkflowError) as refused:
            raise CommandError(str(refused)) from refused
        self._print(report, "would be" if options["dry_run"] else "were")

    def _category(self, name: str) -> Category:
        category = Category.objects.filter(Q(title__iexact=name) | Q(slug=name)).first()
        if category is None:
            known = ", ".join(f"“{title}”" for title in Category.objects.values_list("title", flat=True)[:20])
            raise CommandError(
                f"There is no topic “{name}”. "
                + (f"The topics are: {known}." if known else "")
                + " A lead makes topics in the admin."
            )
        return category

    def _print(self, report: Report, verb: str) -> None:
        say = self.stdout.write
        say(f"{report.name} ({report.encoding}, SHA-256 {report.sha256})")
        for notice in report.notices:
            say(f"Note: {notice}")
        for item in report.items:
            say(f"Line {item.question_line}: {item.question}\n    {item.outcome}: {item.message}")
        for finding in report.findings:
            say(f"Look at line {finding.line}: {finding.message}")
        for leftover in report.leftovers:
            say(
                f"Left over, lines {leftover.first_line}–{leftover.last_line} ({leftover.reason}): {leftover.text}"
            )
        counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
        say(self.style.SUCCESS(f"{len(report.items)} questions {verb} read: {counts}."))
