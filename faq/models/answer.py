"""Answers, and their withdrawal and announcement."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Min, Q

from .pairs import at_and_by_together
from .question import Question

DEFAULT_REVIEW_INTERVAL = 12  # months


class Answer(models.Model):
    """The reply to one question in one language. Its text lives in numbered versions."""

    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="owned_answers",
        help_text="Keeps the answer in date.",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputised_answers",
        null=True,
        blank=True,
        help_text="Stands in for the owner.",
    )
    review_interval = models.PositiveSmallIntegerField(
        "review interval (months)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Empty: as its topics ask, the shortest of them.",
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["question__working_title", "language"]
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="one_answer_per_language"),
            models.CheckConstraint(
                condition=Q(review_interval=None) | Q(review_interval__gte=1, review_interval__lte=60),
                name="review_interval_in_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)

    @property
    def months_between_reviews(self) -> int:
        """Its own interval; without one the shortest that its topics ask for; without that, twelve months."""
        if self.review_interval is not None:
            return self.review_interval
        standing = self.question.placements.filter(removed_at=None, category__review_interval__isnull=False)
        asked = standing.aggregate(shortest=Min("category__review_interval"))["shortest"]
        return asked or DEFAULT_REVIEW_INTERVAL


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Reads of withdrawals."""

    def in_force_at(self, moment: datetime) -> "WithdrawalQuerySet":
        """Withdrawals that kept an answer from patients at a moment."""
        return self.filter(Q(reinstated_at=None) | Q(reinstated_at__gt=moment), withdrawn_at__lte=moment)


class Withdrawal(models.Model):
    """Takes an answer away from patients at once, until it is reinstated."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reinstated_at = models.DateTimeField(null=True)
    reinstated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    reinstatement_note = models.TextField(blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(reinstated_at=None), name="one_withdrawal_at_a_time"
            ),
            at_and_by_together("reinstated"),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: withdrawn {self.withdrawn_at:%Y-%m-%d}"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Reads of announcements."""

    def standing_at(self, moment: datetime) -> "AnnouncementQuerySet":
        """Announcements that patients could see at a moment, unless the answer was approved by then."""
        return self.filter(Q(retracted_at=None) | Q(retracted_at__gt=moment), announced_at__lte=moment)


class Announcement(models.Model):
    """Lets patients see a question whose answer is not yet approved: its wording alone, released by a colleague."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="announcements")
    wording = models.TextField()
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(retracted_at=None), name="one_announcement_at_a_time"
            ),
            at_and_by_together("retracted"),
        ]

    def __str__(self) -> str:
        return f"{self.wording} (announced {self.announced_at:%Y-%m-%d})"
