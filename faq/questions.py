"""Questions: the only writer of how else patients ask, what is related, and what health records call it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from faq import clock, content, trail
from faq.models import AlternativePhrasing, ClinicalCode, Event, Person, Question, Role
from faq.policy import NotAllowed, WorkflowError

LONGEST_PHRASING = 300
LONGEST_MEANING = 200

# What a code of each system looks like, and how to say so.
_SPELLING: Mapping[str, tuple[re.Pattern[str], str]] = {
    ClinicalCode.System.SNOMED_CT: (re.compile(r"[0-9]{6,18}\Z"), "6 to 18 digits"),
    ClinicalCode.System.ICD_10: (
        re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\Z"),
        "a letter and two digits, and after a point up to four more, such as G80.1",
    ),
    ClinicalCode.System.RXNORM: (re.compile(r"[0-9]{1,8}\Z"), "up to 8 digits"),
}


@dataclass(frozen=True)
class Phrasing:
    """Another way of asking, and the language it is in."""

    language: str
    text: str


@dataclass(frozen=True)
class Code:
    """A code of a system (its URI), and what it means in words."""

    system: str
    code: str
    display: str


@trail.in_turn()
def describe(
    *,
    question: Question,
    by: Person,
    seen: str,
    phrasings: Sequence[Phrasing],
    related: Collection[Question],
    codes: Sequence[Code],
) -> None:
    """Say how else patients ask a question, which others are related, and by which codes records know it.

    Search finds the answer by a new phrasing at once; patients see it after ``release``. One that is no longer
    named is removed: it is kept, and neither found by nor shown any more. To reword one is to remove it and to
    add another.

    ``seen`` is the ``description_token`` of what the person had on the screen. Without change it is no act.
    """
    if not by.roles & {Role.AUTHOR, Role.LEAD}:
        raise NotAllowed("You cannot change this: that needs the role “author” or “lead”. Ask a lead.")
    question = Question.objects.get(pk=question.pk)
    before = _description(question)
    if seen != description_token(question):
        raise WorkflowError(
            "Somebody else has changed this question since you opened it. Open it again, then make your change."
        )
    rows = _keep_phrasings(question, [_checked_phrasing(phrasing) for phrasing in phrasings], by)
    _keep_codes(question, [_checked_code(code) for code in codes])
    if any(other.pk == question.pk for other in related):
        raise WorkflowError("A question is not related to itself. Take it out of the list.", "related")
    question.related.set(related)
    after = _description(question)
    if after != before:
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        trail.append(Event.Kind.EDITED, by=by, rows=rows, question=question.slug, changes=changes)


@trail.in_turn()
def release(*, phrasing: AlternativePhrasing, by: Person) -> AlternativePhrasing:
    """Let patients see another way of asking beside the answer, under "also asked as"."""
    phrasing = AlternativePhrasing.objects.select_related("question").get(pk=phrasing.pk)
    if why_not := release_refusal(phrasing, by):
        raise NotAllowed(why_not)
    phrasing.released_at, phrasing.released_by = clock.now(), by
    phrasing.released_by_author = phrasing.added_by_id == by.pk
    phrasing.save()
    trail.append(
        Event.Kind.PHRASING_RELEASED,
        by=by,
        rows=[phrasing],
        question=phrasing.question.slug,
        phrasing=phrasing.text,
    )
    return phrasing


def release_refusal(phrasing: AlternativePhrasing, by: Person) -> str | None:
    """Why a person may not let patients see another way of asking, in words for that person; None if they may."""
    if Role.REVIEWER not in by.roles:
        return "You cannot show this to patients: that needs the role “reviewer”. Ask a colleague who has it."
    if phrasing.removed_at is not None:
        return "This way of asking was taken out. Patients can see it only after somebody has added it again."
    if phrasing.released_at is not None:
        return "Patients see this way of asking already."
    if phrasing.added_by_id == by.pk and not settings.SINGLE_CLINICIAN:
        return "You cannot show this to patients: you added it. A colleague who is a reviewer has to."
    return None


def description_token(question: Question) -> str:
    """Stands for what is said about a question now, so that a change made meanwhile is noticed."""
    return content.sha256(content.canonical_json(_description(question)))


def _description(question: Question) -> dict[str, Any]:
    return {
        "phrasings": list(question.alternative_phrasings.current().values("language", "text")),
        "related": list(question.related.order_by("slug").values_list("slug", flat=True)),
        "codes": list(question.clinical_codes.values("system", "code", "display")),
    }


def _keep_phrasings(
    question: Question, phrasings: Sequence[Phrasing], by: Person
) -> list[AlternativePhrasing]:
    """Remove and add phrasings so that these stand. Returns the rows that changed."""
    added, changed = dict.fromkeys(phrasings), []
    for held in question.alternative_phrasings.current():
        phrasing = Phrasing(held.language, held.text)
        if phrasing in added:
            del added[phrasing]
            continue
        held.removed_at, held.removed_by = clock.now(), by
        held.save()
        changed.append(held)
    for new in added:
        changed.append(
            AlternativePhrasing.objects.create(
                question=question, language=new.language, text=new.text, added_at=clock.now(), added_by=by
            )
        )
    return changed


def _keep_codes(question: Question, codes: Sequence[Code]) -> None:
    wanted = {(code.system, code.code): code for code in codes}
    for held in question.clinical_codes.all():
        if (held.system, held.code) not in wanted:
            held.delete()
    for code in wanted.values():
        ClinicalCode.objects.update_or_create(
            question=question, system=code.system, code=code.code, defaults={"display": code.display}
        )


def _checked_phrasing(phrasing: Phrasing) -> Phrasing:
    text = " ".join(phrasing.text.split())
    if not text or len(text) > LONGEST_PHRASING:
        raise WorkflowError(
            f"Another way of asking has 1 to {LONGEST_PHRASING} characters. Change “{text[:80]}”."
        )
    if phrasing.language not in dict(settings.LANGUAGES):
        raise WorkflowError(f"Choose a language of this site for “{text[:80]}”.")
    _refuse_invisible(text)
    return Phrasing(phrasing.language, text)


def _checked_code(code: Code) -> Code:
    code = Code(code.system, code.code.strip().upper(), " ".join(code.display.split()))
    if code.system not in _SPELLING:
        raise WorkflowError("Choose SNOMED CT, ICD-10 or RxNorm for each code.")
    spelling, words = _SPELLING[code.system]
    if not spelling.match(code.code):
        label = ClinicalCode.System(code.system).label
        raise WorkflowError(f"“{code.code}” is no code of {label}, which has {words}. Copy it again.")
    if not code.display or len(code.display) > LONGEST_MEANING:
        raise WorkflowError(f"Say in 1 to {LONGEST_MEANING} characters what the code {code.code} means.")
    for text in asdict(code).values():
        _refuse_invisible(text)
    return code


def _refuse_invisible(text: str) -> None:
    if character := content.unstorable_character(text):
        raise WorkflowError(f"The text holds an invisible character ({character}). Delete it.")
