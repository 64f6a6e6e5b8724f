"""Which sentences of two texts belong together: the same ones, moved ones, and those that were rewritten."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from faq.clinical_changes.alignment import matches
from faq.clinical_changes.sentences import Sentence

_ALIKE = 0.55  # of their words, for sentences far from each other
_ALIKE_IN_PLACE = 0.25
_ALIKE_SMALL = 0.4  # of all words, "the" and "it" included
_PART = 0.4  # of a sentence, that must stand in another for it to be a part of it
_CANDIDATES = 40
_SMALL_WORDS = """
    the a an of to in is are it and or for you your on with be if this that by at as from will was have
    has do can may not they them their there which who when el la los las de que y en un una se su sus
    con por para al del es lo في من على الي عن ان هذا هذه او و
"""
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass
class Pairs:
    """How the sentences of two texts belong together, each by its place."""

    same: list[tuple[int, int]]  # word by word, in order
    moved: list[tuple[int, int]]  # word by word, elsewhere
    rewritten: list[tuple[list[int], list[int]]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)


def paired(first: Sequence[Sentence], second: Sequence[Sentence]) -> Pairs:
    """The sentences of two texts, each in one of the lists."""
    same = matches([s.keys for s in first], [s.keys for s in second])
    ours, theirs = {one for one, _ in same}, {other for _, other in same}
    left = [place for place in range(len(first)) if place not in ours]
    right = [place for place in range(len(second)) if place not in theirs]
    moved = _moved(left, right, first, second)
    ours, theirs = {one for one, _ in moved}, {other for _, other in moved}
    found = Pairs(same, moved)
    _Rewriting(first, second, same).pair(
        [p for p in left if p not in ours], [p for p in right if p not in theirs], found
    )
    return found


def telling(words: Iterable[str]) -> Counter[str]:
    """The words of a sentence that tell it from others."""
    return Counter(word for word in words if word not in _SMALL)


def _moved(
    left: list[int], right: list[int], first: Sequence[Sentence], second: Sequence[Sentence]
) -> list[tuple[int, int]]:
    places = defaultdict(list)
    for place in reversed(right):
        places[second[place].keys].append(place)
    return [(place, places[first[place].keys].pop()) for place in left if places.get(first[place].keys)]


class _Rewriting:
    def __init__(
        self, first: Sequence[Sentence], second: Sequence[Sentence], same: list[tuple[int, int]]
    ) -> None:
        self.first, self.second = first, second
        self.ours = [telling(sentence.keys) for sentence in first]
        self.theirs = [telling(sentence.keys) for sentence in second]
        self.region_of_ours = _regions([one for one, _ in same], len(first))
        self.region_of_theirs = _regions([other for _, other in same], len(second))

    def pair(self, left: list[int], right: list[int], found: Pairs) -> None:
        pairs = self._alike(left, right)
        groups = {one: ([one], [other]) for one, other in pairs}
        by_theirs = {other: groups[one] for one, other in pairs}
        lonely = [one for one in left if one not in groups]
        lonely_theirs = [other for other in right if other not in by_theirs]
        lonely, lonely_theirs, more = self._in_same_gap(lonely, lonely_theirs)
        for one in lonely:
            if not self._joins(one, groups, 0):
                found.gone.append(one)
        for other in lonely_theirs:
            if not self._joins(other, by_theirs, 1):
                found.new.append(other)
        distinct = {id(group): group for group in [*groups.values(), *more]}
        found.rewritten = [(sorted(ours), sorted(theirs)) for ours, theirs in distinct.values()]

    def _alike(self, left: list[int], right: list[int]) -> list[tuple[int, int]]:
        """Pairs of sentences that share most of their words, the likest first."""
        holding = defaultdict(list)
        for other in right:
            for word in self.theirs[other] or self.second[other].keys:
                holding[word].append(other)
        scores: list[tuple[float, int, int]] = []
        for one in left:
            words = sorted(self.ours[one] or self.first[one].keys, key=lambda w: len(holding.get(w, ())))
            candidates: set[int] = set()
            for word in words:
                near = [o for o in holding.get(word, ()) if abs(o - one) < 2000]
                candidates.update(near[: _CANDIDATES if len(near) > _CANDIDATES else None])
                if len(candidates) > _CANDIDATES:
                    break
            scores += self._scores(one, candidates)
        scores.sort(key=lambda score: (-score[0], abs(score[1] - score[2])))
        taken: set[int] = set()
        taken_theirs: set[int] = set()
        pairs = []
        for _, one, other in scores:
            if one not in taken and other not in taken_theirs:
                taken.add(one)
                taken_theirs.add(other)
                pairs.append((one, other))
        return pairs

    def _scores(self, one: int, candidates: set[int]) -> list[tuple[float, int, int]]:
        scores = []
        for other in candidates:
            score = self._likeness(one, other)
            in_place = self.region_of_ours[one] == self.region_of_theirs[other]
            if score >= (_ALIKE_IN_PLACE if in_place else _ALIKE):
                scores.append((score + 0.1 * in_place, one, other))
        return scores

    def _likeness(self, one: int, other: int) -> float:
        ours = self.ours[one] or Counter(self.first[one].keys)
        theirs = self.theirs[other] or Counter(self.second[other].keys)
        return 2 * (ours & theirs).total() / (ours.total() + theirs.total())

    def _in_same_gap(
        self, left: list[int], right: list[int]
    ) -> tuple[list[int], list[int], list[tuple[list[int], list[int]]]]:
        """Sentences that stand where as many others stood were rewritten, if they share some words."""
        ours, theirs = defaultdict(list), defaultdict(list)
        for one in left:
            ours[self.region_of_ours[one]].append(one)
        for other in right:
            theirs[self.region_of_theirs[other]].append(other)
        more = []
        for region, places in ours.items():
            others = theirs.get(region, [])
            if len(places) == len(others):
                more += [
                    ([one], [other])
                    for one, other in zip(places, others, strict=True)
                    if self._is_near(one, other)
                ]
        paired_ours = {one for places, _ in more for one in places}
        paired_theirs = {other for _, places in more for other in places}
        return (
            [one for one in left if one not in paired_ours],
            [other for other in right if other not in paired_theirs],
            more,
        )

    def _is_near(self, one: int, other: int) -> bool:
        """Whether two sentences in one place share a telling word, or most of the others."""
        if self.ours[one] & self.theirs[other]:
            return True
        ours, theirs = Counter(self.first[one].keys), Counter(self.second[other].keys)
        return 2 * (ours & theirs).total() >= _ALIKE_SMALL * (ours.total() + theirs.total())

    def _joins(self, place: int, groups: dict[int, tuple[list[int], list[int]]], side: int) -> bool:
        """Whether a sentence was a part of its neighbour on the other side, and so was cut off or joined to it."""
        own = (self.ours, self.theirs)[side]
        other = (self.theirs, self.ours)[side]
        for neighbour in (place - 1, place + 1):
            if neighbour not in groups:
                continue
            group = groups[neighbour]
            mine, theirs = group[side], group[1 - side]
            rest = sum((other[p] for p in theirs), Counter[str]()) - sum(
                (own[p] for p in mine), Counter[str]()
            )
            if own[place] and (own[place] & rest).total() >= _PART * own[place].total():
                mine.append(place)
                groups[place] = group
                return True
        return False


def _regions(anchors: list[int], length: int) -> list[int]:
    """For each place, how many anchors stand before it."""
    regions, passed = [], 0
    for place in range(length):
        while passed < len(anchors) and anchors[passed] < place:
            passed += 1
        regions.append(passed)
    return regions
