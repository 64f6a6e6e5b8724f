"""Records per second and peak memory of an export, for a small collection and one ten times as large.

``python -m bench.export [NUMBER]`` takes the larger collection's size, 10,000 unless told. The peak must not
grow with the number of records. On PostgreSQL: ``TEST_ON=postgresql``.
"""

import sys
import time
import tracemalloc

from django.db.models import QuerySet

from bench.collection import scratch_site


def measure(format: str, count: int) -> None:
    """Print one line: an untraced run for the time, a traced one for the memory."""
    from faq import clock
    from faq.exports import FORMATS
    from faq.exports.record import Head
    from faq.exports.records import records
    from faq.models import Answer

    some: QuerySet[Answer] = Answer.objects.filter(pk__lte=Answer.objects.order_by("pk")[count - 1].pk)
    moment = clock.now()
    head = Head(moment, moment, "Bench", "https://answers.example", trail_head="")

    def export() -> int:
        return sum(map(len, FORMATS[format].write(records(moment, answers=some), head)))

    start = time.perf_counter()
    size = export()
    seconds = time.perf_counter() - start
    tracemalloc.start()
    export()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"{format:6}{count:>8} records{size / 1e6:>8.1f} MB{count / seconds:>8.0f} records/s{peak / 1e6:>8.1f} MB peak",
        flush=True,
    )


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with scratch_site(most):
        for format in ("json", "csv"):
            for count in (most // 10, most):
                measure(format, count)


if __name__ == "__main__":
    main()
