"""Related questions: those that clinicians chose, then those that ask about the same in similar words.

Similar is a question that shares enough of what the words of this one tell. A word tells the more, the fewer
questions it stands in: the logarithm of how many questions there are for each that has it (inverse document
frequency). "What are the treatments for …?" is asked about everything, so sharing only that is no similarity.
Only questions and their released phrasings are compared, never the texts of answers, and only within a language.

That is done here and not by the search index: to know how often a word stands in questions, either engine would
have to read whole rows for every page, and the two rank differently. A few thousand questions fit into memory.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import log

from faq import clock, trail
from faq.models import AlternativePhrasing, AnswerVersion
from faq.reading import PublicAnswer, published
from faq.search import telling_words
from faq.search_words import FUNCTION_WORDS, STOP_WORDS, folded, rough_stem

MOST = 5
"""So many related questions are offered, unless clinicians chose more."""

# Of what the words of a question tell, a similar question shares at least so much.
ENOUGH = 0.5
_SLACK = 1e-9  # sums of the same numbers differ by their order


@dataclass(frozen=True)
class Related:
    """Other published questions in an answer's language."""

    chosen: list[PublicAnswer]  # by clinicians, in alphabetical order
    similar: list[PublicAnswer]  # in wording, the most similar first


def related(answer: PublicAnswer, moment: datetime) -> Related:
    """What else somebody may want to read who reads an answer now, which is what ``moment`` has to be."""
    of_question = AnswerVersion.objects.filter(
        answer__question__related=answer.question_id, answer__language=answer.language
    )
    chosen = list(published(of_question.order_by("wording"), moment))
    known = {answer.question_id, *(other.question_id for other in chosen)}
    best = similar(answer, leaving_out=known)[: max(MOST - len(chosen), 0)]
    versions = AnswerVersion.objects.filter(answer__question__in=best, answer__language=answer.language)
    found = {other.question_id: other for other in published(versions, moment)} if best else {}
    return Related(chosen, [found[question] for question in best if question in found])


def similar(answer: PublicAnswer, *, leaving_out: Collection[int]) -> list[int]:
    """The keys of the published questions that are similar to that of an answer, the most similar first.

    ``leaving_out`` has the keys of those that are of no interest, this one among them. Equally similar ones are
    ordered by their length, then by key.
    """
    asked = _asked(trail.head_hash(), answer.language)
    wording = _telling(answer.wording, answer.language)
    weights = {
        word: asked.weight(word) for word in wording | asked.words.get(answer.question_id, frozenset())
    }
    shared: dict[int, float] = defaultdict(float)
    for word, weight in weights.items():
        for question in asked.standing.get(word, ()):
            shared[question] += weight
    enough = ENOUGH * sum(weights[word] for word in wording)
    found = [
        (-round(weight, 6), asked.lengths[question], question)
        for question, weight in shared.items()
        if weight > _SLACK and weight > enough - _SLACK and question not in leaving_out
    ]
    return [question for _, _, question in sorted(found)]


@dataclass(frozen=True)
class _Asked:
    """The published questions of a language."""

    words: dict[int, frozenset[str]]  # by question: what tells in its wording and phrasings
    lengths: dict[int, int]  # by question: of its wording, in characters
    standing: dict[str, list[int]]  # by word: the questions it stands in

    def weight(self, word: str) -> float:
        """How much a word tells; nothing where every question has it."""
        return log(len(self.words) / max(len(self.standing.get(word, ())), 1)) if self.words else 0.0


# Whatever changes what patients can read is a line on the trail, so its head stands for all of it.
@lru_cache(maxsize=8)
def _asked(head: str, language: str) -> _Asked:
    moment = clock.now()
    versions = AnswerVersion.objects.published(moment).filter(answer__language=language)
    released = AlternativePhrasing.objects.released_at_moment(moment).filter(language=language)
    words: dict[int, frozenset[str]] = {}
    lengths: dict[int, int] = {}
    for question, wording in versions.values_list("answer__question", "wording").iterator():
        words[question], lengths[question] = _telling(wording, language), len(wording)
    for question, text in released.values_list("question", "text"):
        if question in words:
            words[question] |= _telling(text, language)
    standing: dict[str, list[int]] = defaultdict(list)
    for question, held in words.items():
        for word in held:
            standing[word].append(question)
    return _Asked(words, lengths, dict(standing))


def _telling(text: str, language: str) -> frozenset[str]:
    """What the words of a question say it is about, without their endings."""
    silent = FUNCTION_WORDS.get(language, STOP_WORDS)
    return frozenset(rough_stem(word) for word in telling_words(text) if folded(word) not in silent)
