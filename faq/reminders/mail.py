"""A day's mail to one person: plain words, as text and as HTML, with nothing in it that tells on its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from faq.models import Digest, Mention
from faq.reminders.plan import Item
from faq.reminders.schedule import EARLY_DAYS, SOON_DAYS

_NEWS = {
    Mention.Occasion.HANDED_OVER: "Handed over, since an account is closed",
    Mention.Occasion.ABANDONED: "Nobody looks after these",
}
_REVIEWS = {
    "overdue": "Review overdue",
    "today": "Review due today",
    "soon": f"Review due within {SOON_DAYS} days",
    "early": f"Review due within {EARLY_DAYS} days",
}


@dataclass(frozen=True)
class Entry:
    """An answer as the mail shows it."""

    item: Item
    address: str
    day: date

    @property
    def days_left(self) -> int | None:
        """How many days are left for a review, negative when it is overdue; None where it is about no review."""
        review = self.item.review
        return (review.due_on - self.day).days if review else None

    @property
    def days_late(self) -> int:
        """How many days a review is overdue."""
        return -(self.days_left or 0)

    @property
    def kind(self) -> str:
        """Where the review stands today, whatever occasion it is mentioned on; empty for other news."""
        left = self.days_left
        if left is None:
            return ""
        if left <= 0:
            return "overdue" if left < 0 else "today"
        return "soon" if left <= SOON_DAYS else "early"

    @property
    def heading(self) -> str:
        """Under what the entry stands."""
        return _REVIEWS[self.kind] if self.kind else _NEWS[self.item.occasion]


@dataclass(frozen=True)
class Group:
    """Answers under one heading."""

    heading: str
    entries: list[Entry]


def compose(digest: Digest, items: Sequence[Item], links: Mapping[int, str]) -> EmailMultiAlternatives:
    """The mail that a digest stands for. ``links`` are the addresses of reviews by the id of the version."""
    entries = [Entry(item, _address(item, links), digest.day) for item in items]
    context = {
        "groups": _groups(entries),
        "person": digest.person,
        "site_name": settings.SITE_NAME,
        "desk": settings.SITE_URL + reverse("admin:index"),
        "last_day": digest.day + timedelta(days=settings.REVIEW_LINK_DAYS),
    }
    with translation.override("en"):  # as all of the desk
        text, html = (render_to_string(f"faq/mail/digest.{kind}", context) for kind in ("txt", "html"))
    host = urlsplit(settings.SITE_URL).hostname
    message = EmailMultiAlternatives(
        subject=_subject(entries),
        body=text,
        to=[digest.person.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Id": f"<reminders.{host}>",
            # The same whenever this digest is sent, so that a mail that comes twice on its way is shown once.
            "Message-ID": f"<reminders.{digest.pk}.{digest.day}@{host}>",
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _address(item: Item, links: Mapping[int, str]) -> str:
    if item.review:
        return links[item.review.version_id]
    return settings.SITE_URL + reverse("admin:faq_answer_change", args=[item.subject.answer_id])


def _subject(entries: Sequence[Entry]) -> str:
    """What the mail is about in figures, for example “2 reviews overdue, 1 due soon – Patient answers”."""
    kinds = [entry.kind for entry in entries]
    overdue, today = kinds.count("overdue"), kinds.count("today")
    soon, news = kinds.count("soon") + kinds.count("early"), kinds.count("")
    counts = [(overdue, "overdue"), (today, "due today"), (soon, "due soon")]
    said = [f"{count} {words}" for count, words in counts if count]
    if said:
        noun = "review" if said[0].startswith("1 ") else "reviews"
        said[0] = said[0].replace(" ", f" {noun} ", 1)
    if news:
        said.append(f"{news} {'answer' if news == 1 else 'answers'} to look after")
    return f"{', '.join(said)} – {settings.SITE_NAME}"


def _groups(entries: Sequence[Entry]) -> list[Group]:
    grouped: dict[str, list[Entry]] = {heading: [] for heading in (*_REVIEWS.values(), *_NEWS.values())}
    for entry in entries:
        grouped[entry.heading].append(entry)
    return [Group(heading, found) for heading, found in grouped.items() if found]
