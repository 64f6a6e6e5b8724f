"""How often somebody may fail to sign in. It holds for all processes alike, as it is reckoned in the database.

An attempt is counted before its outcome is known and taken back when it succeeds. So of a hundred guesses sent at
the same moment no more are looked at than of a hundred sent one by one: each is in the table, for all to see,
before it counts the others.

Whether there is an account of a name plays no part in it, and so cannot be found out by it.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from faq import clock
from faq.models import FailedSignIn

AT_ONE_PLACE = (5, timedelta(minutes=15))
"""How often for one account from one address, within which time."""
FOR_ONE_ACCOUNT = (30, timedelta(hours=1))
"""How often for one account from everywhere."""
FROM_ONE_ADDRESS = (200, timedelta(minutes=15))
"""How often from one address for all accounts: a whole hospital may share one."""
_REMEMBERED = max(within for _, within in (AT_ONE_PLACE, FOR_ONE_ACCOUNT, FROM_ONE_ADDRESS))


class LockedOut(Exception):
    """Too many attempts have failed. ``minutes`` says how long to wait."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"Too many attempts have failed. Wait {minutes} minute{'s' if minutes != 1 else ''} and try again, "
            "or ask a lead to let you in."
        )
        self.minutes = minutes


def attempt(account: str, address: str) -> FailedSignIn:
    """Count an attempt, to be handed to ``succeeded`` if it does. Raises ``LockedOut`` when it may not be made.

    Runs outside a transaction, so that other processes see it at once.
    """
    now = clock.now()
    FailedSignIn.objects.filter(at__lt=now - _REMEMBERED).delete()
    made = FailedSignIn.objects.create(account=_key(account), address=_key(address), at=now)
    until = _locked_until(made)
    if until:
        made.delete()  # what was not even looked at must not prolong the wait
        raise LockedOut(_minutes(until - now))
    return made


def succeeded(made: FailedSignIn) -> None:
    """Take an attempt back. The ones before it stay: somebody else may have made them."""
    made.delete()


def minutes_locked(account: str) -> int:
    """How long the account cannot be signed in to, at least from one address; 0 when it can from everywhere."""
    now = clock.now()
    failed = FailedSignIn.objects.filter(account=_key(account))
    waits = [_end(failed, *FOR_ONE_ACCOUNT)]
    addresses = failed.filter(at__gt=now - AT_ONE_PLACE[1]).values_list("address", flat=True).distinct()
    waits += [_end(failed.filter(address=address), *AT_ONE_PLACE) for address in addresses]
    until = max((wait for wait in waits if wait), default=None)
    return _minutes(until - now) if until and until > now else 0


def lift(account: str) -> None:
    """Forget what failed for an account, so that it can be signed in to at once."""
    FailedSignIn.objects.filter(account=_key(account)).delete()


def _locked_until(made: FailedSignIn) -> datetime | None:
    others = FailedSignIn.objects.exclude(pk=made.pk)
    by_account, by_address = others.filter(account=made.account), others.filter(address=made.address)
    waits = [
        _end(by_account.filter(address=made.address), *AT_ONE_PLACE),
        _end(by_account, *FOR_ONE_ACCOUNT),
        _end(by_address, *FROM_ONE_ADDRESS),
    ]
    return max((wait for wait in waits if wait), default=None)


def _end(failed: QuerySet[FailedSignIn], most: int, within: timedelta) -> datetime | None:
    """When fewer than ``most`` of the last attempts will count; None where it is so now."""
    counted = failed.filter(at__gt=clock.now() - within).order_by("-at").values_list("at", flat=True)
    latest = list(counted[:most])
    return latest[-1] + within if len(latest) == most else None


def _minutes(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds()) // 60))


def _key(name: str) -> str:
    return salted_hmac("faq.lockout", name.strip().casefold(), algorithm="sha256").hexdigest()
