"""Links in mails that lead to the review of one text: for one account, once, for a while, and for that text alone.

A link is no sign-in: whoever opens it has to be signed in already. Its secret is signed with the site's key, so that
nobody makes one up, and only a hash of it is kept, so that nobody who reads the database can use one.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from faq import clock
from faq.content import sha256
from faq.models import Answer, AnswerVersion, Person, ReviewLink

_SIGNER = signing.Signer(salt="faq.review_links", sep=".")


class Refusal(StrEnum):
    """Why a link leads nowhere."""

    UNKNOWN = "unknown"
    ANOTHERS = "anothers"
    USED = "used"
    EXPIRED = "expired"
    CHANGED = "changed"


class LinkRefused(Exception):
    """A link was not used up and leads nowhere; ``answer`` is what it was about, if that is known."""

    def __init__(self, refusal: Refusal, answer: Answer | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.answer = answer


def make(person: Person, texts: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Absolute addresses for one person by the id of each version; texts are such ids with their content hashes."""
    now = clock.now()
    addresses, links = {}, []
    for version_id, content_hash in texts:
        secret = _SIGNER.sign(secrets.token_urlsafe(32))
        addresses[version_id] = settings.SITE_URL + reverse("admin:review_link", args=[secret])
        links.append(
            ReviewLink(
                secret_hash=sha256(secret),
                person=person,
                version_id=version_id,
                content_hash=content_hash,
                made_at=now,
                expires_at=now + timedelta(days=settings.REVIEW_LINK_DAYS),
            )
        )
    ReviewLink.objects.bulk_create(links)
    return addresses


def use(*, secret: str, by: Person) -> Answer:
    """Use a link up and say which answer it leads to. Raises ``LinkRefused``; then the link is as it was."""
    link = _find(secret)
    if link is None:
        raise LinkRefused(Refusal.UNKNOWN)
    answer = link.version.answer
    if link.person_id != by.pk:
        raise LinkRefused(Refusal.ANOTHERS, answer)
    if link.used_at is not None:
        raise LinkRefused(Refusal.USED, answer)
    if link.expires_at <= clock.now():
        raise LinkRefused(Refusal.EXPIRED, answer)
    if not _is_still_the_text(link):
        raise LinkRefused(Refusal.CHANGED, answer)
    # Compared and set in one statement: of two that open it at once, the database lets one through.
    if not ReviewLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        raise LinkRefused(Refusal.USED, answer)
    return answer


def _find(secret: str) -> ReviewLink | None:
    try:
        _SIGNER.unsign(secret)
    except signing.BadSignature:
        return None
    links = ReviewLink.objects.select_related("version__answer__question")
    return links.filter(secret_hash=sha256(secret)).first()


def _is_still_the_text(link: ReviewLink) -> bool:
    """Whether the text that was to be reviewed is still the newest approved one, to the letter."""
    newest = AnswerVersion.objects.approved_by(clock.now()).filter(answer=link.version.answer_id).first()
    return newest is not None and newest.content_hash == link.content_hash and newest.is_intact
