"""What the site says of itself, and its topics from A to Z."""

from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faq import clock, figures
from faq.alphabet import by_letter

from .delivery import in_language, public_page
from .topic_list import holds_demonstration, topic_list


@public_page
@in_language
def review(request: HttpRequest, *, language: str) -> HttpResponse:
    """Say how answers are reviewed here, and how they stand today."""
    moment = clock.now()
    by_language = figures.figures_by_language(moment)
    context = {
        "figures": figures.total(by_language, moment),
        "by_language": by_language,
        "statuses": figures.by_status(by_language),
        "shows_names": settings.SHOW_REVIEWER_NAMES,
        "due_soon_days": settings.REVIEW_DUE_SOON_DAYS,
        "is_demonstration": holds_demonstration(),
    }
    return render(request, "faq/review.html", context)


@public_page
@in_language
def topics(request: HttpRequest, *, language: str) -> HttpResponse:
    """List the topics under their first letters."""
    context = {
        "letters": by_letter(topic_list(clock.now(), language), attrgetter("title")),
        "is_demonstration": holds_demonstration(),
    }
    return render(request, "faq/topics.html", context)
