"""What somebody sees who comes to a wrong address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from faq import clock
from faq.addresses import language_of

from .delivery import delivered, revalidated, without_scripted_markup
from .topic_list import holds_demonstration, topic_list


@without_scripted_markup
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer search and the topics. Nothing of the address is repeated: it may name what is not public."""
    language = language_of(request.path)
    context = {
        "topics": topic_list(clock.now(), language),
        "exists_in": (),
        "is_demonstration": holds_demonstration(),
    }
    with translation.override(language):
        return delivered(request, revalidated(render(request, "404.html", context, status=404)))
