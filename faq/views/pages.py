"""The pages that patients read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from faq import clock, reading
from faq.models import AnswerVersion, Category, Placement, Question
from faq.search import search as find

from .as_of import Reading, dated, nothing_there
from .delivery import in_language, public_page
from .topic_list import holds_demonstration, topic_list

LONGEST_QUERY = 200  # characters; nobody asks a longer question, and every word costs a search its time
MOST_HITS = 20


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the topics, a search box, and how answers come to be here."""
    context = {
        "topics": topic_list(clock.now()),
        "is_demonstration": holds_demonstration(),
    }
    return render(request, "faq/home.html", context)


@public_page
@in_language
@dated
def topic(request: HttpRequest, *, slug: str, language: str, reading_at: Reading) -> HttpResponse:
    """Show every question of a topic with its answer."""
    category = get_object_or_404(Category, slug=slug)
    page = reading.topic_page(category, language, reading_at.moment)
    if page is None:
        raise nothing_there(reading_at)
    context = {"page": page, "as_of": reading_at.as_of, "is_demonstration": page.is_demonstration}
    return render(request, "faq/topic.html", context)


@public_page
@in_language
@dated
def question(request: HttpRequest, *, slug: str, language: str, reading_at: Reading) -> HttpResponse:
    """Show one answer at its permanent address."""
    asked = Question.objects.filter(slug=slug)
    answer = next(reading.answers_to(asked, language, reading_at.moment), None)
    if answer is None:
        raise nothing_there(reading_at)
    related = AnswerVersion.objects.filter(
        answer__question__related=answer.question_id, answer__language=language
    ).order_by("wording")
    standing = Placement.objects.standing_at(reading_at.moment).filter(question=answer.question_id)
    context = {
        "answer": answer,
        "related": list(reading.published(related, reading_at.moment)),
        "topics": reading.topics(reading_at.moment).filter(category__in=standing.values("category")),
        "as_of": reading_at.as_of,
        "is_demonstration": answer.is_demonstration,
    }
    return render(request, "faq/question.html", context)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Find published answers by the words of a patient."""
    moment = clock.now()
    query = _readable(request.GET.get("q", ""))
    hits = find(query[:LONGEST_QUERY], moment, limit=MOST_HITS) if query else []
    context = {
        "query": query[:LONGEST_QUERY],
        "was_shortened": len(query) > LONGEST_QUERY,
        "hits": hits,
        "may_be_more": len(hits) == MOST_HITS,
        "topics": [] if hits else topic_list(moment),
        "site_language": settings.LANGUAGE_CODE,
        "is_demonstration": holds_demonstration(),
    }
    return render(request, "faq/search.html", context)


def _readable(query: str) -> str:
    """The query without characters that nobody sees; no database would take all of them."""
    return " ".join("".join(c if c.isprintable() else " " for c in query).split())
