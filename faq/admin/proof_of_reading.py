"""Proof that a person has had a text on the screen: handed out by the page that shows it, asked for by a signature.

Its hash alone proves nothing: anybody can compute it, and a script could send it for a hundred texts. What is
handed out here is signed by the site, and names the person, the version, its hash and the moment.
"""

from datetime import timedelta

from django.core import signing

from faq import clock
from faq.models import AnswerVersion, Person
from faq.policy import TextChanged

LONGEST_READING = timedelta(hours=12)  # a page that stood open overnight is read again
_SIGNER = signing.Signer(salt="faq.admin.proof_of_reading")


class NotRead(TextChanged):
    """The text was not on this person's screen: nobody signs what they have not opened."""


def proof_of_reading(by: Person, version: AnswerVersion) -> str:
    """What the page that shows a version to a person hands out with it."""
    return _SIGNER.sign_object([by.pk, version.pk, version.content_hash, int(clock.now().timestamp())])


def require_proof(proof: str, *, by: Person, version: AnswerVersion, content_hash: str) -> None:
    """Raise ``NotRead`` unless a page has shown this person the text that this hash names.

    Of an older text of the same answer the proof counts, too: that the text has changed since is for the act to
    say, which knows what it is now.
    """
    try:
        person, read, read_hash, shown_at = _SIGNER.unsign_object(proof)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotRead(
            "You have not opened this text yet. It is shown below: read it, then sign it.", version
        ) from None
    if person != by.pk or read_hash != content_hash or not _is_of_this_answer(read, version):
        raise NotRead(
            "What you opened was not this text, or it was somebody else who opened it. "
            "It is shown below: read it, then sign it.",
            version,
        )
    age = clock.now().timestamp() - shown_at
    if not -60 <= age <= LONGEST_READING.total_seconds():
        raise NotRead(
            "You opened this text more than twelve hours ago. It is shown again below: read it, then sign it.",
            version,
        )


def _is_of_this_answer(read: int, version: AnswerVersion) -> bool:
    return read == version.pk or AnswerVersion.objects.filter(pk=read, answer=version.answer_id).exists()
