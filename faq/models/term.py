"""Terms: words that patients may not know, explained in place."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from .pairs import at_and_by_together


class Term(models.Model):
    """A word or name in one language. What it means stands in its definitions."""

    name = models.CharField("term", max_length=100)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["language", "name"], name="term_once_per_language"),
        ]

    def __str__(self) -> str:
        return self.name


class TermDefinitionQuerySet(models.QuerySet["TermDefinition"]):
    """Reads of definitions."""

    def approved_at_moment(self, moment: datetime) -> "TermDefinitionQuerySet":
        """Per term, the definition that patients could read at a moment: the newest approved, if not retired."""
        approved = TermDefinition.objects.filter(term=OuterRef("term"), approved_at__lte=moment)
        newest = Subquery(approved.order_by("-pk").values("pk")[:1])
        standing = Q(retired_at=None) | Q(retired_at__gt=moment)
        return self.filter(standing, pk=newest).select_related("term")

    def waiting(self) -> "TermDefinitionQuerySet":
        """Definitions that nobody has approved or given up yet."""
        return self.filter(approved_at=None, retired_at=None)


class TermDefinition(models.Model):
    """What a term means, in words that patients understand. A colleague of its writer approves it.

    Its text never changes: a better one is a new definition, which replaces this one once it is approved.
    """

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="definitions")
    text = models.CharField("what it means", max_length=400)
    other_forms = models.TextField(
        blank=True, help_text="Other forms of the word in texts, one per line, such as its plural."
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    approved_by_author = models.BooleanField(
        default=False, help_text="Only on a site that has a single clinician."
    )
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = TermDefinitionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(approved_at=None, retired_at=None),
                name="one_proposed_definition_per_term",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, approved_by_author=False)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="definition_approved_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (Q(approved_by=F("written_by")) & Q(approved_by_author=True))
                | (~Q(approved_by=F("written_by")) & Q(approved_by_author=False)),
                name="definition_approved_by_a_colleague",
            ),
            at_and_by_together("retired", of="definition"),
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.text}"
