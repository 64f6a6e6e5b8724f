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
from django.utils import timezone
from django.utils.safestring import SafeString

from faq.addresses import path_in
from faq.models import (
    AlternativePhrasing,
    Announcement,
    AnswerVersion,
    Approval,
    Category,
    CategoryRevision,
    Event,
    Placement,
    Question,
    Rendering,
    SignOff,
    Withdrawal,
)
from faq.rendering import safe
from faq.status import REVIEWED_BY_AUTHOR, Facts, OriginalState, Status, original_state, public_status

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Original:
    """The approved text that an answer is a translation of, and what became of it."""

    language: str
    version: int
    content_hash: str
    path: str
    state: OriginalState


@dataclass(frozen=True)
class SignedOff:
    """Who signed a text off before its approval."""

    name: str  # empty where the site shows roles alone
    role: str


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
    signed_off: tuple[SignedOff, ...] = ()  # besides the reviewer
    withdrawn_on: date | None = None
    previous_version: int | None = None  # the one approved before this one
    what_changed: str = ""  # since then, in the author's words
    original: Original | None = None  # of a translation
    explained_html: SafeString = field(
        default_factory=SafeString
    )  # of the text on a page: with terms explained

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
            return str(REVIEWED_BY_AUTHOR)
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
    wording_language: str  # of title and introduction: the site's own, where the topic has none in the page's
    answers: list[PublicAnswer]
    is_demonstration: bool  # the topic was made for the demonstration: its title and introduction, too
    readable_in: set[str]  # the languages in which this page has something to read


def answer_path(slug: str, language: str) -> str:
    """The path of an answer's page."""
    return path_in("question", language, slug)


def topics(moment: datetime, language: str | None = None) -> QuerySet[CategoryRevision]:
    """The topics that existed at a moment, as they were worded then in a language, in alphabetical order.

    One without a text in the language, or where none is asked for, is worded in the site's own.
    """
    return CategoryRevision.objects.current_at(moment, language).order_by("title")


def topic_page(category: Category, language: str, moment: datetime) -> TopicPage | None:
    """A topic's page as patients could read it at a moment; None if the topic did not exist then."""
    revision = CategoryRevision.objects.current_at(moment, language).filter(category=category).first()
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
        wording_language=revision.language,
        answers=[answers[question] for question in order if question in answers],
        is_demonstration=any(order.values()),
        readable_in=_languages_of(standing, moment),
    )


def _languages_of(questions: QuerySet[Question], moment: datetime) -> set[str]:
    """The languages in which a topic of these questions has something to read, and the site's own."""
    published = AnswerVersion.objects.published(moment).filter(answer__question__in=questions)
    languages = published.order_by().values_list("answer__language", flat=True).distinct()
    return {settings.LANGUAGE_CODE, *languages}


def answers_by_language(slug: str, moment: datetime) -> dict[str, PublicAnswer]:
    """What patients see of a question, in each language in which they see anything of it."""
    found: dict[str, PublicAnswer] = {}
    for answer in answers_to(Question.objects.filter(slug=slug), None, moment):
        found.setdefault(answer.language, answer)
    return found


def answers_to(
    questions: QuerySet[Question], language: str | None, moment: datetime
) -> Iterator[PublicAnswer]:
    """Everything that patients see of some questions in a language, or in all: published, withdrawn, announced."""
    about = Q(answer__question__in=questions)
    if language:
        about &= Q(answer__language=language)
    yield from published(AnswerVersion.objects.filter(about), moment)
    yield from _withdrawn(AnswerVersion.objects.filter(about), moment)
    yield from _announced(Announcement.objects.filter(about), moment)


def published(versions: QuerySet[AnswerVersion], moment: datetime) -> Iterator[PublicAnswer]:
    """The published ones among some versions, in the order of the queryset, in constant memory."""
    signatures = Prefetch("approvals", Approval.objects.valid_at(moment), to_attr="signatures")
    renderings = Prefetch(
        "renderings", Rendering.objects.filter(rendered_at__lte=moment).order_by("pk"), to_attr="rendered"
    )
    sign_offs = Prefetch("sign_offs", SignOff.objects.valid_at(moment), to_attr="signed_off")
    query = (
        versions.filter(pk__in=AnswerVersion.objects.published(moment).values("pk"))
        .annotate(
            update_under_way=Exists(AnswerVersion.objects.under_way_at(moment)),
            html_hash=Subquery(Event.objects.rendering_at(moment).values("html_hash")[:1]),
            previous_number=Subquery(_previous(moment).values("number")[:1]),
            newest_original=Subquery(_originals(moment).values("number")[:1]),
            original_is_withdrawn=Exists(
                Withdrawal.objects.in_force_at(moment).filter(answer=OuterRef("translated_from__answer"))
            ),
        )
        .select_related("answer__question", "translated_from__answer__question")
        .prefetch_related(signatures, renderings, sign_offs)
    )
    for version in query.iterator(chunk_size=200):
        html = _html(version)
        if html and _is_intact(version) and _is_signed(version):
            yield _public(version, html, moment)
        # A version and its prefetched rows refer to each other; let go, or they pile up over a long export.
        version.__dict__.clear()


def also_asked(answer: PublicAnswer, moment: datetime) -> list[str]:
    """How else patients ask a published question, in its language, as far as colleagues had released it by then."""
    if not answer.is_published:
        return []
    released = AlternativePhrasing.objects.released_at_moment(moment).filter(
        question=answer.question_id, language=answer.language
    )
    return list(released.exclude(text=answer.wording).values_list("text", flat=True))


def in_topics(
    versions: QuerySet[AnswerVersion], slugs: Iterable[str], moment: datetime
) -> QuerySet[AnswerVersion]:
    """Those of some versions whose question stood in one of the topics at a moment."""
    placed = Placement.objects.standing_at(moment).filter(
        category__slug__in=list(slugs), question=OuterRef("answer__question")
    )
    return versions.filter(Exists(placed))


def _previous(moment: datetime) -> QuerySet[AnswerVersion]:
    """For use as a subquery of a version: those approved before it, newest first."""
    earlier = AnswerVersion.objects.signed(moment).filter(
        answer=OuterRef("answer"), number__lt=OuterRef("number")
    )
    return earlier.order_by("-number")


def _originals(moment: datetime) -> QuerySet[AnswerVersion]:
    """For use as a subquery of a version: what its original's newest approved version was at a moment."""
    return AnswerVersion.objects.approved_by(moment).filter(answer=OuterRef("translated_from__answer"))


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
    previous: int | None = version.previous_number  # type: ignore[attr-defined]
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
        signed_off=tuple(
            SignedOff(given.printed_name if settings.SHOW_REVIEWER_NAMES else "", given.printed_role)
            for given in version.signed_off  # type: ignore[attr-defined]  # prefetched above
        ),
        previous_version=previous,
        what_changed=version.change_note if previous else "",
        original=_original(version),
    )


def _original(version: AnswerVersion) -> Original | None:
    source = version.translated_from
    if source is None:
        return None
    return Original(
        language=source.answer.language,
        version=source.number,
        content_hash=source.content_hash,
        path=answer_path(source.answer.question.slug, source.answer.language),
        state=original_state(
            source.number,
            version.newest_original,  # type: ignore[attr-defined]  # annotated by published()
            is_withdrawn=version.original_is_withdrawn,  # type: ignore[attr-defined]
        ),
    )


def _withdrawn(versions: QuerySet[AnswerVersion], moment: datetime) -> Iterator[PublicAnswer]:
    """A short notice for each withdrawn answer: its question and the date, and no text."""
    in_force = Prefetch(
        "answer__withdrawals", Withdrawal.objects.in_force_at(moment), to_attr="withdrawals_in_force"
    )
    signatures = Prefetch("approvals", Approval.objects.valid_at(moment), to_attr="signatures")
    query = versions.filter(pk__in=AnswerVersion.objects.withdrawn(moment).values("pk"))
    for version in query.select_related("answer__question", "translated_from").prefetch_related(
        in_force, signatures
    ):
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
