"""Approved answers as files, for whoever reuses them: a registry of formats, and who took what out.

A format takes records and a head and gives bytes, piece by piece; it knows neither models nor requests.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from . import as_csv, as_json
from .record import Head, Record


@dataclass(frozen=True)
class Format:
    """A way to write records."""

    name: str  # also the ending of the file's name
    content_type: str
    write: Callable[[Iterable[Record], Head], Iterator[bytes]]


FORMATS = {
    format.name: format
    for format in (
        Format("json", "application/json", as_json.write),
        Format("csv", "text/csv; charset=utf-8", as_csv.write),
    )
}
