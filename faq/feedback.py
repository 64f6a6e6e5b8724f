"""What patients tell the site: the only writer of feedback on answers and of questions asked in vain.

None of it is on the trail. The trail holds what clinicians did with texts, in their names, for ever; a patient has
no name here, and a comment that says too much must be erasable without leaving so much as a hash of it behind,
from which a short text can be guessed. Erasing keeps the row, and the row says who erased it and when.

Messages are for patients where a patient sends something, and for clinicians in what clinicians do with it.
"""

import math
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from faq import clock
from faq.content import as_typed
from faq.models import AnswerVersion, AskedQuestion, Feedback, Person, Role
from faq.policy import NotAllowed, WorkflowError, require_role

LONGEST_COMMENT = 1000  # characters
LONGEST_QUESTION = 300

# How much is taken within an hour, whoever sends it, so that a flood cannot fill the database. Counted in the
# tables themselves: it holds across all processes of the site.
HOUR = timedelta(hours=1)
MOST_ON_ONE_ANSWER = 30
MOST_ON_ALL_ANSWERS = 300
MOST_QUESTIONS = 60


class TooMuch(WorkflowError):
    """More was sent than the site takes within an hour. ``wait`` is how long until it takes something again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(
            gettext(
                "Nothing was sent, because a lot has been sent to this site within the last hour. "
                "Your text is kept on this page: please try again later."
            )
        )
        self.wait = wait

    @property
    def seconds(self) -> int:
        """How long to wait, in whole seconds."""
        return math.ceil(self.wait.total_seconds())

    @property
    def minutes(self) -> int:
        """How long to wait, in whole minutes."""
        return math.ceil(self.seconds / 60)


def open_to_feedback() -> QuerySet[AnswerVersion]:
    """Every version that patients read or once read, of an answer that they can read now.

    A reader may have had an older version on the page when a newer one was approved: it is that one that helped.
    """
    now = clock.now()
    readable = AnswerVersion.objects.published(now).filter(answer=OuterRef("answer"))
    return AnswerVersion.objects.signed(now).filter(Exists(readable))


def give(*, version: AnswerVersion, is_helpful: bool, comment: str = "") -> Feedback:
    """Keep what a reader said of the version that the reader had on the page.

    Raises ``NotAllowed`` for a version that patients never read or whose answer is withdrawn, ``TooMuch`` in a
    flood, and ``WorkflowError`` for a comment that is too long.
    """
    comment = _checked(comment, LONGEST_COMMENT, "comment")
    of_answer = Feedback.objects.filter(version__answer=version.answer_id)
    limits = ((of_answer, MOST_ON_ONE_ANSWER), (Feedback.objects.all(), MOST_ON_ALL_ANSWERS))
    with _in_turn(Feedback, "given_at", *limits):
        if not open_to_feedback().filter(pk=version.pk).exists():
            raise NotAllowed(gettext("Nothing was sent: patients cannot read this version of the answer."))
        return Feedback.objects.create(
            version=version, is_helpful=is_helpful, comment=comment, given_at=clock.now()
        )


def ask(*, text: str, language: str) -> AskedQuestion:
    """Keep a question that the site has no answer to, in the language of the page that it was asked on.

    Raises ``TooMuch`` in a flood, and ``WorkflowError`` for a text that is empty or too long.
    """
    text = " ".join(_checked(text, LONGEST_QUESTION, "text").split())
    if not text:
        raise WorkflowError(gettext("Write your question first."), "text")
    if language not in dict(settings.LANGUAGES):
        raise WorkflowError(gettext("This site has no pages in that language."), "language")
    with _in_turn(AskedQuestion, "asked_at", (AskedQuestion.objects.all(), MOST_QUESTIONS)):
        return AskedQuestion.objects.create(text=text, language=language, asked_at=clock.now())


def mark_read(*, feedback: QuerySet[Feedback], by: Person) -> int:
    """Note that a clinician has read some feedback. The first reader stays; returns how many were unread."""
    _require_role(by)
    return feedback.filter(read_at=None).update(read_at=clock.now(), read_by=by)


def deal_with(*, asked: QuerySet[AskedQuestion], by: Person) -> int:
    """Note that some questions need nothing more. Who dealt with one first stays; returns how many were open."""
    _require_role(by)
    return asked.filter(dealt_with_at=None).update(dealt_with_at=clock.now(), dealt_with_by=by)


def erase_comments(*, feedback: QuerySet[Feedback], by: Person) -> int:
    """Remove comments that hold personal details; whether it helped stays. Returns how many were removed."""
    require_role(by, {Role.LEAD}, "erase what a patient wrote")
    now = clock.now()
    return feedback.exclude(comment="").update(
        comment="",
        erased_at=now,
        erased_by=by,
        read_at=Coalesce("read_at", now),
        read_by=Coalesce("read_by", by.pk),
    )


def erase_questions(*, asked: QuerySet[AskedQuestion], by: Person) -> int:
    """Remove the words of questions that hold personal details. Returns how many were removed."""
    require_role(by, {Role.LEAD}, "erase what a patient wrote")
    now = clock.now()
    return asked.exclude(text="").update(
        text="",
        erased_at=now,
        erased_by=by,
        dealt_with_at=Coalesce("dealt_with_at", now),
        dealt_with_by=Coalesce("dealt_with_by", by.pk),
    )


def _checked(text: str, longest: int, field: str) -> str:
    """The text as it is kept: stripped, and without characters that nobody sees and not every database takes.

    A clinician is told of them, as they may hide a slip in a signed text; a patient can do nothing about them.
    """
    typed = "".join(c for c in as_typed(text) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    typed = typed.strip()
    if len(typed) > longest:
        raise WorkflowError(
            gettext("This is too long: %(length)s characters. Shorten it to %(most)s at most.")
            % {"length": len(typed), "most": longest},
            field,
        )
    return typed


@contextmanager
def _in_turn(model: type[models.Model], at: str, *limits: tuple[QuerySet[Any], int]) -> Iterator[None]:
    """One transaction for one more row, after every other one, so that none counts what another is adding.

    A flood is turned away before it would make anybody wait.
    """
    _refuse_too_much(at, limits)
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite's transactions come one by one anyway
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        _refuse_too_much(at, limits)
        yield


def _refuse_too_much(at: str, limits: tuple[tuple[QuerySet[Any], int], ...]) -> None:
    """Raise ``TooMuch`` if, of any of the rows, as many as its limit came within the last hour."""
    for rows, most in limits:
        oldest = rows.order_by("-pk").values_list(at, flat=True)[most - 1 : most]
        wait = max((moment + HOUR - clock.now() for moment in oldest), default=timedelta())
        if wait > timedelta():
            raise TooMuch(wait)


def _require_role(by: Person) -> None:
    if not by.roles:
        raise NotAllowed("You cannot do this: it needs a role on this site. Ask a lead to give you one.")
