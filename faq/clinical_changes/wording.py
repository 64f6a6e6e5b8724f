"""Words that took the place of their opposite, of another name, of another part of the body."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from faq.clinical_changes.comparing import Terms, found_between
from faq.clinical_changes.kinds import Found, Kind
from faq.clinical_changes.sides import Side, Two, is_telling

_MOST = 2_000  # pairs of words that are looked at in a segment
_MOST_BESIDE = 200  # words that are looked at beside a name
_LONG_ENOUGH = 4  # letters of a name
_LONG_STEM = 6  # of a word that "a" turns: atypical, but not along

_NOT = re.compile(r"(?:un|in|im|il|ir|dis|ab|non|des|an)-?|a(?=$)")
_NOT_AFTER = {"less": ("", "ful", "e"), "free": ("",)}
_PREFIXES = [
    ("hyper", "hypo"),
    ("brady", "tachy"),
    ("pre", "post"),
    ("intra", "extra"),
    ("inter", "intra"),
    ("under", "over"),
    ("in", "out"),
    ("in", "ex"),
    ("up", "down"),
    ("macro", "micro"),
    ("supra", "infra"),
    ("supra", "sub"),
    ("endo", "exo"),
    ("mono", "poly"),
    ("ante", "post"),
    ("hiper", "hipo"),
    ("anti", "pro"),
    ("anti", ""),
]
_ENDINGS = [
    ("ectomy", "ostomy"),
    ("ectomy", "otomy"),
    ("ostomy", "otomy"),
    ("ectomy", "oscopy"),
    ("otomy", "oscopy"),
]


def opposites(terms: Terms) -> Iterator[Found]:
    """Words that another of their kind took the place of: high and low, hand and foot, days and weeks."""
    two = terms.two
    told_first = {p for term, _ in terms.replaced for p in term.places} | _held(two.first)
    told_second = {p for _, term in terms.replaced for p in term.places} | _held(two.second)
    for segment in two.segments:
        if not (segment.first and segment.second):
            continue
        ours = _poles(two, two.first, two.changed(0, segment), told_first)
        theirs = _poles(two, two.second, two.changed(1, segment), told_second)
        used: set[int] = set()
        for axis, found in ours.items():
            for pole, (kind, places) in found.items():
                others = theirs.get(axis, {})
                rivals = [other for other in others if other != pole]
                if pole in others or not rivals or used & set(places):
                    continue
                if any(rival in found for rival in rivals):
                    continue
                used |= set(places)
                yield found_between(two, kind, places, others[rivals[0]][1])


def _held(side: Side) -> set[int]:
    """Places of terms that are compared as such."""
    return {
        place for term in side.terms if is_telling(term) or term.axis == "quantity" for place in term.places
    }


Poles = dict[str, dict[tuple[str, ...], tuple[Kind, list[int]]]]


def _poles(two: Two, side: Side, changed: Sequence[int], told: set[int]) -> Poles:
    poles: Poles = {}
    free = [place for place in changed if place not in told]
    for place in free:
        for length in range(1, two.known.swaps.longest.get(side.words[place].key, 0) + 1):
            phrase = tuple(word.key for word in side.words[place : place + length])
            for kind, axis, pole in two.known.swaps.get(phrase, ()):
                found = poles.setdefault(axis, {})
                found.setdefault(pole, (kind, list(range(place, place + length))))
    return poles


def prefixes(terms: Terms) -> Iterator[Found]:
    """Safe and unsafe, normal and abnormal, hypo and hyper, painful and painless."""
    two = terms.two
    for segment in two.segments:
        pairs = product(two.changed(0, segment), two.changed(1, segment))
        for one, other in islice(pairs, _MOST):
            kind = _prefix_kind(two.first.words[one].key, two.second.words[other].key)
            if kind is None:
                continue
            if kind is Kind.NEGATION and _is_made_up_for(terms, one, other):
                continue
            yield found_between(two, kind, [one], [other])


def _prefix_kind(first: str, second: str) -> Kind | None:
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= _LONG_ENOUGH and longer.endswith(shorter) and longer != shorter:
        before = longer.removesuffix(shorter)
        if _NOT.fullmatch(before) and (before != "a" or len(shorter) >= _LONG_STEM):
            return Kind.NEGATION
    for ending, others in _NOT_AFTER.items():
        for word, rival in ((first, second), (second, first)):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= 3 and rival in {stem + other for other in others}:
                return Kind.NEGATION
    for pairs, cut in ((_PREFIXES, str.removeprefix), (_ENDINGS, str.removesuffix)):
        for one, other in pairs:
            for a, b in ((one, other), (other, one)):
                stem = cut(first, a)
                if (
                    stem != first
                    and len(stem) >= 3
                    and cut(second, b) == stem
                    and len(second) == len(stem) + len(b)
                ):
                    return Kind.OPPOSITE
    return None


def _is_made_up_for(terms: Terms, one: int, other: int) -> bool:
    """Whether a "not" came or went with the prefix, as from "not safe" to "unsafe"."""
    is_longer = len(terms.two.first.words[one].key) > len(terms.two.second.words[other].key)
    lone = terms.new if is_longer else terms.gone
    nots = [term for term in lone if term.kind is Kind.NEGATION]
    if nots:
        lone.remove(nots[0])
    return bool(nots)


def names(terms: Terms) -> Iterator[Found]:
    """Names of medicines that went, came or were replaced, and other names in the middle of a sentence."""
    two = terms.two
    told: tuple[set[int], set[int]] = (
        {place for term, _ in terms.replaced for place in term.places},
        {place for _, term in terms.replaced for place in term.places},
    )
    for side, lone in ((0, terms.gone), (1, terms.new)):
        for term in lone:
            segment = two.segment_of[side].get(term.places[0])
            if term.axis != "medicine" or segment is None:
                continue
            others = two.changed(1 - side, segment)[:_MOST_BESIDE]
            other_side = (two.second, two.first)[side]
            if two.known.pronouns & {other_side.words[p].key for p in others}:
                continue
            rival = others if len(others) == 1 else []
            places = ([*term.places], rival) if side == 0 else (rival, [*term.places])
            told[side].update(term.places)
            told[1 - side].update(rival)
            if not _is_one_name([two.first, two.second], places):
                yield found_between(two, Kind.MEDICINE, *places)
    yield from _proper_names(two, told)


def _is_one_name(sides: Sequence[Side], places: tuple[list[int], list[int]]) -> bool:
    """Whether a name is only spelled as on the other side of the ocean: oestrogen and estrogen."""
    ours, theirs = (
        [re.sub("[ao]e", "e", side.words[place].key) for place in found]
        for side, found in zip(sides, places, strict=True)
    )
    return ours == theirs


def _proper_names(two: Two, told: tuple[set[int], set[int]]) -> Iterator[Found]:
    inside = [{place for term in side.terms for place in term.places} for side in (two.first, two.second)]
    for segment in two.segments:
        ours = _capitalised(two.first, two.changed(0, segment), inside[0])
        theirs = _capitalised(two.second, two.changed(1, segment), inside[1])
        if len(ours) != len(theirs):
            continue
        for one, other in zip(ours, theirs, strict=True):
            if one not in told[0] and other not in told[1]:
                yield found_between(two, Kind.MEDICINE, [one], [other])


def _capitalised(side: Side, places: Sequence[int], inside: set[int]) -> list[int]:
    return [
        place
        for place in places
        if side.words[place].raw[:1].isupper()
        and len(side.words[place].raw) >= _LONG_ENOUGH
        and not side.words[place].raw.isupper()
        and place not in side.begins
        and place not in inside
    ]


def joints(terms: Terms) -> Iterator[Found]:
    """An "and" that became an "or", or the other way round."""
    two = terms.two
    held = (_held(two.first), _held(two.second))
    for segment in two.segments:
        ours = [place for place in two.changed(0, segment) if place not in held[0]]
        theirs = [place for place in two.changed(1, segment) if place not in held[1]]
        if len(ours) == len(theirs) == 1:
            joins = {_join(two, two.first, ours[0]), _join(two, two.second, theirs[0])}
            if joins == {"and", "or"}:
                yield found_between(two, Kind.CONDITION, ours, theirs)


def _join(two: Two, side: Side, place: int) -> str:
    return two.known.joins.get(side.words[place].key, "")
