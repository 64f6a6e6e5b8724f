"""What was imported: files, and which lines of them became which answer."""

from django.conf import settings
from django.db import models

from .answer import Answer
from .category import Category
from .version import AnswerVersion


class ImportedFile(models.Model):
    """A file whose questions became drafts."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="imported_files")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    report = models.JSONField(
        help_text="What the importer found: notices, findings by line, left-overs, and what became of each question."
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ImportedItem(models.Model):
    """One question of an imported file, verbatim, and the version that holds its answer."""

    file = models.ForeignKey(ImportedFile, on_delete=models.PROTECT, related_name="items")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="imported_items")
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="imported_items")
    key = models.CharField(
        max_length=400, help_text="By which a later import of the file knows the question again."
    )
    wording = models.TextField()
    body = models.TextField(blank=True)
    question_line = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()

    class Meta:
        ordering = ["file", "question_line"]
        indexes = [models.Index(fields=["key"], name="imported_item_key")]

    def __str__(self) -> str:
        return f"{self.file}, line {self.question_line}"
