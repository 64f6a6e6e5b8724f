"""Three-way merge: what became of one text when two people changed it at the same time.

The texts are compared sentence by sentence, never word by word: a merge must not make a sentence that neither of
the two wrote. Where one changed a dose and the other its unit, both versions of the sentence are shown, and a
person chooses. A paragraph, a point of a list and a heading end a sentence too. A table is one passage: a number in
it means nothing without the head of its column.

The method is diff3 (Khanna, Kunal and Pierce: A Formal Investigation of Diff3, 2007): both texts are aligned with
the one that they began from; what stands between two passages that all three share was changed by nobody, by one
(then that change is taken), or by both (then a person chooses).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Choice = Literal["mine", "theirs", "both"]
CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")
# More than any answer has. Beyond it, texts that were made to be hard to compare would take minutes.
MOST_PASSAGES = 3000


@dataclass(frozen=True)
class Agreed:
    """A passage that needs no decision: changed by nobody, by one of the two, or by both alike."""

    text: str
    base: str
    by: Literal["nobody", "mine", "theirs", "both"]


@dataclass(frozen=True)
class Conflict:
    """A passage that both changed, each in another way."""

    mine: str
    theirs: str
    base: str | None  # None: what the two began from is not known

    def chosen(self, choice: Choice) -> str:
        """The passage after a decision. For "both", mine comes first."""
        if choice != "both":
            return self.mine if choice == "mine" else self.theirs
        needs_gap = self.mine and self.theirs and not self.mine[-1].isspace()
        return self.mine + (" " if needs_gap else "") + self.theirs


Part = Agreed | Conflict


@dataclass(frozen=True)
class Merged:
    """Two texts as one sequence of passages."""

    parts: tuple[Part, ...]
    ends_with_newline: bool = True

    @property
    def conflicts(self) -> list[Conflict]:
        """The passages that wait for a decision, in the order of the text."""
        return [part for part in self.parts if isinstance(part, Conflict)]

    def text(self, choices: Sequence[Choice] = ()) -> str:
        """The merged text. Raises ``ValueError`` unless there is one choice for each conflict."""
        if len(choices) != len(self.conflicts):
            raise ValueError("Each conflict needs one choice.")
        left = iter(choices)
        texts = (part.text if isinstance(part, Agreed) else part.chosen(next(left)) for part in self.parts)
        text = "".join(texts)
        return text if self.ends_with_newline else text.removesuffix("\n")


def merge(base: str | None, mine: str, theirs: str, cut: "Cut | None" = None) -> Merged:
    """Bring two texts together that both began from ``base``.

    With ``base`` None, as when it cannot be found, whatever is not alike is a conflict. ``cut`` divides a text into
    its passages; sentences, unless another is given.
    """
    settled = _settled(base, mine, theirs)
    if settled:
        return Merged((settled,))
    cut = cut or sentences
    # A last line without its newline would differ from the same line with another one after it.
    closed = [text if text is None else _closed(text) for text in (base, mine, theirs)]
    first, second, third = (cut(text or "") for text in closed)
    if max(len(first), len(second), len(third)) > MOST_PASSAGES:
        first, second, third = (whole(text or "") for text in closed)
    parts = _of_two(second, third) if base is None else _of_three(first, second, third)
    merged = Merged(tuple(_run_together(parts)), ends_with_newline=mine.endswith("\n"))
    if base is not None and _makes_a_sentence(merged, {*map(_words, second), *map(_words, third)}, cut):
        everything = Conflict("".join(second), "".join(third), "".join(first))
        return Merged((everything,), merged.ends_with_newline)
    return merged


def _settled(base: str | None, mine: str, theirs: str) -> Agreed | None:
    if mine == theirs:
        return Agreed(mine, mine if base is None else base, "nobody" if base in (None, mine) else "both")
    if base == mine:
        return Agreed(theirs, base, "theirs")
    return Agreed(mine, base, "mine") if base == theirs else None


def _makes_a_sentence(merged: Merged, written: set[str], cut: "Cut") -> bool:
    """Whether passages that were not neighbours before read as one sentence, which neither of the two wrote."""
    sides: tuple[Choice, ...] = ("mine", "theirs")
    texts = (merged.text([side] * len(merged.conflicts)) for side in sides)
    return any(_words(passage) not in written for text in texts for passage in cut(text))


def _words(passage: str) -> str:
    return " ".join(passage.split())


def _closed(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


# --- Passages ------------------------------------------------------------------------------------

Cut = Callable[[str], list[str]]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_KINDS = (
    ("blank", re.compile(r"\s*$")),
    ("table", re.compile(r"[ \t]*\|")),
    ("quote", re.compile(r"[ \t]*>")),
    ("alone", re.compile(r"[ \t]*(#{1,6}[ \t]|:::|```|~~~|(\*[ \t]*){3,}$|(-[ \t]*){3,}$|(_[ \t]*){3,}$)")),
    ("item", re.compile(r"[ \t]*([-*+•]|[0-9]{1,9}[.)])[ \t]")),
)
_JOINED = {("table", "table"), ("quote", "quote"), ("blank", "blank"), ("prose", "prose"), ("item", "prose")}
_END = re.compile(r"[.!?…؟۔。]+[)\]\"'”’»*_]*\s+(?=\S)")
# After these a dot ends no sentence: "e.g. Lioresal" must not come apart.
_ABBREVIATED = re.compile(
    r"(\b(\w\.)+\w|\b\w|\b(approx|max|min|dr|dra|sr|sra|mr|mrs|ms|prof|no|nr|vs|etc|fig|ca|tab|inj|pág))$",
    re.IGNORECASE,
)


def whole(text: str) -> list[str]:
    """A text that is one passage, for example the wording of a question."""
    return [text] if text else []


def lines(text: str) -> list[str]:
    """The lines of a text, each with its newline."""
    return _LINE.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a Markdown text, each with the space after it; together they are the text."""
    return [sentence for block in _blocks(text) for sentence in _sentences_in(block)]


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, points of lists, headings, tables and the empty lines between them."""
    block, last = "", ""
    for line in lines(text):
        kind = next((name for name, pattern in _KINDS if pattern.match(line)), "prose")
        if block and (last, kind) not in _JOINED:
            yield block
            block = ""
        # A line that goes on after a point of a list belongs to the point.
        last = last if block and kind == "prose" else kind
        block += line
    if block:
        yield block


def _sentences_in(block: str) -> Iterator[str]:
    if _KINDS[1][1].match(block):
        yield block
        return
    start = 0
    for end in _END.finditer(block):
        following = block[end.end()]
        before = block[max(start, end.start() - 20) : end.start()]
        if following.islower() or following.isdigit() or _ABBREVIATED.search(before):
            continue
        yield block[start : end.end()]
        start = end.end()
    yield block[start:]


# --- The merge -----------------------------------------------------------------------------------


def _of_two(mine: list[str], theirs: list[str]) -> Iterator[Part]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, mine, theirs).get_opcodes():
        if kind == "equal":
            text = "".join(mine[i1:i2])
            yield Agreed(text, text, "nobody")
        else:
            yield Conflict("".join(mine[i1:i2]), "".join(theirs[j1:j2]), None)


def _of_three(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Part]:
    in_mine, in_theirs = _places(base, mine), _places(base, theirs)
    b = m = t = 0  # up to where each of the three is dealt with
    for i in [*(i for i in range(len(base)) if i in in_mine and i in in_theirs), len(base)]:
        to_m, to_t = in_mine.get(i, len(mine)), in_theirs.get(i, len(theirs))
        yield from _between(base[b:i], mine[m:to_m], theirs[t:to_t])
        if i < len(base):
            yield Agreed(base[i], base[i], "nobody")
        b, m, t = i + 1, to_m + 1, to_t + 1


def _places(base: list[str], other: list[str]) -> dict[int, int]:
    """Where the passages of the base stand in another text, for those that do."""
    blocks = SequenceMatcher(None, base, other).get_matching_blocks()
    return {i + step: j + step for i, j, size in blocks for step in range(size)}


def _between(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Part]:
    """What became of the passages between two that all three share."""
    if not (base or mine or theirs):
        return
    were, are, others = "".join(base), "".join(mine), "".join(theirs)
    if settled := _settled(were, are, others):
        yield settled
    elif len(base) == len(mine) == len(theirs) > 1 and _are_lines([*base, *mine, *theirs]):
        # Neighbouring paragraphs or points of a list, each of them changed in its place.
        for passages in zip(base, mine, theirs, strict=True):
            yield from _between(*([passage] for passage in passages))
    else:
        yield Conflict(are, others, were)


def _are_lines(passages: Iterable[str]) -> bool:
    return all(passage.endswith("\n") for passage in passages)


def _run_together(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with those joined that nobody changed, one after the other."""
    unchanged = ""
    for part in parts:
        if isinstance(part, Agreed) and part.by == "nobody":
            unchanged += part.text
            continue
        if unchanged:
            yield Agreed(unchanged, unchanged, "nobody")
            unchanged = ""
        yield part
    if unchanged:
        yield Agreed(unchanged, unchanged, "nobody")
