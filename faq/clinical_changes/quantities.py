"""Numbers with all that belongs to them: "at least 2 to 3 mg/kg", "half a tablet", "over 12 years old"."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from faq.clinical_changes.kinds import Kind
from faq.clinical_changes.lexicon import Grade, Lexicon
from faq.clinical_changes.numerals import as_fraction
from faq.clinical_changes.sentences import Word

_ALARMS = {"999", "111", "112", "911", "000", "101", "119", "061", "998", "997"}
_NOT_DOSES = {
    "%",
    "‰",
    "cm",
    "mm",
    "m",
    "km",
    "inch",
    "foot",
    "mmhg",
    "bpm",
    "kcal",
    "kj",
    "gauge",
    "hz",
    "mhz",
    "kpa",
    "mmol",
    "mmol/l",
    "mmol/mol",
    "mg/dl",
}
_RANGE_WORDS = {"to", "or", "a", "o", "الي", "او"}
_NO_OCLOCK = {"am": "am", "pm": "pm", "oclock": "o'clock", "o'clock": "o'clock"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its place. The ``_at`` are places of words; a unit and a limit may be missing."""

    numbers: tuple[str, ...]  # two for a range
    begin: int
    end: int  # the place after its last word
    number_at: tuple[int, ...]
    kind: Kind = Kind.NUMBER
    grade: Grade = Grade.ALWAYS
    unit: str = ""
    is_form: bool = False  # tablets, puffs: what "take two" leaves out
    unit_at: tuple[int, ...] = ()
    limit: str = ""
    limit_at: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for quantities that say the same."""
        return (*self.numbers, self.unit, self.limit)


@dataclass
class QuantityReader:
    """Reads the quantities of a sentence."""

    words: Sequence[Word]
    known: Lexicon
    people_in_sentence: bool = field(init=False)
    read: dict[int, Quantity | None] = field(
        default_factory=dict
    )  # what begins at a word, once it was asked for

    def __post_init__(self) -> None:
        self.people_in_sentence = any(word.key in self.known.people for word in self.words)

    def at(self, place: int) -> Quantity | None:
        """The quantity that begins at a word, with a limit before it if there is one."""
        if place not in self.read:
            self.read[place] = self._read(place)
        return self.read[place]

    def _read(self, place: int) -> Quantity | None:
        limit, limit_words = self.known.limits.found_at(self.words, place) or ("", 0)
        begin = place + limit_words
        if limit_words and self._key(begin) in ("the", "about", "around", "age", "of", "la", "los", "las"):
            begin += 1
            begin += self._key(begin) in ("age", "of")
        found = self._number(begin)
        if found is None:
            return None
        if limit_words:
            found = replace(
                found, begin=place, limit=limit, limit_at=tuple(range(place, place + limit_words))
            )
            if found.grade is Grade.SWAPPED and found.unit:
                found = replace(found, grade=Grade.ALWAYS)
        return self._with_kind(self._with_limit_after(self._with_unit(found)))

    def _key(self, place: int) -> str:
        return self.words[place].key if 0 <= place < len(self.words) else ""

    def _number(self, place: int) -> Quantity | None:
        single = self._single(place)
        if single is None:
            return None
        value, end, grade = single
        numbers: tuple[str, ...] = (value,)
        at = tuple(range(place, end))
        following = self._range_end(end, is_between=self._key(place - 1) == "between")
        if following is not None and grade is Grade.ALWAYS and not value.startswith("tel:"):
            other = self._single(following)
            if other and other[2] is Grade.ALWAYS:
                numbers += (other[0],)
                at += tuple(range(following, other[1]))
                end = other[1]
        return Quantity(numbers, place, end, at, grade=grade)

    def _single(self, place: int) -> tuple[str, int, Grade] | None:
        """A number in digits or words: what it is, where it ends, how telling it is."""
        key = self._key(place)
        if not key:
            return None
        word = self.words[place]
        if word.is_number:
            end = place + 1
            scale = self.known.numbers.get((self._key(end),))
            amount = as_fraction(key) if scale in ("1000", "1000000") else None
            if scale and amount is not None:
                return str(amount * int(scale)), end + 1, Grade.ALWAYS
            return key, end, Grade.ALWAYS
        if key in self.known.articles and self._can_be_counted(place + 1):
            return "1", place + 1, Grade.SWAPPED
        return self._in_words(place) if key in self.known.numbers.longest else None

    def _can_be_counted(self, place: int) -> bool:
        return bool(
            self.known.forms.length_at(self.words, place) or self.known.periods.length_at(self.words, place)
        )

    def _in_words(self, place: int) -> tuple[str, int, Grade] | None:
        total, last = Fraction(0), Fraction(0)
        end = place
        while found := self.known.numbers.found_at(self.words, end):
            number, length = Fraction(found[0]), found[1]
            if number >= 100 and last:
                total += last * number - last
                last = last * number
            elif end > place and not (last >= 20 > number > 0 and number == int(number)):
                break
            else:
                total += number
                last = number
            end += length
        if end == place:
            return None
        joint = self._key(end) in ("and", "y", "و")
        half_at = end + 1 + (self._key(end + 1) in ("a", "un", "una"))
        if joint and total >= 1 and self.known.numbers.get((self._key(half_at),)) == "1/2":
            total += Fraction(1, 2)
            end = half_at + 1
        grade = Grade.SWAPPED if total == 1 else Grade.ALWAYS
        return str(total), end, grade

    def _range_end(self, end: int, *, is_between: bool) -> int | None:
        """Where the second number of a range would begin."""
        if end >= len(self.words):
            return None
        if self.words[end].is_number and 0 < self.words[end].start - self.words[end - 1].end <= 3:
            return end if not self.words[end].is_bound else None
        if self._key(end) in _RANGE_WORDS or (is_between and self._key(end) == "and"):
            return end + 1
        return None

    def _with_unit(self, found: Quantity) -> Quantity:
        place = found.end
        if "1/2" in found.numbers or "1/4" in found.numbers or "3/4" in found.numbers:
            place += self._key(place) == "of"
            place += self._key(place) in self.known.articles
        if self._key(place) in ("full", "whole", "more", "full-strength", "extra", "small", "level"):
            place += 1
        for known, is_form in (
            (self.known.units, False),
            (self.known.forms, True),
            (self.known.periods, False),
        ):
            if told := known.found_at(self.words, place):
                unit, length = told
                grade = found.grade
                if known is self.known.periods and grade is Grade.SWAPPED and self._key(found.begin - 1) in (
                    "for", "within", "after", "every", "until", "last", "lasts", "durante", "in",
                ):  # fmt: skip
                    grade = Grade.ALWAYS
                if self._key(found.begin) in ("one", "single"):
                    grade = Grade.ALWAYS
                at = tuple(range(place, place + length))
                found = replace(
                    found, unit=unit, is_form=is_form, unit_at=at, end=place + length, grade=grade
                )
                return self._with_second_unit(found)
        if self._key(place) in _NO_OCLOCK:
            numbers = tuple(self._clock(number) for number in found.numbers)
            unit = _NO_OCLOCK[self._key(place)]
            return replace(found, numbers=numbers, unit=unit, unit_at=(place,), end=place + 1)
        if self._key(place) in self.known.times:
            return replace(found, unit="times", unit_at=(place,), end=place + 1)
        return found

    @staticmethod
    def _clock(number: str) -> str:
        """8.30 am as 8:30."""
        fraction = as_fraction(number)
        if fraction is None or fraction.denominator == 1:
            return number.removesuffix(":00")
        return f"{int(fraction)}:{round(fraction % 1 * 100):02}"

    def _with_second_unit(self, found: Quantity) -> Quantity:
        """mg/kg, micrograms per ml, °C."""
        place = found.end
        if found.unit == "°" and self.known.units.get((self._key(place),), "").startswith("°"):
            unit = self.known.units[(self._key(place),)]
            return replace(found, unit=unit, unit_at=(*found.unit_at, place), end=place + 1)
        if self._key(place) not in ("/", "per", "por"):
            return found
        per = self.known.units.found_at(self.words, place + 1)
        if not per:
            return found
        end = place + 1 + per[1]
        return replace(
            found, unit=f"{found.unit}/{per[0]}", unit_at=(*found.unit_at, *range(place, end)), end=end
        )

    def _with_limit_after(self, found: Quantity) -> Quantity:
        place = found.end
        told = self.known.limits_after.found_at(self.words, place)
        if found.limit or not told:
            return found
        limit, length = told
        at = tuple(range(place, place + length))
        if {"old", "older", "younger"} & {self._key(word) for word in at}:
            found = replace(found, kind=Kind.AGE)
        return replace(found, limit=limit, limit_at=at, end=place + length)

    def _with_kind(self, found: Quantity) -> Quantity:
        before = [self._key(place) for place in range(found.begin - 3, found.begin)]
        old = self.known.old.length_at(self.words, found.end)
        if found.numbers[0].startswith("tel:") or self._is_to_be_called(found, before):
            return replace(found, kind=Kind.PHONE)
        if found.unit.startswith("°"):
            return replace(found, kind=Kind.TEMPERATURE)
        if found.unit in _NO_OCLOCK.values() or (":" in found.numbers[0] and not found.unit):
            return replace(found, kind=Kind.TIME)
        if old or self._is_age(found, before):
            # "12 years" and "12" are one age
            unit = "" if found.unit == "year" else found.unit
            return replace(found, kind=Kind.AGE, unit=unit, end=found.end + old)
        if found.unit in self.known.periods.values():
            return replace(found, kind=Kind.DURATION)
        if found.unit == "times":
            return replace(found, kind=Kind.FREQUENCY)
        if found.unit and found.unit not in _NOT_DOSES:
            return replace(found, kind=Kind.DOSE)
        return found

    def _is_to_be_called(self, found: Quantity, before: list[str]) -> bool:
        if found.unit or found.grade is not Grade.ALWAYS:
            return False
        return found.numbers[0] in _ALARMS or bool(self.known.call & set(before[-2:]))

    def _is_age(self, found: Quantity, before: list[str]) -> bool:
        if found.unit not in ("", "year", "month", "week"):
            return False
        if found.kind is Kind.AGE or any((key,) in self.known.aged for key in before[-2:]):
            return True
        follows_s = self._key(found.end) == "s"
        is_limited = bool(found.limit) and self.people_in_sentence
        near = bool(self.known.people & set(before))
        return follows_s or (is_limited and (found.unit == "year" or near))
