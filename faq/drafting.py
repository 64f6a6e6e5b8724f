"""Drafts: what a text must be to be kept, where it is kept, and who answers for it."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.text import slugify

from faq import clock, content
from faq.models import Answer, AnswerVersion, Contributor, Person, Question, State
from faq.policy import WorkflowError

TEXT_FIELDS = ("wording", "body", "sources")  # what a signature covers; the change note is only a note
KEPT_FIELDS = (*TEXT_FIELDS, "change_note")
LONGEST_TEXT = 100_000  # characters


def text_of(version: AnswerVersion) -> dict[str, str]:
    """The text of a version, by the names that the editor knows."""
    return {name: getattr(version, name) for name in KEPT_FIELDS}


def checked_text(text: Mapping[str, str]) -> dict[str, str]:
    """A text ready to be kept. Raises ``WorkflowError``, naming the field, for one that cannot be."""
    kept = {name: as_kept(name, text.get(name, "")) for name in KEPT_FIELDS}
    required(kept["wording"], "wording", "Write the question as patients would ask it.")
    return {name: storable(name, value) for name, value in kept.items()}


def as_kept(name: str, typed: str) -> str:
    """One field of a text as a draft keeps what somebody typed: a question has no lines and no spare spaces."""
    typed = content.as_typed(typed)
    return " ".join(typed.split()) if name == "wording" else typed


def storable(name: str, value: str) -> str:
    """One field of a text as it can be kept. Raises ``WorkflowError``, naming the field, for one that cannot be."""
    value = content.as_typed(value)
    if character := content.unstorable_character(value):
        raise WorkflowError(
            f"The text holds an invisible character that cannot be stored ({character}). "
            "It often comes with copying from a PDF: delete it, or paste the passage as plain text.",
            name,
        )
    if len(value) > {"wording": 300, "change_note": 500}.get(name, LONGEST_TEXT):
        raise WorkflowError("This is too long. Shorten it, or split it into two questions.", name)
    return value


def required(text: str, field: str, message: str) -> str:
    """What a person has to write: stripped, and refused with the message when nothing is left."""
    if not text.strip():
        raise WorkflowError(message, field)
    if character := content.unstorable_character(text):
        raise WorkflowError(f"The text holds an invisible character ({character}). Delete it.", field)
    return content.as_typed(text.strip())


def new_draft(
    answer: Answer,
    number: int,
    text: Mapping[str, str],
    by: Person,
    translated_from: AnswerVersion | None = None,
) -> AnswerVersion:
    """Make a version with this text. What changed is for each version to say anew."""
    version = AnswerVersion(answer=answer, number=number, created_at=clock.now(), created_by=by)
    version.translated_from = translated_from
    for name in TEXT_FIELDS:
        setattr(version, name, text[name])
    version.change_note = text["change_note"] if number == 1 else ""
    version.content_hash = content.content_hash(version.content)
    version.save(force_insert=True)
    return version


def contribute(version: AnswerVersion, by: Person) -> Contributor:
    """Note that a person changed the text, once."""
    contributor, _ = Contributor.objects.get_or_create(
        version=version, person=by, defaults={"first_at": clock.now()}
    )
    return contributor


def is_answered_for(version: AnswerVersion) -> bool:
    """Whether the text is the one that the last act on it left."""
    last_act = version.events.order_by("-sequence").first()
    return last_act is not None and version.is_intact and version.content_hash == last_act.content_hash


def refuse_foreign_change(version: AnswerVersion) -> None:
    """Refuse a text that was changed around the editor: nobody answers for the change."""
    if is_answered_for(version):
        return
    if version.state == State.DRAFT:
        advice = "Open it, check every word and save it; then go on."
    else:
        advice = "Nothing can be done with it. Ask whoever runs this site to run verify_trail."
    raise WorkflowError(
        f"This text was changed outside the editor, so nobody answers for the change. {advice}", "body"
    )


def refuse_unchanged(version: AnswerVersion) -> None:
    """Refuse the approved text as a new version: nobody would be its contributor, so its author could sign it."""
    text = {name: getattr(version, name) for name in TEXT_FIELDS}
    approved = version.answer.versions.filter(
        state=State.APPROVED, translated_from=version.translated_from_id
    )
    if approved.filter(**text).exists():
        raise WorkflowError(
            "This is the approved text, unchanged. If it is still correct, discard this draft and let a colleague "
            "confirm it with “Still correct, no change”. If not, change it first.",
            "body",
        )


def originals_of(answer: Answer) -> QuerySet[AnswerVersion]:
    """The texts that an answer could be a translation of: approved ones of its question in other languages."""
    approved = AnswerVersion.objects.filter(answer__question=answer.question_id, state=State.APPROVED)
    return approved.exclude(answer__language=answer.language)


def checked_original(answer: Answer, original: AnswerVersion | None) -> AnswerVersion | None:
    """The version that a translation may be made from: the approved one of the same question elsewhere.

    Raises ``WorkflowError`` for any other.
    """
    if original is not None and not originals_of(answer).filter(pk=original.pk).exists():
        raise WorkflowError(
            "A translation is made from the approved text of the same question in another language. "
            "Choose that text as it is now.",
            "translated_from",
        )
    return original


def free_slug(wording: str) -> str:
    """An address for a new question, made of its wording, that no other question has."""
    base = slugify(wording)[:100].strip("-") or "question"
    taken = set(Question.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def working_title(wording: str) -> str:
    """What the desk calls a question that is worded like this."""
    return wording[:300]
