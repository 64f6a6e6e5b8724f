"""The words of all languages of the site that carry clinical meaning, ready to be looked up.

In the lists a line of ``TERMS`` is a kind (after a dot the axis on it, where the kind has several), a grade,
what the phrases say, and the phrases. The grade says when a change is dangerous:

- ``!`` wherever the word comes or goes;
- ``^`` when its whole sentence comes or goes, or when another word of its axis takes its place;
- ``~`` only when another word of its axis takes its place.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property
from typing import TypeVar

from faq.clinical_changes import measures_en, words_ar, words_en, words_es
from faq.clinical_changes.kinds import Kind
from faq.clinical_changes.sentences import Word, folded, sentences

Phrase = tuple[str, ...]
Value = TypeVar("Value")


class Phrases(dict[Phrase, Value]):
    """Phrases and what they say; it knows by the first word whether one may begin here."""

    @cached_property
    def longest(self) -> dict[str, int]:
        """By the first word: how many words the longest phrase has. To be asked once all phrases are there."""
        longest: dict[str, int] = {}
        for phrase in self:
            longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
        return longest

    def found_at(self, words: Sequence[Word], place: int) -> tuple[Value, int] | None:
        """What the longest phrase says that begins at a word, and of how many words it is."""
        most = self.longest.get(words[place].key, 0) if place < len(words) else 0
        for length in range(min(most, len(words) - place), 0, -1):
            phrase = tuple([word.key for word in words[place : place + length]])
            if phrase in self:
                return self[phrase], length
        return None

    def length_at(self, words: Sequence[Word], place: int) -> int:
        """Of how many words the longest phrase is that begins at a word; 0 for none."""
        found = self.found_at(words, place)
        return found[1] if found else 0


class Grade(IntEnum):
    """When a word is dangerous to change."""

    SWAPPED = 1
    WITH_SENTENCE = 2
    ALWAYS = 3


_GRADES = {"~": Grade.SWAPPED, "^": Grade.WITH_SENTENCE, "!": Grade.ALWAYS}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase says."""

    kind: Kind | None  # None for a phrase that only looks like another
    axis: str
    grade: Grade
    value: str


@dataclass
class Lexicon:
    """What the words of a text may mean; where two languages disagree, the text's own is right."""

    terms: Phrases[Entry] = field(default_factory=Phrases)
    numbers: Phrases[str] = field(default_factory=Phrases)
    ordinals: dict[str, str] = field(default_factory=dict)
    counts: Phrases[str] = field(default_factory=Phrases)  # once, twice
    articles: set[str] = field(default_factory=set)
    units: Phrases[str] = field(default_factory=Phrases)
    forms: Phrases[str] = field(default_factory=Phrases)
    periods: Phrases[str] = field(default_factory=Phrases)
    adverbs: dict[str, str] = field(default_factory=dict)  # weekly: week
    per: Phrases[None] = field(default_factory=Phrases)
    every: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)
    times: set[str] = field(default_factory=set)
    limits: Phrases[str] = field(default_factory=Phrases)
    limits_after: Phrases[str] = field(default_factory=Phrases)
    old: Phrases[None] = field(default_factory=Phrases)
    aged: Phrases[None] = field(default_factory=Phrases)
    people: set[str] = field(default_factory=set)
    call: set[str] = field(default_factory=set)
    side: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    joins: dict[str, str] = field(default_factory=dict)
    pronouns: set[str] = field(default_factory=set)
    duals: dict[str, str] = field(default_factory=dict)
    swaps: Phrases[list[tuple[Kind, str, Phrase]]] = field(default_factory=Phrases)  # kind, axis, pole
    sites: set[str] = field(default_factory=set)


Lists = dict[str, str]
_MODULES = {"en": (words_en, measures_en), "es": (words_es,), "ar": (words_ar,)}
_LISTS: dict[str, Lists] = {
    language: {name: listed for module in modules for name, listed in vars(module).items() if name.isupper()}
    for language, modules in _MODULES.items()
}
# Small words that carry no meaning of their own, to tell languages apart by.
_SMALL = {
    "en": "the of to and you your is it in for with on if do be or this that are can from when as after",
    "es": "de la el los las que en una del para su sus se es al lo y tome usted le esta este son",
}


def language_of(keys: Iterable[str]) -> str:
    """The language of a text by words that only one language has; English where there is nothing to go by."""
    balance = 0
    for key in keys:
        balance += (key in _own_words("es", "en")) - (key in _own_words("en", "es"))
    return "es" if balance > 0 else "en"


@cache
def _own_words(language: str, other: str) -> frozenset[str]:
    """What is a word of one language and not of the other."""
    own, others = (
        {word for text in (*_LISTS[each].values(), _SMALL[each]) for word in _LATIN.findall(folded(text))}
        for each in (language, other)
    )
    return frozenset(own - others)


_LATIN = re.compile(r"[a-z]{2,}")


def phrases(listed: str) -> list[Phrase]:
    """The phrases of a list between upright strokes, folded."""
    split = (keys_of(phrase) for phrase in listed.split("|"))
    return [phrase for phrase in split if phrase]


def keys_of(phrase: str) -> Phrase:
    """The words of a phrase as they are compared."""
    return tuple(w.key for sentence in sentences(phrase) for w in sentence.words if not w.is_bound)


@cache
def lexicon(language: str) -> Lexicon:
    """Everything that is looked up in a text. Arabic shares no word with the others, so it is always there."""
    made = Lexicon()
    _add_units(made, _LISTS["en"])
    for spoken in ("ar", language):
        _add(made, _LISTS[spoken])
    return made


def _add(made: Lexicon, lists: Lists) -> None:
    _add_units(made, lists)
    _add_terms(made, lists["TERMS"])
    for index, (name, default) in enumerate(_SWAPS):
        for line_number, line in enumerate(lists[name].strip().splitlines()):
            # A line of opposites is an axis of its own; parts of the body are all one axis.
            axis = f"{name}{line_number}" if index == 0 else name
            named, colon, rest = line.partition(": ")
            kind = Kind(named) if colon else default
            for pole in (rest if colon else line).split("/"):
                for phrase in phrases(pole):
                    made.swaps.setdefault(phrase, []).append((kind, axis, phrases(pole)[0]))
    made.sites |= {
        phrase[0] for line in lists["SITES"].splitlines() for p in line.split("/") for phrase in phrases(p)
    }
    for target, listed in (
        (made.numbers, lists["NUMBERS"]),
        (made.counts, lists["TIMES"]),
    ):
        for item in listed.replace("\n", "|").split("|"):
            if item.strip():
                number, _, word = item.strip().partition(" ")
                target[keys_of(word)] = number
    for item in filter(str.strip, lists["ORDINALS"].split("|")):
        word, number = item.split()
        made.ordinals[folded(word)] = number
    for item in filter(str.strip, lists["PERIOD_ADVERBS"].split("|")):
        period, adverb = item.split()
        made.adverbs[folded(adverb)] = period
    for line in lists.get("DUALS", "").strip().splitlines():
        what, _, listed = line.partition(":")
        made.duals |= {phrase[0]: what for phrase in phrases(listed)}
    made.articles |= _words(lists["ARTICLES"])
    made.every |= _words(lists["EVERY"])
    made.other |= _words(lists["OTHER"])
    made.times |= _words(lists["TIMES_WORDS"])
    made.people |= _words(lists["PEOPLE"])
    made.call |= _words(lists["CALL"])
    made.breaks |= _words(lists["BREAKS"])
    made.pronouns |= _words(lists["STANDS_FOR_A_MEDICINE"])
    made.per |= dict.fromkeys(phrases(lists["PER"]))
    made.old |= dict.fromkeys(phrases(lists["OLD"]))
    made.aged |= dict.fromkeys(phrases(lists["AGED"]))
    made.side |= _words(lists["SIDE"])
    made.joins |= {folded(lists["AND"]): "and", folded(lists["OR"]): "or", folded(lists["IF"]): "if"}
    made.limits |= _values(lists["LIMITS"])
    made.limits_after |= _values(lists["LIMITS_AFTER"])


_SWAPS = (("OPPOSITES", Kind.OPPOSITE), ("SITES", Kind.SITE), ("DISEASES", Kind.ILLNESS))


def _add_units(made: Lexicon, lists: Lists) -> None:
    for target, listed, kind, axis in (
        (made.units, lists["UNITS"], Kind.UNIT, "unit"),
        (made.forms, lists["FORMS"], Kind.UNIT, "form"),
        (made.periods, lists["PERIODS"], Kind.DURATION, "period"),
    ):
        target |= _values(listed)
        for phrase, unit in _values(listed).items():
            # Written out, a unit says something without a number too; "m", "c" and "l" do not.
            if len(phrase[0]) > 3 or unit in ("mg", "mcg", "day"):
                made.swaps.setdefault(phrase, []).append((kind, axis, (unit,)))


def _add_terms(made: Lexicon, listed: str) -> None:
    for line in listed.strip().splitlines():
        head, _, rest = line.partition(": ")
        name, _, value = head.partition(" ")
        if name == "plain":
            made.terms |= {phrase: Entry(None, "", Grade.SWAPPED, "") for phrase in phrases(rest)}
            continue
        kind, mark, axis = next(name.partition(m) for m in _GRADES if m in name)
        made.terms |= {
            phrase: Entry(Kind(kind), f"{kind}{axis}", _GRADES[mark], value) for phrase in phrases(rest)
        }


def _values(listed: str) -> dict[Phrase, str]:
    lines = (line.partition(":") for line in listed.strip().splitlines())
    return {phrase: value for value, _, rest in lines for phrase in phrases(rest)}


def _words(listed: str) -> set[str]:
    return {phrase[0] for phrase in phrases(listed)}
