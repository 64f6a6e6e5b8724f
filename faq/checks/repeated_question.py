"""An answer that begins by asking its own question again."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from faq.checks.finding import Finding, quoted
from faq.checks.sentences import is_question, sentences, words

# Shorter beginnings agree by chance: "Is it …".
FEWEST_WORDS = 3
# Share of words in the same order from which two wordings are one question; chosen so that a changed article
# or spelling still counts and "What is baclofen?" under "What are the side effects of baclofen?" does not.
SAME_WORDING = 0.8

_DECORATION = re.compile(r"[\s#>*_\"“'‘]*+(?:(?:question|q)[ \t]?:[\s*_]*+)?", re.IGNORECASE)
_NON_SPACE = re.compile(r"\S")
_WORD_WITH_END = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_END_OF_REPETITION = re.compile(r"[ \t]*+(?:[?!.:;？؟]++[\"'”’*_]*+|[*_\"”]++|[–—-](?=\s)|(?=\n)|\Z)")


def _same_question(asked: list[str], repeated: list[str]) -> bool:
    if min(len(asked), len(repeated)) < FEWEST_WORDS:
        return asked == repeated
    shorter = min(len(asked), len(repeated))
    if asked[:shorter] == repeated[:shorter]:
        return True
    return SequenceMatcher(None, asked, repeated, autojunk=False).ratio() >= SAME_WORDING


def _word_for_word_end(asked: list[str], body: str, begin: int, limit: int) -> int | None:
    """Where the question's exact words end in the body, with or without a question mark after them."""
    end = begin
    for number, word in enumerate(_WORD_WITH_END.finditer(body, begin, limit)):
        if number == len(asked) or words(word[0]) != asked[number : number + 1]:
            break
        end = word.end()
        if number == len(asked) - 1:
            closing = _END_OF_REPETITION.match(body, end)
            return closing.end() if closing else None
    return None


def repetition(question: str, body: str) -> tuple[int, int] | None:
    """Where the body repeats its question, as (start, end) offsets into the body, or None.

    A substantial beginning of the question counts as well: "What is a baclofen pump?" repeats "What is a
    baclofen pump and how does it work?".
    """
    asked = words(question[:2000])
    first = _NON_SPACE.search(body)
    decoration = _DECORATION.match(body)
    if not asked or first is None or decoration is None:
        return None
    start, begin = first.start(), decoration.end()
    # The repetition is about as long as the question; looking further would only cost time.
    limit = min(len(body), begin + 2 * len(question[:2000]) + 100)
    if len(asked) >= FEWEST_WORDS:
        end = _word_for_word_end(asked, body, begin, limit)
        if end is not None:
            return start, end
    opening = next(sentences(body, begin, limit), None)
    if opening is None or not is_question(body[opening.start : opening.end]):
        return None
    repeated = words(body[opening.start : opening.end])
    return (start, opening.end) if _same_question(asked, repeated) else None


def repeats_question(question: str, body: str) -> Iterator[Finding]:
    """At most one finding: the answer begins by repeating its question."""
    found = repetition(question, body)
    if found is None:
        return
    start, end = found
    yield Finding(
        "repeats_question",
        f"The answer begins by repeating its question: {quoted(body[start:end])}. Patients already see the "
        "question above the answer. Delete the repetition.",
        start,
        end,
    )
