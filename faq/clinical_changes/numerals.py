"""Numbers as they are written: digits of any script, decimals, fractions, times, telephone numbers."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

_THIN = "\u00a0\u202f\u2009"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
NUMBER = (
    r"(?:\+\d|(?<![\w.])0\d{2,}(?=[ \u00a0-]?\d{2}))[\d\u00a0 ()-]{5,}\d"  # a telephone number
    r"|\d+(?:[/⁄]\d+)+"  # a fraction, a blood pressure, a date
    r"|\d{1,2}:\d{2}(?!\d)"
    r"|\d{1,2}\.\d{2}(?=[ \u00a0]?(?:[ap]\.?m\b))"
    rf"|(?:(?<![\w.,])[-−](?=\d))?(?:\d{{1,3}}(?:[,٬'’ {_THIN}]\d{{3}})+(?!\d)(?:[.٫]\d+)?"
    r"|\d+(?:[.,·٫]\d+)*|(?<![\w.])\.\d+)"
    rf"(?:\^\d+|[⁰¹²³⁴-⁹]+|[ {_THIN}]?[{_VULGAR}]|[ -]1[/⁄][234](?!\d))?"
    rf"|(?<![\w.])\.\d+|[{_VULGAR}]"
)
"""What counts as one number, as a regular expression without groups."""

_LONGEST = 40  # characters of what is still a number to reckon with
_PHONE = re.compile(r"(?:\+|0)[\d ()-]*")
_GROUPED = re.compile(r"\d{1,3}(?:[,'’ ]\d{3})+(?:\.\d+)?")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"\d*\.\d+|\d+")
_MIXED = re.compile(r"(\d+)[ -](\d+)/(\d+)")
_RATIO = re.compile(r"(\d+)/(\d+)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


@lru_cache(maxsize=5_000)
def value(written: str) -> str:
    """What a number comes to, the same for every harmless way of writing it.

    1.000 stays as it is written: it is one in London and a thousand in Madrid.
    """
    plain = _in_ascii(written)
    if len(plain) > _LONGEST:
        return f"digits {plain}"
    if plain.startswith("-"):
        return f"-{value(plain[1:])}"
    if _PHONE.fullmatch(plain) and sum(c.isdigit() for c in plain) >= 7:
        return "tel:" + "".join(c for c in plain if c.isdigit() or c == "+")
    if found := _MIXED.fullmatch(plain):
        return str(int(found[1]) + _fraction(found[2], found[3]))
    if (found := _RATIO.fullmatch(plain)) and int(found[1]) < int(found[2]) <= 10:
        return str(_fraction(found[1], found[2]))
    if ":" in plain and (found := _CLOCK.fullmatch(plain)):
        return f"{int(found[1])}:{found[2]}"
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[,'’ ]", "", plain)
    elif _AMBIGUOUS.fullmatch(plain):
        return f"{plain}?"
    plain = re.sub(r"^(\d*),(\d+)$", r"\1.\2", plain)
    return str(Fraction(plain)) if _DECIMAL.fullmatch(plain) else plain


def as_fraction(value_of: str) -> Fraction | None:
    """The amount that a value stands for; None for a date, a telephone number and the like."""
    return Fraction(value_of) if re.fullmatch(r"\d{1,40}(?:/[1-9]\d{0,40})?", value_of) else None


def _fraction(above: str, below: str) -> Fraction:
    return Fraction(int(above), int(below) or 1)


def _in_ascii(written: str) -> str:
    """Digits and signs as on an English keyboard; a raised digit stays apart from those beside it."""
    characters: list[str] = []
    for character in written:
        if character in "⁰¹²³⁴⁵⁶⁷⁸⁹":
            characters.append("^" + unicodedata.normalize("NFKC", character))
        elif character in _VULGAR:
            plain = unicodedata.normalize("NFKC", character).replace("⁄", "/")
            characters.append(f" {plain}" if characters and characters[-1].isdigit() else plain)
        elif character.isdecimal():
            characters.append(str(unicodedata.decimal(character)))
        else:
            characters.append({"٫": ".", "·": ".", "٬": ",", "−": "-", "⁄": "/"}.get(character, character))
    plain = re.sub(r"[\u00a0\u202f\u2009 ]+", " ", "".join(characters))
    return re.sub(r"(?<=\d)\^(\d)\^", r"^\1", plain)
