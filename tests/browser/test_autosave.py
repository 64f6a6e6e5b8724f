"""What is typed outlives the browser, the session and the connection, and comes back on any machine."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from faq.models import AnswerVersion, Category, Event, Person, WorkingCopy

from ..admin.desk import address
from .conftest import FLAGS, chromium, cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_LOST = 5  # seconds of typing
ADD = "/admin/faq/answer/add/"
OFFER = re.compile(r"You have unsaved text from \d\d:\d\d")


@pytest.fixture
def machine(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A browser on another machine: it holds nothing of what was typed elsewhere."""
    contexts: list[BrowserContext] = []

    def open_page(person: Person, address: str) -> Page:
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        context.add_cookies([cookie_of(person, live_server.url)])
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def started(executable: str, profile: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A browser of its own, whose process can be killed, and the address at which it takes orders."""
    own = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen([executable, *FLAGS, *own], stderr=subprocess.DEVNULL, start_new_session=True)
    told = profile / "DevToolsActivePort"
    for _ in range(200):
        if told.exists() and "\n" in told.read_text():
            return process, f"http://127.0.0.1:{told.read_text().split()[0]}"
        time.sleep(0.1)
    raise AssertionError("the browser did not start")


def test_a_browser_that_is_killed_loses_at_most_five_seconds_of_typing(
    draft: AnswerVersion,
    author: Person,
    browser: Browser,
    live_server: Any,
    machine: Callable[..., Page],
    tmp_path: Path,
) -> None:
    executable = chromium() or browser.browser_type.executable_path
    process, orders = started(executable, tmp_path / "profile")
    try:
        context = browser.browser_type.connect_over_cdp(orders).contexts[0]
        context.add_cookies([cookie_of(author, live_server.url)])
        page = context.new_page()
        page.goto(live_server.url + address(draft))
        page.get_by_label("Answer").fill("")
        typed: list[tuple[float, str]] = []
        began = time.monotonic()
        while time.monotonic() - began < MOST_LOST + 2:  # without a rest that would be a chance to save
            word = f"word{len(typed)}"
            page.keyboard.type(f"{word} ")
            typed.append((time.monotonic(), word))
            page.wait_for_timeout(200)
    finally:
        killed = time.monotonic()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    elsewhere = machine(author, address(draft))
    assert "unsaved/" not in elsewhere.evaluate("Object.keys(localStorage).join()")
    expect(elsewhere.locator("#unsaved")).to_contain_text(OFFER)
    elsewhere.get_by_role("button", name="Restore").click()
    restored = elsewhere.get_by_label("Answer").input_value()
    due = [word for when, word in typed if when < killed - MOST_LOST]
    assert due
    assert restored.split()[: len(due)] == due
    assert " ".join(word for _, word in typed).startswith(restored.strip())  # the last word may be cut off
    elsewhere.get_by_role("button", name="Save draft").click()
    expect(elsewhere.get_by_text("The draft is saved.")).to_be_visible()
    assert not WorkingCopy.objects.exists()


def test_what_is_typed_after_the_session_ended_is_kept_and_saved_once_signed_in_again(
    draft: AnswerVersion, author: Person, live_server: Any, machine: Callable[..., Page]
) -> None:
    page = machine(author, address(draft))
    line, announced = page.locator("[data-kept=line]"), page.locator("[data-kept=status]")
    page.get_by_label("Answer").fill("An hour of work.")
    expect(line).to_have_text(re.compile(r"^Saved in your copy \d"))
    expect(announced).to_have_text(
        "Saved in your copy"
    )  # without the time, which would be read out again and again
    before = Event.objects.count()

    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Answer").fill("An hour of work, and a minute.")
    expect(line).to_have_text(
        "You are signed out: your text is kept in this browser; sign in in another tab, then save."
    )
    assert WorkingCopy.objects.get().text["body"] == "An hour of work."
    assert "and a minute" in page.evaluate("JSON.stringify(localStorage)")

    page.context.add_cookies([cookie_of(author, live_server.url)])
    page.get_by_label("Answer").press("End")
    page.keyboard.type(" More.")
    expect(line).to_have_text(re.compile(r"^Saved in your copy \d"))
    assert WorkingCopy.objects.get().text["body"] == "An hour of work, and a minute. More."
    assert Event.objects.count() == before


def test_what_is_typed_without_a_connection_is_kept_and_sent_later(
    draft: AnswerVersion, author: Person, machine: Callable[..., Page]
) -> None:
    page = machine(author, address(draft))
    page.context.set_offline(True)
    page.get_by_label("Answer").fill("In the lift.")
    line = page.locator("[data-kept=line]")
    expect(line).to_have_text("Not saved: no connection, kept in this browser.")
    assert "In the lift." in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    expect(line).to_have_text(re.compile(r"^Saved in your copy \d"))
    assert WorkingCopy.objects.get().text["body"] == "In the lift."


def test_a_page_that_is_left_at_once_has_sent_what_was_typed(
    draft: AnswerVersion, author: Person, machine: Callable[..., Page]
) -> None:
    page = machine(author, address(draft))
    page.get_by_label("Answer").fill("The last word.")
    page.close(run_before_unload=False)
    for _ in range(50):
        if WorkingCopy.objects.filter(text__body="The last word.").exists():
            break
        time.sleep(0.1)
    other = machine(author, address(draft))
    other.get_by_label("Answer").press("End")
    other.keyboard.type(" Typed before deciding.")
    expect(other.locator("[data-kept=line]")).to_have_text(re.compile("^Saved"))
    other.get_by_role("button", name="Restore").click()
    expect(other.get_by_label("Answer")).to_have_value("The last word.")


def test_a_page_that_is_left_while_its_text_is_under_way_sends_it_again(
    draft: AnswerVersion, author: Person, machine: Callable[..., Page]
) -> None:
    page = machine(author, address(draft))
    # As slow as a connection can be: what a browser gives up with its page never arrives.
    page.evaluate(
        """() => {
            const send = window.fetch;
            window.fetch = (address, options) => {
                if (options.keepalive || !address.endsWith("/autosave/")) return send(address, options);
                document.title = "under way";
                return new Promise(() => {});
            };
        }"""
    )
    page.get_by_label("Answer").fill("The last word.")
    expect(page).to_have_title("under way")
    page.close(run_before_unload=False)
    for _ in range(50):
        if WorkingCopy.objects.exists():
            break
        time.sleep(0.1)
    assert WorkingCopy.objects.get().text["body"] == "The last word."


def test_an_answer_that_is_not_begun_yet_comes_back_on_another_machine(
    transactional_db: None, author: Person, topic: Category, machine: Callable[..., Page]
) -> None:
    page = machine(author, ADD)
    page.get_by_label("Question").fill("How long does it last?")
    page.get_by_label("Answer").fill("Seven years.")
    page.get_by_label("Baclofen pump").check()
    page.get_by_label("Language").select_option("es")
    expect(page.locator("[data-kept=line]")).to_have_text(re.compile("^Saved"))

    other = machine(author, ADD)
    other.get_by_role("button", name="Restore").click()
    expect(other.get_by_label("Question")).to_have_value("How long does it last?")
    expect(other.get_by_label("Answer")).to_have_value("Seven years.")
    expect(other.get_by_label("Baclofen pump")).to_be_checked()
    expect(other.get_by_label("Language")).to_have_value("es")
    other.get_by_role("button", name="Save draft").click()
    expect(other.get_by_text("The draft is saved.")).to_be_visible()
    assert not WorkingCopy.objects.exists()
