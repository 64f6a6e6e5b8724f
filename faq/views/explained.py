"""Terms explained to patients: in place where an answer first uses them, and all of them on a page of their own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from faq.alphabet import by_letter
from faq.glossary import Entry, Glossary
from faq.models import TermDefinition
from faq.reading import PublicAnswer
from faq.rendering import safe

from .as_of import Reading, dated
from .delivery import in_language, public_page
from .topic_list import holds_demonstration


def entries(language: str, moment: datetime) -> list[Entry]:
    """The terms of a language that were explained to patients at a moment."""
    definitions = TermDefinition.objects.approved_at_moment(moment).filter(term__language=language)
    return [_entry(definition) for definition in definitions]


def explained(
    answers: Iterable[PublicAnswer], language: str, moment: datetime
) -> tuple[list[PublicAnswer], list[Entry]]:
    """The answers of one page with ``explained_html``, and the terms explained in them in the order of their use.

    Each term is explained once, where the page first uses it. Answers in another language stay as they are.
    """
    answers, words = list(answers), list[Entry]()
    if not any(answer.is_published for answer in answers):
        return answers, words
    glossary, shown = Glossary(entries(language, moment)), list[PublicAnswer]()
    for answer in answers:
        if answer.is_published and answer.language == language:
            html, used = glossary.explain(answer.body_html, [entry.id for entry in words])
            words += used
            answer = replace(answer, explained_html=safe(html))
        shown.append(answer)
    return shown, words


@public_page
@in_language
@dated
def glossary(request: HttpRequest, *, language: str, reading_at: Reading) -> HttpResponse:
    """Explain every term of a language, under its first letter."""
    context = {
        "letters": by_letter(entries(language, reading_at.moment), attrgetter("name")),
        "as_of": reading_at.as_of,
        "is_demonstration": holds_demonstration(),
    }
    return render(request, "faq/glossary.html", context)


def _entry(definition: TermDefinition) -> Entry:
    return Entry(
        id=f"term-{definition.term_id}",
        name=definition.term.name,
        text=definition.text,
        other_forms=tuple(definition.other_forms.splitlines()),
        approved_on=timezone.localdate(definition.approved_at),
        reviewed_by_author=definition.approved_by_author,
    )
