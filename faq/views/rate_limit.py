"""How much one reader may send, reckoned without keeping anybody's address."""

import hmac
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from faq import clock


class RateLimit:
    """Lets each address send ``most`` times at once, and as often again within each ``within``, evenly spread.

    What is kept of an address is its HMAC under a salt of this process, which changes every day: in memory alone,
    of use to nobody who finds it, and gone with the day. Each process counts for itself, so what holds for the
    site as a whole is in `faq.feedback`.

    The generic cell rate algorithm (ITU-T I.371, annex A) needs one moment per address: the one at which all that
    was sent would have arrived, had it come evenly spread.
    """

    def __init__(self, *, most: int, within: timedelta, remembers: int = 10_000) -> None:
        self._step = within / most
        self._allowance = within - self._step
        self._remembers = remembers  # addresses; beyond that, the one that sent longest ago is forgotten
        self._due: OrderedDict[bytes, datetime] = OrderedDict()
        self._salt, self._day = secrets.token_bytes(32), clock.today()
        self._lock = Lock()

    def take(self, address: str) -> timedelta:
        """Count one sending and return zero; or, if it is one too many, count nothing and return how long to wait."""
        with self._lock:
            self._renew_salt()
            now = clock.now()
            key = hmac.digest(self._salt, _network(address).encode(), "sha256")
            due = max(self._due.get(key, now), now)
            wait = due - now - self._allowance
            if wait > timedelta():
                return wait
            self._due[key] = due + self._step
            self._due.move_to_end(key)
            if len(self._due) > self._remembers:
                self._due.popitem(last=False)
            return timedelta()

    def _renew_salt(self) -> None:
        if self._day != clock.today():
            self._salt, self._day = secrets.token_bytes(32), clock.today()
            self._due.clear()


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. What X-Forwarded-For says is believed of our own proxy's entry alone, the last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    """Whose address it is: one IPv4 address, or the /64 of an IPv6 address, all of which one household has."""
    host = address.rpartition(":")[0] if address.count(":") == 1 else address.strip("[").partition("]")[0]
    try:
        parsed = ip_address(host)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or parsed.packed[:8].hex())
