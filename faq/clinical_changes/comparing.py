"""Terms that came, went, or took another's place between two sides."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from faq.clinical_changes.kinds import Change, Found, Kind
from faq.clinical_changes.lexicon import Grade
from faq.clinical_changes.quantities import Quantity
from faq.clinical_changes.sides import Side, Two, is_telling
from faq.clinical_changes.terms import Term

_MOST_PAIRED = 40  # terms of an axis; more are paired in their order
_SHORT = 3  # words that are said as "avoid → take"
# What may take the place of each other without danger.
_NEAR = [
    {"take", "start", "continue", "swallow", "keep", "suck"},
    {"start", "continue"},
    {"stop", "remove"},
    {"emergency", "now"},
]


@dataclass
class Terms:
    """How the terms of two sides belong together."""

    two: Two
    kept: list[tuple[Term, Term]] = field(default_factory=list)  # the same in both, wherever it stands
    replaced: list[tuple[Term, Term]] = field(default_factory=list)
    gone: list[Term] = field(default_factory=list)
    new: list[Term] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._keep()
        axes: dict[str, tuple[list[Term], list[Term]]] = defaultdict(lambda: ([], []))
        for term in self.gone:
            axes[term.axis][0].append(term)
        for term in self.new:
            axes[term.axis][1].append(term)
        self.gone, self.new = [], []
        for ours, theirs in axes.values():
            self._pair(ours, theirs)
        self._forgive_turned_limits()

    def _keep(self) -> None:
        """Sets apart the terms that both sides have: first those in place, then those elsewhere."""
        waiting: dict[tuple[str, ...], deque[Term]] = defaultdict(deque)
        at = {place: term for term in self.two.second.terms for place in term.places}
        taken: set[int] = set()
        for term in self.two.first.terms:
            other = next(
                (
                    found
                    for place in term.places
                    if (found := at.get(self.two.stayed.get(place, -1)))
                    and (found.axis, found.key) == (term.axis, term.key)
                    and found.places[0] not in taken
                ),
                None,
            )
            if other:
                taken.add(other.places[0])
                self.kept.append((term, other))
            else:
                self.gone.append(term)
        for term in self.two.second.terms:
            if term.places[0] not in taken:
                waiting[(term.axis, *term.key)].append(term)
        gone, self.gone = self.gone, []
        for term in gone:
            if same := waiting[(term.axis, *term.key)]:
                self.kept.append((term, same.popleft()))
            else:
                self.gone.append(term)
        self.new = [term for terms in waiting.values() for term in terms]
        self.new.sort(key=lambda term: term.places)

    def _pair(self, ours: list[Term], theirs: list[Term]) -> None:
        many = len(ours) > _MOST_PAIRED or len(theirs) > _MOST_PAIRED
        if many:
            scored = [(1, i, i) for i in range(min(len(ours), len(theirs)))]
        else:
            scored = [
                (score, i, j)
                for i, one in enumerate(ours)
                for j, other in enumerate(theirs)
                if (score := self._likeness(one, other)) > 0
            ]
        scored.sort(key=lambda found: (-found[0], abs(found[1] - found[2])))
        paired: dict[int, int] = {}
        taken: set[int] = set()
        for _, i, j in scored:
            if i not in paired and j not in taken:
                paired[i] = j
                taken.add(j)
        self.replaced += [(ours[i], theirs[j]) for i, j in sorted(paired.items())]
        self.gone += [term for i, term in enumerate(ours) if i not in paired]
        self.new += [term for j, term in enumerate(theirs) if j not in taken]

    def _likeness(self, one: Term, other: Term) -> int:
        """How well a term may have taken another's place; 0 for not at all."""
        near = 1 + self._is_in_one_segment(one, other)
        if not (one.quantity and other.quantity):
            return near
        ours, theirs = one.quantity, other.quantity
        same_unit = ours.unit == theirs.unit
        same_number = ours.numbers == theirs.numbers
        if Grade.SWAPPED in (one.grade, other.grade) and not (same_unit and ours.unit) and near == 1:
            return 0
        score = 4 * same_number + 3 * (same_unit and ours.unit != "") + (one.kind == other.kind)
        return score + near if score or near == 2 else 0

    def _is_in_one_segment(self, one: Term, other: Term) -> bool:
        segment = self.two.segment_of[0].get(one.places[0])
        return segment is not None and segment is self.two.segment_of[1].get(other.places[0])

    def _forgive_turned_limits(self) -> None:
        """ "Do not take more than 8" says what "Take no more than 8" says."""
        turned = {("more", "at most"), ("less", "at least")}
        for one, other in list(self.replaced):
            if not (one.quantity and other.quantity) or one.quantity.numbers != other.quantity.numbers:
                continue
            limits = (one.quantity.limit, other.quantity.limit)
            for pair, terms in ((limits, self.gone), (limits[::-1], self.new)):
                nots = [term for term in terms if term.kind is Kind.NEGATION] if pair in turned else []
                if nots:
                    terms.remove(nots[0])
                    self.replaced.remove((one, other))
                    break


def replaced(terms: Terms) -> Iterator[Found]:
    """Terms that took another's place, and mean something else."""
    for one, other in terms.replaced:
        if one.quantity and other.quantity:
            if found := _quantity_change(terms.two, one, other, one.quantity, other.quantity):
                yield found
        elif _is_opposed(terms.two, one, other):
            yield found_between(terms.two, _kind(one, other), one.places, other.places)


def gone_and_new(terms: Terms) -> Iterator[Found]:
    """Terms that went or came without another in their place."""
    for side, unpaired in ((0, terms.gone), (1, terms.new)):
        for term in unpaired:
            if is_telling(term):
                yield _alone(terms.two, term, side)


def found_between(two: Two, kind: Kind, ours: Sequence[int], theirs: Sequence[int]) -> Found:
    """The change from some words of the first side to some of the second; either may be none."""
    before, after = two.first.written(ours), two.second.written(theirs)
    if before and after:
        said = f"{before} → {after}"
    elif before:
        said = f"“{before}” is gone"
    else:
        said = f"“{after}” is new"
    change = Change(kind, before, after, said)
    return Found(change, two.first.spans(ours), two.second.spans(theirs))


def _is_opposed(two: Two, one: Term, other: Term) -> bool:
    values = {one.key[0], other.key[0]}
    if one.kind is Kind.MEDICINE and len({re.sub("[ao]e", "e", value) for value in values}) == 1:
        return False  # oestrogen and estrogen
    if values == {"must", "need"}:  # "must not" and "need not"
        return _is_negated(two.first, one) or _is_negated(two.second, other)
    return not any(values <= near for near in _NEAR)


def _is_negated(side: Side, term: Term) -> bool:
    near = range(term.places[0] - 2, term.places[-1] + 3)
    return any(t.kind is Kind.NEGATION and t.places[0] in near for t in side.terms)


def _kind(one: Term, other: Term) -> Kind:
    return other.kind if one.kind is Kind.NUMBER else one.kind


def _alone(two: Two, term: Term, side: int) -> Found:
    """A term that went or came; with the few words that stand in its place, if there are any."""
    segment = next((found for p in term.places if (found := two.segment_of[side].get(p))), None)
    places = list(term.places)
    if segment and term.kind is Kind.NEGATION:
        mine, others = two.changed(side, segment), two.changed(1 - side, segment)
        if (
            0 < len(others) <= _SHORT
            and len(mine) <= _SHORT
            and set(places) <= set(mine)
            and not _holds_others(two, side, mine, term)
            and not _holds_others(two, 1 - side, others)
        ):
            return found_between(two, term.kind, *((mine, others) if side == 0 else (others, mine)))
    return found_between(two, term.kind, *((places, []) if side == 0 else ([], places)))


def _holds_others(two: Two, side: int, places: Sequence[int], term: Term | None = None) -> bool:
    """Whether some words are a part of terms that are told of by themselves."""
    return any(two.telling_at[side].get(place, term) is not term for place in places)


def _quantity_change(two: Two, one: Term, other: Term, ours: Quantity, theirs: Quantity) -> Found | None:
    """What differs between two quantities; None where they only leave out different things."""
    numbers = ours.numbers != theirs.numbers
    units = _units_differ(ours, theirs)
    limits = ours.limit != theirs.limit
    if not (numbers or units or limits):
        return None
    is_weak = one.grade is other.grade is Grade.SWAPPED
    if is_weak and not (numbers or units or (ours.limit and theirs.limit)):
        return None
    differing: tuple[list[int], list[int]] = ([], [])
    for is_different, attribute in (
        (limits, "limit_at"),
        (numbers, "number_at"),
        (units, "unit_at"),
    ):
        if is_different:
            for places, term, quantity in zip(differing, (one, other), (ours, theirs), strict=True):
                places += [place + term.offset for place in getattr(quantity, attribute)]
    differing[0].sort()
    differing[1].sort()
    kind = _quantity_kind(two, one, other, numbers=numbers, units=units)
    said = found_between(two, kind, differing[0], differing[1])
    before, after = two.first.written(one.places), two.second.written(other.places)
    return Found(Change(kind, before, after, said.change.said), said.in_first, said.in_second)


def _units_differ(ours: Quantity, theirs: Quantity) -> bool:
    if ours.unit == theirs.unit or {ours.unit, theirs.unit} <= {"", "times"}:
        return False
    if "dose" in (ours.unit, theirs.unit) and (ours.is_form or theirs.is_form):
        return False
    return not ((not ours.unit and theirs.is_form) or (not theirs.unit and ours.is_form))


def _quantity_kind(two: Two, one: Term, other: Term, *, numbers: bool, units: bool) -> Kind:
    kind = _kind(one, other)
    if numbers:
        return kind
    if units:
        return Kind.UNIT if kind in (Kind.DOSE, Kind.NUMBER) else kind
    if kind is Kind.AGE:
        return kind
    # "no more than" that became "more than" is a "no" that is gone
    said = [
        two.first.written([p + one.offset for p in one.quantity.limit_at]) if one.quantity else "",
        two.second.written([p + other.offset for p in other.quantity.limit_at]) if other.quantity else "",
    ]
    longer, shorter = sorted(said, key=len, reverse=True)
    is_less_a_no = shorter and longer.casefold().endswith(f" {shorter.casefold()}")
    return Kind.NEGATION if is_less_a_no else Kind.LIMIT
