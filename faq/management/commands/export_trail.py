"""``manage.py export_trail``: the trail as a file, to be kept elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from faq import trail, trail_file


class Command(BaseCommand):
    """Write every line of the trail as JSON Lines, to a file or to the standard output."""

    help = "Write the trail to a file that verify_trail can check later, without the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the file."""
        parser.add_argument(
            "-o", "--output", type=Path, metavar="FILE", help="the file to write; without it, standard output"
        )

    def handle(self, *, output: Path | None, **options: Any) -> None:
        """Write the trail, and say which hash to keep elsewhere."""
        written = trail_file.Summary()
        if output is None:
            for line in trail.lines():
                self.stdout.write(trail_file.as_text(line), ending="")
                written = written.with_line(line)
        else:
            try:
                written = trail_file.write(trail.lines(), output)
            except OSError as error:
                raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
        # On standard error, so that standard output holds nothing but the trail.
        self.stderr.write(
            f"{written.lines} lines written. Keep this head hash somewhere else; `verify_trail --head` takes it: "
            f"{written.head or 'none yet'}"
        )
