"""Records → CSV (RFC 4180: commas, CR LF, quotes doubled), in UTF-8 with a byte order mark.

Excel takes a file without the mark for one in the machine's own encoding and spoils every accent. Python reads
it away as ``utf-8-sig``. A CSV file has no head, so what holds for the whole export is repeated in each row.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from .record import Head, Record

# With which spreadsheets begin a formula: https://owasp.org/www-community/attacks/CSV_Injection
# The wide forms are what Japanese input methods write for the same signs.
_FORMULA = tuple(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_MARK = "'"

_LISTS: dict[str, Callable[[Record], list[str]]] = {  # each in columns of its own, an entry a line
    "topic_slugs": lambda record: [topic.slug for topic in record.topics],
    "topic_titles": lambda record: [topic.title for topic in record.topics],
    "signed_off_roles": lambda record: [given.role for given in record.signed_off],
    "signed_off_names": lambda record: [given.name for given in record.signed_off],
}
_RECORD = [field.name for field in fields(Record) if field.name not in ("topics", "signed_off")]
_HEAD = [field.name for field in fields(Head) if field.name != "topics"]
COLUMNS = [*_RECORD, *_LISTS, *_HEAD, "topics_asked_for"]


def write(records: Iterable[Record], head: Head) -> Iterator[bytes]:
    """The file in pieces, one row each: first the names of the columns, then a row for each record."""
    row = _Row()
    rows = csv.writer(row, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    yield b"\xef\xbb\xbf" + row.text.encode()
    common = [_cell(getattr(head, name)) for name in _HEAD] + [_cell("\n".join(head.topics))]
    for record in records:
        lists = (_cell("\n".join(entries(record))) for entries in _LISTS.values())
        rows.writerow([*(_cell(getattr(record, name)) for name in _RECORD), *lists, *common])
        yield row.text.encode()


class _Row:
    """Where ``csv`` leaves the row it has written."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def neutralise(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: marked with ' where it might be one.

    A text that begins with ' is marked too, so that ``restore`` gives back every text exactly.
    """
    suspicious = text.startswith((_MARK, *_FORMULA)) or text.lstrip().startswith(_FORMULA)
    return _MARK + text if suspicious else text


def restore(cell: str) -> str:
    """The text of a neutralised cell."""
    return cell.removeprefix(_MARK)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return neutralise("" if value is None else str(value))
