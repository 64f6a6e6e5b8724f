"""People on the desk: making and changing accounts, and every way of reaching for more than one's own."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from faq import accounts
from faq.admin import identity
from faq.models import Category, Event, Person
from tests.admin.filling import errors_of, filled
from tests.conftest import assign, write

SignIn = Callable[[Person], Client]
PASSWORD = "mulberry tram 47"
NEW = {
    "username": "demo-nurse",
    "first_name": "Demo",
    "last_name": "Nurse",
    "email": "nurse@hospital.example",
    "role_title": "Specialist nurse",
    "roles": ["author", "reviewer"],
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def superuser(person: Callable[..., Person]) -> Person:
    return person("superuser", is_superuser=True)


def _page(account: Person) -> str:
    return reverse("admin:faq_person_change", args=[account.pk])


def _password_page(account: Person) -> str:
    return reverse("admin:faq_person_password", args=[account.pk])


def _signs_in(username: str, password: str) -> bool:
    return Client().login(username=username, password=password)


def _long_ago(client: Client) -> Client:
    """Let it be long since the person showed who they are."""
    session = client.session
    session[identity.SHOWN_AT] -= 3600
    session.save()
    return client


@pytest.mark.parametrize("who", ["lead", "superuser"])
def test_a_lead_or_a_superuser_makes_an_account(who: str, signed_in: SignIn, request: Any) -> None:
    by = request.getfixturevalue(who)
    signed_in(by).post(reverse("admin:faq_person_add"), NEW)

    made = Person.objects.get(username="demo-nurse")
    assert made.roles == {"author", "reviewer"}
    assert (made.printed_name, made.printed_role) == ("Demo Nurse", "Specialist nurse")
    assert _signs_in("demo-nurse", PASSWORD)
    assert Event.objects.get(kind=Event.Kind.ACCOUNT_CHANGED).by == by


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password_again": "another"}, "password_again"),
        ({"password": "short", "password_again": "short"}, "password"),
        ({"password": "", "password_again": ""}, "password"),
        ({"username": "two words"}, "username"),
        ({"username": "LEAD"}, "username"),
        ({"username": ""}, "username"),
        ({"email": "nowhere"}, "email"),
        ({"roles": ["superuser"]}, "roles"),
    ],
)
def test_what_is_wrong_with_a_new_account_stands_beside_the_field(
    lead: Person, signed_in: SignIn, change: dict[str, Any], field: str
) -> None:
    page = signed_in(lead).post(reverse("admin:faq_person_add"), NEW | change)

    assert field in errors_of(page)
    assert Person.objects.count() == 1


def test_a_password_is_never_sent_back_to_the_page(lead: Person, signed_in: SignIn) -> None:
    page = signed_in(lead).post(reverse("admin:faq_person_add"), NEW | {"email": "nowhere"})

    assert PASSWORD not in page.content.decode()


def test_a_lead_changes_roles(lead: Person, author: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    client.post(_page(author), filled(client.get(_page(author)), roles=["reviewer"]))

    assert author.roles == {"reviewer"}


def test_closing_an_account_signs_its_owner_out_at_once(
    lead: Person, author: Person, signed_in: SignIn
) -> None:
    theirs, client = signed_in(author), signed_in(lead)
    data = filled(client.get(_page(author)))
    del data["is_active"]
    client.post(_page(author), data)

    assert theirs.get(reverse("admin:index")).status_code == 302
    assert not _signs_in("author", "sign-in for tests")


def test_closing_an_account_says_what_becomes_of_its_answers(
    lead: Person, author: Person, colleague: Person, topic: Category, signed_in: SignIn, settings: Any
) -> None:
    write(author, topic, "Left alone?", "Text.")
    assign(write(author, topic, "With a deputy?", "Text.").answer, author, author, colleague)
    settings.REMINDERS_AS = lead.username
    client = signed_in(lead)
    data = filled(client.get(_page(author)))
    assert "still owns" not in client.post(_page(author), data, follow=True).content.decode()
    del data["is_active"]
    shown = client.post(_page(author), data, follow=True).content.decode()
    assert f'still owns <a href="/admin/faq/answer/?keeper={author.pk}">2 answers</a>' in shown
    assert "1 of them goes to the deputy" in shown
    assert "Choose a new owner for 1 of them" in shown
    settings.REMINDERS_AS = ""
    data = filled(client.get(_page(author)), last_name="Gone")
    assert (
        "Choose a new owner for 2 of them" in client.post(_page(author), data, follow=True).content.decode()
    )


def test_losing_the_last_lead_is_refused_beside_the_roles(lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    page = client.post(_page(lead), filled(client.get(_page(lead)), roles=["author"]))

    assert "last lead" in str(errors_of(page)["roles"])
    assert lead.roles == {"lead"}


def test_a_refused_change_shows_the_account_as_it_is_stored(lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    data = filled(client.get(_page(lead)), last_name="Somebody Else")
    del data["is_active"]
    page = client.post(_page(lead), data)

    assert errors_of(page)
    assert page.context["original"].is_active
    text = page.content.decode()
    assert "closed</div>" not in text
    assert f"<h1>{lead.printed_name}</h1>" in text


def test_the_list_shows_open_or_closed_accounts_alone(
    lead: Person, person: Callable[..., Person], signed_in: SignIn
) -> None:
    person("left", "author", is_active=False)
    listed = [
        [
            found.username
            for found in signed_in(lead)
            .get(reverse("admin:faq_person_changelist"), {"account": chosen})
            .context["cl"]
            .result_list
        ]
        for chosen in ("open", "closed")
    ]
    assert listed == [["lead"], ["left"]]


def test_two_leads_do_not_overwrite_each_other(lead: Person, author: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    stale = filled(client.get(_page(author)), role_title="Nurse")
    accounts.change_account(
        account=author,
        by=lead,
        seen=accounts.details_token(author),
        roles=[],
        is_active=True,
        details={},
    )

    page = client.post(_page(author), stale)

    assert "Somebody else has changed this account" in page.content.decode()
    assert author.roles == frozenset()


_GRAB = {
    "is_superuser": "on",
    "is_staff": "on",
    "user_permissions": ["1"],
    "groups": ["3"],
    "username": "root",
}


@pytest.mark.parametrize("who", ["author", "lead"])
def test_a_lead_makes_no_superuser_by_posting_fields_that_the_form_has_not(
    who: str, lead: Person, author: Person, signed_in: SignIn, request: Any
) -> None:
    account = request.getfixturevalue(who)
    client = signed_in(lead)
    client.post(_page(account), filled(client.get(_page(account)), **_GRAB))
    account.refresh_from_db()

    assert (account.is_superuser, account.is_staff, account.username) == (False, False, who)
    assert not account.user_permissions.exists()
    assert account.roles == {who}


def test_a_new_account_is_no_superuser_whatever_is_posted(lead: Person, signed_in: SignIn) -> None:
    signed_in(lead).post(reverse("admin:faq_person_add"), NEW | {"is_superuser": "on", "is_staff": "on"})

    made = Person.objects.get(username="demo-nurse")
    assert (made.is_superuser, made.is_staff) == (False, False)


@pytest.mark.parametrize("who", ["author", "reviewer", "colleague"])
def test_nobody_gives_themselves_a_role(who: str, signed_in: SignIn, request: Any) -> None:
    account = request.getfixturevalue(who)
    held = account.roles
    page = signed_in(account).post(
        _page(account), {"roles": ["author", "reviewer", "lead"], "is_active": "on", "seen": ""}
    )

    assert page.status_code == 403
    assert account.roles == held


def test_djangos_own_permissions_open_nothing(author: Person, signed_in: SignIn) -> None:
    author.user_permissions.set(Permission.objects.all())
    author.is_staff = True
    author.save()

    assert signed_in(author).post(reverse("admin:faq_person_add"), NEW).status_code == 403


@pytest.mark.parametrize("who", ["author", "reviewer", "lead"])
def test_only_a_superuser_reaches_the_account_of_a_superuser(
    who: str, superuser: Person, signed_in: SignIn, request: Any
) -> None:
    client = signed_in(request.getfixturevalue(who))
    grab = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    assert client.get(_password_page(superuser)).status_code == 403
    assert client.post(_password_page(superuser), grab).status_code == 403
    assert client.post(_page(superuser), {"roles": ["lead"], "is_active": ""}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.is_active
    assert not superuser.check_password(PASSWORD)


def test_a_lead_gives_somebody_a_new_password(lead: Person, author: Person, signed_in: SignIn) -> None:
    theirs = signed_in(author)
    signed_in(lead).post(_password_page(author), {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert _signs_in("author", PASSWORD)
    assert theirs.get(reverse("admin:index")).status_code == 302


def test_ones_own_password_is_not_set_without_the_old_one(lead: Person, signed_in: SignIn) -> None:
    grab = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    assert signed_in(lead).post(_password_page(lead), grab)["Location"] == reverse("mfa_index")
    assert _signs_in("lead", "sign-in for tests")


def test_whoever_manages_accounts_shows_again_who_they_are_before_typing(
    lead: Person, author: Person, signed_in: SignIn
) -> None:
    client = _long_ago(signed_in(lead))
    for page in (reverse("admin:faq_person_add"), _page(author), _password_page(author)):
        assert (
            client.get(page)["Location"] == f"{reverse('account_reauthenticate')}?next={quote(page, safe='')}"
        )


def test_an_open_session_that_somebody_left_makes_no_reviewer(
    lead: Person, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    filled_in = filled(client.get(_page(author)), roles=["reviewer"])
    _long_ago(client)
    pages = [client.post(_page(author), filled_in), client.post(reverse("admin:faq_person_add"), NEW)]
    client.post(_password_page(author), {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert [page.status_code for page in pages] == [200, 200]
    assert author.roles == {"author"}
    assert not Person.objects.filter(username="demo-nurse").exists()
    assert _signs_in("author", "sign-in for tests")
    assert not Event.objects.exists()


def test_what_was_typed_while_the_sign_in_grew_old_is_kept_and_saved_after_showing_it_again(
    lead: Person, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    filled_in = filled(client.get(_page(author)), role_title="Ward sister")
    page = _long_ago(client).post(_page(author), filled_in)

    assert "Open this page in another tab" in page.content.decode()
    assert 'value="Ward sister"' in page.content.decode()
    client.post(reverse("account_reauthenticate"), {"password": "sign-in for tests"})
    client.post(_page(author), filled(page))
    author.refresh_from_db()
    assert author.role_title == "Ward sister"


def test_reading_who_may_do_what_asks_for_nothing(author: Person, lead: Person, signed_in: SignIn) -> None:
    assert _long_ago(signed_in(author)).get(_page(lead)).status_code == 200


@pytest.mark.parametrize("pair", [("short", "short"), (PASSWORD, "another tram 48"), ("", "")])
def test_a_weak_or_mistyped_password_is_refused(
    lead: Person, author: Person, signed_in: SignIn, pair: tuple[str, str]
) -> None:
    page = signed_in(lead).post(_password_page(author), {"new_password1": pair[0], "new_password2": pair[1]})

    assert page.context["form"].errors
    assert _signs_in("author", "sign-in for tests")


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_nobody_else_sets_a_password(who: str, lead: Person, signed_in: SignIn, request: Any) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(_password_page(lead)).status_code == 403
    assert client.post(_password_page(lead), {"new_password1": PASSWORD}).status_code == 403


@pytest.mark.parametrize("who", ["author", "reviewer", "lead", "superuser"])
def test_everybody_changes_their_own_password_on_the_trail_and_stays_signed_in(
    who: str, signed_in: SignIn, request: Any
) -> None:
    client = signed_in(request.getfixturevalue(who))
    client.post(
        reverse("admin:password_change"),
        {"old_password": "sign-in for tests", "new_password1": PASSWORD, "new_password2": PASSWORD},
    )

    assert _signs_in(who, PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 200
    assert Event.objects.get(kind=Event.Kind.ACCOUNT_CHANGED).by_name == who


def test_everybody_with_a_role_reads_who_may_do_what(author: Person, lead: Person, signed_in: SignIn) -> None:
    page = signed_in(author).get(reverse("admin:faq_person_changelist")).content.decode()

    assert "Head of service" in page
    assert signed_in(author).get(_page(lead)).status_code == 200


def test_no_page_shows_a_password_hash(author: Person, lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    for address in (reverse("admin:faq_person_changelist"), _page(author), _password_page(author)):
        assert author.password not in client.get(address).content.decode()


def test_groups_are_not_on_the_desk(everything: Person, signed_in: SignIn) -> None:
    client = signed_in(everything)

    assert client.get("/admin/auth/group/").status_code == 404
    assert "group" not in client.get(reverse("admin:index")).content.decode().lower()


def test_the_list_needs_the_same_queries_for_few_people_and_for_many(
    lead: Person,
    person: Callable[..., Person],
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(lead)
    client.get(reverse("admin:faq_person_changelist"))
    with django_assert_num_queries(9):
        client.get(reverse("admin:faq_person_changelist"))
    for n in range(5):
        person(f"p{n}", "author")
    with django_assert_num_queries(9):
        client.get(reverse("admin:faq_person_changelist"))
