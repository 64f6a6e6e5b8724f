"""What happens while people write: each one's working copy, and who is there at the moment. None of it is an act."""

from django.conf import settings
from django.db import models

from .version import AnswerVersion


class WorkingCopy(models.Model):
    """What one person has typed into an editor and not saved as the draft yet. Nobody else reads or signs it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="working_copies"
    )
    version = models.ForeignKey(
        AnswerVersion,
        on_delete=models.PROTECT,
        related_name="working_copies",
        null=True,
        help_text="None: an answer that is not begun yet.",
    )
    text = models.JSONField(help_text="What stands in the editor, by the names of its inputs.")
    began_from = models.CharField(
        max_length=64, blank=True, help_text="The editing token of the draft that the person began from."
    )
    lineage = models.CharField(max_length=32, help_text="The opened page that the text was typed on.")
    step = models.PositiveIntegerField(
        help_text="Counts what that page sent: a request that comes late is ignored."
    )
    set_aside = models.JSONField(
        default=list,
        help_text="Copies of other pages that the person has not decided about yet, newest first.",
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        verbose_name_plural = "working copies"
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="one_working_copy_per_text"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(version=None), name="one_working_copy_of_a_new_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.version or 'a new answer'}"


class Presence(models.Model):
    """Somebody has the editor of a draft open, or had until a short while ago."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="present")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="present_once_per_text")]

    def __str__(self) -> str:
        return f"{self.person} at {self.version}"
