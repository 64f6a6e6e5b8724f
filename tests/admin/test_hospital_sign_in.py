"""A hospital's own sign-in: it lets in whom a lead has named, and nobody else, whatever it tells about them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from faq import accounts, credentials
from faq.admin import identity
from faq.admin.signing_in.adapters import HospitalAdapter
from faq.models import Event, Person

pytestmark = pytest.mark.django_db
HOSPITAL = "https://login.hospital.example"
DESK = "/admin/"


class Reply:
    """An answer of the hospital's server."""

    status_code = 200
    headers = {"content-type": "application/json"}
    text = content = ""

    def __init__(self, said: dict[str, Any]) -> None:
        self._said = said

    def json(self) -> dict[str, Any]:
        return self._said

    def raise_for_status(self) -> None:
        pass


class Server:
    """A hospital's server that knows one person. ``says`` is what it tells about them."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {"sub": "h-4711"}

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def get(self, address: str, **kwargs: Any) -> Reply:
        if address.endswith("/.well-known/openid-configuration"):
            return Reply(
                {
                    "issuer": HOSPITAL,
                    "authorization_endpoint": f"{HOSPITAL}/authorize",
                    "token_endpoint": f"{HOSPITAL}/token",
                    "userinfo_endpoint": f"{HOSPITAL}/userinfo",
                    "jwks_uri": f"{HOSPITAL}/keys",
                }
            )
        return Reply(self.says)

    def request(self, method: str, address: str, **kwargs: Any) -> Reply:
        claims = self.says | {"iss": HOSPITAL, "aud": "faqsite", "exp": 4102444800}
        return Reply({"access_token": "t", "id_token": jwt.encode(claims, "k" * 32, algorithm="HS256")})


@pytest.fixture
def hospital(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    app = {
        "provider_id": settings.OIDC_PROVIDER,
        "name": "the hospital account",
        "client_id": "faqsite",
        "secret": "s",
        "settings": {"server_url": HOSPITAL, "uid_field": "sub"},
    }
    settings.OIDC_SERVER, settings.OIDC_NAME = HOSPITAL, "the hospital account"
    configured = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": configured | {"APPS": [app]}}
    monkeypatch.setattr(HospitalAdapter, "get_requests_session", lambda self: server)
    return server


def _come_in(client: Client, **asked: str) -> Any:
    """Go to the hospital's server and come back from it as a browser would."""
    begun = client.get(reverse("openid_connect_login", args=["hospital"]), asked)
    asked_there = parse_qs(urlsplit(begun["Location"]).query)
    assert begun["Location"].startswith(f"{HOSPITAL}/authorize")
    assert (asked_there["prompt"], "code_challenge" in asked_there) == (["login"], True)
    back = reverse("openid_connect_callback", args=["hospital"])
    return client.get(back, {"code": "c", "state": asked_there["state"][0]})


def _is_in(client: Client) -> bool:
    return client.get(DESK).status_code == 200


def test_who_has_an_identifier_comes_in_and_goes_on(hospital: Server, author: Person, lead: Person) -> None:
    credentials.set_hospital_identifier(account=author, by=lead, identifier="h-4711")
    client = Client()
    page = client.get(f"{reverse('account_login')}?next=/admin/faq/question/").content.decode()
    assert "Use the hospital account" in page

    assert _come_in(client, next="/admin/faq/question/").url == "/admin/faq/question/"
    assert _is_in(client)


def test_nothing_of_what_the_hospital_tells_is_kept(hospital: Server, author: Person, lead: Person) -> None:
    credentials.set_hospital_identifier(account=author, by=lead, identifier="h-4711")
    hospital.says |= {"name": "Told Name", "email": "told@hospital.example"}
    _come_in(Client())

    author.refresh_from_db()
    assert SocialAccount.objects.get().extra_data == {}
    assert (author.email, author.get_full_name()) == ("", "")


@pytest.mark.parametrize("verified", [True, False])
def test_neither_name_nor_address_lets_anybody_in(
    hospital: Server, person: Callable[..., Person], verified: bool
) -> None:
    person("nurse", "lead", email="nurse@hospital.example")
    hospital.says |= {
        "email": "nurse@hospital.example",
        "email_verified": verified,
        "preferred_username": "nurse",
    }
    client = Client()
    refused = _come_in(client)

    assert refused.status_code == 403
    assert "h-4711" in refused.content.decode()
    assert not _is_in(client)
    assert not SocialAccount.objects.exists()


def test_being_known_to_the_hospital_makes_no_account(hospital: Server, lead: Person) -> None:
    _come_in(Client())
    assert list(Person.objects.all()) == [lead]


def test_nobody_gives_themselves_an_identifier(
    hospital: Server, author: Person, signed_in: Callable[[Person], Client]
) -> None:
    assert _come_in(signed_in(author), process="connect").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"groups": None}])
def test_a_closed_account_or_one_without_a_role_stays_out(
    hospital: Server, author: Person, lead: Person, change: dict[str, Any]
) -> None:
    credentials.set_hospital_identifier(account=author, by=lead, identifier="h-4711")
    if "groups" in change:
        author.groups.clear()
    else:
        Person.objects.filter(pk=author.pk).update(**change)
    client = Client()
    _come_in(client)

    assert not _is_in(client)
    assert "_auth_user_id" not in client.session


def test_it_voids_a_temporary_password_and_opens_the_desk(hospital: Server, lead: Person) -> None:
    made = accounts.create_account(by=lead, username="new", password="mulberry tram 47", roles=["author"])
    credentials.set_hospital_identifier(account=made, by=lead, identifier="h-4711")
    client = Client()
    _come_in(client)

    assert _is_in(client)
    assert not Client().login(username="new", password="mulberry tram 47")
    assert Event.objects.filter(by=made, detail__contains='"password":"removed"').exists()


@pytest.mark.parametrize(("trusted", "opens"), [(False, False), (True, True)])
def test_whether_it_is_a_second_factor_is_for_the_setting_to_say(
    hospital: Server, lead: Person, everything: Person, settings: Any, trusted: bool, opens: bool
) -> None:
    settings.REQUIRE_SECOND_FACTOR, settings.OIDC_IS_SECOND_FACTOR = True, trusted
    credentials.set_hospital_identifier(account=lead, by=everything, identifier="h-4711")
    client = Client()
    _come_in(client)

    assert _is_in(client) == opens


def test_a_password_does_not_inherit_what_the_hospital_has_shown(
    hospital: Server, lead: Person, everything: Person, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = settings.OIDC_IS_SECOND_FACTOR = True
    credentials.set_hospital_identifier(account=lead, by=everything, identifier="h-4711")
    client = Client()
    _come_in(client)
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": "lead", "password": "sign-in for tests"})

    assert "_auth_user_id" in client.session
    assert not _is_in(client)


def test_an_answer_that_was_not_asked_for_leads_back_to_the_page_of_sign_in(hospital: Server) -> None:
    client = Client()
    answer = client.get(
        reverse("openid_connect_callback", args=["hospital"]), {"code": "c", "state": "made-up"}
    )

    assert answer.url == reverse("account_login")
    assert "did not work" in client.get(answer.url).content.decode()


def test_without_the_setting_there_is_no_such_way(patient: Client) -> None:
    assert patient.get(reverse("openid_connect_login", args=["hospital"])).status_code == 404
    assert "hospital" not in patient.get(reverse("account_login")).content.decode()


def test_showing_again_who_one_is_goes_the_same_way(hospital: Server, author: Person, lead: Person) -> None:
    credentials.set_hospital_identifier(account=author, by=lead, identifier="h-4711")
    client = Client()
    _come_in(client)
    page = client.get(f"{reverse('signing_in_hospital_again')}?next=/admin/faq/question/").content.decode()

    assert "Use the hospital account" in page
    assert "next=%2Fadmin%2Ffaq%2Fquestion%2F" in page


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_activate_totp"])
def test_who_has_no_password_shows_again_who_they_are_before_adding_a_way_in(
    hospital: Server, lead: Person, name: str
) -> None:
    made = accounts.create_account(by=lead, username="new", password="mulberry tram 47", roles=["author"])
    credentials.set_hospital_identifier(account=made, by=lead, identifier="h-4711")
    client = Client()
    _come_in(client)
    session = client.session
    session[identity.SHOWN_AT] -= 6 * 60
    session.save()

    page = reverse(name)
    for asked in (client.get(page), client.post(page, {"code": "000000"})):
        assert asked["Location"] == f"{reverse('signing_in_hospital_again')}?next={quote(page, safe='')}"
    assert _come_in(client, next=page).url == page
    assert client.get(page).status_code == 200
