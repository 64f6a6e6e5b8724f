"""The trail as a file, to keep elsewhere and to check without the site: JSON Lines, one line of the trail each."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import NoneType
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "sequence": int,
    "kind": str,
    "version": (int, NoneType),
    "content_hash": str,
    "html_hash": str,
    "detail": str,
    "previous_hash": str,
    "hash": str,
}


class NotATrail(ValueError):
    """The file is not an exported trail. The message says where, in plain words."""


@dataclass(frozen=True)
class Summary:
    """How many lines a file holds, and the hash of the last one: empty if there is none."""

    lines: int = 0
    head: str = ""

    def with_line(self, line: Mapping[str, Any]) -> "Summary":
        """The summary with one more line."""
        return Summary(self.lines + 1, line["hash"])


def write(lines: Iterable[Mapping[str, Any]], path: Path) -> Summary:
    """Write a trail to a file, all of it or nothing: the file takes its name once it is complete."""
    written = Summary()
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        try:
            for line in lines:
                file.write(as_text(line))
                written = written.with_line(line)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    return written


def as_text(line: Mapping[str, Any]) -> str:
    """One line of the trail as one line of the file."""
    return json.dumps(line, ensure_ascii=False) + "\n"


def summary(path: Path) -> Summary:
    """What an exported trail holds. Raises like ``read``."""
    return reduce(Summary.with_line, read(path), Summary())


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of an exported trail, one at a time. Raises ``OSError``, or ``NotATrail``."""
    number = 0
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            try:
                line = json.loads(text)
            except ValueError:  # not UTF-8, or not JSON
                line = None
            if not _is_line(line):
                raise NotATrail(f"Its line {number} is not a line of a trail.")
            yield line
    if number == 0:
        raise NotATrail("It is empty.")


def _is_line(line: Any) -> bool:
    return isinstance(line, dict) and all(isinstance(line.get(name), kind) for name, kind in _TYPES.items())
