"""Handing over: an answer whose owner's account is closed goes to its deputy."""

from django.db.models import QuerySet

from faq import trail
from faq.models import Answer, Event, Person, Role
from faq.policy import Act, require

MARK = '"handed_over_from":'
"""What the line of a handover holds in the trail, and that of no other assignment: whose answer it was."""


def waiting() -> QuerySet[Answer]:
    """Answers of closed accounts whose deputy can take them over, with both people."""
    able = Person.objects.filter(is_active=True, groups__name__in=Role.values)
    answers = Answer.objects.filter(owner__is_active=False, deputy__in=able).order_by("pk")
    return answers.select_related("owner", "deputy", "question")


@trail.in_turn()
def hand_over(*, answer: Answer, by: Person) -> bool:
    """Make the deputy the owner, in the name of ``by``. False, and nothing written, if there is no need any more.

    Raises ``NotAllowed`` unless that person may say who looks after an answer.
    """
    answer = Answer.objects.select_related("owner", "deputy").get(pk=answer.pk)
    require(Act.ASSIGN, by, answer)
    former, deputy = answer.owner, answer.deputy
    if former.is_active or deputy is None or not deputy.roles:
        return False
    answer.owner, answer.deputy = deputy, None
    answer.save()
    trail.append(
        Event.Kind.ASSIGNED,
        by=by,
        answer=answer,
        rows=[answer],
        handed_over_from=former.username,
        reason=f"The account of {former.printed_name} is closed.",
    )
    return True
