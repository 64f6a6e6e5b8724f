"""Whose turn it is: who can review a text that was submitted."""

from django.conf import settings
from django.db.models import QuerySet

from faq.models import AnswerVersion, Person, Role
from faq.policy import contributors_since_approval

NAMES_SHOWN = 3


def reviewers_of(version: AnswerVersion) -> QuerySet[Person]:
    """The people who may review a version: reviewers with an open account who wrote none of it."""
    reviewers = Person.objects.filter(is_active=True, groups__name=Role.REVIEWER)
    if not settings.SINGLE_CLINICIAN:
        reviewers = reviewers.exclude(pk__in=contributors_since_approval(version))
    return reviewers.order_by("last_name", "first_name", "username")


def who_reviews(version: AnswerVersion) -> str:
    """Whose turn it is with a version in review, as a sentence for its author."""
    names = [person.printed_name for person in reviewers_of(version)[: NAMES_SHOWN + 1]]
    if not names:
        return "Nobody can review it yet: ask a lead to give a colleague who wrote none of it the role “reviewer”."
    if len(names) > NAMES_SHOWN:
        names[NAMES_SHOWN:] = ["another reviewer"]
    said = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{said} can now approve it or return it."
