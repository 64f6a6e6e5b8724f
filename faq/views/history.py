"""The history of an answer: every approved version with its dates, and what changed in each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faq import reading
from faq.history import answer_history

from .as_of import Reading, dated, nothing_there
from .delivery import in_language, public_page


@public_page
@in_language
@dated
def history(request: HttpRequest, *, slug: str, language: str, reading_at: Reading) -> HttpResponse:
    """Show when each version of an answer held. An answer that was never approved has no history."""
    answers = reading.answers_by_language(slug, reading_at.moment)
    answer = answers.get(language)
    past = answer_history(answer.identity, reading_at.moment) if answer else None
    if answer is None or past is None or not past.versions:
        raise nothing_there(reading_at)
    context = {
        "answer": answer,
        "history": past,
        "exists_in": [code for code, told in answers.items() if told.is_published or told.withdrawn_on],
        "as_of": reading_at.as_of,
        "is_demonstration": answer.is_demonstration,
    }
    return render(request, "faq/history.html", context)
