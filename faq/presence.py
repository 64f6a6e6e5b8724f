"""Presence: who has the editor of a draft open. It tells colleagues; it gives nobody a right and takes none away."""

from datetime import timedelta

from django.db.models import QuerySet

from faq import clock
from faq.models import AnswerVersion, Person, Presence, State
from faq.policy import NotAllowed, refusal_to_write

GONE_AFTER = timedelta(seconds=45)  # without a sign of life, as when a lid is closed
FRESH_FOR = timedelta(seconds=10)  # a sign of life within this is not worth another write


def see(*, by: Person, version: AnswerVersion) -> None:
    """Note that somebody has the editor open. Nobody is present at a text that cannot be changed any more."""
    if why_not := refusal_to_write(by):
        raise NotAllowed(why_not)
    now = clock.now()
    here = Presence.objects.filter(person=by, version=version)
    if version.state != State.DRAFT or here.filter(seen_at__gt=now - FRESH_FOR).exists():
        return
    Presence.objects.bulk_create(
        [Presence(person=by, version=version, seen_at=now)],
        update_conflicts=True,
        unique_fields=["person", "version"],
        update_fields=["seen_at"],
    )


def leave(*, by: Person, version: AnswerVersion) -> None:
    """Note that somebody has closed the editor."""
    Presence.objects.filter(person=by, version=version).delete()


def others(*, than: Person, at: AnswerVersion) -> list[Person]:
    """Who else has the editor of a draft open now, by name."""
    if at.state != State.DRAFT:
        return []
    here: QuerySet[Presence] = at.present.filter(seen_at__gt=clock.now() - GONE_AFTER)
    people = [presence.person for presence in here.exclude(person=than).select_related("person")]
    return sorted(people, key=str)
