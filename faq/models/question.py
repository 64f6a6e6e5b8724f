"""Questions: what patients ask, however they phrase it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .pairs import at_and_by_together


class Question(models.Model):
    """Something that patients ask. Its wording in a language belongs to the answer's versions, which are signed."""

    slug = models.SlugField(
        max_length=120, unique=True, help_text="Its permanent address; it can never be changed."
    )
    working_title = models.CharField(
        max_length=300,
        help_text="What the desk calls it. Patients see the wording of the approved answer instead.",
    )
    related = models.ManyToManyField("self", blank=True, verbose_name="related questions")
    is_demonstration = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["working_title", "pk"]

    def __str__(self) -> str:
        return self.working_title


class PhrasingQuerySet(models.QuerySet["AlternativePhrasing"]):
    """Reads of alternative phrasings."""

    def current(self) -> "PhrasingQuerySet":
        """Phrasings that stand now."""
        return self.filter(removed_at=None)

    def released_at_moment(self, moment: datetime) -> "PhrasingQuerySet":
        """Phrasings that patients could see at a moment, because a colleague had released them."""
        standing = Q(removed_at=None) | Q(removed_at__gt=moment)
        return self.filter(standing, released_at__lte=moment)


class AlternativePhrasing(models.Model):
    """Another way in which patients ask the same question. Search finds the answer by it; patients see it
    ("also asked as") once a colleague of whoever added it has released it.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="alternative_phrasings")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    text = models.CharField(max_length=300)
    added_at = models.DateTimeField(editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    released_by_author = models.BooleanField(
        default=False, editable=False, help_text="Only on a site that has a single clinician."
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = PhrasingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "language", "text"],
                condition=Q(removed_at=None),
                name="phrasing_once_per_question",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None, released_by_author=False)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="phrasing_released_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | (Q(released_by=F("added_by")) & Q(released_by_author=True))
                | (~Q(released_by=F("added_by")) & Q(released_by_author=False)),
                name="phrasing_released_by_a_colleague",
            ),
            at_and_by_together("removed", of="phrasing"),
        ]

    def __str__(self) -> str:
        return self.text


class ClinicalCode(models.Model):
    """A code by which a health record recognises what a question is about."""

    class System(models.TextChoices):
        """Code systems, by the URI that FHIR gives them (https://terminology.hl7.org/)."""

        SNOMED_CT = "http://snomed.info/sct", "SNOMED CT"
        ICD_10 = "http://hl7.org/fhir/sid/icd-10", "ICD-10"
        RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="clinical_codes")
    system = models.CharField(max_length=80, choices=System)
    code = models.CharField(max_length=40)
    display = models.CharField("meaning", max_length=200)

    class Meta:
        ordering = ["system", "code"]
        constraints = [
            models.UniqueConstraint(fields=["question", "system", "code"], name="code_once_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.code} {self.display}"
