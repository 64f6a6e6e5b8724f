"""Sentences of prose, and which of them ask a patient's question.

The word lists are English. In another language the embedded-question check stays silent rather than wrong.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Sentence(NamedTuple):
    """``text[start:end]``, its closing punctuation included."""

    start: int
    end: int


QUESTION_MARKS = "?？؟"

# The look-behind makes a long run of "?" one attempt instead of one for each character of it, and the
# possessive quantifiers never give anything back: linear time for hostile text.
_SENTENCE_END = re.compile(r"(?<![.?!…？؟])[.?!…？؟]++[\"'”’»)\]*_]*+(?=\s|\Z)")
_NON_SPACE = re.compile(r"\S")
_LAST_WORD = re.compile(r"[^\s(\[“\"]*\Z")
_ABBREVIATIONS = frozenset(
    {"dr", "mr", "mrs", "ms", "prof", "st", "e.g", "i.e", "eg", "ie", "vs", "approx", "fig"}
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_WH_WORDS = frozenset(["what", "when", "where", "which", "who", "whom", "whose", "why", "how"])
_AUXILIARIES = frozenset(
    {
        "is",
        "are",
        "am",
        "was",
        "were",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
    }
    | {"may", "might", "must", "has", "have", "had"}
)
_NEGATED = {"ca": "can", "wo": "will", "sha": "shall"}
_POINTING = frozenset(["it", "this", "that", "these", "those", "they", "them", "he", "she"])
# Words that name no subject; a question made of these alone does not stand on its own.
_EMPTY_WORDS = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or", "but", "not"}
    | {"be", "been", "being", "there", "here", "i", "we", "you", "my", "our", "your", "me", "us", "if", "so"}
    | {"then", "as", "about", "long", "much", "many", "often", "far"}
    | _WH_WORDS
    | _AUXILIARIES
    | _POINTING
)


def words(text: str) -> list[str]:
    """The words of a text, case-folded, with straight apostrophes and without punctuation."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _ends_nothing(text: str, start: int, stop: int, after: int, end: int) -> bool:
    """Whether the full stop at ``stop`` belongs to an abbreviation or to the number of a list item."""
    before = text[max(start, stop - 16) : stop]
    if stop - start <= 4 and before.isdecimal():
        return True
    last = _LAST_WORD.search(before)
    if last and last[0].casefold() in _ABBREVIATIONS:
        return True
    following = _NON_SPACE.search(text, after, min(end, after + 8))
    return bool(following and following[0].islower())


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """The sentences of ``text[start:end]`` in order; a rest without closing punctuation is one, too."""
    end = len(text) if end is None else end
    opening = _NON_SPACE.search(text, start, end)
    if opening is None:
        return
    begin = opening.start()
    for mark in _SENTENCE_END.finditer(text, begin, end):
        is_full_stop = text[mark.start()] in ".…" and mark[0][-1] in ".…"
        if is_full_stop and _ends_nothing(text, begin, mark.start(), mark.end(), end):
            continue
        yield Sentence(begin, mark.end())
        opening = _NON_SPACE.search(text, mark.end(), end)
        if opening is None:
            return
        begin = opening.start()
    yield Sentence(begin, begin + len(text[begin:end].rstrip()))


def bare_wording(question: str) -> str:
    """A question without the heading mark before it or the emphasis around it, on one line."""
    wording = " ".join(question.lstrip("# ").split())
    for emphasis in ("***", "**", "__", "*", "_"):
        if wording.startswith(emphasis) and wording.endswith(emphasis):
            return wording.removeprefix(emphasis).removesuffix(emphasis).strip()
    return wording


def is_question(sentence: str) -> bool:
    """Whether a sentence ends in a question mark that is its own, not a quotation's or a bracket's."""
    return sentence.rstrip("*_ \t").endswith(tuple(QUESTION_MARKS))


def _opening_word(listed: list[str]) -> str:
    first = listed[0]
    base = first[:-3] if first.endswith("n't") else first.partition("'")[0]
    return _NEGATED.get(base, base) if first.endswith("n't") else base


def opens_like_question(text: str) -> bool:
    """Whether a text begins with a word that opens an English question, written with a capital."""
    listed = words(text[:80])
    return bool(listed) and text[:1].isupper() and _opening_word(listed) in _WH_WORDS | _AUXILIARIES


def addresses_reader(sentence: str) -> bool:
    """Whether a question is put to the reader, not by the reader: "Do you have questions?", "Need help?"."""
    listed = words(sentence)
    if not listed:
        return True
    opening = _opening_word(listed)
    if opening in _AUXILIARIES:
        return len(listed) > 1 and listed[1].partition("'")[0] in {"you", "your"}
    return opening not in _WH_WORDS and len(listed) <= 3


def asks_patient_question(sentence: str) -> bool:
    """Whether a sentence could stand as a question of its own.

    Genuine prose asks, too ("Why? Because …", "What does this mean?", "Do you feel dizzy?"). A question
    counts only when it opens like one, is not put to the reader, and names its subject instead of pointing
    back at the sentence before.
    """
    if not is_question(sentence):
        return False
    listed = words(sentence)
    if len(listed) < 3 or _opening_word(listed) not in _WH_WORDS | _AUXILIARIES or addresses_reader(sentence):
        return False
    named = [word for word in listed[1:] if word not in _EMPTY_WORDS]
    points_back = any(word in _POINTING for word in listed)
    return len(named) > (1 if points_back else 0)
