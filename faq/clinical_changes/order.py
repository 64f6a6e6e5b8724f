"""Doses that changed places: all words are still there, and yet another medicine is given."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from faq.clinical_changes.comparing import Terms, found_between
from faq.clinical_changes.kinds import Found, Kind
from faq.clinical_changes.pairing import telling
from faq.clinical_changes.sides import Side
from faq.clinical_changes.terms import Term

_AXES = ("quantity", "frequency", "time", "route", "laterality", "age", "negation", "medicine", "limit")
_BOUND_TOGETHER = 0.5  # of the words around a term that must stay with it

Labels = dict[str, frozenset[tuple[str, ...]]]


def places_changed(terms: Terms) -> Iterator[Found]:
    """Terms that both sides have but that belong to other words now."""
    told = list(_of_one_axis(terms))
    yield from told
    if not told:
        yield from _bound_otherwise(terms)


def _of_one_axis(terms: Terms) -> Iterator[Found]:
    two = terms.two
    axes: dict[str, list[tuple[Term, Term]]] = defaultdict(list)
    for pair in terms.kept:
        if pair[0].axis in _AXES:
            axes[pair[0].axis].append(pair)
    bags: tuple[_Bags, _Bags] | None = None
    for pairs in axes.values():
        ours = sorted((one for one, _ in pairs), key=lambda term: term.places)
        theirs = sorted((other for _, other in pairs), key=lambda term: term.places)
        if [_named(term) for term in ours] == [_named(term) for term in theirs]:
            continue
        bags = bags or (_Bags(two.first), _Bags(two.second))
        differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if _named(a) != _named(b)]
        partner = {id(one): other for one, other in pairs}
        if two.first.is_row or any(
            not _went_along(bags[0].around(one), bags[1].around(partner[id(one)])) for one, _ in differing
        ):
            for one, other in differing:
                yield found_between(two, one.kind, one.places, other.places)


def _named(term: Term) -> tuple[str, ...]:
    return term.key[:-1] if term.quantity else term.key


class _Bags:
    """The telling words of every clause of a side."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.clauses: dict[int, Counter[str]] = defaultdict(Counter)
        for place in side.read:
            key = side.words[place].key
            self.clauses[side.clauses[place]].update(telling([key]).keys())

    def around(self, term: Term) -> Counter[str]:
        """The telling words of a term's clause but its own."""
        own = Counter(self.side.words[place].key for place in term.places)
        return self.clauses[self.side.clauses[term.places[0]]] - own


def _went_along(ours: Counter[str], theirs: Counter[str]) -> bool:
    """Whether most words around a term stayed around it."""
    smaller = min(ours.total(), theirs.total())
    return smaller > 0 and (ours & theirs).total() > _BOUND_TOGETHER * smaller


def _bound_otherwise(terms: Terms) -> Iterator[Found]:
    """Words that changed places around terms which stayed: the names in "5 mg of one and 10 mg of the other"."""
    two = terms.two
    ours, theirs = _labels(two.first), _labels(two.second)
    swapped = {
        word
        for word in ours.keys() & theirs.keys()
        if ours[word] - theirs[word] and theirs[word] - ours[word] and ours[word] and theirs[word]
    }
    known = {label for labels in (ours, theirs) for found in labels.values() for label in found}
    kept = {(one.axis, *_named(one)) for one, _ in terms.kept}
    swapped = {w for w in swapped if ours[w] ^ theirs[w] <= kept & known}
    lost = {w for w in ours.keys() & theirs.keys() if ("negation", "not") in ours[w] - theirs[w]}
    won = {w for w in ours.keys() & theirs.keys() if ("negation", "not") in theirs[w] - ours[w]}
    if lost and won and _counted(two.first) == _counted(two.second):
        nots = [pair for pair in terms.kept if pair[0].kind is Kind.NEGATION]
        for one, other in nots[:1]:
            yield found_between(two, Kind.NEGATION, one.places, other.places)
    elif swapped:
        moved = [_places(side, swapped) for side in (two.first, two.second)]
        yield found_between(two, Kind.ORDER, *moved)


def _counted(side: Side) -> int:
    return sum(term.kind is Kind.NEGATION for term in side.terms)


def _places(side: Side, keys: set[str]) -> list[int]:
    return [place for place in side.read if side.words[place].key in keys]


def _labels(side: Side) -> Labels:
    """For each word that stands once: the terms of its clause."""
    counted = Counter(side.words[place].key for place in side.read)
    in_terms = {
        place
        for term in side.terms
        if term.axis in ("quantity", "frequency", "negation")
        for place in term.places
    }
    by_clause: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for term in side.terms:
        if term.axis in ("quantity", "negation", "frequency"):
            by_clause[side.clauses[term.places[0]]].add((term.axis, *_named(term)))
    return {
        side.words[place].key: frozenset(by_clause[side.clauses[place]])
        for place in side.read
        if place not in in_terms and counted[side.words[place].key] == 1 and telling([side.words[place].key])
    }
