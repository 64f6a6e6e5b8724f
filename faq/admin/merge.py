"""Two people saved one draft: what each of them did to it, and what is left to decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from faq import drafting, merging, workflow, working_copies
from faq.admin.act_forms import ActForm
from faq.difference import Passage, difference
from faq.merging import CHOICES, Choice, Conflict, Merged
from faq.models import AnswerVersion, Event

# A question is one sentence; sources are lines; everything else is Markdown.
_CUTS: Mapping[str, merging.Cut] = {"wording": merging.whole, "sources": merging.lines}
_DECISIONS: Mapping[str, Choice] = {choice: choice for choice in CHOICES}


@dataclass(frozen=True)
class Passages:
    """One passage that somebody changed, as the page shows it."""

    name: str  # of the input that decides; empty where nothing has to be decided
    mine: list[Passage] | None  # what I did to it; None: left it as it was
    theirs: list[Passage] | None
    chosen: str = ""

    @property
    def options(self) -> list[tuple[Choice, bool]]:
        """The decisions there are, and whether each was taken."""
        return [(choice, choice == self.chosen) for choice in CHOICES]


@dataclass(frozen=True)
class Field:
    """One input of the editor, in both texts."""

    name: str
    label: str
    mine: str
    theirs: str
    merged: Merged
    choices: tuple[str, ...]  # one for each conflict; empty where none was made

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide."""
        return all(choice in _DECISIONS for choice in self.choices)

    @property
    def text(self) -> str:
        """What comes of both texts. Only once it is settled."""
        return self.merged.text([_DECISIONS[choice] for choice in self.choices])

    @cached_property
    def changes(self) -> list[Passages]:
        """Every passage that somebody changed, in the order of the text."""
        return list(self._changes())

    def _changes(self) -> Iterator[Passages]:
        number = 0
        for part in self.merged.parts:
            if isinstance(part, Conflict):
                chosen, name = self.choices[number], f"{self.name}-{number}"
                yield Passages(name, _against(part.base, part.mine), _against(part.base, part.theirs), chosen)
                number += 1
            elif part.by != "nobody":
                done = _against(part.base, part.text)
                yield Passages("", done if part.by != "theirs" else None, done if part.by != "mine" else None)

    @property
    def saving(self) -> list[Passage]:
        """What saving the merged text will change in the one that the colleague saved."""
        return difference(self.theirs, self.text)


@dataclass(frozen=True)
class Merge:
    """A draft that changed while somebody wrote, and the text that this person sent."""

    saved_by: str
    began_from: str
    present: str  # names the saved text that the page shows
    fields: list[Field]
    was_asked: bool  # the person has seen these passages before
    has_base: bool

    @classmethod
    def of(cls, draft: AnswerVersion, form: ActForm, sent: QueryDict) -> "Merge":
        """Bring together the saved draft and what an editor sent that began from an older text."""
        token, present = sent.get("token", ""), workflow.editing_token(draft)
        base = working_copies.text_begun_from(draft, token)
        was_asked = sent.get("merged_with") == present
        fields = []
        for bound in form.visible_fields():
            mine = drafting.as_kept(bound.name, str(bound.value() or ""))
            theirs = getattr(draft, bound.name)
            cut = _CUTS.get(bound.name, merging.sentences)
            merged = merging.merge(base[bound.name] if base else None, mine, theirs, cut)
            # Whoever saved once more meanwhile has made other passages of them.
            choices = [
                sent.get(f"{bound.name}-{number}", "") if was_asked else ""
                for number in range(len(merged.conflicts))
            ]
            fields.append(Field(bound.name, str(bound.label), mine, theirs, merged, tuple(choices)))
        return cls(saved_by(draft), token, present, fields, was_asked, base is not None)

    @property
    def must_choose(self) -> bool:
        """Whether both changed the same passage, and nobody has said yet what becomes of it."""
        return not all(field.is_settled for field in self.fields)

    @property
    def conflicts(self) -> int:
        """How many passages both changed."""
        return sum(len(field.choices) for field in self.fields)

    @property
    def changed(self) -> list[Field]:
        """The fields that are not as both began from them."""
        return [field for field in self.fields if field.changes]

    @property
    def different(self) -> list[Field]:
        """The fields in which the merged text is not the saved one."""
        return [field for field in self.fields if field.text != field.theirs]

    def merged_into(self, sent: QueryDict) -> QueryDict:
        """What the editor sent, with the merged text in place of the one that was typed."""
        data = sent.copy()
        for field in self.fields:
            data[field.name] = field.text
        data["token"] = self.present
        return data

    @property
    def alert(self) -> str:
        """What happened and what to do, in words for the person who tried to save."""
        if self.must_choose and self.was_asked:
            return "Choose for every passage which words stay. Nothing is saved yet, and nothing is lost."
        if self.must_choose:
            return (
                "Somebody else has saved this text since you opened it. Nothing of yours is lost: you both changed "
                "the same words. Choose below which of them stay."
            )
        return (
            "Somebody else has saved this text since you opened it. Both texts are together in the editor now. "
            "Nothing is saved yet: read it, then save."
        )


def _against(base: str | None, text: str) -> list[Passage]:
    """What somebody did to a passage; all of it is new where it is not known what it began from."""
    return [Passage("both", text)] if base is None else difference(base, text)


def saved_by(draft: AnswerVersion) -> str:
    """Who saved a draft last."""
    saved = draft.events.filter(kind__in=[Event.Kind.EDITED, Event.Kind.IMPORTED])
    last = saved.select_related("by").order_by("-sequence").first()
    return str(last.by) if last else "a colleague"
