"""Content codings: which one a client gets, and that nothing is lost or piled up on the way."""

import gzip
import os
import tracemalloc
from collections.abc import Iterator

import brotli
import pytest

from faq.views.compression import best_coding, encoded, is_text

DECODE = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),  # what browsers send
        ("br", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip ; q = 0.5 , br ;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0.000", ""),
        ("*", "br"),
        ("*;q=0.1", "br"),
        ("br;q=0, *", "gzip"),
        ("*, br;q=0.2", "gzip"),
        ("gzip;q=0, *;q=0", ""),
        ("identity", ""),
        ("identity;q=0.5, gzip;q=0.4", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0", ""),  # nothing that we have was asked for: sent as it is, not refused
        ("", ""),
        (",,;,=", ""),
        ("zstd, deflate", ""),
        ("brotli, xgzip, gzipped", ""),
    ],
)
def test_a_client_gets_the_coding_it_likes_best(accepted: str, coding: str) -> None:
    assert best_coding(accepted) == coding


@pytest.mark.parametrize("weight", ["2", "-1", "nan", "inf", "1e1", "0.1234", "0.٥", "", "٠.٥", "1.5", "x"])
def test_a_weight_that_is_none_asks_for_nothing(weight: str) -> None:
    assert best_coding(f"gzip;q={weight}") == ""


@pytest.mark.parametrize("coding", DECODE)
@pytest.mark.parametrize("pieces", [[], [b""], [b"one"], [b"one", b"", b"two"], [os.urandom(100_000)] * 3])
def test_what_is_packed_can_be_unpacked(coding: str, pieces: list[bytes]) -> None:
    assert DECODE[coding](b"".join(encoded(pieces, coding))) == b"".join(pieces)


@pytest.mark.parametrize("coding", DECODE)
def test_the_same_page_is_the_same_bytes_at_any_time(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(encoded([b"a page " * 500], coding))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert list(encoded([b"a page " * 500], coding)) == first


@pytest.mark.parametrize("coding", DECODE)
def test_a_long_stream_never_lies_in_memory_as_a_whole(coding: str) -> None:
    length, piece = 40_000, 1_000

    def stream() -> Iterator[bytes]:
        for _ in range(length):
            yield os.urandom(piece)

    tracemalloc.start()
    try:
        size = sum(len(part) for part in encoded(stream(), coding))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 0.9 * length * piece  # noise does not shrink: all of it went through
    assert peak < 8_000_000


def test_a_stream_of_small_records_shrinks_as_well_as_the_whole() -> None:
    records = [
        f'{{"number": {number}, "text": "The pump is refilled."}}\n'.encode() for number in range(2_000)
    ]
    for coding in DECODE:
        streamed = sum(map(len, encoded(records, coding)))
        assert streamed <= 1.05 * sum(map(len, encoded([b"".join(records)], coding)))


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html; charset=utf-8",
        "text/csv",
        "Text/Plain",
        "application/json",
        "application/ld+json",
        "application/atom+xml; charset=utf-8",
        "application/xml",
        "image/svg+xml",
    ],
)
def test_text_is_worth_packing(content_type: str) -> None:
    assert is_text(content_type)


@pytest.mark.parametrize(
    "content_type",
    ["image/png", "image/jpeg", "image/webp", "application/zip", "application/pdf", "", "xtext/a"],
)
def test_what_is_packed_already_is_not_packed_again(content_type: str) -> None:
    assert not is_text(content_type)
