"""Terms: the only writer of the words that are explained to patients, and of what they mean."""

import unicodedata

from django.conf import settings
from django.db.models import Max

from faq import clock, content, glossary, trail
from faq.drafting import required
from faq.models import Event, Person, Role, Term, TermDefinition
from faq.models.term import TermDefinitionQuerySet
from faq.policy import NotAllowed, WorkflowError, require_role

LONGEST_NAME = 100  # characters; of every other form, too
LONGEST_TEXT = 400
MOST_FORMS = 30

# Joiners and marks of direction: invisible, and right where they stand.
_NEEDED_IN_ARABIC = "\u200c\u200d\u200e\u200f"


@trail.in_turn()
def define(
    *, by: Person, name: str, language: str, text: str, other_forms: str = "", seen: int | None = None
) -> TermDefinition:
    """Propose what a term means. Patients see no change until a colleague approves it.

    A text that waits for a colleague already is given up for this one. ``seen`` is the id of the newest
    definition that the person had on the screen; none for a term that is not in the list.
    """
    require_role(by, {Role.AUTHOR, Role.LEAD}, "explain a term")
    if language not in dict(settings.LANGUAGES):
        raise WorkflowError("Choose a language of this site.", "language")
    name, text = _one_line(name, "name", LONGEST_NAME), _one_line(text, "text", LONGEST_TEXT)
    forms = _checked_forms(name, other_forms)
    term = _named(name, language) or Term(name=name, language=language, created_at=clock.now(), created_by=by)
    newest = term.definitions.last() if term.pk else None
    if (newest.pk if newest else None) != seen:
        raise WorkflowError(_refused_unseen(term, seen), "" if seen else "name")
    _refuse_unchanged(term, text, forms)
    _refuse_taken(term, forms)
    if not term.pk:
        term.save(force_insert=True)
    given_up = [_retired(waiting, by) for waiting in TermDefinition.objects.waiting().filter(term=term)]
    definition = TermDefinition.objects.create(
        term=term, text=text, other_forms="\n".join(forms), written_at=clock.now(), written_by=by
    )
    rows: list[Term | TermDefinition] = [term, definition, *given_up]
    trail.append(
        Event.Kind.TERM_DEFINED, by=by, content_hash=text_hash(definition), rows=rows, name=term.name
    )
    return definition


@trail.in_turn()
def approve(*, definition: TermDefinition, by: Person, seen: str) -> TermDefinition:
    """Let patients read what a term means from now on. ``seen`` is the ``text_hash`` of what the person read."""
    definition = _present(definition)
    why_not = refusal(definition, by)
    if why_not:
        raise NotAllowed(why_not)
    if seen != text_hash(definition):
        raise WorkflowError("This is not the text that you had on the screen. Read it as it is now.")
    if not Event.objects.filter(kind=Event.Kind.TERM_DEFINED, content_hash=seen).exists():
        raise WorkflowError(
            "This text was changed outside the desk, so nobody answers for it. Propose it anew, "
            "and ask whoever runs this site to run verify_trail."
        )
    definition.approved_at, definition.approved_by = clock.now(), by
    definition.approved_by_author = by.pk == definition.written_by_id
    # The line comes first: the database lets nothing be approved that is not on the trail.
    rows: list[Term | TermDefinition] = [definition.term, definition]
    trail.append(Event.Kind.TERM_APPROVED, by=by, content_hash=seen, rows=rows, name=definition.term.name)
    definition.save()
    return definition


@trail.in_turn()
def turn_down(*, definition: TermDefinition, by: Person, reason: str) -> TermDefinition:
    """Give up a definition that waits for a colleague. What patients see stays as it is."""
    definition = _present(definition)
    is_mine = by.pk == definition.written_by_id
    require_role(by, set(Role) if is_mine else {Role.REVIEWER, Role.LEAD}, "turn this text down")
    reason = required(reason, "reason", "Say what should be different.")
    if not _is_waiting(definition):
        raise NotAllowed("This text does not wait for anybody any more. Open the term again.")
    rows: list[Term | TermDefinition] = [definition.term, _retired(definition, by)]
    name = definition.term.name
    trail.append(Event.Kind.TERM_RETIRED, by=by, rows=rows, name=name, reason=reason)
    return definition


@trail.in_turn()
def retire(*, term: Term, by: Person, reason: str) -> None:
    """Explain a term to patients no longer, at once. Pages of earlier days still show it."""
    require_role(by, {Role.LEAD}, "take a term off the pages")
    term = Term.objects.get(pk=term.pk)
    reason = required(reason, "reason", "Say why the term is no longer explained.")
    standing = _standing(TermDefinition.objects.filter(term=term))
    if not standing:
        raise NotAllowed("There is nothing to take off the pages: this term is not explained to patients.")
    rows: list[Term | TermDefinition] = [term, *(_retired(definition, by) for definition in standing)]
    trail.append(Event.Kind.TERM_RETIRED, by=by, rows=rows, name=term.name, reason=reason)


def refusal(definition: TermDefinition, by: Person) -> str | None:
    """Why a person may not approve a definition, in words for that person; None when the person may."""
    if Role.REVIEWER not in by.roles:
        return "You cannot approve this: that needs the role “reviewer”. Ask a colleague who has it."
    if not _is_waiting(definition):
        return "This text does not wait for approval any more. Open the term again."
    if by.pk == definition.written_by_id:
        own = "You cannot approve this: you wrote it. A colleague has to."
        return None if settings.SINGLE_CLINICIAN else own
    if by.pk in _writers_since_approval(definition):
        return (
            "You cannot approve this: you wrote an earlier text of it since the last approval. "
            "A colleague who wrote none of it has to."
        )
    return None


def text_hash(definition: TermDefinition) -> str:
    """Stands for exactly what a person reads and approves: the term, its forms and what it means."""
    term = definition.term
    return content.sha256(
        content.canonical_json(
            {
                "definition": definition.pk,
                "language": term.language,
                "name": term.name,
                "other_forms": definition.other_forms,
                "text": definition.text,
            }
        )
    )


def forms_of(definition: TermDefinition) -> list[str]:
    """The other forms of a term, as a definition lists them."""
    return definition.other_forms.splitlines()


def _present(definition: TermDefinition) -> TermDefinition:
    return TermDefinition.objects.select_related("term").get(pk=definition.pk)


def _is_waiting(definition: TermDefinition) -> bool:
    return definition.approved_at is None and definition.retired_at is None


def _writers_since_approval(definition: TermDefinition) -> set[int]:
    """Ids of everyone who wrote a text of the term after the approval before this one, up to it."""
    texts = definition.term.definitions.filter(pk__lte=definition.pk)
    approved = texts.exclude(approved_at=None).aggregate(newest=Max("pk"))["newest"] or 0
    return set(texts.filter(pk__gt=approved).values_list("written_by", flat=True))


def _standing(texts: TermDefinitionQuerySet) -> list[TermDefinition]:
    """Those that patients read now, and those that wait for a colleague."""
    shown = TermDefinition.objects.approved_at_moment(clock.now()).filter(pk__in=texts.values("pk"))
    return [*shown, *texts.waiting()]


def _retired(definition: TermDefinition, by: Person) -> TermDefinition:
    definition.retired_at, definition.retired_by = clock.now(), by
    definition.save()
    return definition


def _one_line(text: str, field: str, longest: int) -> str:
    empty = {"name": "Write the term as it stands in texts.", "text": "Say what the term means."}
    text = " ".join(required(text, field, empty.get(field, "")).split())
    if len(text) > longest:
        raise WorkflowError(f"This is too long. Shorten it to {longest} characters.", field)
    for character in text:
        if not (character.isprintable() or character in _NEEDED_IN_ARABIC):
            raise WorkflowError(
                f"The text holds an invisible character (U+{ord(character):04X}). Delete it.", field
            )
    return text


def _checked_forms(name: str, other_forms: str) -> list[str]:
    """The other forms, one by one, without those that a text cannot tell from the name or from each other."""
    _refuse_unfindable(name, "name")
    forms = {glossary.spelling(name): name}
    for line in other_forms.splitlines():
        if line.strip():
            form = _one_line(line, "other_forms", LONGEST_NAME)
            _refuse_unfindable(form, "other_forms")
            forms.setdefault(glossary.spelling(form), form)
    if len(forms) > MOST_FORMS + 1:
        raise WorkflowError(f"These are too many forms. Keep to {MOST_FORMS}.", "other_forms")
    return list(forms.values())[1:]


def _refuse_unfindable(form: str, field: str) -> None:
    """Refuse what no text could be searched for as a whole word, or what would be found everywhere."""
    letters = sum(character.isalnum() for character in form)
    is_word = form[0].isalnum() and (form[-1].isalnum() or unicodedata.combining(form[-1]))
    if letters < 2 or not is_word or not glossary.spelling(form):
        raise WorkflowError(
            f"“{form}” must have at least two letters, and begin and end with a letter or a number.", field
        )


def _named(name: str, language: str) -> Term | None:
    """The term that a text cannot tell from this name, if it is in the list."""
    spelling = glossary.spelling(name)
    terms = Term.objects.filter(language=language)
    return next((term for term in terms if glossary.spelling(term.name) == spelling), None)


def _refused_unseen(term: Term, seen: int | None) -> str:
    if seen is None:
        return f"“{term.name}” is in the list already. Open it there to propose another text."
    return (
        "Somebody else has explained this term since you opened it. Copy what you wrote, open the term again, "
        "and bring both together."
    )


def _refuse_unchanged(term: Term, text: str, forms: list[str]) -> None:
    """Refuse what stands already: nobody would have written anything, so its writer could approve it."""
    standing = _standing(TermDefinition.objects.filter(term=term.pk))
    if any((known.text, forms_of(known)) == (text, forms) for known in standing):
        raise WorkflowError("This is what the term means already. Change it first.", "text")


def _refuse_taken(term: Term, forms: list[str]) -> None:
    """Refuse a form that is explained under another term: a text could not tell which is meant."""
    mine = {glossary.spelling(form): form for form in (term.name, *forms)}
    elsewhere = TermDefinition.objects.filter(term__language=term.language).exclude(term=term.pk)
    for other in _standing(elsewhere.select_related("term")):
        for theirs in (other.term.name, *forms_of(other)):
            if form := mine.get(glossary.spelling(theirs)):
                raise WorkflowError(
                    f"“{form}” is explained under “{other.term}” already. Leave it out here.",
                    "name" if form == term.name else "other_forms",
                )
