"""Categories: what patients see as topics. Their text and their order are kept as they were on any day."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When

from .question import Question


class Category(models.Model):
    """One public page of questions. Title and introduction mirror its newest text in the site's own language."""

    slug = models.SlugField(
        max_length=120, unique=True, help_text="The topic's permanent address; it can never be changed."
    )
    title = models.CharField(max_length=200, unique=True)
    introduction = models.TextField(blank=True)
    review_interval = models.PositiveSmallIntegerField(
        "review interval (months)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="For answers without an interval of their own. Empty: twelve months.",
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_interval=None) | Q(review_interval__gte=1, review_interval__lte=60),
                name="topic_review_interval_in_range",
            )
        ]
        verbose_name = "topic"

    def __str__(self) -> str:
        return self.title


class CategoryRevisionQuerySet(models.QuerySet["CategoryRevision"]):
    """Reads of what topics said."""

    def current_at(self, moment: datetime, language: str | None = None) -> "CategoryRevisionQuerySet":
        """For each category that existed then, the text that it had in a language.

        A category without a text in the language, or where none is asked for, comes in the site's own.
        """
        preference = Case(
            When(language=language or settings.LANGUAGE_CODE, then=0),
            When(language=settings.LANGUAGE_CODE, then=1),
            default=2,
        )
        best = CategoryRevision.objects.filter(category=OuterRef("category"), revised_at__lte=moment)
        best = best.order_by(preference, "-pk")
        return self.filter(pk=Subquery(best.values("pk")[:1])).select_related("category")

    def newest_per_language(self) -> "dict[str, CategoryRevision]":
        """The newest of these texts in each language that there is one in."""
        return {revision.language: revision for revision in self.order_by("pk")}


class CategoryRevision(models.Model):
    """What a topic's page said in a language from a moment on. Appended, never changed."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="revisions")
    language = models.CharField(
        max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, editable=False
    )
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    revised_at = models.DateTimeField()
    revised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CategoryRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.revised_at:%Y-%m-%d})"


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Reads of which question stood where."""

    def current(self) -> "PlacementQuerySet":
        """Where questions stand now."""
        return self.filter(removed_at=None)

    def standing_at(self, moment: datetime) -> "PlacementQuerySet":
        """Where questions stood at a moment, in the order of the page."""
        standing = Q(removed_at=None) | Q(removed_at__gt=moment)
        return self.filter(standing, placed_at__lte=moment).order_by("position", "pk")


class Placement(models.Model):
    """A question's place in a topic, from a moment until another. Moving it ends one row and begins the next."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="placements")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="placements")
    position = models.PositiveIntegerField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "question"], condition=Q(removed_at=None), name="one_place_per_category"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="removal_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} in {self.category}"
