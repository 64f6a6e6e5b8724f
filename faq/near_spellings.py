"""Near spellings: what somebody may have meant who typed a word that stands in no answer.

Only words are proposed that patients can read anyway, in questions, topics and explained terms: what is proposed
can neither tell of a text that is not published nor be somebody's slip of the keyboard in one. Numbers are left
as they are, since nobody should be led from one dose to another.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq import clock, reading, trail
from faq.models import AlternativePhrasing, AnswerVersion, TermDefinition
from faq.search import search, telling_words
from faq.search_words import UNMARKED, WORD, folded

MOST = 3
"""So many queries are proposed at most."""

_MOST_CORRECTED = 8  # words of a query; each is compared with every word there is
_MOST_TRIED = 6  # proposals, each of which costs a search
_SHORTEST = 3  # letters; a shorter word is like too many others

# Arabic writes “the” as one word with the noun. Search does not know that both are the same word.
_ARABIC_ARTICLE = re.compile(r"^(?:ال|لل)(?=.{3})")


@dataclass(frozen=True)
class _Vocabulary:
    """The words of a language that patients can read."""

    written: dict[str, str]  # by the folded word: as it is written most often, in lower case
    times: Counter[str]  # of the folded word
    compared: list[str]  # each folded word without its article, in the order of ``written``


def near_spellings(query: str, language: str) -> list[str]:
    """Queries with other spellings of the words that stand in no answer, the nearest first.

    Each of them finds something now. None for a query whose words all stand somewhere.
    """
    words = [word for word in telling_words(query) if _may_be_corrected(word)]
    if not words:
        return []
    vocabulary = _vocabulary(trail.head_hash(), language)
    candidates = {
        word: nearest
        for word in _misspelt(words, vocabulary)
        if (nearest := list(islice(_nearest(word, vocabulary), MOST)))
    }
    if not candidates:
        return []
    proposals = (_corrected(query, chosen) for chosen in islice(_choices(candidates), _MOST_TRIED))
    return list(islice(filter(_finds_something, proposals), MOST))


def _misspelt(words: list[str], vocabulary: _Vocabulary) -> list[str]:
    unknown = [word for word in words if folded(word) not in vocabulary.written]
    return [word for word in unknown[:_MOST_CORRECTED] if not _finds_something(word)]


def _finds_something(query: str) -> bool:
    return bool(search(query, clock.now(), limit=1))


def _may_be_corrected(word: str) -> bool:
    return len(word) >= _SHORTEST and not any(character.isdigit() for character in word)


def _nearest(word: str, vocabulary: _Vocabulary) -> Iterator[str]:
    """The words that differ from one by few letters, the nearest first; of equals, the most frequent."""
    sought = _compared(folded(word))
    found = process.extract(
        sought, vocabulary.compared, scorer=OSA.distance, score_cutoff=_slips(sought), limit=None
    )
    known = list(vocabulary.written)
    ranked = sorted(
        (distance, key[0] != sought[0], -vocabulary.times[known[place]], known[place])
        for key, distance, place in found
    )
    return (vocabulary.written[spelling] for *_, spelling in ranked)


def _slips(word: str) -> int:
    """By how many letters a word may differ: added, left out, mistaken, or two neighbours exchanged."""
    return 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def _choices(candidates: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """The nearest for each word; then, one word after the other, its next ones beside the nearest of the rest."""
    nearest = {word: others[0] for word, others in candidates.items()}
    further = (
        nearest | {word: other}
        for rank in range(1, MOST)
        for word, others in candidates.items()
        for other in others[rank : rank + 1]
    )
    return chain([nearest], further)


def _corrected(query: str, chosen: dict[str, str]) -> str:
    composed = unicodedata.normalize("NFC", query)
    return WORD.sub(lambda match: chosen.get(match[0].translate(UNMARKED), match[0]), composed)


# Whatever changes what patients can read is a line on the trail, so its head stands for all of it.
@lru_cache(maxsize=8)
def _vocabulary(head: str, language: str) -> _Vocabulary:
    spellings: dict[str, Counter[str]] = {}
    for text in _public_texts(language):
        for word in telling_words(text):
            if _may_be_corrected(word):
                spellings.setdefault(folded(word), Counter())[word.lower()] += 1
    return _Vocabulary(
        written={word: counted.most_common(1)[0][0] for word, counted in spellings.items()},
        times=Counter({word: counted.total() for word, counted in spellings.items()}),
        compared=[_compared(word) for word in spellings],
    )


def _public_texts(language: str) -> Iterator[str]:
    """Every short text of a language that patients can read: questions, phrasings, titles of topics, terms."""
    moment = clock.now()
    published = AnswerVersion.objects.published(moment).filter(answer__language=language)
    phrasings = AlternativePhrasing.objects.released_at_moment(moment).filter(
        language=language, question__in=published.values("answer__question")
    )
    topics = reading.topics(moment, language).filter(language=language)
    definitions = TermDefinition.objects.approved_at_moment(moment).filter(term__language=language)
    yield from published.values_list("wording", flat=True).iterator()
    yield from phrasings.values_list("text", flat=True)
    yield from topics.values_list("title", flat=True)
    for name, other_forms in definitions.values_list("term__name", "other_forms"):
        yield from (name, *other_forms.splitlines())


def _compared(word: str) -> str:
    return _ARABIC_ARTICLE.sub("", word)
