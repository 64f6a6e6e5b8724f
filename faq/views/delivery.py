"""How public pages go out: to everyone alike, never from an unchecked copy, under one address per language."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Answer GET and HEAD alone, and let a copy be used again only after asking whether it is still current.

    A withdrawal has to take effect at once, so no copy may be shown unasked; the ETag makes asking cheap.
    """

    # There is nothing to forge here: a POST is told that it is not allowed, not that a cookie is missing.
    @csrf_exempt
    @require_safe
    @conditional_page
    @wraps(view)
    def delivered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return revalidated(view(request, *args, **kwargs))

    return delivered


def revalidated(response: HttpResponse) -> HttpResponse:
    """Say that caches may keep the response and must ask before using it, unless it says otherwise itself."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, no_cache=True)
    return response


def in_language(view: View) -> View:
    """Call the view with a language of the site; the site's own language lives at the short address alone."""

    @wraps(view)
    def localised(request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
        if language == settings.LANGUAGE_CODE:
            return HttpResponsePermanentRedirect(_short_address(request, slug))
        if language and language not in dict(settings.LANGUAGES):
            raise Http404
        return view(request, slug=slug, language=language or settings.LANGUAGE_CODE)

    return localised


def _short_address(request: HttpRequest, slug: str) -> str:
    assert request.resolver_match is not None  # noqa: S101 - a view runs only after its address was resolved
    path = reverse(request.resolver_match.view_name.removesuffix("-in"), args=[slug])
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
