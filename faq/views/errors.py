"""What somebody sees who comes to a wrong address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from faq import clock

from .delivery import revalidated
from .topic_list import holds_demonstration, topic_list


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer search and the topics. Nothing of the address is repeated: it may name what is not public."""
    context = {"topics": topic_list(clock.now()), "is_demonstration": holds_demonstration()}
    return revalidated(render(request, "404.html", context, status=404))
