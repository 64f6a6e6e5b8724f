"""Whether it is still the person: how fresh a sign-in is, and asking to show it again before an act of weight.

What is kept stands in the session, under the names below, and is written by `faq.admin.signing_in.receivers`
alone. The time is that of the machine and not the site's clock: it says how long somebody may have been away
from the keyboard, which has nothing to do with what is due when.
"""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

SHOWN_AT = "identity_shown_at"  # seconds since 1970, of the last sign-in or renewed proof in this session
SECOND_FACTOR_OF = "second_factor_of"  # id of the person whose second factor this session has shown
CAME_FROM_HOSPITAL = "came_from_hospital"  # whether it was the hospital's own sign-in that was shown
LAST_PROOF = "identity_last_proof"  # the page on which the person is asked to show it again


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the person has signed in, or shown it again, within the last SIGN_AGAIN_AFTER minutes."""
    age = seconds_since_proof(request)
    return age is not None and age <= settings.SIGN_AGAIN_AFTER * 60


def seconds_since_proof(request: HttpRequest) -> float | None:
    """How long ago this session has last shown who is behind it; None where nobody has signed in."""
    shown_at = request.session.get(SHOWN_AT)
    if not request.user.is_authenticated or not isinstance(shown_at, (int, float)):
        return None
    # A clock that was set back must not make an old sign-in new.
    age = time.time() - shown_at
    return age if age >= 0 else None


def address_of(step: str, back_to: str) -> str:
    """Where a step of showing who one is, is done, and where it leads on to."""
    return f"{reverse(step)}?{urlencode({'next': back_to})}"


def ask_again(request: HttpRequest, back_to: str) -> HttpResponse:
    """Send the person to show again who they are, then back to ``back_to``, a path of this site.

    Whoever has last shown a passkey or come from the hospital is asked for that, everybody else for the password;
    the page offers the other ways. An address of another site is not gone to: the person lands at the desk.
    """
    safe = url_has_allowed_host_and_scheme(
        back_to, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    page = request.session.get(LAST_PROOF, "account_reauthenticate")
    return HttpResponseRedirect(address_of(page, back_to if safe else reverse("admin:index")))
