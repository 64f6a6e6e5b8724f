"""What accounts are signed in to with, besides the password: second factors, a hospital's identifier, sessions.

Every change is on the trail: what was added or taken away, never a secret or anything made from one.
"""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from faq import accounts, lockout, sessions, trail
from faq.content import unstorable_character
from faq.models import Event, Person
from faq.policy import NotAllowed, WorkflowError


@trail.in_turn()
def note_own_change(*, account: Person, what: str, change: str) -> None:
    """Put on the trail what somebody has just changed about their own signing in, for example a passkey added."""
    _record(account, account, what, change)


def has_second_factor(account: Person, *, but: Authenticator | None = None) -> bool:
    """Whether an app or a passkey belongs to the account, or another one than ``but``.

    Recovery codes alone are none: they run out.
    """
    factors = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(factors.exclude(pk=but.pk if but else None).exists())


@trail.in_turn()
def remove_second_factor(*, account: Person, by: Person) -> None:
    """Take app, passkeys and recovery codes from somebody who has lost them, and sign the account out everywhere.

    One's own are taken away on one's own page, which asks to show who one is.
    """
    accounts.require(by, account)
    if account.pk == by.pk:
        raise NotAllowed("Take it off on your own page: it asks you to show that it is you.")
    removed, _ = Authenticator.objects.filter(user=account).delete()
    if removed:
        sessions.end(account)
        _record(by, account, "second factor", "removed")


@trail.in_turn()
def end_sessions(*, account: Person, by: Person, but: str | None = None) -> int:
    """Sign an account out everywhere, or everywhere but in one session of one's own. How many sessions ended."""
    if account.pk != by.pk:
        accounts.require(by, account)
    ended = sessions.end(account, but=but)
    if ended:
        _record(by, account, "sessions", "ended")
    return ended


@trail.in_turn()
def lift_lockout(*, account: Person, by: Person) -> None:
    """Let somebody in again at once who failed to sign in too often."""
    accounts.require(by, account)
    for name in (account.username, second_factor_name(account)):
        lockout.lift(name)
    _record(by, account, "lockout", "lifted")


def second_factor_name(account: Person) -> str:
    """Under which name failed codes of an account are counted: apart from its failed passwords."""
    return f"code of account {account.pk}"


@trail.in_turn()
def set_hospital_identifier(*, account: Person, by: Person, identifier: str) -> None:
    """Say under which identifier the hospital's own sign-in knows somebody; an empty one ends it.

    Nothing else lets anybody in that way: neither a name nor an address that the hospital tells. Raises
    ``WorkflowError`` when the identifier belongs to somebody else.
    """
    accounts.require(by, account)
    identifier = identifier.strip()
    if unstorable_character(identifier) or len(identifier) > 191:
        raise WorkflowError(
            "This is no identifier: it is too long, or holds an invisible character.", "identifier"
        )
    theirs = SocialAccount.objects.filter(user=account, provider=settings.OIDC_PROVIDER)
    if list(theirs.values_list("uid", flat=True)) == ([identifier] if identifier else []):
        return
    taken = SocialAccount.objects.filter(provider=settings.OIDC_PROVIDER, uid=identifier).exclude(
        user=account
    )
    if identifier and taken.exists():
        raise WorkflowError("This identifier belongs to another account.", "identifier")
    theirs.delete()
    if identifier:
        SocialAccount.objects.create(user=account, provider=settings.OIDC_PROVIDER, uid=identifier)
    _record(by, account, "hospital identifier", "set" if identifier else "removed")


@trail.in_turn()
def retire_temporary_password(*, account: Person) -> None:
    """Void a password that somebody else set, once its owner has signed in by the hospital's own sign-in."""
    account = Person.objects.get(pk=account.pk)
    if not account.password_is_temporary:
        return
    account.set_unusable_password()
    account.password_is_temporary = False
    account.save(update_fields=["password", "password_is_temporary"])
    _record(account, account, "password", "removed")


def _record(by: Person, account: Person, what: str, change: str) -> None:
    trail.append(Event.Kind.ACCOUNT_CHANGED, by=by, account=account.username, changes={what: change})
