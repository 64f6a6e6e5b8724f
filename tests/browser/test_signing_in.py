"""Signing in as people do it: password, passkey, app, recovery code; by keyboard, on a telephone, without a flaw."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import CDPSession, Page, expect

from faq import accounts
from faq.models import Event, Person

from .conftest import log_in, sideways, tab_to, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PASSWORD = "sign-in for tests"


@pytest.fixture
def second_factor_required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def passkeys() -> Callable[[Page], CDPSession]:
    """Give a page's browser a device that makes and keeps passkeys, as a telephone would."""

    def plug_in(page: Page) -> CDPSession:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return session

    return plug_in


def sound(page: Page) -> None:
    """Nothing that axe finds fault with, and nothing wider than the window."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert sideways(page) == 0, page.url
    assert violations(page) == [], page.url


def code_for(person: Person) -> str:
    factor = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    return code_of(factor.data["secret"])


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_from_the_page_of_sign_in_to_the_desk_is_one_click(author: Person, open_page: Open) -> None:
    page = open_page("/admin/", viewport=PHONE)
    sound(page)
    expect(page.get_by_label("Username")).to_be_focused()
    log_in(page, "author")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/admin/")


def test_keyboard_alone_signs_in_and_a_wrong_password_is_said(author: Person, open_page: Open) -> None:
    page = open_page("/admin/faq/answer/?standing=awaiting")
    page.keyboard.type("author")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    sound(page)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/faq/answer/\?standing=awaiting$"))


@pytest.mark.usefixtures("second_factor_required")
def test_reviewer_sets_up_a_passkey_and_signs_in_with_it_alone(
    reviewer: Person, open_page: Open, passkeys: Any
) -> None:
    page = open_page("/admin/faq/question/")
    passkeys(page)
    log_in(page, "reviewer")
    expect(page.get_by_role("heading", name="One more thing before you begin")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="A passkey").click()
    expect(page.get_by_label("What you call it")).to_have_value("Passkey 1")
    sound(page)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("These codes are shown this once.")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="I have kept them: go on").click()
    expect(page).to_have_url(re.compile(r"/admin/faq/question/$"))

    page.goto("/admin/account/")
    expect(page.get_by_text("Passkey “Passkey 1”")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.goto("/admin/faq/question/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/admin/faq/question/")
    assert Event.objects.filter(detail__contains='"passkey":"added"').count() == 1


@pytest.mark.usefixtures("second_factor_required")
def test_lead_sets_up_an_app_by_keyboard_then_needs_its_code_and_a_recovery_code_once(
    lead: Person, open_page: Open
) -> None:
    page = open_page("/admin/", viewport=PHONE)
    log_in(page, "lead")
    tab_to(page, page.get_by_role("link", name="An app with codes"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Set up an app")).to_be_visible()
    picture = page.locator("img.signing-in-picture")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    sound(page)
    secret = page.locator("code.signing-in-secret").inner_text()
    tab_to(page, page.get_by_label("The six digits that the app shows now"))
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_text("These codes are shown this once.")).to_be_visible()
    codes = page.locator("#recovery_codes code").all_inner_texts()
    assert len(set(codes)) == 10
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert codes[3] in download.value.path().read_text()

    page.get_by_role("button", name="Log out").click()
    log_in(page, "lead")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    sound(page)
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/$"))

    page.get_by_role("button", name="Log out").click()
    log_in(page, "lead")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not right, or was used already")
    page.get_by_label("Code").fill(code_for(lead))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/$"))


def test_temporary_password_is_changed_before_anything_else(
    author: Person, lead: Person, open_page: Open
) -> None:
    accounts.set_password(account=author, by=lead, password="mulberry tram 47")
    page = open_page("/admin/faq/question/", viewport=PHONE)
    log_in(page, "author", "mulberry tram 47")
    expect(page.get_by_role("heading", name="Choose a password of your own")).to_be_visible()
    sound(page)
    page.get_by_label("The password you signed in with").fill("mulberry tram 47")
    page.get_by_label("New password", exact=True).fill("another tram 48")
    page.get_by_label("New password, again").fill("another tram 48")
    page.get_by_role("button", name="Set the password").click()
    expect(page).to_have_url(re.compile(r"/admin/faq/question/$"))


def test_asking_again_offers_a_passkey_to_who_has_one(
    reviewer: Person, open_page: Open, passkeys: Any
) -> None:
    page = open_page("/admin/account/passkeys/add/")
    passkeys(page)
    log_in(page, "reviewer")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("These codes are shown this once.")).to_be_visible()
    page.goto("/admin/account/again/passkey/?next=/admin/faq/question/")
    sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile(r"/admin/faq/question/$"))
    page.goto("/admin/account/again/?next=/admin/faq/question/")
    sound(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/admin/faq/question/$"))


def test_breaking_off_a_passkey_is_said_and_costs_nothing(
    author: Person, open_page: Open, passkeys: Any
) -> None:
    page = open_page("/admin/login/")
    session = passkeys(page)
    session.send("WebAuthn.disable")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("[data-passkey-problem]")).to_contain_text("choose another way")
    log_in(page, "author")
    expect(page).to_have_url(re.compile(r"/admin/$"))


def test_under_an_address_without_a_name_the_page_says_why_passkeys_do_not_work(
    author: Person, browser: Any, live_server: Any
) -> None:
    page = browser.new_page(base_url=live_server.url.replace("localhost", "127.0.0.1"))
    page.goto("/admin/login/?next=/admin/account/passkeys/add/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    log_in(page, "author")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text(
        "Passkeys need the site's name in the address"
    )
    expect(page.get_by_role("button", name="Make the passkey")).to_be_disabled()
    page.context.close()


def test_pages_that_are_seldom_seen_are_sound_too(
    everything: Person, author: Person, open_page: Open, settings: Any, browser_complaints_allowed: set[str]
) -> None:
    browser_complaints_allowed.add("403")
    settings.OIDC_SERVER = "https://login.hospital.example"
    totp.TOTP.activate(author, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    page = open_page("/admin/account/app/")
    log_in(page, "everything")
    expect(page.get_by_role("heading", name="Set up an app")).to_be_visible()
    page.get_by_label("The six digits that the app shows now").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    sound(page)
    for address in (
        f"/admin/faq/person/{author.pk}/signing-in/",
        f"/admin/faq/person/{author.pk}/password/",
        "/admin/logout/",
        "/admin/password_change/",
    ):
        page.goto(address)
        sound(page)
    everything.groups.clear()
    Person.objects.filter(pk=everything.pk).update(is_superuser=False)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="There is nothing here for you yet")).to_be_visible()
    sound(page)
