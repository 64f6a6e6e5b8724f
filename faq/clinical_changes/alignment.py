"""Which places of two sequences are alike, in time that grows with their length."""

from collections.abc import Hashable, Iterator, Sequence

from rapidfuzz.distance import LCSseq

_MOST = 60_000_000
"""Pairs of places that are compared at most at once; each takes a bit of memory."""


def matches(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of places that are alike, in order in both: as many as there can be.

    Very long sequences are compared part by part, which may miss some.
    """
    head = 0
    for ours, theirs in zip(first, second, strict=False):
        if ours != theirs:
            break
        head += 1
    tail = 0
    for ours, theirs in zip(reversed(first[head:]), reversed(second[head:]), strict=False):
        if ours != theirs:
            break
        tail += 1
    ends = (len(first) - tail, len(second) - tail)
    found = [(place, place) for place in range(head)]
    found += _inner(first[: ends[0]], second[: ends[1]], head, head)
    return found + [(ends[0] + step, ends[1] + step) for step in range(tail)]


def segments(pairs: list[tuple[int, int]], first: int, second: int) -> Iterator[tuple[int, int, int, int]]:
    """What lies between the pairs: from where to where in a first and a second sequence of these lengths."""
    ours = theirs = 0
    for one, other in [*pairs, (first, second)]:
        if one > ours or other > theirs:
            yield ours, one, theirs, other
        ours, theirs = one + 1, other + 1


def _inner(
    first: Sequence[Hashable], second: Sequence[Hashable], begin: int, other: int
) -> list[tuple[int, int]]:
    ours, theirs = len(first) - begin, len(second) - other
    if not ours or not theirs:
        return []
    if ours * theirs > _MOST and min(ours, theirs) > 1:
        half, half_of_other = begin + ours // 2, other + theirs // 2
        return [
            *_inner(first[:half], second[:half_of_other], begin, other),
            *_inner(first, second, half, half_of_other),
        ]
    found = []
    for block in LCSseq.opcodes(list(first[begin:]), list(second[other:])):
        if block.tag == "equal":
            found += [
                (begin + block.src_start + step, other + block.dest_start + step)
                for step in range(block.src_end - block.src_start)
            ]
    return found
