"""Sentences that are compared, as one of two sides: their words, their terms, their clauses."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from faq.clinical_changes.alignment import matches, segments
from faq.clinical_changes.kinds import Span
from faq.clinical_changes.lexicon import Grade, Lexicon
from faq.clinical_changes.sentences import Sentence, Word
from faq.clinical_changes.terms import Term, terms

_GLUE_WORDS = """
    the a an of to in is are it and for you your on be this that de la el los las en y
"""
_GLUE = frozenset(_GLUE_WORDS.split())


@dataclass
class Side:
    """Some sentences of one text that belong together."""

    text: str
    words: list[Word] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)  # for each word the number of its clause
    begins: set[int] = field(default_factory=set)  # places that begin a sentence
    is_row: bool = False

    @classmethod
    def of(cls, text: str, sentences: Sequence[Sentence], known: Lexicon) -> "Side":
        """The side that sentences of a text make."""
        side = cls(text, is_row=any(sentence.is_row for sentence in sentences))
        for sentence in sentences:
            side._add(sentence, known)
        return side

    def _add(self, sentence: Sentence, known: Lexicon) -> None:
        offset = len(self.words)
        self.begins.add(offset)
        clause = self.clauses[-1] + 1 if self.clauses else 0
        end = sentence.words[0].start
        for word in sentence.words:
            # a line may be a row of a table whose borders are gone
            clause += word.is_bound or word.key in known.breaks or "\n" in self.text[end : word.start]
            end = word.end
            self.clauses.append(clause)
        self.words += sentence.words
        for term in terms(sentence.words, known):
            places = tuple(place + offset for place in term.places)
            self.terms.append(Term(term.kind, term.axis, term.grade, term.key, places, term.quantity, offset))

    @property
    def read(self) -> list[int]:
        """The places of what is a word, and no comma."""
        return [place for place, word in enumerate(self.words) if not word.is_bound]

    def written(self, places: Sequence[int]) -> str:
        """Words as they stand in the text, without its Markdown."""
        parts: list[str] = []
        for before, place in zip([None, *places], places, strict=False):
            word = self.words[place]
            if before is not None:
                gap = self.text[self.words[before].end : word.start]
                parts.append(gap if gap in ("", " ", "-", "–", "\u00a0") else " ")
            parts.append(word.raw)
        return "".join(parts)

    def spans(self, places: Sequence[int]) -> tuple[Span, ...]:
        """Where words stand in the text; one stretch for words that follow each other."""
        spans: list[Span] = []
        for before, place in zip([None, *places], places, strict=False):
            word = self.words[place]
            gap = "" if before is None else self.text[self.words[before].end : word.start]
            if before is not None and place == before + 1 and not gap.strip():
                spans[-1] = (spans[-1][0], word.end)
            else:
                spans.append((word.start, word.end))
        return tuple(spans)


@dataclass(frozen=True)
class Segment:
    """What stands between words that stayed: places in the first and in the second side."""

    first: tuple[int, ...]
    second: tuple[int, ...]


@dataclass
class Two:
    """Two sides, and which of their words stayed."""

    first: Side
    second: Side
    known: Lexicon
    stayed: dict[int, int] = field(init=False)  # from a place in the first to one in the second
    segments: list[Segment] = field(init=False)

    def __post_init__(self) -> None:
        ours, theirs = self.first.read, self.second.read
        pairs = matches([self.first.words[p].key for p in ours], [self.second.words[p].key for p in theirs])
        self.stayed = {ours[one]: theirs[other] for one, other in pairs}
        stayed_in_second = set(self.stayed.values())
        # Words such as "the" and "of" stay by chance; what they part was rewritten as one.
        held = _without_glue(pairs, [self.first.words[p].key for p in ours])
        self.segments = [
            Segment(tuple(ours[i1:i2]), tuple(theirs[j1:j2]))
            for i1, i2, j1, j2 in segments(held, len(ours), len(theirs))
        ]

        self._changed = (
            {id(s): [place for place in s.first if place not in self.stayed] for s in self.segments},
            {id(s): [place for place in s.second if place not in stayed_in_second] for s in self.segments},
        )
        self.telling_at = tuple(
            {place: term for term in side.terms if is_telling(term) for place in term.places}
            for side in (self.first, self.second)
        )
        self.segment_of: tuple[dict[int, Segment], dict[int, Segment]] = (
            {place: segment for segment in self.segments for place in segment.first},
            {place: segment for segment in self.segments for place in segment.second},
        )

    def changed(self, side: int, segment: Segment) -> list[int]:
        """The places of a segment whose words did not stay."""
        return self._changed[side].get(id(segment), [])


def _without_glue(pairs: list[tuple[int, int]], keys: list[str]) -> list[tuple[int, int]]:
    """The pairs without those small words that stand alone between two changes."""
    kept = []
    known = set(pairs)
    for one, other in pairs:
        is_alone = (one - 1, other - 1) not in known and (one + 1, other + 1) not in known
        if not (is_alone and keys[one] in _GLUE):
            kept.append((one, other))
    return kept


def is_telling(term: Term) -> bool:
    """Whether a term is dangerous wherever it comes or goes."""
    return term.grade is Grade.ALWAYS
