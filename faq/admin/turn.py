"""Whose turn it is: who can review a text that was submitted, or confirm one that is due."""

from django.conf import settings
from django.db.models import QuerySet

from faq.models import AnswerVersion, Comment, Person, Role
from faq.policy import contributors_since_approval, missing_sign_offs, signers_off

NAMES_SHOWN = 3


def reviewers_of(version: AnswerVersion) -> QuerySet[Person]:
    """The people who may approve or confirm a version: reviewers, whose account is open, who neither wrote it nor
    signed it off.
    """
    reviewers = Person.objects.filter(is_active=True, groups__name=Role.REVIEWER)
    reviewers = reviewers.exclude(pk__in=signers_off(version))
    if not settings.SINGLE_CLINICIAN:
        reviewers = reviewers.exclude(pk__in=contributors_since_approval(version))
    return reviewers.order_by("last_name", "first_name", "username")


def who_reviews(version: AnswerVersion) -> str:
    """Whose turn it is with a version in review, and what an approval waits for, as a sentence for its author."""
    said = _named(version)
    if not said:
        return "Nobody can review it yet: ask a lead to give a colleague who wrote none of it the role “reviewer”."
    if first := _before_approval(version):
        return f"{said} can return it now, and approve it once {first}."
    return f"{said} can now approve it or return it."


def who_confirms(version: AnswerVersion) -> str:
    """Whose turn it is with an approved text that is due, as a sentence for somebody else."""
    said = _named(version)
    if not said:
        return (
            "Nobody can confirm it: ask a lead to give a colleague who wrote none of it the role “reviewer”."
        )
    first = _before_approval(version)
    return f"{said} can confirm that it is still correct{f', once {first}' if first else ''}."


def _named(version: AnswerVersion) -> str:
    """The first few of those who can sign a version; empty where nobody can."""
    names = [person.printed_name for person in reviewers_of(version)[: NAMES_SHOWN + 1]]
    if len(names) > NAMES_SHOWN:
        names[NAMES_SHOWN:] = ["another reviewer"]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _before_approval(version: AnswerVersion) -> str:
    first = []
    if missing := " and a ".join(capacity.label.lower() for capacity in missing_sign_offs(version)):
        first.append(f"a {missing} has signed it off")
    if count := Comment.objects.open_for(version).count():
        first.append(
            "the comment on it is resolved" if count == 1 else f"{count} comments on it are resolved"
        )
    return " and ".join(first)
