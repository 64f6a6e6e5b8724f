"""Search: the words of a patient → published answers, best first.

An answer is found when its wording, an alternative phrasing of its question or its text holds every word of
the query in any grammatical form. Where no answer does, the last word may be the beginning of one; where that
finds nothing either, any of the words will do. What a query says is never syntax.
"""

# ruff: noqa: S608  (SQL made of our own constants; what is sought is a parameter)

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db import connection
from django.utils.safestring import SafeString

from faq.models import AnswerVersion
from faq.reading import PublicAnswer, published
from faq.search_index import TABLE
from faq.search_snippet import snippet
from faq.search_words import STOP_WORDS, UNMARKED, WORD, folded

MOST_WORDS = 32  # each costs time; nobody asks a longer question
LONGEST_WORD = 100  # characters; PostgreSQL refuses words of more than 2 kB
SHORTEST_BEGINNING = 3  # characters; a shorter beginning is no clue to a word

# A match in the question counts for this many in the text of the answer.
WORDING_WEIGHT = 10.0
_CANDIDATES = 200


@dataclass(frozen=True)
class Hit:
    """One answer that was found, and the passage of it around the words found (HTML, they stand in <mark>)."""

    answer: PublicAnswer
    snippet: SafeString
    holds_every_word: bool  # of the query, the last of which may be unfinished


class _Match(Enum):
    """How the words of a query have to be found in an answer."""

    ALL = auto()
    ALL_WITH_BEGINNING = auto()  # of the last one, its beginning is enough
    ANY = auto()


def search(query: str, moment: datetime, language: str | None = None, limit: int = 50) -> list[Hit]:
    """The answers that patients could read at a moment and that hold the words of the query, best first.

    Of any length and content the query may be; one without a telling word ("what is it?") finds nothing.
    ``language`` leaves out answers in another one. At most ``limit`` answers are read.
    """
    words = telling_words(query)
    if not words:
        return []
    for match in _ways(words):
        answers = _published(words, match, moment, language, limit)
        if answers:
            begins = words[-1] if match is _Match.ALL_WITH_BEGINNING else None
            found = [(answer, snippet(answer.body_html, words, begins)) for answer in answers]
            return [Hit(answer, passage, match is not _Match.ANY) for answer, passage in found]
    return []


def telling_words(query: str) -> list[str]:
    """The words of a text that tell one answer from another, each once; those in nearly every text are left out."""
    return [word for word in _words(query) if folded(word) not in STOP_WORDS][:MOST_WORDS]


def says_too_little(query: str) -> bool:
    """Whether a query consists of nothing but words that are in nearly every text, so that nothing is found."""
    words = _words(query)
    return bool(words) and all(folded(word) in STOP_WORDS for word in words)


def _words(query: str) -> list[str]:
    composed = unicodedata.normalize("NFC", query[: MOST_WORDS * LONGEST_WORD])
    words = (word.translate(UNMARKED)[:LONGEST_WORD] for word in WORD.findall(composed))
    return list(dict.fromkeys(filter(None, words)))


def _ways(words: list[str]) -> Iterator[_Match]:
    yield _Match.ALL
    if len(words[-1]) >= SHORTEST_BEGINNING:
        yield _Match.ALL_WITH_BEGINNING
    if len(words) > 1:
        yield _Match.ANY


def _published(
    words: list[str], match: _Match, moment: datetime, language: str | None, limit: int
) -> list[PublicAnswer]:
    """The best answers among those that were published; only these are read in full."""
    found: dict[str, int] = {}  # the answer's identity → the version's key, best first
    skipped = 0
    while len(found) < limit and (candidates := _ranked(words, match, language, skipped)):
        current = AnswerVersion.objects.filter(pk__in=candidates).published(moment)
        identities = dict(current.values_list("pk", "answer__identity"))
        found |= {str(identities[key]): key for key in candidates if key in identities}
        if len(candidates) < _CANDIDATES:
            break
        skipped += _CANDIDATES
    if not found:
        return []
    best = dict(list(found.items())[:limit])
    answers = {a.identity: a for a in published(AnswerVersion.objects.filter(pk__in=best.values()), moment)}
    return [answers[identity] for identity in best if identity in answers]


def _ranked(words: list[str], match: _Match, language: str | None, skipped: int) -> list[int]:
    """The keys of the next versions that match, published or not, best first."""
    on_postgresql = connection.vendor == "postgresql"
    sql = _RANKED_BY_POSTGRESQL if on_postgresql else _RANKED_BY_SQLITE
    sought = _expression(words, match, on_postgresql)
    with connection.cursor() as cursor:
        cursor.execute(sql, [sought, language or "", language or "", _CANDIDATES, skipped])
        return [key for (key,) in cursor.fetchall()]


def _expression(words: list[str], match: _Match, on_postgresql: bool) -> str:
    """The query in the engine's own syntax: quoted words, in which nothing can be an operator."""
    # FTS5 folds the words as it folded the texts; the folding of our own on PostgreSQL is done here.
    quoted = [f"'{folded(word)}'" for word in words] if on_postgresql else [f'"{word}"' for word in words]
    if match is _Match.ALL_WITH_BEGINNING:
        quoted[-1] += ":*" if on_postgresql else "*"
    either, every = (" | ", " & ") if on_postgresql else (" OR ", " AND ")
    return (either if match is _Match.ANY else every).join(quoted)


# Ranks depend on the whole collection; equal ones are ordered by key, so that pages neither repeat nor skip.
_RANKED_BY_SQLITE = (
    f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND (%s = '' OR language = %s)"
    f" ORDER BY bm25({TABLE}, {WORDING_WEIGHT}, {WORDING_WEIGHT}, 1.0), rowid LIMIT %s OFFSET %s"
)
_RANKED_BY_POSTGRESQL = (
    f"SELECT version_id FROM {TABLE}, to_tsquery('pg_catalog.english', %s) query"
    " WHERE words @@ query AND (%s = '' OR language = %s)"
    f" ORDER BY ts_rank('{{{1 / WORDING_WEIGHT}, 0, 0, 1}}', words, query, 1) DESC, version_id LIMIT %s OFFSET %s"
)
