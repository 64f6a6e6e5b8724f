"""What patients may read: published versions joined with their signature, rendering and status.

Pages, search, exports and feeds all take their answers from here, so that none can say something else than
the others. Everything is read as it was at a moment; now is one such moment.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from faq.models import (
    Announcement,
    AnswerVersion,
    Approval,
    Category,
    CategoryRevision,
    Event,
    Placement,
    Question,
    Rendering,
    Withdrawal,
)
from faq.rendering import safe
from faq.status import REVIEWED_BY_AUTHOR, Facts, Status, public_status

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PublicAnswer:
    """One answer as patients may read it. Only a published one has text, version and signature."""

    identity: str
    question_id: int
    slug: str
    language: str
    wording: str
    status: Status
    is_demonstration: bool = False
    version: int | None = None
    body: str = ""
    body_html: SafeString = field(default_factory=SafeString)
    sources: str = ""
    sources_html: SafeString = field(default_factory=SafeString)
    content_hash: str = ""
    approved_on: date | None = None
    reviewed_on: date | None = None
    next_review_on: date | None = None
    reviewer_name: str = ""  # empty where the site shows roles alone
    reviewer_role: str = ""
    reviewed_by_author: bool = False
    withdrawn_on: date | None = None

    @property
    def is_published(self) -> bool:
        """Whether there is approved text to read."""
        return self.version is not None

    @property
    def status_meaning(self) -> str:
        """What the status means for this very answer; it never claims a second person who was not there."""
        if not self.reviewed_by_author:
            return self.status.meaning
        if self.status == Status.APPROVED:
            return REVIEWED_BY_AUTHOR
        return f"{REVIEWED_BY_AUTHOR} {self.status.meaning}"

    @property
    def path(self) -> str:
        """The answer's permanent address on this site."""
        return answer_path(self.slug, self.language)

    @property
    def address(self) -> str:
        """The answer's permanent address in full, for copies that leave the site."""
        return settings.SITE_URL + self.path


@dataclass(frozen=True)
class TopicPage:
    """A topic's page at a moment."""

    slug: str
    title: str
    introduction: str
    language: str
    answers: list[PublicAnswer]
    is_demonstration: bool  # the topic was made for the demonstration: its title and introduction, too


def answer_path(slug: str, language: str) -> str:
    """The path of an answer's page; the site's own language needs no mention."""
    if language == settings.LANGUAGE_CODE:
        return reverse("question", args=[slug])
    return reverse("question-in", args=[slug, language])


def topics(moment: datetime) -> QuerySet[CategoryRevision]:
    """The topics that existed at a moment, as they were worded then, in alphabetical order."""
    return CategoryRevision.objects.current_at(moment).order_by("title")


def topic_page(category: Category, language: str, moment: datetime) -> TopicPage | None:
    """A topic's page as patients could read it at a moment; None if the topic did not exist then."""
    revision = CategoryRevision.objects.current_at(moment).filter(category=category).first()
    if revision is None:
        return None
    placed = Placement.objects.standing_at(moment).filter(category=category)
    order = dict(placed.values_list("question_id", "question__is_demonstration"))
    standing = Question.objects.filter(Exists(placed.filter(question=OuterRef("pk"))))
    answers = {answer.question_id: answer for answer in answers_to(standing, language, moment)}
    return TopicPage(
        slug=category.slug,
        title=revision.title,
        introduction=revision.introduction,
        language=language,
        answers=[answers[question] for question in order if question in answers],
        is_demonstration=any(order.values()),
    )


def answers_to(questions: QuerySet[Question], language: str, moment: datetime) -> Iterator[PublicAnswer]:
    """Everything that patients see of some questions in a language: published, withdrawn and announced."""
    about = Q(answer__question__in=questions, answer__language=language)
    yield from published(AnswerVersion.objects.filter(about), moment)
    yield from _withdrawn(AnswerVersion.objects.filter(about), moment)
    yield from _announced(Announcement.objects.filter(about), moment)


def published(versions: QuerySet[AnswerVersion], moment: datetime) -> Iterator[PublicAnswer]:
    """The published ones among some versions, in the order of the queryset, in constant memory."""
    signatures = Prefetch("approvals", Approval.objects.valid_at(moment), to_attr="signatures")
    renderings = Prefetch(
        "renderings", Rendering.objects.filter(rendered_at__lte=moment).order_by("pk"), to_attr="rendered"
    )
    query = (
        versions.filter(pk__in=AnswerVersion.objects.published(moment).values("pk"))
        .annotate(
            update_under_way=Exists(AnswerVersion.objects.under_way_at(moment)),
            html_hash=Subquery(Event.objects.rendering_at(moment).values("html_hash")[:1]),
        )
        .select_related("answer__question")
        .prefetch_related(signatures, renderings)
    )
    for version in query.iterator(chunk_size=200):
        html = _html(version)
        if html and _is_intact(version) and _is_signed(version):
            yield _public(version, html, moment)
        # A version and its prefetched rows refer to each other; let go, or they pile up over a long export.
        version.__dict__.clear()


def in_topics(
    versions: QuerySet[AnswerVersion], slugs: Iterable[str], moment: datetime
) -> QuerySet[AnswerVersion]:
    """Those of some versions whose question stood in one of the topics at a moment."""
    placed = Placement.objects.standing_at(moment).filter(
        category__slug__in=list(slugs), question=OuterRef("answer__question")
    )
    return versions.filter(Exists(placed))


def _is_signed(version: AnswerVersion) -> bool:
    signatures: list[Approval] = version.signatures  # type: ignore[attr-defined]  # prefetched by published()
    signed = any(signature.meaning == Approval.Meaning.APPROVED for signature in signatures)
    if not signed:
        log.critical("Version %s has no approval that is on the trail and is not shown.", version.pk)
    return signed


def _is_intact(version: AnswerVersion) -> bool:
    intact = version.is_intact
    if not intact:
        log.critical("Version %s does not match its signed hash and is not shown.", version.pk)
    return intact


def recorded_rendering(version: AnswerVersion) -> Rendering | None:
    """The HTML that an act left for a frozen version; None for a draft, which has none yet."""
    recorded = version.events.exclude(html_hash="").order_by("-sequence").values_list("html_hash", flat=True)
    newest = recorded.first()
    return next((html for html in version.renderings.order_by("-pk") if html.html_hash == newest), None)


def _html(version: AnswerVersion) -> Rendering | None:
    """The HTML that the last act which rendered a version left. One that no act left is never shown."""
    rendered: list[Rendering] = version.rendered  # type: ignore[attr-defined]  # prefetched by published()
    recorded: str = version.html_hash  # type: ignore[attr-defined]
    html = next((rendering for rendering in reversed(rendered) if rendering.html_hash == recorded), None)
    if html is None:
        log.critical("Version %s has no rendering that is on the trail and is not shown.", version.pk)
    return html


def _public(version: AnswerVersion, html: Rendering, moment: datetime) -> PublicAnswer:
    signatures: list[Approval] = version.signatures  # type: ignore[attr-defined]  # prefetched above
    approved = next(s for s in signatures if s.meaning == Approval.Meaning.APPROVED)
    newest = signatures[-1]
    facts = Facts(
        next_review_on=newest.next_review_on,
        update_under_way=version.update_under_way,  # type: ignore[attr-defined]
    )
    return PublicAnswer(
        identity=str(version.answer.identity),
        question_id=version.answer.question_id,
        slug=version.answer.question.slug,
        language=version.answer.language,
        wording=version.wording,
        status=_status(facts, moment),
        is_demonstration=version.answer.question.is_demonstration,
        version=version.number,
        body=version.body,
        body_html=safe(html.body_html),
        sources=version.sources,
        sources_html=safe(html.sources_html),
        content_hash=version.content_hash,
        approved_on=timezone.localdate(approved.signed_at),
        reviewed_on=timezone.localdate(newest.signed_at),
        next_review_on=newest.next_review_on,
        reviewer_name=newest.printed_name if settings.SHOW_REVIEWER_NAMES else "",
        reviewer_role=newest.printed_role,
        reviewed_by_author=newest.reviewed_by_author,
    )


def _withdrawn(versions: QuerySet[AnswerVersion], moment: datetime) -> Iterator[PublicAnswer]:
    """A short notice for each withdrawn answer: its question and the date, and no text."""
    in_force = Prefetch(
        "answer__withdrawals", Withdrawal.objects.in_force_at(moment), to_attr="withdrawals_in_force"
    )
    signatures = Prefetch("approvals", Approval.objects.valid_at(moment), to_attr="signatures")
    query = versions.filter(pk__in=AnswerVersion.objects.withdrawn(moment).values("pk"))
    for version in query.select_related("answer__question").prefetch_related(in_force, signatures):
        if not (_is_intact(version) and _is_signed(version)):
            continue
        question = version.answer.question
        facts = Facts(version.signatures[-1].next_review_on, is_withdrawn=True)
        yield PublicAnswer(
            identity=str(version.answer.identity),
            question_id=question.pk,
            slug=question.slug,
            language=version.answer.language,
            wording=version.wording,
            status=_status(facts, moment),
            is_demonstration=question.is_demonstration,
            withdrawn_on=timezone.localdate(
                version.answer.withdrawals_in_force[0].withdrawn_at  # type: ignore[attr-defined]
            ),
        )


def _announced(announcements: QuerySet[Announcement], moment: datetime) -> Iterator[PublicAnswer]:
    """A line for each question that a colleague let patients see before its answer is approved."""
    approved = AnswerVersion.objects.signed(moment).filter(answer=OuterRef("answer"))
    query = announcements.standing_at(moment).exclude(Exists(approved))  # type: ignore[attr-defined]
    for announcement in query.select_related("answer__question"):
        question = announcement.answer.question
        yield PublicAnswer(
            identity=str(announcement.answer.identity),
            question_id=question.pk,
            slug=question.slug,
            language=announcement.answer.language,
            wording=announcement.wording,
            status=_status(Facts(next_review_on=None), moment),
            is_demonstration=question.is_demonstration,
        )


def _status(facts: Facts, moment: datetime) -> Status:
    return public_status(facts, timezone.localdate(moment), due_soon_days=settings.REVIEW_DUE_SOON_DAYS)
