"""Versions of an answer: the text, who contributed to it, and how it is rendered."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from faq.content import Content, canonical_json, content_hash, sha256

from .answer import Answer, Withdrawal
from .pairs import at_and_by_together


class State(models.TextChoices):
    """Where a version stands. What may follow what is in ``faq.policy``."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned to the author"
    APPROVED = "approved", "Approved"
    SUPERSEDED = "superseded", "Superseded"
    DISCARDED = "discarded", "Discarded"


OPEN_STATES = (State.DRAFT, State.IN_REVIEW)


class AnswerVersionQuerySet(models.QuerySet["AnswerVersion"]):
    """Reads of versions. ``published()`` is the only definition of what patients may read."""

    def published(self, moment: datetime) -> "AnswerVersionQuerySet":
        """The versions that patients could read at a moment.

        Per answer, the newest version with a valid approval by then, unless the answer was withdrawn.
        """
        return self.approved_by(moment).exclude(Exists(_withdrawals(moment)))

    def withdrawn(self, moment: datetime) -> "AnswerVersionQuerySet":
        """The versions that patients would have read at a moment, had their answer not been withdrawn."""
        return self.approved_by(moment).filter(Exists(_withdrawals(moment)))

    def approved_by(self, moment: datetime) -> "AnswerVersionQuerySet":
        """Per answer, the newest version with a valid approval by a moment."""
        newer = AnswerVersion.objects.signed(moment).filter(
            answer=OuterRef("answer"), number__gt=OuterRef("number")
        )
        return self.signed(moment).exclude(Exists(newer))

    def signed(self, moment: datetime) -> "AnswerVersionQuerySet":
        """Versions that were approved by a moment, with a signature over the content they hold."""
        return self.filter(
            state__in=[State.APPROVED, State.SUPERSEDED],
            approvals__meaning="approved",
            approvals__content_hash=F("content_hash"),
            approvals__signed_at__lte=moment,
        )

    def under_way_at(self, moment: datetime) -> "AnswerVersionQuerySet":
        """For use as a subquery of a version: newer ones that were being written or reviewed at a moment."""
        undecided = Q(decided_at=None) | Q(decided_at__gt=moment)
        return self.filter(
            undecided, answer=OuterRef("answer"), number__gt=OuterRef("number"), created_at__lte=moment
        )

    def open(self) -> "AnswerVersionQuerySet":
        """Versions being written or reviewed."""
        return self.filter(state__in=OPEN_STATES)

    def awaiting_review(self) -> "AnswerVersionQuerySet":
        """Submitted versions that nobody has approved or returned yet, oldest first."""
        return self.filter(state=State.IN_REVIEW).order_by("submitted_at")


def _withdrawals(moment: datetime) -> models.QuerySet[Withdrawal]:
    return Withdrawal.objects.in_force_at(moment).filter(answer=OuterRef("answer"))


class AnswerVersion(models.Model):
    """One numbered text of an answer: editable while a draft, frozen from submission on, never deleted."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    wording = models.TextField("question", help_text="The question as patients read it.")
    body = models.TextField("answer", blank=True, help_text="Markdown.")
    sources = models.TextField(blank=True, help_text="One source per line, with its address if it has one.")
    change_note = models.CharField(
        max_length=500, blank=True, help_text="What changed since the last version, in plain words."
    )
    translated_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="translations",
        null=True,
        editable=False,
        help_text="The approved version, in another language, that this text says in its own.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decision_note = models.TextField(blank=True)

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="version_number_once_per_answer"),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(state__in=OPEN_STATES), name="one_open_version_per_answer"
            ),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(state=State.APPROVED), name="one_approved_version_per_answer"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="version_state_known"),
            at_and_by_together("submitted"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, state__in=OPEN_STATES)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state__in=OPEN_STATES),
                name="decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.DISCARDED]) | Q(submitted_at__isnull=False),
                name="reviewed_only_after_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wording} (version {self.number})"

    @property
    def content(self) -> Content:
        """What a signature over this version would sign. Reads the answer's identity and language."""
        return Content(
            answer=str(self.answer.identity),
            version=self.number,
            language=self.answer.language,
            question=self.wording,
            body=self.body,
            sources=self.sources,
            translation_of=self.translated_from.content_hash if self.translated_from else "",
        )

    @property
    def is_intact(self) -> bool:
        """Whether the text still hashes to the hash kept beside it."""
        return content_hash(self.content) == self.content_hash


class Contributor(models.Model):
    """Someone who changed a version's text, and so cannot approve it. Appended, never changed."""

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="contributors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contributions"
    )
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="contributor_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.person} contributed to {self.version}"


class Rendering(models.Model):
    """A frozen version as sanitised HTML. The newest on the trail counts; older ones show how a page was then."""

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="renderings")
    renderer = models.CharField(max_length=100)
    body_html = models.TextField(blank=True)
    sources_html = models.TextField(blank=True)
    rendered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version} rendered {self.rendered_at:%Y-%m-%d}"

    @property
    def html_hash(self) -> str:
        """The SHA-256 by which the trail knows the HTML that an act left for patients."""
        return sha256(canonical_json([self.body_html, self.sources_html]))
