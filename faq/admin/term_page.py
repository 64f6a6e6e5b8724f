"""Everything that the page of one term shows, gathered for its template."""

import json
from dataclasses import dataclass

from faq import terms
from faq.models import Event, Person, Role, Term, TermDefinition


@dataclass(frozen=True)
class Line:
    """One definition of a term, and what became of it."""

    definition: TermDefinition
    became: str
    reason: str = ""  # why it was turned down or retired


@dataclass(frozen=True)
class TermPage:
    """One term before one person."""

    shown: TermDefinition | None
    waiting: TermDefinition | None
    seen: str  # what stands for the waiting text on the screen
    why_not_approve: str | None
    may_turn_down: bool
    may_retire: bool
    lines: list[Line]
    person: Person

    @classmethod
    def of(cls, term: Term, person: Person) -> "TermPage":
        """Read where a term stands."""
        people = ("term", "written_by", "approved_by", "retired_by")
        definitions = list(term.definitions.select_related(*people).order_by("-pk"))
        waiting = next((d for d in definitions if d.approved_at is None and d.retired_at is None), None)
        newest_approved = next((d for d in definitions if d.approved_at), None)
        shown = newest_approved if newest_approved and newest_approved.retired_at is None else None
        roles = person.roles
        return cls(
            shown=shown,
            waiting=waiting,
            seen=terms.text_hash(waiting) if waiting else "",
            why_not_approve=terms.refusal(waiting, person) if waiting else None,
            may_turn_down=waiting is not None
            and bool(roles & {Role.REVIEWER, Role.LEAD} or (roles and waiting.written_by_id == person.pk)),
            may_retire=Role.LEAD in roles and bool(shown or waiting),
            lines=list(_lines(term, definitions, shown)),
            person=person,
        )


def _lines(term: Term, definitions: list[TermDefinition], shown: TermDefinition | None) -> list[Line]:
    reasons = _reasons(term) if any(definition.retired_at for definition in definitions) else {}
    return [
        Line(definition, _became(definition, shown), reasons.get(definition.pk, ""))
        for definition in definitions
    ]


def _became(definition: TermDefinition, shown: TermDefinition | None) -> str:
    if definition.retired_at:
        return "No longer shown" if definition.approved_at else "Given up"
    if definition.approved_at is None:
        return "Waits for a colleague"
    return "Shown to patients" if shown and definition.pk == shown.pk else "Replaced by a newer text"


def _reasons(term: Term) -> dict[int, str]:
    """Why definitions were turned down or retired, as the trail has it."""
    reasons: dict[int, str] = {}
    told = Event.objects.filter(kind=Event.Kind.TERM_RETIRED, detail__contains=f'"term:{term.pk}"')
    for line in told.order_by("sequence"):
        detail = json.loads(line.detail)
        for key in detail["rows"]:
            kind, _, number = key.partition(":")
            if kind == "termdefinition":
                reasons[int(number)] = str(detail.get("reason", ""))
    return reasons
