"""Accounts: the only writer of who may sign in and which roles they hold. Every change is on the trail.

A lead manages accounts; so does a superuser, since on a new site somebody must begin. A superuser's own
account is beyond a lead: whoever could set its password would be superuser. Passwords, and anything made
from them, stay out of the trail.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from faq import content, sessions, trail
from faq.models import Capacity, Event, Person, Role
from faq.policy import NotAllowed, WorkflowError

HELD = (*Role.values, *Capacity.values)
"""What a person may hold: roles, and capacities in which to sign off."""

DETAILS = ("first_name", "last_name", "email", "role_title")


def refusal(by: Person, account: Person | None = None) -> str | None:
    """Why a person may not make accounts, or change this one, in words for that person; None when they may."""
    if not by.is_active or not (by.is_superuser or Role.LEAD in by.roles):
        return "You cannot manage accounts: that needs the role “lead”. Ask a lead."
    if account is not None and account.is_superuser and not by.is_superuser:
        return "This account belongs to a superuser. Only a superuser can change it."
    return None


def require(by: Person, account: Person | None = None) -> None:
    """Raise ``NotAllowed`` where a person may not make accounts, or change this one."""
    why_not = refusal(by, account)
    if why_not:
        raise NotAllowed(why_not)


@trail.in_turn()
def create_account(
    *,
    by: Person,
    username: str,
    password: str,
    roles: Collection[str] = (),
    details: Mapping[str, str] | None = None,
) -> Person:
    """Make an account that can sign in at once.

    ``details`` may hold first_name, last_name, email and role_title. Raises ``WorkflowError`` naming the field
    that has to change.
    """
    require(by)
    account = Person(username=Person.normalize_username(username), **_details(details or {}))
    _refuse_unsound(account)
    taken = Person.objects.filter(username__iexact=account.username)
    if taken.exists():
        # Two accounts that differ in capitals alone would be mistaken for each other in the trail.
        raise WorkflowError("There is an account of this name already. Choose another one.", "username")
    _refuse_weak(password, account)
    account.set_password(password)
    account.password_is_temporary = True
    account.save()
    account.groups.set(_groups(roles))
    now = _values(account)
    _record(by, account, {name: [None, value] for name, value in now.items() if value} | {"password": "set"})
    return account


@trail.in_turn()
def change_account(
    *,
    account: Person,
    by: Person,
    seen: str,
    roles: Collection[str],
    is_active: bool,
    details: Mapping[str, str],
) -> Person:
    """Change what an account may do and what is printed beside its signatures. Without change it is no act.

    ``seen`` is the ``details_token`` of what the person had on the screen. The last lead whose account is open
    can neither lose the role nor be closed, and nobody closes their own account. Closing it signs the person out
    everywhere, for good: opening it again revives no session. Signatures stay what they are.
    """
    account = Person.objects.get(pk=account.pk)
    require(by, account)
    before = _values(account)
    groups = _groups(roles)
    if seen != details_token(account):
        raise WorkflowError(
            "Somebody else has changed this account since you opened it. Open it again, then make your change."
        )
    if account.is_active and not is_active and account.pk == by.pk:
        raise WorkflowError("You cannot close your own account. Ask another lead to do it.", "is_active")
    _refuse_to_lose_the_last_lead(account, groups, is_active)
    for name, value in _details(details).items():
        setattr(account, name, value)
    account.is_active = is_active
    _refuse_unsound(account)
    account.save()
    if not is_active:
        sessions.end(account)
    account.groups.set([*groups, *account.groups.exclude(name__in=HELD)])
    now = _values(account)
    changes = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
    if changes:
        _record(by, account, changes)
    return account


@trail.in_turn()
def set_password(*, account: Person, by: Person, password: str) -> Person:
    """Give an account a new password; it is signed out everywhere. Everybody may set their own.

    A password that somebody else set is a temporary one: nothing but a password of their own can follow it.
    """
    account = Person.objects.get(pk=account.pk)
    if by.pk != account.pk or not account.is_active:
        require(by, account)
    _refuse_weak(password, account)
    account.set_password(password)
    account.password_is_temporary = by.pk != account.pk
    account.save(update_fields=["password", "password_is_temporary"])
    _record(by, account, {"password": "set"})
    return account


def details_token(account: Person) -> str:
    """Stands for what an account's page shows now, so that a change made meanwhile is noticed."""
    return content.sha256(content.canonical_json(_values(account)))


def _values(account: Person) -> dict[str, Any]:
    roles = Group.objects.filter(user=account, name__in=HELD).order_by("name")
    return {
        "username": account.username,
        **{name: getattr(account, name) for name in DETAILS},
        "roles": list(roles.values_list("name", flat=True)),
        "is_active": account.is_active,
    }


def _details(details: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(details[name].split()) for name in DETAILS if name in details}


def _groups(roles: Collection[str]) -> list[Group]:
    unknown = set(roles) - set(HELD)
    if unknown:
        raise WorkflowError("Choose among the roles and capacities that this site has.", "roles")
    return list(Group.objects.filter(name__in=roles))


def _record(by: Person, account: Person, changes: dict[str, Any]) -> None:
    if "email" in changes:
        changes["email"] = "changed"  # the trail is kept for ever; a private address need not be
    trail.append(Event.Kind.ACCOUNT_CHANGED, by=by, account=account.username, changes=changes)


def _refuse_to_lose_the_last_lead(account: Person, groups: list[Group], is_active: bool) -> None:
    stays = is_active and any(group.name == Role.LEAD for group in groups)
    if stays or Role.LEAD not in account.roles:
        return
    others = Person.objects.filter(is_active=True, groups__name=Role.LEAD).exclude(pk=account.pk)
    if not others.exists():
        raise WorkflowError(
            "This is the last lead with an open account. Give somebody else the role “lead” first.",
            "roles" if is_active else "is_active",
        )


def _refuse_unsound(account: Person) -> None:
    for name in ("username", *DETAILS):
        if character := content.unstorable_character(getattr(account, name)):
            raise WorkflowError(f"This holds an invisible character ({character}). Delete it.", name)
    try:
        account.full_clean(exclude=["password"], validate_unique=False)
    except ValidationError as unsound:
        name, messages = next(iter(unsound.message_dict.items()))
        raise WorkflowError(" ".join(messages), name) from unsound


def _refuse_weak(password: str, account: Person) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise WorkflowError(" ".join(weak.messages), "password") from weak
