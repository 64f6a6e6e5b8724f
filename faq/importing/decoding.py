"""Bytes of an uploaded file into text, or a refusal in plain words."""

import re
from dataclasses import dataclass, field

from faq.importing.refusal import ImportRefused

MAX_BYTES = 10 * 1024 * 1024

_SAVE_AS_TEXT = "Open it in the program that made it, save it as plain text (UTF-8), and import that file."

# First bytes of what people most often upload by mistake.
_KNOWN_BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word document or another packed file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "a packed file"),
)

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
}

# Text has tabs, line ends and now and then a form feed, and hardly any other control character.
_CONTROL_CHARACTERS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL_CHARACTERS = 0.01

# Every second byte of English UTF-16 is zero; a binary file is not that regular.
_ZERO_SHARE_OF_UTF16 = 0.4
_ZERO_SHARE_OF_LETTERS = 0.02

_NON_ASCII_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. Every line ends in ``\\n``: ``\\r\\n`` and ``\\r`` are replaced, and offsets and
    line numbers anywhere after this count in that text. ``encoding`` is a codec name; ``notices`` are for the
    editor."""

    text: str
    encoding: str
    notices: list[str] = field(default_factory=list)


def decode(data: bytes) -> Decoded:
    """The text of a file saved in UTF-8, UTF-16, UTF-32 or Windows-1252.

    Raises ImportRefused for a file that is empty, larger than MAX_BYTES, binary, damaged, or holds NUL.
    """
    _refuse_size(data)
    _refuse_known_binary(data)
    encoding, text = _read(data)
    if "\x00" in text:
        raise _nul_refusal(text.count("\n", 0, text.index("\x00")) + 1)
    if len(_CONTROL_CHARACTERS.findall(text)) > _MOST_CONTROL_CHARACTERS * len(text):
        raise ImportRefused(f"This file does not hold text. {_SAVE_AS_TEXT}")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ImportRefused("This file is empty. Choose a file that holds questions and answers.")
    return Decoded(text, encoding, _notices(encoding))


def _refuse_size(data: bytes) -> None:
    if not data:
        raise ImportRefused("This file is empty. Choose a file that holds questions and answers.")
    if len(data) > MAX_BYTES:
        megabytes = len(data) / (1024 * 1024)
        raise ImportRefused(
            f"This file is too large: it has {megabytes:.1f} MB, and at most {MAX_BYTES // (1024 * 1024)} "
            "MB can be imported at once. Split it into smaller files."
        )


def _refuse_known_binary(data: bytes) -> None:
    for magic, kind in _KNOWN_BINARIES:
        if data.startswith(magic):
            raise ImportRefused(f"This file is {kind}, not plain text. {_SAVE_AS_TEXT}")


def _read(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, _decode_declared(data, encoding)
    if b"\x00" in data:
        evident = _evident_utf16(data)
        if evident is None:
            raise _nul_refusal(data.count(b"\n", 0, data.index(b"\x00")) + 1)
        return evident, _decode_declared(data, evident)
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as damage:
        _refuse_damaged_utf8(data, damage)
    try:
        return "cp1252", data.decode("cp1252")
    except UnicodeDecodeError as damage:
        line = data.count(b"\n", 0, damage.start) + 1
        raise ImportRefused(
            f"The characters of this file cannot be read (first in line {line}): it is neither UTF-8 nor "
            f"UTF-16 nor Windows-1252, or it does not hold text. {_SAVE_AS_TEXT}"
        ) from damage


def _decode_declared(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as damage:
        raise ImportRefused(
            f"This file says that it is {_NAMES[encoding]}, but it is damaged at byte {damage.start + 1}. "
            f"{_SAVE_AS_TEXT}"
        ) from damage


def _evident_utf16(data: bytes) -> str | None:
    """The UTF-16 that a file without byte order mark is evidently in, or None."""
    if len(data) % 2:
        return None
    half = len(data) // 2
    even, odd = data[0::2].count(0) / half, data[1::2].count(0) / half
    if odd >= _ZERO_SHARE_OF_UTF16 and even <= _ZERO_SHARE_OF_LETTERS:
        return "utf-16-le"
    if even >= _ZERO_SHARE_OF_UTF16 and odd <= _ZERO_SHARE_OF_LETTERS:
        return "utf-16-be"
    return None


def _refuse_damaged_utf8(data: bytes, damage: UnicodeDecodeError) -> None:
    """Refuse what is UTF-8 but for a few bytes: read as Windows-1252, its "°" would become "Â°"."""
    readable = len(_NON_ASCII_UTF8.findall(data))
    unreadable = data.decode("utf-8", errors="replace").count("\ufffd")
    if readable >= unreadable:
        line = data.count(b"\n", 0, damage.start) + 1
        raise ImportRefused(
            f"This file is UTF-8 for the most part, but a character in line {line} is not. It was probably "
            "cut off or put together from two files. Correct that line, save the file as UTF-8, and import "
            "it again."
        )


def _nul_refusal(line: int) -> ImportRefused:
    return ImportRefused(
        f"This file holds a NUL byte (first in line {line}), which no text has. It is damaged or not a text "
        f"file. {_SAVE_AS_TEXT}"
    )


def _notices(encoding: str) -> list[str]:
    if encoding in {"utf-8", "utf-8-sig"}:
        return []
    return [
        f"This file was saved in {_NAMES[encoding]}, not UTF-8. Check that accents and quotation marks look "
        "right."
    ]
