"""Write the approved answers to a file, or to standard output."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from faq import clock
from faq.exports import FORMATS
from faq.exports.download import Download, download, end_of_day, public_download, topic_slug
from faq.management.accounts import named
from faq.policy import WorkflowError


class Command(BaseCommand):
    """``export_answers --format json|csv [--category TOPIC …] [--as-of DATE] [--as USER] [-o FILE]``."""

    help = "Write the approved answers as JSON or CSV. With --as, the export is an event in the trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Choose the format, the answers, the day, the account and the file."""
        parser.add_argument("--format", required=True, choices=list(FORMATS))
        parser.add_argument(
            "--category",
            action="append",
            default=[],
            metavar="TOPIC",
            help="only the answers of this topic, by its title or address; may be given more than once",
        )
        parser.add_argument(
            "--as-of", metavar="YYYY-MM-DD", help="as patients could read them at the end of that day"
        )
        parser.add_argument(
            "--as", dest="account", metavar="USER", help="the account in whose name to export"
        )
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="written whole or not at all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, or say what is wrong; then nothing was written."""
        file: Path | None = options["output"]
        try:
            if file is None:
                standard_output: Any = self.stdout  # Django's wrapper passes on what it does not know
                self._write(standard_output.buffer, options)
                return
            with _whole(file) as part:
                self._write(part, options)
        except WorkflowError as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            if file is None:
                raise CommandError(f"The export was not taken to its end: {error.strerror}.") from error
            raise CommandError(
                f"The export cannot be written to {file}: {error.strerror}. "
                "Choose a folder that exists, in which you may write and which has room."
            ) from error
        self.stdout.write(f"Written to {file}.")

    def _write(self, out: IO[bytes], options: dict[str, Any]) -> None:
        for piece in _download(options).content:
            out.write(piece)
        out.flush()


def _download(options: dict[str, Any]) -> Download:
    moment = end_of_day(options["as_of"]) if options["as_of"] else clock.now()
    by = named(options["account"]) if options["account"] else None
    topics = [topic_slug(name, moment) for name in options["category"]]
    if by is None:
        return public_download(format=options["format"], moment=moment, topics=topics)
    return download(by=by, format=options["format"], moment=moment, topics=topics)


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    """A file that stands under its name once everything is written; until then what stood there stays."""
    if file.is_dir():
        raise CommandError(f"{file} is a folder. Add the name of the file to be written.")
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as written:
            yield written
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
