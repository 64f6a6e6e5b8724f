"""The pages that patients read."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from faq import clock, reading
from faq.models import Category, Placement
from faq.near_spellings import near_spellings
from faq.related import related as related_questions
from faq.search import says_too_little
from faq.search import search as find

from .as_of import Reading, dated, nothing_there, undated
from .delivery import in_language, public_page
from .explained import explained
from .topic_list import holds_demonstration, topic_list

LONGEST_QUERY = 200  # characters; nobody asks a longer question, and every word costs a search its time
MOST_HITS = 20


@public_page
@in_language
@undated
def home(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the topics, a search box, and how answers come to be here."""
    context = {
        "topics": topic_list(clock.now(), language),
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
    answers, words = explained(page.answers, language, reading_at.moment)
    context = {
        "page": replace(page, answers=answers),
        "words": words,
        "exists_in": page.readable_in,
        "as_of": reading_at.as_of,
        "is_demonstration": page.is_demonstration,
    }
    return render(request, "faq/topic.html", context)


@public_page
@in_language
@dated
def question(request: HttpRequest, *, slug: str, language: str, reading_at: Reading) -> HttpResponse:
    """Show one answer at its permanent address."""
    answers = reading.answers_by_language(slug, reading_at.moment)
    answer = answers.get(language)
    if answer is None:
        raise nothing_there(reading_at)
    standing = Placement.objects.standing_at(reading_at.moment).filter(question=answer.question_id)
    [answer], words = explained([answer], language, reading_at.moment)
    context = {
        "answer": answer,
        "words": words,
        "exists_in": answers,
        "also_asked": reading.also_asked(answer, reading_at.moment),
        # Where to read on is found among what can be read now.
        "related": None if reading_at.as_of else related_questions(answer, reading_at.moment),
        "topics": reading.topics(reading_at.moment, language).filter(
            category__in=standing.values("category")
        ),
        "as_of": reading_at.as_of,
        "is_demonstration": answer.is_demonstration,
    }
    return render(request, "faq/question.html", context)


@public_page
@in_language
@undated
def search(request: HttpRequest, *, language: str) -> HttpResponse:
    """Find published answers by the words of a patient."""
    moment = clock.now()
    asked = _readable(request.GET.get("q", ""))
    query = asked[:LONGEST_QUERY]
    hits = find(query, moment, limit=MOST_HITS)
    context = {
        "query": query,
        "was_shortened": len(asked) > LONGEST_QUERY,
        "says_too_little": says_too_little(query),
        "hits": hits,
        "may_be_more": len(hits) == MOST_HITS,
        "near_spellings": [] if hits and hits[0].holds_every_word else near_spellings(query, language),
        "topics": [] if hits else topic_list(moment, language),
        "page_language": language,
        "is_demonstration": holds_demonstration(),
    }
    return render(request, "faq/search.html", context)


def _readable(query: str) -> str:
    """The query without characters that nobody sees; no database would take all of them."""
    return " ".join("".join(c if c.isprintable() else " " for c in query).split())
