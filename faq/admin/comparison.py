"""Two texts of one answer before a reviewer: what differs, and which of it could harm a patient."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from faq.admin.rendered_text import RenderedText
from faq.clinical_changes import Change, MarkedPassage, marked_difference
from faq.difference import lines_of
from faq.models import AnswerVersion, Comment


@dataclass(frozen=True)
class Part:
    """A stretch of text in a difference: in which text it stands, and of which dangerous change it is part."""

    found_in: str  # "both", "first" or "second"
    text: str
    change: Change | None
    anchor: str  # the name of the change's place, where the change begins
    kind: str  # what the change touches, in words, where it ends


@dataclass(frozen=True)
class FieldDifference:
    """What differs in one field of two texts."""

    label: str
    parts: list[Part]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return any(part.found_in != "both" for part in self.parts)


@dataclass(frozen=True)
class ToCheck:
    """One line of the list at the top: a dangerous change in a few words, and where it stands."""

    kind: str
    said: str
    anchor: str


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions of an answer: in the words that patients see, and as it was typed."""

    first: AnswerVersion
    second: AnswerVersion
    rendered: list[FieldDifference]
    source: list[FieldDifference]
    to_check: list[ToCheck]

    @classmethod
    def between(cls, first: RenderedText, second: RenderedText) -> "Comparison":
        """Compare question, answer and sources."""
        rendered = list(_differences("seen", _seen(first), _seen(second)))
        source = list(_differences("typed", _typed(first.version), _typed(second.version)))
        return cls(first.version, second.version, rendered, source, _to_check(rendered, source))

    @property
    def changes_what_is_seen(self) -> bool:
        """Whether patients see other words than before."""
        return any(field.is_changed for field in self.rendered)

    @property
    def changes_anything(self) -> bool:
        """Whether the two texts differ at all."""
        return any(field.is_changed for field in self.source)


def _seen(text: RenderedText) -> list[str]:
    html = (text.body_html, text.sources_html)
    return [text.version.wording, *("\n".join(lines_of(part)) for part in html)]


def _typed(version: AnswerVersion) -> list[str]:
    return [getattr(version, name) for name in Comment.Field.values]


def _differences(view: str, first: Iterable[str], second: Iterable[str]) -> Iterator[FieldDifference]:
    for (name, label), before, after in zip(Comment.Field.choices, first, second, strict=True):
        yield FieldDifference(str(label), list(_parts(f"{view}-{name}", before, after)))


def _parts(prefix: str, first: str, second: str) -> Iterator[Part]:
    passages = list(_in_stretches(marked_difference(first, second)))
    ends = {id(passage.change): place for place, passage in enumerate(passages)}
    begun: set[int] = set()
    for place, passage in enumerate(passages):
        change, key = passage.change, id(passage.change)
        is_new = change is not None and key not in begun
        begun.add(key)
        yield Part(
            passage.found_in,
            passage.text,
            change,
            anchor=f"{prefix}-{place}" if is_new else "",
            kind=change.kind.label if change is not None and ends[key] == place else "",
        )


def _in_stretches(passages: list[MarkedPassage]) -> Iterator[MarkedPassage]:
    """Between what stands in both texts all that is gone, then all that is new: “50 mcg 500 mg”, not word by word."""
    for _, stretch in groupby(passages, lambda passage: passage.found_in == "both"):
        ordered = sorted(stretch, key=lambda passage: passage.found_in)
        for (found_in, _), alike in groupby(ordered, lambda passage: (passage.found_in, id(passage.change))):
            joined = list(alike)
            yield MarkedPassage(found_in, "".join(passage.text for passage in joined), joined[0].change)


def _to_check(rendered: list[FieldDifference], source: list[FieldDifference]) -> list[ToCheck]:
    """Every change that patients see, and then those that only the typed text shows: a link's address, for example."""
    seen = [part for field in rendered for part in field.parts if part.anchor]
    told = Counter(part.change for part in seen)
    for part in (part for field in source for part in field.parts if part.anchor):
        if told[part.change]:
            told[part.change] -= 1
        else:
            seen.append(part)
    return [ToCheck(part.change.kind.label, part.change.said, part.anchor) for part in seen if part.change]
