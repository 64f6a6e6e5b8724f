"""The list of topics, as home, search and the page for wrong addresses show it."""

from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from faq import reading
from faq.models import AnswerVersion, CategoryRevision, Placement, Question


def topic_list(moment: datetime, language: str) -> QuerySet[CategoryRevision]:
    """The topics at a moment, each with ``published_answers``: how many there are in the language.

    In another language than the site's own, a topic appears once an answer in it can be read.
    """
    published = AnswerVersion.objects.published(moment).filter(
        answer__question=OuterRef("question"), answer__language=language
    )
    counts = (
        Placement.objects.standing_at(moment)
        .filter(Exists(published), category=OuterRef("category"))
        .order_by()
        .values("category")
        .annotate(count=Count("pk"))
        .values("count")
    )
    topics = reading.topics(moment, language).annotate(
        published_answers=Coalesce(Subquery(counts), 0, output_field=IntegerField())
    )
    return topics if language == settings.LANGUAGE_CODE else topics.filter(published_answers__gt=0)


def holds_demonstration() -> bool:
    """Whether anything on the site is demonstration content, so that a page naming its topics has to say so."""
    return Question.objects.filter(is_demonstration=True).exists()
