"""Approvals: signatures over the exact content of a version."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef

from .event import Event
from .version import AnswerVersion


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Reads of signatures."""

    def valid_at(self, moment: datetime) -> "ApprovalQuerySet":
        """Signatures given by then over the content that their version holds, oldest first.

        A signature counts with its line on the trail; a row that somebody slipped in beside it does not.
        """
        line = Event.objects.of_signature(OuterRef("meaning"))
        given = self.filter(signed_at__lte=moment, content_hash=F("version__content_hash"))
        return given.filter(Exists(line)).order_by("signed_at", "pk")

    def newest_at(self, moment: datetime) -> "ApprovalQuerySet":
        """The same, newest first: the first of a version says when its next review is due."""
        return self.valid_at(moment).order_by("-signed_at", "-pk")


class Approval(models.Model):
    """One person's signature over one version's content hash. Appended, never changed."""

    class Meaning(models.TextChoices):
        """What the signer declares."""

        APPROVED = "approved", "I have read this text and approve it for patients"
        CONFIRMED = "confirmed", "I have reviewed this text and it is still correct, unchanged"

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="approvals")
    content_hash = models.CharField(max_length=64)
    meaning = models.CharField(max_length=10, choices=Meaning)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals")
    printed_name = models.CharField(max_length=320)
    printed_role = models.CharField(max_length=120)
    reviewed_by_author = models.BooleanField(
        default=False, help_text="Only on a site that has a single clinician; patients are told."
    )
    signed_at = models.DateTimeField()
    next_review_on = models.DateField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(meaning="approved"),
                name="one_approval_per_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.meaning} by {self.printed_name}"
