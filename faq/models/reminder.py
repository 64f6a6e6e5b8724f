"""Reminders: which answers were mentioned to whom on which day, and the links that their mails carried."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .answer import Answer
from .version import AnswerVersion


class Digest(models.Model):
    """One mail to one person on one day, claimed before it is sent: never a second one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    sent_at = models.DateTimeField(null=True, help_text="Empty: on its way, or nobody knows whether it left.")

    class Meta:
        ordering = ["-day", "person"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.person}, {self.day}"


class Mention(models.Model):
    """An answer in a digest that was sent, and why: the last mention decides when the next one is due."""

    class Occasion(models.TextChoices):
        """Why a mail speaks of an answer."""

        EARLY = "early", "Due in 60 days"
        SOON = "soon", "Due in 14 days"
        TODAY = "today", "Due today"
        OVERDUE = "overdue", "Overdue"
        ESCALATED = "escalated", "Overdue, and others are told"
        HANDED_OVER = "handed_over", "Handed over, since its owner's account is closed"
        ABANDONED = "abandoned", "Nobody looks after it"

    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="mentions")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="mentions")
    occasion = models.CharField(max_length=12, choices=Occasion)
    due_on = models.DateField(null=True, help_text="Empty where the mention is not about a review.")

    class Meta:
        ordering = ["digest", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "answer", "occasion"], name="mentioned_once_per_digest")
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.occasion} ({self.digest})"


class ReviewLink(models.Model):
    """A link in a mail to the review of one text: for one person, once, for a while. Its secret is not kept."""

    secret_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the link.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="link_expires_later")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"
