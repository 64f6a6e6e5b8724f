"""Accounts: who may make and change them, what the trail keeps, and what can never be lost."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group

from faq import accounts
from faq.models import Event, Person, Role
from faq.policy import NotAllowed, WorkflowError

PASSWORD = "mulberry tram 47"


@pytest.fixture
def superuser(person: Callable[..., Person]) -> Person:
    return person("superuser", is_superuser=True)


def _change(account: Person, by: Person, **changes: Any) -> Person:
    """Change an account as somebody who has it on the screen as it is now."""
    account.refresh_from_db()
    held = set(account.groups.values_list("name", flat=True))
    details = {name: changes.pop(name) for name in accounts.DETAILS if name in changes}
    return accounts.change_account(
        account=account,
        by=by,
        seen=accounts.details_token(account),
        **{"roles": held, "is_active": account.is_active, "details": details} | changes,
    )


def _told() -> Iterator[dict[str, Any]]:
    for event in Event.objects.filter(kind=Event.Kind.ACCOUNT_CHANGED):
        yield json.loads(event.detail)


def test_a_lead_makes_an_account_that_can_sign_in(lead: Person) -> None:
    made = accounts.create_account(
        by=lead,
        username="demo-nurse",
        password=PASSWORD,
        roles=["author", "reviewer"],
        details={"first_name": "Demo", "last_name": "Nurse", "role_title": "Specialist nurse"},
    )

    assert made.check_password(PASSWORD)
    assert made.roles == {"author", "reviewer"}
    assert (made.printed_name, made.printed_role) == ("Demo Nurse", "Specialist nurse")
    assert not made.is_superuser
    assert not made.is_staff


def test_a_superuser_without_a_role_makes_the_first_lead(superuser: Person) -> None:
    made = accounts.create_account(by=superuser, username="first", password=PASSWORD, roles=["lead"])

    assert made.roles == {"lead"}


@pytest.mark.parametrize("who", ["author", "reviewer", "colleague"])
def test_nobody_else_makes_changes_or_signs_in_for_an_account(
    who: str, lead: Person, request: pytest.FixtureRequest, person: Callable[..., Person]
) -> None:
    by, account = request.getfixturevalue(who), person("somebody", "author")
    with pytest.raises(NotAllowed):
        accounts.create_account(by=by, username="new", password=PASSWORD)
    with pytest.raises(NotAllowed):
        _change(account, by, roles=["lead"])
    with pytest.raises(NotAllowed):
        _change(by, by, roles=["author", "reviewer", "lead"])
    with pytest.raises(NotAllowed):
        accounts.set_password(account=account, by=by, password=PASSWORD)
    assert not list(_told())


@pytest.mark.parametrize("by_name", ["lead", "superuser"])
def test_a_closed_account_manages_nothing(by_name: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(by_name)
    Person.objects.filter(pk=by.pk).update(is_active=False)
    by.refresh_from_db()

    with pytest.raises(NotAllowed):
        accounts.create_account(by=by, username="new", password=PASSWORD)


def test_a_lead_cannot_touch_the_account_of_a_superuser(lead: Person, superuser: Person) -> None:
    with pytest.raises(NotAllowed):
        _change(superuser, lead, last_name="Renamed")
    with pytest.raises(NotAllowed):
        _change(superuser, lead, roles=["lead"])
    with pytest.raises(NotAllowed):
        _change(superuser, lead, is_active=False)
    with pytest.raises(NotAllowed):
        accounts.set_password(account=superuser, by=lead, password=PASSWORD)


def test_a_superuser_changes_the_account_of_another(superuser: Person, everything: Person) -> None:
    _change(everything, superuser, roles=["author", "lead"])

    assert everything.roles == {"author", "lead"}


def test_a_change_says_on_the_trail_what_was_and_what_is(lead: Person, author: Person) -> None:
    _change(author, lead, roles=["reviewer"], last_name="Renamed")

    (told,) = _told()
    assert told["account"] == "author"
    assert told["changes"] == {"roles": [["author"], ["reviewer"]], "last_name": ["", "Renamed"]}
    assert Event.objects.get(kind=Event.Kind.ACCOUNT_CHANGED).by == lead


def test_a_change_of_nothing_is_no_act(lead: Person, author: Person) -> None:
    _change(author, lead)

    assert not list(_told())


def test_the_trail_never_holds_a_password_its_hash_or_a_private_address(lead: Person) -> None:
    made = accounts.create_account(
        by=lead, username="new", password=PASSWORD, details={"email": "someone@hospital.example"}
    )
    first_hash = made.password
    made = accounts.set_password(account=made, by=lead, password="another tram 48")

    trail = "\n".join(Event.objects.values_list("detail", flat=True))
    for secret in (PASSWORD, "another tram 48", first_hash, made.password, "someone@hospital.example"):
        assert secret not in trail
    assert [told["changes"]["password"] for told in _told()] == ["set", "set"]


def test_everybody_sets_their_own_password(author: Person) -> None:
    accounts.set_password(account=author, by=author, password=PASSWORD)

    author.refresh_from_db()
    assert author.check_password(PASSWORD)


def test_a_closed_account_sets_no_password_not_even_its_own(author: Person, lead: Person) -> None:
    _change(author, lead, is_active=False)
    with pytest.raises(NotAllowed):
        accounts.set_password(account=author, by=author, password=PASSWORD)


@pytest.mark.parametrize("weak", ["", "short", "20262026202620", "password123", "demo-nurse-1"])
def test_a_weak_password_is_refused_beside_its_field_and_nothing_is_written(lead: Person, weak: str) -> None:
    with pytest.raises(WorkflowError) as refused:
        accounts.create_account(by=lead, username="demo-nurse", password=weak)

    assert refused.value.field == "password"
    assert not Person.objects.filter(username="demo-nurse").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "two words"),
        ("username", "x" * 151),
        ("username", "a\x00b"),
        ("username", "LEAD"),
        ("email", "no address"),
        ("role_title", "x" * 121),
        ("last_name", "x" * 151),
        ("first_name", "a\x00b"),
    ],
)
def test_an_unsound_account_is_refused_beside_its_field(lead: Person, field: str, value: str) -> None:
    fields = {"username": "new", field: value}
    username = fields.pop("username")
    with pytest.raises(WorkflowError) as refused:
        accounts.create_account(by=lead, username=username, password=PASSWORD, details=fields)

    assert refused.value.field == field


def test_a_group_that_is_no_role_cannot_be_given(lead: Person, author: Person) -> None:
    Group.objects.create(name="administrators")

    with pytest.raises(WorkflowError) as refused:
        _change(author, lead, roles=["administrators"])

    assert refused.value.field == "roles"


def test_a_group_that_is_no_role_stays_with_whoever_is_in_it(lead: Person, author: Person) -> None:
    author.groups.add(Group.objects.create(name="administrators"))
    _change(author, lead, roles=["reviewer"])

    assert set(author.groups.values_list("name", flat=True)) == {"administrators", "reviewer"}


@pytest.mark.parametrize(
    ("loss", "field"), [({"roles": ["author"]}, "roles"), ({"is_active": False}, "is_active")]
)
def test_the_last_lead_keeps_role_and_account(
    superuser: Person, lead: Person, loss: dict[str, Any], field: str
) -> None:
    with pytest.raises(WorkflowError) as refused:
        _change(lead, superuser, **loss)

    assert refused.value.field == field
    assert lead.roles == {Role.LEAD}


def test_a_closed_lead_does_not_count_as_another(superuser: Person, lead: Person, everything: Person) -> None:
    _change(everything, superuser, is_active=False)

    with pytest.raises(WorkflowError):
        _change(lead, superuser, roles=[])


def test_one_of_two_leads_can_go(superuser: Person, lead: Person, everything: Person) -> None:
    _change(everything, superuser, roles=["author"])

    assert Role.LEAD not in everything.roles


def test_nobody_closes_their_own_account(everything: Person, lead: Person) -> None:
    with pytest.raises(WorkflowError) as refused:
        _change(everything, everything, is_active=False)

    assert refused.value.field == "is_active"


def test_a_closed_account_keeps_its_roles_for_the_day_it_is_opened(lead: Person, author: Person) -> None:
    _change(author, lead, is_active=False)
    author.refresh_from_db()
    assert author.roles == frozenset()

    _change(author, lead, is_active=True)

    assert author.roles == {"author"}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(lead: Person, author: Person) -> None:
    stale = accounts.details_token(author)
    _change(author, lead, roles=[])

    with pytest.raises(WorkflowError, match="Somebody else"):
        accounts.change_account(
            account=author, by=lead, seen=stale, roles=["author"], is_active=True, details={"last_name": "X"}
        )

    assert author.roles == frozenset()
