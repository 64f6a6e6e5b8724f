"""Content codings: which one a client takes (RFC 9110, 12.5.3), and how bytes are put into it."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import brotli

WORTHWHILE = 500  # bytes; below that, a packet is a packet

_TEXT = re.compile(r"text/|application/([\w.-]+\+)?(json|xml)\b|image/svg\+xml")
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*")

# Takes a piece and returns what it has ready, if anything; and returns the rest.
_Coder = tuple[Callable[[bytes], bytes], Callable[[], bytes]]


def _brotli() -> _Coder:
    # 5 is the last quality that keeps pace with gzip; from 9 on, a page takes thirty times as long.
    coder = brotli.Compressor(quality=5)
    return coder.process, coder.finish


def _gzip() -> _Coder:
    # 31 asks for gzip's frame. Its time is left at 0, so that the same page is always the same bytes.
    coder = zlib.compressobj(level=6, wbits=31)
    return coder.compress, coder.flush


_CODERS: Mapping[str, Callable[[], _Coder]] = {"br": _brotli, "gzip": _gzip}  # the better one first


def is_text(content_type: str) -> bool:
    """Whether content of this type shrinks; pictures are compressed already."""
    return _TEXT.match(content_type.lower()) is not None


def best_coding(accept_encoding: str) -> str:
    """The coding that the header asks for most, the better one among equals; empty to send bytes as they are."""
    weights = dict(_weight(part) for part in accept_encoding.split(","))
    wanted = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in _CODERS}
    best = max(wanted, key=lambda coding: wanted[coding])
    return best if wanted[best] > 0 and wanted[best] >= weights.get("identity", 0.0) else ""


def _weight(part: str) -> tuple[str, float]:
    """A coding of the header and how much it is wanted, from 0 to 1; 0 where that makes no sense."""
    name, _, parameter = part.lower().partition(";")
    weight = _WEIGHT.fullmatch(parameter)
    return name.strip(), float(weight[1]) if weight else float(not parameter.strip())


def encoded(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces in a coding, in constant memory. Nothing is flushed on the way: that would cost size."""
    feed, finish = _CODERS[coding]()
    for piece in pieces:
        ready = feed(piece)
        if ready:
            yield ready
    yield finish()
