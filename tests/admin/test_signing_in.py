"""Signing in to the desk: who comes in, what is asked for first, and every way around that."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as site_settings
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from faq import accounts, clock, credentials
from faq.admin import identity
from faq.admin.proof_of_reading import proof_of_reading
from faq.admin.signing_in import receivers
from faq.models import AnswerVersion, Capacity, Event, Person, State
from faq.policy import Act

from .desk import address

SignIn = Callable[[Person], Client]
PASSWORD = "sign-in for tests"
TEMPORARY = "mulberry tram 47"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DESK = "/admin/"


@pytest.fixture
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def _log_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def _code() -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(SECRET, counter))


def _with_app(person: Person) -> Person:
    totp.TOTP.activate(person, SECRET)
    return person


def _is_in(client: Client) -> bool:
    return client.get(DESK).status_code == 200


def _age(client: Client, minutes: float) -> None:
    """Let it be so long since the person showed who they are."""
    session = client.session
    session[identity.SHOWN_AT] -= minutes * 60
    session.save()


# --- Name and password ---------------------------------------------------------------------------


def test_from_the_page_of_sign_in_one_post_leads_to_where_one_was_going(author: Person) -> None:
    client = Client()
    asked = client.get("/admin/faq/question/?q=pump")
    page = client.get(asked.url).content.decode()
    assert 'name="next" value="/admin/faq/question/?q=pump"' in page

    answer = _log_in(client, "author", next="/admin/faq/question/?q=pump")

    assert answer.url == "/admin/faq/question/?q=pump"
    assert _is_in(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(author: Person, elsewhere: str) -> None:
    client = Client()
    assert _log_in(client, "author", next=elsewhere).url == DESK
    assert client.get(reverse("account_login"), {"next": elsewhere}).url == DESK


def test_wrong_password_closed_account_and_unknown_name_are_answered_alike(
    author: Person, person: Callable[..., Person]
) -> None:
    person("closed", "author", is_active=False)
    answers = [
        _log_in(Client(), name, password).content.decode()
        for name, password in [("author", "wrong"), ("closed", PASSWORD), ("nobody", PASSWORD)]
    ]
    said = {re.search(r'role="alert">(.*?)<', answer).group(1) for answer in answers}  # type: ignore[union-attr]
    assert said == {"This name and this password do not belong together. Check both, then try again."}


def test_an_account_without_a_role_is_told_whom_to_ask_and_is_not_signed_in(
    person: Callable[..., Person],
) -> None:
    person("newcomer")
    client = Client()
    page = _log_in(client, "newcomer").content.decode()

    assert "This account has no role on the site yet. Ask a lead" in page
    assert "_auth_user_id" not in client.session


def test_who_loses_the_last_role_while_signed_in_is_told_and_not_sent_in_a_circle(
    author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    author.groups.clear()
    answer = client.get(DESK, follow=True)

    assert answer.status_code == 403
    assert "Ask a lead to give you one" in answer.content.decode()


@pytest.mark.parametrize("name", ["author", "nobody"])
def test_lockout_holds_in_every_browser_and_does_not_tell_whether_there_is_an_account(
    author: Person, name: str
) -> None:
    for _ in range(5):
        _log_in(Client(), name, "wrong")
    page = _log_in(Client(), name).content.decode()

    assert "Too many attempts have failed. Wait 15 minutes and try again, or ask a lead" in page


def test_lockout_lets_the_password_in_no_other_way(author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    for _ in range(5):
        _log_in(Client(), "author", "wrong")

    again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    change = client.post(reverse("admin:password_change"), {"old_password": PASSWORD})

    assert "Too many attempts" in again.content.decode()
    assert "Too many attempts" in change.content.decode()


def test_logging_out_leads_back_to_the_page_of_sign_in(author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    assert client.get(reverse("admin:logout")).status_code == 200
    assert _is_in(client)

    assert client.post(reverse("admin:logout")).url == reverse("account_login")
    assert not _is_in(client)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "mfa_trust"])
def test_what_the_site_does_not_offer_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "table", ["mfa/authenticator", "account/emailaddress", "socialaccount/socialaccount"]
)
def test_what_allauth_keeps_is_not_on_the_desk(everything: Person, signed_in: SignIn, table: str) -> None:
    assert signed_in(everything).get(f"/admin/{table}/").status_code == 404


@pytest.mark.django_db
def test_passkeys_are_allowed_on_the_pages_of_signing_in_alone(patient: Client) -> None:
    def policy(address: str) -> str:
        return patient.get(address)["Permissions-Policy"]

    assert "publickey-credentials" not in policy(reverse("account_login"))
    assert "publickey-credentials-get=()" in policy("/")


def test_a_page_of_another_role_is_refused_in_the_desks_own_frame(author: Person, signed_in: SignIn) -> None:
    page = signed_in(author).get(reverse("admin:faq_person_add"))

    assert page.status_code == 403
    assert "Go to your desk" in page.content.decode()
    assert "faq/admin/desk.css" in page.content.decode()


@pytest.mark.django_db
def test_a_flood_is_told_to_wait_in_the_desks_own_frame(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [_log_in(Client(), "author") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert "faq/admin/desk.css" in answers[1].content.decode()


# --- The second factor ---------------------------------------------------------------------------


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("who", ["reviewer", "lead", "everything"])
def test_who_signs_for_patients_sets_up_a_second_factor_before_anything_else(
    who: str, request: Any, in_review: AnswerVersion
) -> None:
    by: Person = request.getfixturevalue(who)
    client = Client()
    _log_in(client, who)

    for page in (DESK, "/admin/faq/question/", "/admin/faq/preview/", address(in_review)):
        assert client.get(page).status_code == 302, page
        assert client.get(page, follow=True).redirect_chain[-1][0].startswith(reverse("signing_in_set_up"))
    signing = {
        "content_hash": in_review.content_hash,
        "proof": proof_of_reading(by, in_review),
        "next_review_on": str(clock.today() + timedelta(days=100)),
    }
    answer = client.post(address(in_review, Act.APPROVE), signing, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("signing_in_set_up"))
    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW


@pytest.mark.usefixtures("required")
def test_an_author_needs_no_second_factor(author: Person) -> None:
    client = Client()
    _log_in(client, "author")
    assert _is_in(client)


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("capacity", Capacity.values)
def test_who_signs_off_needs_a_second_factor_without_any_role(
    person: Callable[..., Person], capacity: str
) -> None:
    person("signer", capacity)
    client = Client()
    _log_in(client, "signer")
    assert client.get(DESK, follow=True).redirect_chain[-1][0].startswith(reverse("signing_in_set_up"))


@pytest.mark.usefixtures("required")
def test_a_superuser_needs_a_second_factor_without_any_role(person: Callable[..., Person]) -> None:
    person("owner", is_superuser=True)
    client = Client()
    _log_in(client, "owner")
    assert client.get(DESK, follow=True).redirect_chain[-1][0].startswith(reverse("signing_in_set_up"))


def test_without_the_setting_nobody_needs_one(reviewer: Person) -> None:
    client = Client()
    _log_in(client, "reviewer")
    assert _is_in(client)


@pytest.mark.usefixtures("required")
@pytest.mark.django_db(transaction=True)  # allauth tells of it once it is committed
def test_setting_up_an_app_opens_the_desk_and_stands_on_the_trail(reviewer: Person) -> None:
    client = Client()
    _log_in(client, "reviewer")
    client.get(reverse("signing_in_set_up"), {"next": "/admin/faq/question/"})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.get(reverse("signing_in_app_picture"))["Content-Type"] == "image/svg+xml"
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert "****" in client.get(answer.url).context["unused_codes"]
    assert client.get(reverse("signing_in_go_on")).url == "/admin/faq/question/"
    assert _is_in(client)
    trail = "".join(Event.objects.filter(kind="account_changed").values_list("detail", flat=True))
    assert '"authenticator app":"added"' in trail
    assert '"recovery codes":"added"' in trail
    assert secret not in trail


@pytest.mark.usefixtures("required")
def test_password_then_code_opens_the_desk_and_the_password_alone_does_not(reviewer: Person) -> None:
    _with_app(reviewer)
    client = Client()
    assert _log_in(client, "reviewer").url == reverse("mfa_authenticate")
    assert not _is_in(client)
    assert "_auth_user_id" not in client.session

    client.post(reverse("mfa_authenticate"), {"code": _code()})

    assert _is_in(client)


def test_a_second_factor_is_asked_for_wherever_there_is_one(author: Person) -> None:
    _with_app(author)
    client = Client()
    _log_in(client, "author")
    assert not _is_in(client)


def test_a_code_is_good_once_in_whichever_browser(reviewer: Person) -> None:
    _with_app(reviewer)
    code = _code()
    outcomes = []
    for _ in range(2):
        client = Client()
        _log_in(client, "reviewer")
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(_is_in(client))
    assert outcomes == [True, False]


def test_a_recovery_code_is_good_once(reviewer: Person) -> None:
    _with_app(reviewer)
    code = RecoveryCodes.activate(reviewer).get_unused_codes()[0]
    outcomes = []
    for _ in range(2):
        client = Client()
        _log_in(client, "reviewer")
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(_is_in(client))
    assert outcomes == [True, False]


def test_codes_cannot_be_guessed_by_signing_in_again_and_again(reviewer: Person) -> None:
    _with_app(reviewer)
    for _ in range(5):
        client = Client()
        _log_in(client, "reviewer")
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client = Client()
    _log_in(client, "reviewer")
    page = client.post(reverse("mfa_authenticate"), {"code": _code()})

    assert "Too many attempts" in page.content.decode()
    assert not _is_in(client)


@pytest.mark.usefixtures("required")
def test_a_session_from_before_the_second_factor_has_to_show_it(reviewer: Person, signed_in: SignIn) -> None:
    client = signed_in(_with_app(reviewer))
    led_to = client.get("/admin/faq/question/", follow=True).redirect_chain[-1][0]
    assert led_to == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Ffaq%2Fquestion%2F"
    shown = client.get(led_to).content.decode()
    assert "Use your password" not in shown
    assert "needs your second factor" in shown
    assert "signed in a while ago" not in shown

    client.post(reverse("mfa_reauthenticate"), {"code": _code()})

    assert _is_in(client)


@pytest.mark.usefixtures("required")
def test_a_second_factor_that_another_person_has_shown_opens_nothing(
    reviewer: Person, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(_with_app(reviewer))
    session = client.session
    session[identity.SECOND_FACTOR_OF] = lead.pk
    session.save()
    assert not _is_in(client)


def test_a_password_alone_changes_nothing_about_a_second_factor(reviewer: Person, signed_in: SignIn) -> None:
    client = signed_in(_with_app(reviewer))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for name in ("mfa_index", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        answer = client.post(reverse(name))
        assert answer.url.startswith(reverse("mfa_reauthenticate")), name
    assert credentials.has_second_factor(reviewer)


@pytest.mark.usefixtures("required")
def test_who_needs_a_second_factor_keeps_the_last_one(reviewer: Person) -> None:
    client = Client()
    _with_app(reviewer)
    _log_in(client, "reviewer")
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    page = client.post(reverse("mfa_deactivate_totp"))

    assert "Your role needs a second factor" in page.content.decode()
    assert credentials.has_second_factor(reviewer)


def test_taking_off_ones_own_app_stands_on_the_trail(author: Person) -> None:
    client = Client()
    _with_app(author)
    _log_in(client, "author")
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=author).exists()
    line = Event.objects.get(kind="account_changed")
    assert (line.by, '"authenticator app":"removed"' in line.detail) == (author, True)


def test_somebody_elses_passkey_is_out_of_reach(author: Person, reviewer: Person, signed_in: SignIn) -> None:
    theirs = Authenticator.objects.create(
        user=reviewer, type="webauthn", data={"name": "Key", "credential": {}}
    )
    client = signed_in(author)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[theirs.pk]), {"name": "Mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Key"


# --- A password that somebody else set -----------------------------------------------------------


def test_a_temporary_password_is_changed_before_anything_else(
    author: Person, lead: Person, draft: AnswerVersion
) -> None:
    accounts.set_password(account=author, by=lead, password=TEMPORARY)
    client = Client()
    _log_in(client, "author", TEMPORARY)
    change = reverse("admin:password_change")

    for page in (DESK, address(draft), reverse("mfa_index"), reverse("mfa_add_webauthn")):
        assert client.get(page, follow=True).redirect_chain[-1][0].startswith(change), page
    again = {"old_password": TEMPORARY, "new_password1": TEMPORARY, "new_password2": TEMPORARY}
    assert "This is the password you have" in client.post(change, again).content.decode()
    own = again | {"new_password1": "another tram 48", "new_password2": "another tram 48"}
    assert client.post(f"{change}?next=/admin/faq/question/", own).url == "/admin/faq/question/"
    assert _is_in(client)


def test_ones_own_password_is_changed_here_and_ends_the_sessions_elsewhere(
    author: Person, signed_in: SignIn
) -> None:
    here, there = signed_in(author), signed_in(author)
    new = {"old_password": PASSWORD, "new_password1": "another tram 48", "new_password2": "another tram 48"}
    here.post(reverse("admin:password_change"), new)

    assert (_is_in(here), _is_in(there)) == (True, False)


def test_the_session_in_which_one_changed_the_password_is_still_listed(
    author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    new = {"old_password": PASSWORD, "new_password1": "another tram 48", "new_password2": "another tram 48"}
    client.post(reverse("admin:password_change"), new)

    listed = client.get(reverse("mfa_index")).context["sessions"]
    assert [session["shown"].session_key for session in listed] == [client.session.session_key]


# --- Sessions, and showing again who one is ------------------------------------------------------


def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(author: Person) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    here, there = Client(), Client(headers={"user-agent": firefox})
    _log_in(here, "author")
    _log_in(there, "author")
    assert "Firefox on Linux" in here.get(reverse("mfa_index")).content.decode()

    here.post(reverse("usersessions_list"))

    assert (_is_in(here), _is_in(there)) == (True, False)
    assert "Firefox on Linux" not in here.get(reverse("mfa_index")).content.decode()


def _request(client: Client, person: Person | None = None) -> Any:
    request = RequestFactory().get("/admin/")
    request.session = client.session
    request.user = person  # type: ignore[assignment]
    return request


def test_a_sign_in_is_recent_for_as_long_as_the_setting_says(author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    assert identity.signed_in_recently(_request(client, author))
    _age(client, site_settings.SIGN_AGAIN_AFTER - 1)
    assert identity.signed_in_recently(_request(client, author))
    _age(client, 2)
    assert not identity.signed_in_recently(_request(client, author))

    shown = client.get(reverse("account_reauthenticate")).content.decode()
    assert "signed in a while ago" in shown
    assert "second factor" not in shown
    client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert not identity.signed_in_recently(_request(client, author))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert identity.signed_in_recently(_request(client, author))


def test_what_another_person_shows_renews_no_sign_in(
    author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    _age(client, site_settings.SIGN_AGAIN_AFTER + 1)
    request = _request(client, author)
    for shown_by, is_renewed in ((reviewer, False), (author, True)):
        receivers.step_shown(request=request, user=shown_by, method="password", reauthenticated=True)
        assert identity.signed_in_recently(request) == is_renewed


def test_a_clock_that_was_set_back_makes_no_old_sign_in_new(author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    _age(client, -60)

    assert not identity.signed_in_recently(_request(client, author))


def test_asking_again_leads_back_and_to_no_other_site(author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    asked = identity.ask_again(_request(client, author), "/admin/faq/question/?q=pump")
    assert client.post(asked["Location"], {"password": PASSWORD}).url == "/admin/faq/question/?q=pump"

    away = identity.ask_again(_request(client, author), "https://evil.example/")
    assert "evil" not in away["Location"]


def test_changing_how_one_signs_in_asks_again_once_the_sign_in_is_minutes_old(
    author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    _age(client, 6)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
