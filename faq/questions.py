"""Questions: the only writer of how else patients ask, what is related, and what health records call it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from faq import content, trail
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
    phrasings: Sequence[str],
    related: Collection[Question],
    codes: Sequence[Code],
) -> None:
    """Say how else patients ask a question, which others are related, and by which codes records know it.

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
    _keep_phrasings(question, [_checked_phrasing(text) for text in phrasings])
    _keep_codes(question, [_checked_code(code) for code in codes])
    if any(other.pk == question.pk for other in related):
        raise WorkflowError("A question is not related to itself. Take it out of the list.", "related")
    question.related.set(related)
    after = _description(question)
    if after != before:
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        trail.append(Event.Kind.EDITED, by=by, question=question.slug, changes=changes)


def description_token(question: Question) -> str:
    """Stands for what is said about a question now, so that a change made meanwhile is noticed."""
    return content.sha256(content.canonical_json(_description(question)))


def _description(question: Question) -> dict[str, Any]:
    return {
        "phrasings": list(question.alternative_phrasings.values_list("text", flat=True)),
        "related": list(question.related.order_by("slug").values_list("slug", flat=True)),
        "codes": list(question.clinical_codes.values("system", "code", "display")),
    }


def _keep_phrasings(question: Question, texts: Sequence[str]) -> None:
    question.alternative_phrasings.exclude(text__in=texts).delete()
    held = set(question.alternative_phrasings.values_list("text", flat=True))
    for text in dict.fromkeys(texts):
        if text not in held:
            AlternativePhrasing.objects.create(question=question, text=text)


def _keep_codes(question: Question, codes: Sequence[Code]) -> None:
    wanted = {(code.system, code.code): code for code in codes}
    for held in question.clinical_codes.all():
        if (held.system, held.code) not in wanted:
            held.delete()
    for code in wanted.values():
        ClinicalCode.objects.update_or_create(
            question=question, system=code.system, code=code.code, defaults={"display": code.display}
        )


def _checked_phrasing(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_PHRASING:
        raise WorkflowError(
            f"Another way of asking has 1 to {LONGEST_PHRASING} characters. Change “{text[:80]}”."
        )
    _refuse_invisible(text)
    return text


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
