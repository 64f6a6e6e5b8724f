"""Comments: what reviewers remark on a passage of a text, and what its author replies."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .pairs import at_and_by_together
from .version import AnswerVersion, State


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads of comments."""

    def threads(self) -> "CommentQuerySet":
        """Remarks that begin a thread; replies belong to them."""
        return self.filter(thread=None)

    def unresolved(self) -> "CommentQuerySet":
        """Threads that still ask for something."""
        return self.threads().filter(resolved_at=None)

    def up_to(self, version: AnswerVersion) -> "CommentQuerySet":
        """What was said of a version, and of texts of its answer before it.

        What was said of a draft that was given up concerns nobody any more.
        """
        texts = AnswerVersion.objects.filter(answer=version.answer_id, number__lte=version.number)
        return self.filter(version__in=texts.exclude(state=State.DISCARDED))

    def open_for(self, version: AnswerVersion) -> "CommentQuerySet":
        """Threads that have to be resolved before a version is signed."""
        return self.up_to(version).unresolved()


class Comment(models.Model):
    """A remark on a passage of a version, or a reply to one. Kept for ever; a thread is resolved once."""

    class Field(models.TextChoices):
        """Where the passage stands."""

        WORDING = "wording", "Question"
        BODY = "body", "Answer"
        SOURCES = "sources", "Sources"

    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="comments")
    thread = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replies", null=True)
    field = models.CharField(max_length=10, choices=Field, blank=True)
    passage = models.TextField(blank=True, help_text="The words it is about; none: the text as a whole.")
    occurrence = models.PositiveIntegerField(
        default=0, help_text="Which of equal passages in the field, counted from 0."
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            at_and_by_together("resolved"),
            models.CheckConstraint(
                condition=Q(thread=None) | Q(resolved_at=None, passage="", field=""),
                name="a_reply_is_about_its_thread",
            ),
            models.CheckConstraint(
                condition=Q(passage="") | ~Q(field=""), name="a_passage_stands_in_a_field"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_by}: {self.text[:80]}"
