"""What every response carries: pages, files, refusals and failures alike."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


def on_every_response(respond: Respond) -> Respond:
    """Middleware, the outermost: add what the setting says, unless the response says otherwise itself.

    Django's own middleware adds some of it too, but not to what Django refuses before that has its turn.
    """

    def responding(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        for name, value in settings.HEADERS_ON_EVERY_RESPONSE.items():
            response.headers.setdefault(name, value)
        if response.status_code == 304:
            # Django says 0 here, which would be the length of the page that the client holds (RFC 9110, 8.6).
            del response["Content-Length"]
        return response

    return responding
