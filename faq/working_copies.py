"""Working copies: what somebody has typed and not saved yet, so that a lost browser costs a few seconds of typing.

None of it is on the trail: it is no text of an answer until its writer saves it as the draft. Everybody reaches
their own copies alone.

A copy belongs to the page that it was typed on, its lineage. What comes from another page, in a second tab or on
another machine, never takes its place: the older one is set aside and offered until its writer decides.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from faq import clock, drafting, trail, workflow
from faq.content import as_typed
from faq.drafting import KEPT_FIELDS
from faq.models import AnswerVersion, Person, WorkingCopy
from faq.policy import NotAllowed, WorkflowError, refusal_to_write

CHOICES = ("language", "question", "translated_from")  # what else is said of an answer that is not begun yet
MOST_SET_ASIDE = 4  # copies; beyond it the oldest goes
LONGEST_LINEAGE = 32
FIRST_WORDS = 80  # characters

Typed = dict[str, Any]


@dataclass(frozen=True)
class Copy:
    """What was typed on one page, and when. ``version`` is None for an answer that is not begun yet."""

    version: AnswerVersion | None
    text: Typed
    began_from: str
    lineage: str
    saved_at: datetime

    @property
    def is_of_today(self) -> bool:
        """Whether the time alone says when it was typed."""
        return timezone.localdate(self.saved_at) == clock.today()

    @property
    def first_words(self) -> str:
        """How it begins, to tell it from another one."""
        said = (" ".join(self.text.get(name, "").split()) for name in KEPT_FIELDS)
        return Truncator(next(filter(None, said), "")).chars(FIRST_WORDS)

    @property
    def for_copying(self) -> str:
        """Everything in one, where the editor has no place for it any more."""
        return "\n\n".join(filter(None, (self.text.get(name, "") for name in KEPT_FIELDS)))


def keep(
    *,
    by: Person,
    version: AnswerVersion | None,
    text: Mapping[str, Any],
    began_from: str = "",
    lineage: str,
    step: int,
    instead_of: Collection[str] = (),
) -> None:
    """Keep what a person has typed; ``step`` counts what the page sent, and an earlier one never replaces a later.

    ``instead_of`` are the lineages that this one goes on from. Raises ``WorkflowError`` for a text that a draft
    could not hold either, and ``NotAllowed`` for somebody who does not write.
    """
    if why_not := refusal_to_write(by):
        raise NotAllowed(why_not)
    fresh = WorkingCopy(
        person=by,
        version=version,
        text=_checked(text),
        began_from=began_from[:64],
        lineage=lineage[:LONGEST_LINEAGE],
        step=step,
        saved_at=clock.now(),
    )
    replaced = {fresh.lineage, *instead_of}
    try:
        _write(fresh, replaced)
    except IntegrityError:  # the first two copies, at the same moment: now there is one to write over
        _write(fresh, replaced)


def kept(*, by: Person, answer: int | None) -> list[Copy]:
    """A person's copies of the texts of one answer, or of one that is not begun (None); newest first.

    Without those that say what the draft says.
    """
    about = Q(version__answer=answer) if answer else Q(version=None)
    rows = WorkingCopy.objects.filter(about, person=by).select_related("version__answer")
    copies = [copy for row in rows for copy in _copies_in(row) if not _says_nothing(copy)]
    return sorted(copies, key=lambda copy: copy.saved_at, reverse=True)


@transaction.atomic
def forget(*, by: Person, version: AnswerVersion | None, lineages: Collection[str]) -> None:
    """Give up the copies of some pages: their text was saved as the draft, or its writer does not want it."""
    row = _own(by, version).select_for_update().first()
    if row is None or not lineages:
        return
    row.set_aside = [entry for entry in row.set_aside if entry["lineage"] not in lineages]
    if row.lineage not in lineages:
        row.save(update_fields=["set_aside"])
    elif row.set_aside:
        newest, *row.set_aside = row.set_aside
        for name, value in newest.items():
            setattr(row, name, value)
        row.step = 0
        row.save()
    else:
        row.delete()


def text_begun_from(version: AnswerVersion, token: str) -> dict[str, str] | None:
    """The former text of a draft that an editing token names, as the trail keeps it. None if it is not there."""
    if not token:
        return None
    key = trail.row_key(version)
    for detail in version.events.order_by("-sequence").values_list("detail", flat=True).iterator():
        row = trail.rows_of({"detail": detail}).get(key, {})
        if not all(isinstance(row.get(name), str) for name in KEPT_FIELDS):
            continue
        former = AnswerVersion(**{name: row[name] for name in KEPT_FIELDS})
        if workflow.editing_token(former) == token:
            return drafting.text_of(former)
    return None


@transaction.atomic
def _write(fresh: WorkingCopy, replaced: Collection[str]) -> None:
    row = _own(fresh.person, fresh.version).select_for_update().first()
    if row is None:
        fresh.save(force_insert=True)
        return
    if row.lineage == fresh.lineage and row.step >= fresh.step:
        return
    fresh.pk = row.pk
    fresh.set_aside = list(_set_aside(row, fresh, replaced))[:MOST_SET_ASIDE]
    fresh.save(force_update=True)


def _set_aside(row: WorkingCopy, fresh: WorkingCopy, replaced: Collection[str]) -> Iterable[Typed]:
    """The copies of other pages that a fresh one leaves beside it."""
    present = {"text": row.text, "began_from": row.began_from, "lineage": row.lineage}
    for entry in [present | {"saved_at": row.saved_at.isoformat()}, *row.set_aside]:
        says_it_too = entry["text"] == fresh.text or _says_the_draft(entry["text"], fresh.version)
        if entry["lineage"] not in replaced and not says_it_too:
            yield entry


def _own(by: Person, version: AnswerVersion | None) -> Any:
    return WorkingCopy.objects.filter(person=by, version=version)


def _copies_in(row: WorkingCopy) -> Iterable[Copy]:
    yield Copy(row.version, row.text, row.began_from, row.lineage, row.saved_at)
    for entry in row.set_aside:
        saved_at = datetime.fromisoformat(entry["saved_at"])
        yield Copy(row.version, entry["text"], entry["began_from"], entry["lineage"], saved_at)


def _says_nothing(copy: Copy) -> bool:
    if copy.version is None:
        return not any(copy.text.get(name, "").strip() for name in KEPT_FIELDS)
    return _says_the_draft(copy.text, copy.version)


def _says_the_draft(text: Typed, version: AnswerVersion | None) -> bool:
    if version is None:
        return False
    return all(
        drafting.as_kept(name, value).strip() == getattr(version, name).strip()
        for name, value in text.items()
        if name in KEPT_FIELDS
    )


def _checked(text: Mapping[str, Any]) -> Typed:
    """The inputs of the editor by their names, and nothing else."""
    checked: Typed = {name: drafting.storable(name, text[name]) for name in KEPT_FIELDS if name in text}
    for name in CHOICES:
        if name in text:
            checked[name] = as_typed(text[name])
    if "topics" in text:
        checked["topics"] = list(text["topics"])
    chosen = [checked.get(name, "") for name in CHOICES] + checked.get("topics", [])
    if len(chosen) > 500 or any(
        not value.isascii() or not value.isprintable() or len(value) > 20 for value in chosen
    ):
        raise WorkflowError("This is no choice that the page offers. Open the page again.")
    return checked
