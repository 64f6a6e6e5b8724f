"""Sign-offs: signatures that a topic asks for before an approval, each by another person in a capacity.

The approval comes last and publishes. Any edit makes a new version, and so needs every sign-off anew.
"""

from faq import clock, drafting, trail
from faq.models import AnswerVersion, Capacity, Event, Person, SignOff
from faq.policy import Act, TextChanged, WorkflowError, missing_sign_offs, require


@trail.in_turn()
def sign_off(*, version: AnswerVersion, by: Person, capacity: str, content_hash: str) -> SignOff:
    """Sign a text in a capacity that one of its topics asks for. What patients read does not change by it.

    ``content_hash`` is the hash of the text that the signer has read; ``TextChanged`` if it is another one.
    """
    version = AnswerVersion.objects.select_related("answer").get(pk=version.pk)
    require(Act.SIGN_OFF, by, version)
    drafting.refuse_foreign_change(version)
    if capacity not in by.capacities or capacity not in missing_sign_offs(version):
        raise WorkflowError("Choose a capacity that is yours and that the topics ask for.", "capacity")
    if content_hash != version.content_hash:
        raise TextChanged(
            "This is not the text that you had on the screen. Read it as it is now, then sign it.", version
        )
    signed = SignOff.objects.create(
        version=version,
        capacity=Capacity(capacity),
        content_hash=version.content_hash,
        signer=by,
        printed_name=by.printed_name,
        printed_role=by.role_title or Capacity(capacity).label,
        signed_at=clock.now(),
    )
    trail.append(Event.Kind.SIGNED_OFF, by=by, version=version, rows=[signed], capacity=capacity)
    return signed


def capacities_to_sign_in(version: AnswerVersion, by: Person) -> list[Capacity]:
    """In which of the missing capacities a person could sign a version off."""
    return [capacity for capacity in missing_sign_offs(version) if capacity in by.capacities]
