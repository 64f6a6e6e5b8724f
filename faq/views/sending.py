"""How readers send something in, on pages without cookies."""

from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from faq.addresses import language_of

from .delivery import View, public_page, without_scripted_markup
from .errors import not_found

MOST_BYTES = 100_000  # far more than any of our forms; a larger body is not even read


def public_form(view: View) -> View:
    """Show a form like any public page, and take what is sent from it; no answer to that is kept by any cache.

    Django's token against forged requests needs a cookie, and public pages set none. What it protects elsewhere is
    the power of whoever has signed in; here nobody has any. What remains to be prevented is another site using its
    visitors to send things in, each from an address of their own, and a browser says where a form was sent from:
    see `is_from_here`.
    """
    shown = public_page(view)

    @without_scripted_markup
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _refusal(request) or view(request, *args, **kwargs)
        except Http404 as missing:
            response = not_found(request, missing)
        del response["Cache-Control"]
        patch_cache_control(response, no_store=True)
        return response

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def delivering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (sent if request.method == "POST" else shown)(request, *args, **kwargs)

    return delivering


def is_from_here(request: HttpRequest) -> bool:
    """Whether a browser sent this from a page of this site, by the first of three headers that it has.

    No page can set any of them: ``Sec-Fetch-Site`` (every browser of today, over HTTPS; "none" is the reader's own
    doing, such as a reload), ``Origin`` and ``Referer``. What says nothing at all is no browser.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    named = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(named).netloc == request.get_host()
    except ValueError:
        return False


def _refusal(request: HttpRequest) -> HttpResponse | None:
    with translation.override(language_of(request.path)):
        if not is_from_here(request):
            message = gettext(
                "It did not come from a page of this site, so nothing was kept. "
                "Open the form here, and send it from there."
            )
            return _refused(request, message, 403)
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            message = gettext(
                "It was far too long, so nothing was kept. Open the form again, and write a few sentences."
            )
            return _refused(request, message, 413)
    return None


def _refused(request: HttpRequest, message: str, status: int) -> HttpResponse:
    context = {"message": message, "exists_in": ()}  # the same form in another language may not be there
    return render(request, "faq/sending_refused.html", context, status=status)
