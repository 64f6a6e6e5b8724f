"""Comments: the only writer of what colleagues say about a text, for each other. Patients see nothing of it.

Whoever comments contributes nothing: the words of a text come from whoever saves it. Comments stay for ever, and
``faq.policy`` lets nobody sign a text while one on it is open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faq import clock, content, drafting, trail
from faq.models import AnswerVersion, Comment, Event, Person, Role, State
from faq.policy import NotAllowed, WorkflowError

LONGEST_TEXT = 5_000  # characters
LONGEST_PASSAGE = 1_000
COMMENTED_STATES = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED})
"""The states of a version on which a comment can begin. What was decided otherwise has a newer text, or none."""

# What Markdown puts between the words that a reader sees: emphasis within a line, marks of quotes and lists.
_MARKUP, _GAP = r"[*_`]*", r"[\s*_`>#-]+"


@dataclass(frozen=True)
class Place:
    """Where words stand in a text: in which field, the words as they stand there, and which of equal ones."""

    field: str = ""
    passage: str = ""
    occurrence: int = 0


@trail.in_turn()
def comment(
    *,
    version: AnswerVersion,
    by: Person,
    text: str,
    field: str = "",
    passage: str = "",
    occurrence: int | None = None,
) -> Comment:
    """Begin a thread on a text, or on a passage of it, as a reader sees it or as its author typed it.

    Without ``field`` the passage is sought in question, answer and sources; without ``occurrence`` it must stand
    there once.
    """
    version = _present(version)
    _require_role(by, "comment on this text")
    if version.state not in COMMENTED_STATES:
        raise NotAllowed(f"You cannot comment on this text: it is {State(version.state).label.lower()}.")
    text = _checked(text, "Write what you want to say about the text.")
    place = _place(version, field, passage, occurrence)
    return _write(
        Comment(version=version, field=place.field, passage=place.passage, occurrence=place.occurrence),
        by,
        text,
    )


@trail.in_turn()
def reply(*, thread: Comment, by: Person, text: str) -> Comment:
    """Answer a comment. It stays open until somebody resolves it."""
    thread = _open_thread(thread)
    _require_role(by, "reply to this comment")
    return _write(Comment(version=thread.version, thread=thread), by, _checked(text, "Write your reply."))


@trail.in_turn()
def resolve(*, thread: Comment, by: Person) -> Comment:
    """Say that a comment asks for nothing any more. It can be read on, and cannot be opened again."""
    thread = _open_thread(thread)
    if not may_resolve(thread, by):
        raise NotAllowed("You cannot resolve this comment: an author, a reviewer or whoever wrote it has to.")
    thread.resolved_at, thread.resolved_by = clock.now(), by
    thread.save()
    trail.append(Event.Kind.RESOLVED, by=by, version=thread.version, rows=[thread])
    return thread


def may_resolve(thread: Comment, by: Person, held: frozenset[str] | None = None) -> bool:
    """Whether a person may resolve a comment: authors and reviewers any, others their own.

    ``held`` spares a query to whoever has read what the person holds.
    """
    held = by.held if held is None else held
    is_own = bool(held) and thread.written_by_id == by.pk
    return is_own or bool(held & {Role.AUTHOR, Role.REVIEWER})


def place_in(version: AnswerVersion, said: Comment) -> Place | None:
    """Where the words that a comment quotes stand in a version, its own or a later one; None if they are gone."""
    if not said.passage:
        return Place()
    count = len(starts(getattr(version, said.field), said.passage))
    if not count:
        return None
    return Place(said.field, said.passage, said.occurrence if said.occurrence < count else 0)


def starts(text: str, passage: str) -> list[int]:
    """Where each occurrence of a passage in a text begins, overlapping ones too."""
    found, start = [], text.find(passage)
    while start >= 0:
        found.append(start)
        start = text.find(passage, start + 1)
    return found


def _present(version: AnswerVersion) -> AnswerVersion:
    version = AnswerVersion.objects.select_related("answer").get(pk=version.pk)
    # Its line in the trail would answer for a text that nobody answers for.
    drafting.refuse_foreign_change(version)
    return version


def _open_thread(thread: Comment) -> Comment:
    thread = Comment.objects.get(pk=thread.pk)
    if thread.thread_id is not None:
        raise WorkflowError("This is a reply. Answer or resolve the comment that it belongs to.")
    if thread.resolved_at is not None:
        raise WorkflowError("This comment is resolved already. If there is more to say, write a new one.")
    thread.version = _present(thread.version)
    return thread


def _require_role(by: Person, does: str) -> None:
    if not by.held:
        raise NotAllowed(f"You cannot {does}: that needs a role. Ask a lead to give you one.")


def _checked(text: str, missing: str) -> str:
    text = drafting.required(text, "text", missing)
    if len(text) > LONGEST_TEXT:
        raise WorkflowError(f"This is too long. Shorten it to {LONGEST_TEXT} characters.", "text")
    return text


def _write(said: Comment, by: Person, text: str) -> Comment:
    said.text, said.written_at, said.written_by = text, clock.now(), by
    said.save(force_insert=True)
    trail.append(Event.Kind.COMMENTED, by=by, version=said.version, rows=[said])
    return said


def _place(version: AnswerVersion, field: str, passage: str, occurrence: int | None) -> Place:
    passage = content.as_typed(passage).strip()
    if not passage:
        return Place()
    if len(passage) > LONGEST_PASSAGE:
        raise WorkflowError("These are too many words. Copy only the few that it is about.", "passage")
    fields = [field] if field in Comment.Field.values else Comment.Field.values
    found = [place for name in fields for place in _found(getattr(version, name), name, passage)]
    if not found:
        raise WorkflowError(
            "These words do not stand in the text. Copy them from it exactly, or leave this empty to comment "
            "on the text as a whole.",
            "passage",
        )
    if occurrence is not None and occurrence < len(found):
        return found[occurrence]
    if len(found) > 1:
        raise WorkflowError(
            f"These words stand in the text {len(found)} times. Copy a few words more around the place you mean.",
            "passage",
        )
    return found[0]


def _found(text: str, field: str, passage: str) -> Iterator[Place]:
    """Every place of a passage in a field: exactly as it stands there, or else as readers see it."""
    exact = starts(text, passage)
    if exact:
        yield from (Place(field, passage, number) for number in range(len(exact)))
        return
    # One pattern for the letters of each word, with room for markup between them.
    words = (_MARKUP.join(map(re.escape, word)) for word in passage.split())
    for match in re.finditer(_GAP.join(words), text):
        words_there = match.group()
        yield Place(field, words_there, starts(text, words_there).index(match.start()))
