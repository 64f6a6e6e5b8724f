"""What a sentence says that is dangerous to change: its terms, each with the words that it is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faq.clinical_changes.kinds import Kind
from faq.clinical_changes.lexicon import Entry, Grade, Lexicon
from faq.clinical_changes.medicines import looks_like_a_medicine
from faq.clinical_changes.quantities import Quantity, QuantityReader
from faq.clinical_changes.sentences import Word

_NEAR = 5  # words between an amount and "a day": 2 litres of water a day
_NO_RATE = {"for", "within", "after", "before", "about", "durante"}
_CODE = re.compile(r"[a-z]+\d\w*")
_INTERVAL = re.compile(r"q(\d+)h")
_ROMAN = re.compile(r"[IVX]{1,4}")
_ARABIC_PREFIXES = re.compile(r"^(?:[وف])?(?:[بلك])?(?:ال|ل)?(?=\w{2})")


@dataclass(frozen=True, slots=True)
class Term:
    """Something said that is dangerous to change."""

    kind: Kind
    axis: str  # what may take its place
    grade: Grade
    key: tuple[str, ...]
    places: tuple[int, ...]  # of its words
    quantity: Quantity | None = None
    offset: int = 0  # the place of the first word of its sentence; the places in a quantity count from there


def terms(words: Sequence[Word], known: Lexicon) -> list[Term]:
    """The terms of a sentence in order; no word is in two of them."""
    return list(_Reader(words, known).read())


@dataclass
class _Reader:
    words: Sequence[Word]
    known: Lexicon

    def __post_init__(self) -> None:
        self.quantities = QuantityReader(self.words, self.known)

    def read(self) -> Iterator[Term]:
        place = 0
        counted = 0  # for how many words after a quantity "a day" still says how often
        while place < len(self.words):
            found = self._at(place, counted=counted > 0)
            if isinstance(found, Term):
                yield found
                is_amount = found.axis == "quantity" and found.kind is not Kind.DURATION
                counted = _NEAR if is_amount else counted - len(found.places)
                place = found.places[-1] + 1
            else:
                ends = self.words[place].is_bound or self._key(place) in _NO_RATE
                counted = 0 if ends else counted - found
                place += found

    def _at(self, place: int, *, counted: bool) -> Term | int:
        """The term that begins at a word, or how many words to pass over."""
        entry, known = self.known.terms.found_at(self.words, place) or (None, 0)
        if entry and entry.kind is None:
            return known
        often = self._often(place, counted=counted)
        if often and len(often.places) >= known:
            return often
        quantity = self.quantities.at(place)
        if quantity and quantity.end - place >= known:
            return Term(
                quantity.kind,
                "quantity",
                quantity.grade,
                quantity.key,
                tuple(range(quantity.begin, quantity.end)),
                quantity,
            )
        if entry:
            return self._entered(entry, place, known)
        return self._other(place)

    def _key(self, place: int) -> str:
        return self.words[place].key if 0 <= place < len(self.words) else ""

    def _entered(self, entry: Entry, place: int, length: int) -> Term:
        assert entry.kind  # noqa: S101 - phrases without a kind are passed over before
        grade = entry.grade
        if entry.kind is Kind.LATERALITY and entry.value in ("left", "right") and not self._is_a_side(place):
            grade = Grade.SWAPPED
        places = tuple(range(place, place + length))
        return Term(entry.kind, entry.axis, grade, (entry.value,), places)

    def _is_a_side(self, place: int) -> bool:
        around = {self._key(place + step) for step in (-3, -2, -1, 1, 2)}
        return bool(around & (self.known.sites | self.known.side))

    def _often(self, place: int, *, counted: bool) -> Term | None:
        """How often: twice a day, every 4 to 6 hours, 8-hourly, and "a day" after a dose."""
        for read in (self._every, self._hourly, self._times):
            if found := read(place):
                return self._frequency(place, *found)
        per = self.known.per.length_at(self.words, place)
        if counted and per and (period := self.known.periods.found_at(self.words, place + per)):
            unit, length = period
            rate = self._frequency(place, f"1/{unit}", place + per + length)
            # the "/hour" of "ml/hour" is read as a part of the unit
            return replace(rate, kind=Kind.UNIT) if self._key(place) == "/" else rate
        return None

    @staticmethod
    def _frequency(place: int, value: str, end: int) -> Term:
        value = {"every 1 fortnight": "every 2 week", "1/fortnight": "every 2 week"}.get(value, value)
        return Term(Kind.FREQUENCY, "frequency", Grade.ALWAYS, (value,), tuple(range(place, end)))

    def _every(self, place: int) -> tuple[str, int] | None:
        if found := _INTERVAL.fullmatch(self._key(place)):
            return f"every {found[1]} hour", place + 1
        if self._key(place) not in self.known.every:
            return None
        after = place + 1
        if self._key(after) in self.known.other:
            number, after = "2", after + 1
        elif (quantity := self.quantities.at(after)) and quantity.unit:
            if quantity.unit in self.known.periods.values():
                return f"every {'-'.join(quantity.numbers)} {quantity.unit}", quantity.end
            return None
        else:
            number = "1"
        if (dual := self.known.duals.get(self._key(after))) and dual in self.known.periods.values():
            return f"every 2 {dual}", after + 1
        if period := self.known.periods.found_at(self.words, after):
            unit, length = period
            return (f"1/{unit}" if number == "1" else f"every {number} {unit}"), after + length
        entry = self.known.terms.get((self._key(after),))
        if number == "2" and entry and entry.kind is Kind.TIME:  # every other morning
            return "every 2 day", after
        return None

    def _times(self, place: int) -> tuple[str, int] | None:
        if count := self.known.counts.get((self._key(place),)):
            end = place + 1
            if self._key(end) in ("or", "to"):
                other = self.known.counts.get((self._key(end + 1),))
                count, end = (f"{count}-{other}", end + 2) if other else (count, end)
        elif (quantity := self.quantities.at(place)) and quantity.unit in ("times", ""):
            if quantity.limit or quantity.grade is not Grade.ALWAYS:
                return None
            count, end = "-".join(quantity.numbers), quantity.end
            if quantity.unit == "" and self._key(end) not in self.known.adverbs:
                return None
        else:
            return None
        return self._period(count, end) or (
            (f"{count}/", end) if count == "2" and self._key(place) in ("twice", "مرتين") else None
        )

    def _period(self, count: str, end: int) -> tuple[str, int] | None:
        if adverb := self.known.adverbs.get(self._key(end)):
            return f"{count}/{adverb}", end + 1
        per = self.known.per.length_at(self.words, end)
        if per and (period := self.known.periods.found_at(self.words, end + per)):
            unit, length = period
            return f"{count}/{unit}", end + per + length
        return None

    def _hourly(self, place: int) -> tuple[str, int] | None:
        quantity = self.quantities.at(place)
        if quantity is None or quantity.unit:
            return None
        adverb = self.known.adverbs.get(self._key(quantity.end), "day")
        if adverb != "day":
            return f"every {'-'.join(quantity.numbers)} {adverb}", quantity.end + 1
        return None

    def _other(self, place: int) -> Term | int:
        word = self.words[place]
        key = word.key
        if dual := self.known.duals.get(key):
            kind = Kind.DURATION if dual in self.known.periods.values() else Kind.DOSE
            quantity = Quantity(
                ("2",), place, place + 1, (place,), kind, unit=dual, is_form=kind is Kind.DOSE
            )
            return Term(kind, "quantity", Grade.ALWAYS, quantity.key, (place,), quantity)
        if key in self.known.ordinals:
            return Term(Kind.NUMBER, "ordinal", Grade.SWAPPED, (self.known.ordinals[key],), (place,))
        if looks_like_a_medicine(key):
            return Term(Kind.MEDICINE, "medicine", Grade.WITH_SENTENCE, (key,), (place,))
        if _CODE.fullmatch(key) or (_ROMAN.fullmatch(word.raw) and word.raw != "I"):
            return Term(Kind.NUMBER, "code", Grade.SWAPPED, (key,), (place,))
        if len(word.raw) == 1 and word.raw.isupper() and word.raw not in "AI" and not word.is_bound:
            kind = Kind.MEDICINE if self._key(place - 1).startswith("vitamin") else Kind.NUMBER
            return Term(kind, "letter", Grade.SWAPPED, (key,), (place,))
        return self._with_prefix(place) or 1

    def _with_prefix(self, place: int) -> Term | None:
        """An Arabic word that is written as one with "and", "the" or "with" before it."""
        key = self._key(place)
        if not "\u0600" < key[:1] < "\u06ff":
            return None
        bare = _ARABIC_PREFIXES.sub("", key)
        for candidate in (key[1:] if key[0] in "وفبلك" else key, bare, f"ال{bare}"):
            entry = self.known.terms.get((candidate,))
            if entry and entry.kind:
                return self._entered(entry, place, 1)
        return None
