"""How public pages go out: to everyone alike, never from an unchecked copy, under one address per language.

Only what is the same for everyone is compressed. The length of a compressed page gives away what is in it to
somebody who can have words of theirs repeated on it (BREACH): the desk, with its tokens and its unpublished
texts, and pages as they were go out as they are.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .compression import WORTHWHILE, best_coding, encoded, is_text
from .freshness import LastChange, last_change

View = Callable[..., HttpResponse]
Sent = TypeVar("Sent", bound=HttpResponseBase)


def without_scripted_markup(view: View) -> View:
    """Let the browser hold a page's scripts to it that they never turn text into markup or code."""
    policy = {"require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"]}
    return cast(View, csp_update(policy)(view))


def public_page(view: View) -> View:
    """Answer GET and HEAD alone, and let a copy be used again only after asking whether it is still current.

    When a copy goes out of date cannot be said beforehand: a due date is known, a withdrawal is not, and it has
    to take effect at once. So no copy may be shown unasked; ETag and Last-Modified make asking cheap.
    """

    # There is nothing to forge here: a POST is told that it is not allowed, not that a cookie is missing.
    @csrf_exempt
    @without_scripted_markup
    @require_safe
    @wraps(view)
    def delivering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        changed = last_change()  # before the page is read
        return delivered(request, revalidated(view(request, *args, **kwargs)), changed)

    return delivering


def public_file(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Like `public_page`, for what other sites build in: pictures, exports. The database is not asked for it.

    A file that is streamed has no ETag: that would have to be sent before the last answer is read.
    """

    @csrf_exempt
    @require_safe
    @wraps(view)
    def delivering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = revalidated(view(request, *args, **kwargs))
        if isinstance(response, StreamingHttpResponse):
            response = _streamed(request, response)
        elif isinstance(response, HttpResponse):
            response = delivered(request, response)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return delivering


def revalidated(response: Sent) -> Sent:
    """Say that caches may keep the response and must ask before using it, unless it says otherwise itself."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, no_cache=True)
    return response


def delivered(
    request: HttpRequest, response: HttpResponse, changed: LastChange | None = None
) -> HttpResponse:
    """The response in the coding that the client takes best, or word that the client's copy is still current.

    Each coding is a representation of its own with a strong ETag of its own (RFC 9110, 8.8.3.3). What is not
    public is left as it is.
    """
    if "public" not in response.get("Cache-Control", ""):
        return response
    coding = _coding(request, response) if len(response.content) >= WORTHWHILE else ""
    if response.status_code == 200:
        digest = hashlib.sha256(response.content).hexdigest()[:32]
        etag = response["ETag"] = f'"{digest}-{coding}"' if coding else f'"{digest}"'
        modified = None
        if changed:
            response["Last-Modified"] = http_date(changed.at.timestamp())
            modified = int(changed.at.timestamp()) if _may_hold(request, changed) else None
        answer = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
        if answer is not None and answer is not response:
            return answer
    if coding:
        response.content = b"".join(encoded([response.content], coding))
        response["Content-Encoding"] = coding
    return response


def _may_hold(request: HttpRequest, changed: LastChange) -> bool:
    # The very second and no later one: somebody who names another holds another state, whatever clocks say.
    named = request.headers.get("If-Modified-Since")
    return named is None or (changed.is_certain and parse_http_date_safe(named) == changed.at.timestamp())


def _streamed(request: HttpRequest, response: StreamingHttpResponse) -> StreamingHttpResponse:
    coding = _coding(request, response)
    if coding:
        response.streaming_content = encoded(iter(response), coding)
        response["Content-Encoding"] = coding
    return response


def _coding(request: HttpRequest, response: HttpResponseBase) -> str:
    if not is_text(response.get("Content-Type", "")):
        return ""
    patch_vary_headers(response, ["Accept-Encoding"])
    return best_coding(request.headers.get("Accept-Encoding", ""))


def in_language(view: View) -> View:
    """Call the view with the language that the address names, and write its page in it.

    The site's own language lives at the plain address alone.
    """

    @wraps(view)
    def localised(request: HttpRequest, language: str = "", **kwargs: Any) -> HttpResponse:
        if language == settings.LANGUAGE_CODE:
            return HttpResponsePermanentRedirect(_plain_address(request, kwargs))
        language = language or settings.LANGUAGE_CODE
        with translation.override(language):
            return view(request, language=language, **kwargs)

    return localised


def _plain_address(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    assert request.resolver_match is not None  # noqa: S101 - a view runs only after its address was resolved
    path = reverse(request.resolver_match.view_name, kwargs=kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
