"""Records → one JSON document, one field a line, so that two exports can be compared line by line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from .record import Head, Record


def write(records: Iterable[Record], head: Head) -> Iterator[bytes]:
    """The document in pieces. It ends with the number of records: one that was cut short is not valid JSON."""
    yield (_object(asdict(head)).removesuffix("\n}") + ',\n  "records": [').encode()
    count = 0
    for record in records:
        yield (("," if count else "") + "\n" + _indented(_object(asdict(record)))).encode()
        count += 1
    yield (("\n  " if count else "") + f'],\n  "count": {count}\n}}\n').encode()


def _object(fields: dict[str, Any]) -> str:
    return json.dumps(fields, indent=2, ensure_ascii=False, default=_plain)


def _indented(text: str) -> str:
    # JSON escapes the newlines of a text: each one here is of the document's own layout.
    return "    " + text.replace("\n", "\n    ")


def _plain(value: date | datetime) -> str:
    return value.isoformat()
