"""Milliseconds of one search, beside a scan of every published text with ``icontains``; then of what is offered
beside it, similar questions and near spellings, both right after an act and as long as nothing happens.

``python -m bench.search [NUMBER]`` measures over so many published answers, 2,000 unless told; ``all`` takes
the 16,407 of MedQuAD. Each figure is the median of seven runs. On PostgreSQL: ``TEST_ON=postgresql``.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from bench.collection import ALL, scratch_site

QUERIES = {
    "rare word": "lymphoblastic",
    "rare words": "lymphoblastic leukemia in children",
    "common word": "treatment",
    "common words": "what is the treatment",
    "every word of a question": "What are the symptoms of adult acute lymphoblastic leukemia?",
    "any of the words": "treatment of symptoms by zzyzx",
    "unfinished word": "lymphobl",
    "missing word": "zzyzx",
}


def milliseconds(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    return statistics.median(once() for _ in range(7))


def scan(query: str, moment: datetime) -> list[Any]:
    """What a site without an index would do: look for every telling word in every published text."""
    from django.db.models import Q

    from faq import reading
    from faq.models import AnswerVersion
    from faq.search_words import STOP_WORDS

    versions = AnswerVersion.objects.all()
    for word in query.strip("?").split():
        if word.lower() not in STOP_WORDS:
            versions = versions.filter(Q(wording__icontains=word) | Q(body__icontains=word))
    return list(islice(reading.published(versions, moment), 50))


SLIPS = ("lymphoblstic", "lymphoblstic lukemia in chldren", "zzyzx")


def offers() -> None:
    """What is made of every published question after an act, and kept until the next."""
    from faq import clock, near_spellings, reading, related
    from faq.models import AnswerVersion

    moment, versions = clock.now(), AnswerVersion.objects.order_by("pk")
    middle = versions.filter(pk__gte=versions[versions.count() // 2].pk)[:1]
    answer = next(reading.published(AnswerVersion.objects.filter(pk__in=[v.pk for v in middle]), moment))

    def similar() -> int:
        return len(related.related(answer, moment).similar)

    print(f"\n{'':26}{'found':>12}{'after an act':>15}{'then':>12}")
    kept = {"similar questions": (similar, related._asked)}
    for slip in SLIPS:
        kept[slip] = (
            lambda slip=slip: len(near_spellings.near_spellings(slip, "en")),
            near_spellings._vocabulary,
        )
    for name, (offer, cache) in kept.items():
        first = milliseconds(lambda cache=cache, offer=offer: (cache.cache_clear(), offer()))
        print(f"{name:32}{offer():>6}{first:>12.1f} ms{milliseconds(offer):>9.1f} ms", flush=True)


def main() -> None:
    asked = sys.argv[1] if len(sys.argv) > 1 else "2000"
    with scratch_site(ALL if asked == "all" else int(asked)):
        from faq import clock
        from faq.search import search

        print(f"{'':26}{'hits':>6}{'search':>12}{'icontains':>12}{'ratio':>8}")
        for name, query in QUERIES.items():
            moment = clock.now()
            hits = len(search(query, moment))
            ours = milliseconds(lambda query=query, moment=moment: search(query, moment))
            theirs = milliseconds(lambda query=query, moment=moment: scan(query, moment))
            print(f"{name:26}{hits:>6}{ours:>9.1f} ms{theirs:>9.1f} ms{theirs / ours:>7.1f}x", flush=True)
        offers()


if __name__ == "__main__":
    main()
