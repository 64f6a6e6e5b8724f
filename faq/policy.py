"""The policy as data: which act leads from which state to which, who may, and why not.

A button asks ``refusal()``; the act itself asks the same through ``require()``.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import Max

from faq.models import (
    OPEN_STATES,
    Answer,
    AnswerVersion,
    Approval,
    Capacity,
    Comment,
    Contributor,
    Person,
    RequiredSignOff,
    Role,
    State,
)


class WorkflowError(Exception):
    """An act was refused and nothing was written. The message says why, and what to do, to a clinician.

    ``field`` names the input that has to change, if there is one.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(WorkflowError):
    """The person may not do this, or not in this state."""


class TextChanged(WorkflowError):
    """The text is no longer the one that the person had on the screen. ``current`` holds what it is now."""

    def __init__(self, message: str, current: AnswerVersion) -> None:
        super().__init__(message)
        self.current = current


class Act(StrEnum):
    """What can be done with a version or an answer."""

    EDIT = "edit"
    TRANSLATE_FROM = "translate_from"
    SUBMIT = "submit"
    DISCARD = "discard"
    RETURN = "return"
    APPROVE = "approve"
    CONFIRM = "confirm"
    SIGN_OFF = "sign_off"
    START_VERSION = "start_version"
    WITHDRAW = "withdraw"
    REINSTATE = "reinstate"
    ANNOUNCE = "announce"
    RETRACT = "retract"
    ASSIGN = "assign"
    RERENDER = "rerender"


@dataclass(frozen=True)
class Rule:
    """Who may do an act, in which states of a version, and where it leads."""

    does: str  # completes "You cannot … because"
    roles: frozenset[Role]
    sources: frozenset[State] | None = None  # None: the act is about the answer, not one version's state
    target: State | None = None
    in_capacity: bool = False  # in a capacity that a topic asks for, instead of a role
    by_colleague: bool = False  # not by anyone who contributed to the text since its last approval


_AUTHOR, _REVIEWER, _LEAD = frozenset({Role.AUTHOR}), frozenset({Role.REVIEWER}), frozenset({Role.LEAD})
_DRAFT, _IN_REVIEW = frozenset({State.DRAFT}), frozenset({State.IN_REVIEW})
RENDERED = frozenset({State.IN_REVIEW, State.RETURNED, State.APPROVED, State.SUPERSEDED})
"""The states of a version that was submitted, and so has a rendering."""

RULES: dict[Act, Rule] = {
    Act.EDIT: Rule("change this text", _AUTHOR, _DRAFT, State.DRAFT),
    Act.TRANSLATE_FROM: Rule("say what this text is translated from", _AUTHOR, _DRAFT, State.DRAFT),
    Act.SUBMIT: Rule("submit this text", _AUTHOR, _DRAFT, State.IN_REVIEW),
    Act.DISCARD: Rule("discard this draft", _AUTHOR, _DRAFT, State.DISCARDED),
    Act.RETURN: Rule("return this text", _REVIEWER, _IN_REVIEW, State.RETURNED),
    Act.APPROVE: Rule("approve this text", _REVIEWER, _IN_REVIEW, State.APPROVED, by_colleague=True),
    Act.CONFIRM: Rule(
        "confirm this text", _REVIEWER, frozenset({State.APPROVED}), State.APPROVED, by_colleague=True
    ),
    Act.SIGN_OFF: Rule(
        "sign this text off",
        frozenset(),
        frozenset({State.IN_REVIEW, State.APPROVED}),
        in_capacity=True,
        by_colleague=True,
    ),
    Act.START_VERSION: Rule("start a new version", _AUTHOR),
    Act.WITHDRAW: Rule("withdraw this answer", _LEAD),
    Act.REINSTATE: Rule("reinstate this answer", _LEAD),
    Act.ANNOUNCE: Rule(
        "announce this question", _REVIEWER | _LEAD, frozenset(OPEN_STATES), by_colleague=True
    ),
    Act.RETRACT: Rule("retract this announcement", _REVIEWER | _LEAD),
    Act.ASSIGN: Rule("change who looks after this answer", _AUTHOR | _LEAD),
    Act.RERENDER: Rule("render this text anew", _LEAD, RENDERED),
}

_APPROVALS = {Act.APPROVE, Act.CONFIRM}  # after every sign-off, and with every comment resolved
_SIGNATURES = {Act.SIGN_OFF, *_APPROVALS}

# A version that a newer approval replaces; nobody asks for this, it comes with APPROVE.
SUPERSEDED_BY_APPROVAL = (State.APPROVED, State.SUPERSEDED)


def state_changes() -> set[tuple[State, State]]:
    """Every change of state that an act can make: what the database allows, and no other."""
    changes = {
        (source, rule.target)
        for rule in RULES.values()
        if rule.target and rule.sources
        for source in rule.sources
        if source != rule.target
    }
    return changes | {SUPERSEDED_BY_APPROVAL}


def state_diagram() -> str:
    """The states of a version and what leads from one to the next, as a Mermaid diagram for the documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    for act, rule in RULES.items():
        for source in sorted(rule.sources or ()):
            if rule.target not in {None, source}:
                lines.append(f"    {source} --> {rule.target}: {act} ({' or '.join(sorted(rule.roles))})")
    replaced, replacement = SUPERSEDED_BY_APPROVAL
    lines.append(f"    {replaced} --> {replacement}: a newer version is approved")
    return "\n".join(lines)


def contributors_since_approval(version: AnswerVersion) -> set[int]:
    """Ids of everyone who changed the answer's text after the approval before this version, up to it."""
    since = (
        Approval.objects.filter(
            version__answer=version.answer_id, version__number__lt=version.number, meaning="approved"
        ).aggregate(number=Max("version__number"))["number"]
        or 0
    )
    contributions = Contributor.objects.filter(
        version__answer=version.answer_id, version__number__gt=since, version__number__lte=version.number
    )
    return set(contributions.values_list("person_id", flat=True))


def missing_sign_offs(version: AnswerVersion) -> list[Capacity]:
    """The sign-offs that the topics of a version ask for and that nobody has given over its text, by name."""
    asked = RequiredSignOff.objects.for_answer(version.answer_id).values_list("capacity", flat=True)
    given = version.sign_offs.filter(content_hash=version.content_hash).values_list("capacity", flat=True)
    return sorted(Capacity(capacity) for capacity in set(asked) - set(given))


def signers_off(version: AnswerVersion) -> set[int]:
    """Ids of everyone who signed a version off."""
    return set(version.sign_offs.values_list("signer", flat=True))


def refusal_to_write(person: Person) -> str | None:
    """Why a person writes no answers, in words for that person; None when they may."""
    if Role.AUTHOR in person.roles:
        return None
    return "Only authors write answers. Ask a lead to give you the role “author”."


def refusal_to_sign(person: Person) -> str | None:
    """Why a person signs nothing yet, in words for that person; None when they may.

    Whoever set the password knows it, and could sign in the person's name.
    """
    if Person.objects.filter(pk=person.pk, password_is_temporary=True).exists():
        return (
            "You still sign in with a password that somebody else set for you. Choose one of your own first: "
            "“Signing in” at the top of every page of the desk."
        )
    return None


def refusal(
    act: Act, by: Person, on: AnswerVersion | Answer, roles: frozenset[str] | None = None
) -> str | None:
    """Why a person may not do an act, in words for that person; None when the person may.

    ``roles`` spares a query to whoever has read them just now, to ask about many acts.
    """
    rule = RULES[act]
    held = by.roles if roles is None else roles
    version = on if isinstance(on, AnswerVersion) else None
    if not rule.in_capacity and not held & rule.roles:
        names = " or ".join(sorted(rule.roles))
        return (
            f"You cannot {rule.does}: that needs the role “{names}”. "
            "Ask a lead to give it to you, or a colleague who has it."
        )
    if rule.sources and (version is None or version.state not in rule.sources):
        state = State(version.state).label.lower() if version else "without a version"
        return f"You cannot {rule.does}: it is {state}."
    by_colleague = rule.by_colleague and (rule.in_capacity or not settings.SINGLE_CLINICIAN)
    if by_colleague and version and by.pk in contributors_since_approval(version):
        return f"You cannot {rule.does}: you contributed to it. A colleague who wrote none of it has to."
    if version and act in _APPROVALS and (open_comments := Comment.objects.open_for(version).count()):
        said = "a comment on it is" if open_comments == 1 else f"{open_comments} comments on it are"
        return (
            f"You cannot {rule.does} yet: {said} not resolved. Resolve what is answered, or return the text."
        )
    if version and act in _SIGNATURES:
        return _refusal_over_sign_offs(act, by, version) or refusal_to_sign(by)
    return None


def _refusal_over_sign_offs(act: Act, by: Person, version: AnswerVersion) -> str | None:
    does = RULES[act].does
    missing = missing_sign_offs(version)
    names = " and a ".join(capacity.label.lower() for capacity in missing)
    if by.pk in signers_off(version):
        return f"You cannot {does}: you have signed it off already. Every signature is another person’s."
    if act != Act.SIGN_OFF:
        return f"You cannot {does} yet: a {names} has to sign it off first." if missing else None
    if not missing:
        return f"You cannot {does}: its topics ask for no further sign-off."
    if by.pk in version.approvals.values_list("signer", flat=True):
        return f"You cannot {does}: you have signed it already. Every signature is another person’s."
    if not by.capacities & set(missing):
        return f"You cannot {does}: that needs a {names}. Ask a lead to say that you are one, or somebody who is."
    return None


def require_role(by: Person, roles: set[Role], act: str) -> None:
    """Raise ``NotAllowed`` unless the person holds one of the roles. ``act`` completes "You cannot …"."""
    if not by.roles & roles:
        names = " or ".join(sorted(roles))
        raise NotAllowed(f"You cannot {act}: that needs the role “{names}”. Ask a lead.")


def require(act: Act, by: Person, on: AnswerVersion | Answer) -> None:
    """Raise ``NotAllowed`` unless the person may do the act."""
    why_not = refusal(act, by, on)
    if why_not:
        raise NotAllowed(why_not)
