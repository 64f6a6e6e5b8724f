"""Questions: what patients ask, however they phrase it."""

from django.conf import settings
from django.db import models


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


class AlternativePhrasing(models.Model):
    """Another way in which patients ask the same question; search finds the answer by it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="alternative_phrasings")
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "text"], name="phrasing_once_per_question")
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
