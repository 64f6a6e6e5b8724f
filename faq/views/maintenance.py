"""Closing the site while somebody works on it: one page for every address, which needs nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template

from .headers import Respond

RETRY_AFTER = 10 * 60  # seconds
IN_A_TERMINAL = "This site is closed for maintenance for a short time. Please try again in a few minutes.\n"


def closed_for_maintenance(respond: Respond) -> Respond:
    """Middleware: answer everything with 503 while the setting or the file says so.

    It stands behind the static files, which the page may want, and before whatever asks the database.
    """

    def responding(request: HttpRequest) -> HttpResponseBase:
        if settings.MAINTENANCE or settings.MAINTENANCE_FILE.exists():
            return _closed(request)
        return respond(request)

    return responding


def _closed(request: HttpRequest) -> HttpResponse:
    # Browsers ask for HTML by name; curl, monitors and programs take anything, and are spared the markup.
    content_type = request.get_preferred_type(["text/plain", "text/html"]) or "text/plain"
    page = get_template("503.html").render() if content_type == "text/html" else IN_A_TERMINAL
    return HttpResponse(
        page,
        status=503,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
    )
