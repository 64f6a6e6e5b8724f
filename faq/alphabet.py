"""Titles under their first letters."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Titled = TypeVar("Titled")

NO_LETTER = "0–9"  # where titles stand that begin with none


@dataclass
class Letter(Generic[Titled]):
    """A first letter, and what begins with it in alphabetical order."""

    name: str
    entries: list[Titled] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The letter's place on a page."""
        return f"letter-{'other' if self.name == NO_LETTER else self.name.lower()}"


def by_letter(entries: Iterable[Titled], title: Callable[[Titled], str]) -> list[Letter[Titled]]:
    """Entries under the first letters of their titles, as a patient looks them up: without accents and signs.

    The Arabic article counts as part of its word: nothing tells it from a word that begins alike, such as
    التهاب (inflammation).
    """
    letters: dict[str, Letter[Titled]] = {}
    for entry in sorted(entries, key=lambda entry: _looked_up(title(entry))):
        first = next((c for c in _looked_up(title(entry)) if c.isalnum()), "")
        name = first.upper() if first.isalpha() else NO_LETTER
        letters.setdefault(name, Letter(name)).entries.append(entry)
    return sorted(letters.values(), key=lambda letter: (letter.name == NO_LETTER, letter.name))


def _looked_up(title: str) -> str:
    """The title as it is sought: small letters without their marks, from the first letter or digit on."""
    decomposed = unicodedata.normalize("NFKD", title).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    start = next((place for place, character in enumerate(bare) if character.isalnum()), 0)
    return bare[start:]
