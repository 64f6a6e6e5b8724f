"""The canonical form of a version's content, and its hash: what a signature signs."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

SCHEMA = "clinician-reviewed-answer/1"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Content:
    """Everything that an approval of a version vouches for."""

    answer: str  # the answer's identity, a UUID
    version: int
    language: str
    question: str
    body: str
    sources: str
    translation_of: str = ""  # the content hash of the version it was translated from


def canonical_json(value: Any) -> str:
    """One spelling for one value: sorted keys, no spaces, characters as themselves."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(content: Content) -> str:
    """The SHA-256 that an approval signs, over the canonical JSON of the content and its schema.

    A text that is no translation is hashed without ``translation_of``.
    """
    signed = {name: value for name, value in content.__dict__.items() if name != "translation_of" or value}
    return sha256(canonical_json({"schema": SCHEMA} | signed))


def as_typed(text: str) -> str:
    """The text with newlines as ``\\n``: browsers send ``\\r\\n``, and a mere re-save must not count as a change."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unstorable_character(text: str) -> str | None:
    """Name a character that no database can keep and no reader can see, or None."""
    found = _UNSTORABLE.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
