"""Events: the trail of every act, one line each."""

from datetime import datetime

from django.conf import settings
from django.db import models

from .answer import Answer
from .category import Category
from .version import AnswerVersion


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of the trail."""

    def rendering_at(self, moment: datetime) -> "EventQuerySet":
        """For use as a subquery of a version: the acts that rendered it by a moment, newest first."""
        rendered = self.filter(version=models.OuterRef("pk"), at__lte=moment).exclude(html_hash="")
        return rendered.order_by("-sequence")

    def of_signature(self, kind: "str | models.OuterRef") -> "EventQuerySet":
        """For use as a subquery of a signature: its line, without which it does not count."""
        return self.filter(
            version=models.OuterRef("version"),
            kind=kind,
            by=models.OuterRef("signer"),
            at=models.OuterRef("signed_at"),
            content_hash=models.OuterRef("content_hash"),
        )


class Event(models.Model):
    """One line of the trail. Written by ``faq.trail.append`` alone; never changed, never deleted."""

    class Kind(models.TextChoices):
        """What was done."""

        CREATED = "created", "Created"
        IMPORTED = "imported", "Imported"
        EDITED = "edited", "Edited"
        SUBMITTED = "submitted", "Submitted for review"
        RETURNED = "returned", "Returned to the author"
        DISCARDED = "discarded", "Draft discarded"
        APPROVED = "approved", "Approved"
        CONFIRMED = "confirmed", "Confirmed unchanged"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REINSTATED = "reinstated", "Reinstated"
        ANNOUNCED = "announced", "Question announced to patients"
        RETRACTED = "retracted", "Announcement retracted"
        SIGNED_OFF = "signed_off", "Signed off"
        COMMENTED = "commented", "Commented on"
        RESOLVED = "resolved", "Comment resolved"
        ASSIGNED = "assigned", "Owner, deputy or interval changed"
        RERENDERED = "rerendered", "Rendered anew"
        CATEGORY_RULED = "category_ruled", "Interval or sign-offs of a topic changed"
        CATEGORY_REVISED = "category_revised", "Topic revised"
        ARRANGED = "arranged", "Questions arranged in a topic"
        PHRASING_RELEASED = "phrasing_released", "Other way of asking shown to patients"
        TERM_DEFINED = "term_defined", "Term defined"
        TERM_APPROVED = "term_approved", "Definition of a term approved"
        TERM_RETIRED = "term_retired", "Term retired"
        EXPORTED = "exported", "Exported"
        ACCOUNT_CHANGED = "account_changed", "Account changed"

    sequence = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events")
    by_name = models.CharField(max_length=150, help_text="The account's name at the time.")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="events")
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, null=True, related_name="events")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="events")
    content_hash = models.CharField(max_length=64, blank=True)
    html_hash = models.CharField(
        max_length=64,
        blank=True,
        help_text="Of the HTML that this act left for patients, if it rendered any.",
    )
    detail = models.TextField(help_text="Canonical JSON: the reason, and every row as the act left it.")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        verbose_name = "line of the trail"
        verbose_name_plural = "trail"

    def __str__(self) -> str:
        return f"{self.sequence}. {self.get_kind_display()} by {self.by_name}"


class TrailHead(models.Model):
    """The last line of the trail, kept apart: it orders writers, and a removed tail shows against it."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_trail_head")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
