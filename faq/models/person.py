"""People with an account: authors, reviewers and leads."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models


class Role(models.TextChoices):
    """What a person may do. Roles are groups of the same name; a person may hold several."""

    AUTHOR = "author", "Author: writes and submits"
    REVIEWER = "reviewer", "Reviewer: approves, returns and confirms"
    LEAD = "lead", "Lead: owns topics, withdraws and reinstates, manages accounts"


class Capacity(models.TextChoices):
    """As what a person signs off. Capacities are groups of the same name, held beside the roles."""

    PHARMACIST = "pharmacist", "Pharmacist"
    PATIENT_READER = "patient_reader", "Patient reader"
    SECOND_CLINICIAN = "second_clinician", "Second clinician"


class Person(AbstractUser):
    """Someone who signs in. Never deleted: signatures and the trail keep naming the person."""

    role_title = models.CharField(
        "professional role",
        max_length=120,
        blank=True,
        help_text="Printed beside every signature, for example “Specialist nurse”.",
    )

    password_is_temporary = models.BooleanField(
        default=False,
        editable=False,
        help_text="Set by somebody else: the person signs nothing before changing it.",
    )

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """The name that stands beside a signature."""
        return self.get_full_name() or self.username

    @property
    def printed_role(self) -> str:
        """The professional role that stands beside a signature."""
        return self.role_title or "Clinician"

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now, read afresh. A closed account holds none, and being superuser is not a role."""
        return self._held(Role.values)

    @property
    def capacities(self) -> frozenset[str]:
        """In which capacities the person may sign off now, read afresh. A closed account signs nothing."""
        return self._held(Capacity.values)

    @property
    def held(self) -> frozenset[str]:
        """Roles and capacities together, read afresh: whoever holds any has a say at the desk."""
        return self._held([*Role.values, *Capacity.values])

    def _held(self, names: list[str]) -> frozenset[str]:
        held = Group.objects.filter(user=self.pk, user__is_active=True, name__in=names)
        return frozenset(held.values_list("name", flat=True))
