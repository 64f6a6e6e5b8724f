"""One query → records: the only way by which answers leave the site as a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation

from faq import reading
from faq.models import Answer, AnswerVersion, Placement
from faq.reading import PublicAnswer

from .record import Record, RecordSignOff, RecordTopic

_AT_ONCE = 200


def records(
    moment: datetime, topics: Iterable[str] = (), answers: QuerySet[Answer] | None = None
) -> Iterator[Record]:
    """The answers that patients could read at a moment, by address, in constant memory.

    ``topics`` (slugs) leaves out what stood in none of them then, ``answers`` what is not among these. Withdrawn
    and announced answers have no approved text and are no records.
    """
    versions: QuerySet[AnswerVersion] = AnswerVersion.objects.order_by(
        "answer__question__slug", "answer__language"
    )
    topics = tuple(topics)
    if topics:
        versions = reading.in_topics(versions, topics, moment)
    if answers is not None:
        versions = versions.filter(answer__in=answers.order_by().values("pk"))
    titles = dict(reading.topics(moment).values_list("category_id", "title"))
    published = reading.published(versions, moment)
    while batch := list(islice(published, _AT_ONCE)):
        places = _places(batch, titles, moment)
        for answer in batch:
            yield _record(answer, places.get(answer.question_id, ()))


def _places(
    answers: list[PublicAnswer], titles: dict[int, str], moment: datetime
) -> dict[int, tuple[RecordTopic, ...]]:
    standing = Placement.objects.standing_at(moment).filter(question__in={a.question_id for a in answers})
    places: dict[int, tuple[RecordTopic, ...]] = {}
    for question, slug, category in standing.order_by("category__slug").values_list(
        "question_id", "category__slug", "category_id"
    ):
        if category in titles:
            places[question] = (*places.get(question, ()), RecordTopic(slug, titles[category]))
    return places


def _label(answer: PublicAnswer) -> str:
    with translation.override(answer.language):
        return answer.status.label


def _record(answer: PublicAnswer, topics: tuple[RecordTopic, ...]) -> Record:
    assert answer.version is not None  # noqa: S101 - published() yields nothing without approved text
    original = answer.original
    return Record(
        identity=answer.identity,
        version=answer.version,
        language=answer.language,
        question=answer.wording,
        body_markdown=answer.body,
        sources=answer.sources,
        body_html=str(answer.body_html),
        sources_html=str(answer.sources_html),
        content_hash=answer.content_hash,
        status=answer.status.value,
        status_label=_label(answer),
        approved_on=answer.approved_on,
        reviewed_on=answer.reviewed_on,
        next_review_on=answer.next_review_on,
        reviewer_role=answer.reviewer_role,
        reviewer_name=answer.reviewer_name,
        reviewed_by_author=answer.reviewed_by_author,
        signed_off=tuple(RecordSignOff(given.role, given.name) for given in answer.signed_off),
        what_changed=answer.what_changed,
        translation_of=original.content_hash if original else "",
        translated_from_language=original.language if original else "",
        translated_from_version=original.version if original else None,
        original_state=original.state.value if original else "",
        topics=topics,
        address=answer.address,
        is_demonstration=answer.is_demonstration,
    )
