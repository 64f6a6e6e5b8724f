"""Every dangerous change between two texts, with its places."""

from collections.abc import Iterator, Sequence

from faq.clinical_changes import comparing, order, wording
from faq.clinical_changes.alignment import matches
from faq.clinical_changes.kinds import Change, Found, Kind
from faq.clinical_changes.lexicon import Grade, Lexicon, language_of, lexicon
from faq.clinical_changes.pairing import Pairs, paired
from faq.clinical_changes.sentences import Sentence, sentences
from faq.clinical_changes.sides import Side, Two

_LONGEST_SAID = 80  # characters of a sentence that is gone
_MOST_TELLING = [Kind.NEGATION, Kind.PHONE, *Kind]
# Which terms of a moved sentence depend on what stands around it.
_DEPENDING = ("quantity", "frequency")
_GIVING = ("age", "laterality", "medicine", "route", "time", "quantity")


def found(first: str, second: str) -> list[Found]:
    """The dangerous changes from a first to a second text, in the order in which they stand."""
    if first == second:
        return []
    ours, theirs = sentences(first), sentences(second)
    known = lexicon(language_of(key for sentence in (*ours, *theirs) for key in sentence.keys))
    pairs = paired(ours, theirs)
    changes = [
        *_rewritten(first, second, ours, theirs, pairs, known),
        *(_whole(first, ours[place], known, is_gone=True) for place in pairs.gone),
        *(_whole(second, theirs[place], known, is_gone=False) for place in pairs.new),
        *_moved(first, second, ours, theirs, pairs, known),
    ]
    return sorted((change for change in changes if change), key=_begin)


def _begin(found: Found) -> tuple[int, int]:
    ours = found.in_first[0][0] if found.in_first else -1
    theirs = found.in_second[0][0] if found.in_second else ours
    return (theirs, ours)


def _rewritten(
    first: str,
    second: str,
    ours: Sequence[Sentence],
    theirs: Sequence[Sentence],
    pairs: Pairs,
    known: Lexicon,
) -> Iterator[Found]:
    for places, others in pairs.rewritten:
        two = Two(
            Side.of(first, [ours[p] for p in places], known),
            Side.of(second, [theirs[p] for p in others], known),
            known,
        )
        terms = comparing.Terms(two)
        told = [
            *comparing.replaced(terms),
            *wording.prefixes(terms),
            *wording.opposites(terms),
            *comparing.gone_and_new(terms),
            *wording.names(terms),
            *wording.joints(terms),
            *order.places_changed(terms),
        ]
        yield from _told_once(told)


def _told_once(changes: Sequence[Found]) -> Iterator[Found]:
    """Each change once: the first that touches a word tells of it."""
    seen: tuple[set[tuple[int, int]], set[tuple[int, int]]] = (set(), set())
    for change in changes:
        ours, theirs = set(change.in_first), set(change.in_second)
        if (ours or theirs) and ours <= seen[0] and theirs <= seen[1]:
            continue
        seen[0].update(ours)
        seen[1].update(theirs)
        yield change


def _whole(text: str, sentence: Sentence, known: Lexicon, *, is_gone: bool) -> Found | None:
    """A sentence that went or came, if it said something dangerous to change."""
    side = Side.of(text, [sentence], known)
    kinds = {term.kind for term in side.terms if term.grade >= Grade.WITH_SENTENCE}
    if not kinds:
        return None
    kind = next(kind for kind in _MOST_TELLING if kind in kinds)
    said = side.written(side.read)
    short = said if len(said) <= _LONGEST_SAID else f"{said[: _LONGEST_SAID - 1].rstrip()}…"
    if is_gone:
        return Found(Change(kind, said, "", f"“{short}” is gone"), (sentence.span,), ())
    return Found(Change(kind, "", said, f"“{short}” is new"), (), (sentence.span,))


def _moved(
    first: str,
    second: str,
    ours: Sequence[Sentence],
    theirs: Sequence[Sentence],
    pairs: Pairs,
    known: Lexicon,
) -> Iterator[Found]:
    """Doses in sentences that stand word by word elsewhere, where they may mean something else.

    A whole paragraph that moved says what it said, unless the heading above it names who or what it is for.
    """
    stands = dict(pairs.same) | dict(pairs.moved)
    moved = {one for one, _ in pairs.moved}
    if not moved:
        return
    terms = [Side.of(first, [sentence], known).terms for sentence in ours]
    giving = sorted(place for place in stands if any(t.axis in _GIVING for t in terms[place]))
    as_they_stand_now: list[int] = sorted(giving, key=stands.__getitem__)
    followed = [place for place, _ in matches(giving, as_they_stand_now)]
    inverted = set(giving) - {giving[place] for place in followed}
    for place in sorted(inverted | moved):
        telling = [term for term in terms[place] if term.axis in _DEPENDING]
        if not telling:
            continue
        other = theirs[stands[place]]
        is_whole = _neighbours(ours, place) == _neighbours(theirs, stands[place])
        renamed = _says_for_whom(ours[place], other, known)
        if renamed or (place in inverted and not is_whole):
            said = Side.of(first, [ours[place]], known).written(telling[0].places)
            kind = telling[0].kind
            change = Change(kind, said, said, f"“{said}” stands elsewhere")
            yield Found(change, (ours[place].span,), (other.span,))


def _neighbours(sentences: Sequence[Sentence], place: int) -> list[tuple[str, ...]]:
    """The sentences of the same paragraph."""
    block = sentences[place].block
    begin = end = place
    while begin and sentences[begin - 1].block == block:
        begin -= 1
    while end + 1 < len(sentences) and sentences[end + 1].block == block:
        end += 1
    return [sentence.keys for sentence in sentences[begin : end + 1]]


def _says_for_whom(one: Sentence, other: Sentence, known: Lexicon) -> bool:
    """Whether the headings above two sentences differ in something that is dangerous to change."""
    if one.heading == other.heading:
        return False
    values = []
    for heading in (one.heading, other.heading):
        side = [Side.of(heading, sentences(heading), known)] if heading else []
        values.append({(t.axis, t.key) for s in side for t in s.terms if t.axis in _GIVING})
    return values[0] != values[1]
