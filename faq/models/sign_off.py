"""Sign-offs: signatures besides the approval that a topic can ask for, each in a capacity."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .category import Category
from .event import Event
from .pairs import at_and_by_together
from .person import Capacity
from .version import AnswerVersion


class RequiredSignOffQuerySet(models.QuerySet["RequiredSignOff"]):
    """Reads of what topics ask for."""

    def current(self) -> "RequiredSignOffQuerySet":
        """What topics ask for now."""
        return self.filter(dropped_at=None)

    def for_answer(self, answer: int | OuterRef) -> "RequiredSignOffQuerySet":
        """What the topics ask for in which the question of an answer, by its id, stands now."""
        return self.current().filter(
            category__placements__question__answers=answer, category__placements__removed_at=None
        )


class RequiredSignOff(models.Model):
    """A topic asks that its answers be signed off in a capacity, from a moment until another."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="required_sign_offs")
    capacity = models.CharField(max_length=20, choices=Capacity)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = RequiredSignOffQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "capacity"], condition=Q(dropped_at=None), name="capacity_asked_once"
            ),
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="asked_capacity_known"),
            at_and_by_together("dropped"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.get_capacity_display()}"


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """Reads of sign-offs."""

    def valid_at(self, moment: datetime) -> "SignOffQuerySet":
        """Sign-offs given by then over the content that their version holds, each with its line on the trail."""
        line = Event.objects.of_signature(Event.Kind.SIGNED_OFF)
        given = self.filter(signed_at__lte=moment, content_hash=F("version__content_hash"))
        return given.filter(Exists(line))


class SignOff(models.Model):
    """One person's signature over one version's content hash, in a capacity. It publishes nothing by itself."""

    MEANING = "I have read this text and agree with it as it stands"

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="sign_offs")
    capacity = models.CharField(max_length=20, choices=Capacity)
    content_hash = models.CharField(max_length=64)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs")
    printed_name = models.CharField(max_length=320)
    printed_role = models.CharField(max_length=120)
    signed_at = models.DateTimeField()

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "capacity"], name="signed_off_once_per_capacity"),
            models.UniqueConstraint(fields=["version", "signer"], name="one_sign_off_per_person"),
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="signed_capacity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: signed off by {self.printed_name}"
