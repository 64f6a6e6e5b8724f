"""Pages as they were: ``?as_of=YYYY-MM-DD`` shows clinicians a page as patients could read it on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.utils.translation import gettext

from faq import clock
from faq.models import Person

from .delivery import View


@dataclass(frozen=True)
class Reading:
    """The moment as of which a page is read, and the day that was asked for; no day means the present."""

    moment: datetime
    as_of: date | None = None


class _Refused(Exception):
    """The page cannot be shown as of that day."""

    def __init__(self, status: int, heading: str, message: str) -> None:
        super().__init__(message)
        self.status, self.heading, self.message = status, heading, message


def dated(view: Callable[..., HttpResponse]) -> View:
    """Call the view with the `Reading` that the address asks for; say why not where it may not or cannot be.

    Whatever comes of ``as_of`` depends on who asks: it is kept out of caches and search engines.
    """

    @wraps(view)
    def at_its_moment(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "as_of" not in request.GET:
            return view(request, reading_at=Reading(clock.now()), **kwargs)
        try:
            response = view(request, reading_at=_asked_for(request), **kwargs)
        except _Refused as refused:
            response = _refusal(request, refused)
        return _kept_apart(response)

    return at_its_moment


def undated(view: Callable[..., HttpResponse]) -> View:
    """Refuse ``as_of``, instead of showing the present under it, on a page that is made of what there is now."""

    @wraps(view)
    def at_present(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "as_of" not in request.GET:
            return view(request, **kwargs)
        refused = _Refused(
            400,
            gettext("This page can only be read as it is now"),
            gettext(
                "Clinicians of this site can look up how the page of a topic or of an answer read on an earlier "
                "day. This page is neither."
            ),
        )
        return _kept_apart(_refusal(request, refused))

    return at_present


def nothing_there(reading_at: Reading) -> Exception:
    """What a view raises when the page did not exist at the moment, or does not exist at all."""
    if reading_at.as_of is None:
        return Http404()
    return _Refused(
        404,
        gettext("This page did not exist yet"),
        gettext("Patients could not read this page on %(date)s. Choose a later day.")
        % {"date": date_format(reading_at.as_of)},
    )


def _asked_for(request: HttpRequest) -> Reading:
    if not (isinstance(request.user, Person) and request.user.roles):
        raise _Refused(
            403,
            gettext("Earlier states of a page are for clinicians"),
            gettext(
                "Clinicians of this site can look up how a page read on an earlier day. "
                "Sign in with an account that has a role, then open this address again."
            ),
        )
    try:
        day = date.fromisoformat(request.GET["as_of"])
    except ValueError:
        raise _Refused(
            400,
            gettext("This is not a date"),
            gettext(
                "Write the day as year-month-day at the end of the address, for example ?as_of=2026-05-03."
            ),
        ) from None
    if day > clock.today():
        raise _Refused(
            400,
            gettext("This day is still to come"),
            gettext("Nobody can know how this page will read on %(date)s. Choose today or an earlier day.")
            % {"date": date_format(day)},
        )
    # Today is not over: what has happened so far is all there is to show.
    return Reading(min(clock.end_of(day), clock.now()), day)


def _refusal(request: HttpRequest, refused: _Refused) -> HttpResponse:
    context = {
        "heading": refused.heading,
        "message": refused.message,
        "present": request.path,
        "exists_in": (),
    }
    return render(request, "faq/as_of_refused.html", context, status=refused.status)


def _kept_apart(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
