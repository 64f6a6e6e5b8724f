"""What patients tell the site: whether an answer helped, and questions that it does not answer yet.

Nothing in these tables says who a patient is: no account, no address, no cookie.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .pairs import at_and_by_together
from .version import AnswerVersion


class Feedback(models.Model):
    """Whether one version of an answer helped one reader, with a comment if the reader left one."""

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="feedback")
    is_helpful = models.BooleanField()
    comment = models.TextField(blank=True, max_length=1000)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "feedback"
        constraints = [
            at_and_by_together("read", of="feedback"),
            models.CheckConstraint(
                condition=Q(erased_at=None, erased_by=None)
                | Q(erased_at__isnull=False, erased_by__isnull=False, comment=""),
                name="feedback_erased_means_no_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Helpful' if self.is_helpful else 'Not helpful'}: {self.version}"


class AskedQuestion(models.Model):
    """A question that a patient searched for in vain and then sent to the clinicians."""

    text = models.CharField("question", max_length=300)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField()
    dealt_with_at = models.DateTimeField(null=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            at_and_by_together("dealt_with", of="asked_question"),
            models.CheckConstraint(
                condition=Q(erased_at=None, erased_by=None)
                | Q(erased_at__isnull=False, erased_by__isnull=False, text=""),
                name="asked_question_erased_means_no_text",
            ),
        ]

    def __str__(self) -> str:
        return self.text or "(erased)"
