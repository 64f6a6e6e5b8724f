"""That a real browser understands the guards of the pages, and keeps to them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from faq.models import AnswerVersion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOPIC = "/topics/baclofen-pump/"


@pytest.mark.parametrize("address", [TOPIC, "/nothing-here/", "/admin/login/"])
def test_no_guard_is_unknown_to_the_browser(
    approved: AnswerVersion, browser: Browser, live_server: Any, address: str
) -> None:
    """A browser warns of a feature or a rule that it does not know, which then guards nothing."""
    page = browser.new_page(base_url=live_server.url)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    page.close()
    assert [text for text in said if "404" not in text] == []


@pytest.mark.parametrize(
    "script",
    [
        "document.body.innerHTML = '<p>text</p>'",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x>')",
        "document.createElement('script').src = '/static/x.js'",
        "trustedTypes.createPolicy('ours', {createHTML: text => text})",
    ],
)
def test_no_script_turns_text_into_markup(
    approved: AnswerVersion, browser: Browser, live_server: Any, script: str
) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.goto(TOPIC)
    with pytest.raises(PlaywrightError, match=r"Trusted|disallowed"):
        page.evaluate(f"() => {{ {script} }}")
    page.close()


def test_the_page_may_copy_and_share_but_use_no_camera(
    approved: AnswerVersion, open_page: Callable[..., Page]
) -> None:
    page = open_page(TOPIC)
    allowed = "name => document.featurePolicy.allowsFeature(name)"
    assert page.evaluate(allowed, "clipboard-write")
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert not page.evaluate(allowed, feature), feature
