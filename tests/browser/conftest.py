"""A real Chromium, pages of the live site in it that fail on any complaint, and what is asked of many of them."""

import contextlib
import io
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from faq.demo import story
from faq.models import Person

INSTALL = (
    "The browser tests need Chromium and found none. "
    "Install Chromium: `apt-get install chromium` or `playwright install chromium`, or set CHROMIUM_PATH."
)
# No sandbox: tests may run as root in a container. The rest keeps Chromium from talking to its makers.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2 AA and axe's own best practices (https://dequeuniversity.com/rules/axe/), with the one rule among them that
# axe leaves out unless it is asked for. Without "preload" axe fetches no style sheets for itself.
VIOLATIONS = """async within => (await axe.run(
    within ?? document, {preload: false, rules: {'target-size': {enabled: true}}}
)).violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', '))"""

# One that is cancelled has ended, too; another may have taken its place.
ARRIVAL = """async () => {
    const running = () => document.getAnimations().filter(({playState}) => playState === "running");
    for (let moving; (moving = running()).length; ) await Promise.allSettled(moving.map(({finished}) => finished));
}"""


def chromium() -> str | None:
    """The browser named in the environment, or the system's; None leaves it to Playwright's own."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return named
    # The shell is the same engine without the browser's own windows around it, which cost half of the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        except PlaywrightError as error:
            pytest.fail(f"{INSTALL}\n{error}", pytrace=False)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def _demonstration_kept() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def demonstration(transactional_db: None, _demonstration_kept: sqlite3.Connection) -> None:
    """The demonstration as it is right after loading. On SQLite it is loaded once, and copied from then on."""
    if connection.vendor != "sqlite":
        story.load()
        return
    connection.ensure_connection()
    if _demonstration_kept.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        _demonstration_kept.backup(connection.connection)
    else:
        story.load()
        connection.connection.backup(_demonstration_kept)


@pytest.fixture
def browser_complaints_allowed() -> set[str]:
    """What a test expects the browser to complain of: "404" where it opens an address that does not exist."""
    return set()


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, browser_complaints_allowed: set[str]
) -> Iterator[Callable[..., Page]]:
    """Open an address of the live site in a profile of its own.

    Options are those of Playwright's ``new_context``. Afterwards the test fails if any page logged an error
    (a breach of the content security policy is one) or asked another origin for anything.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def logged(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text}")

    def requested(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            complaints.append(f"asked another origin: {request.url}")

    def open_address(address: str, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", logged)
        page.on("pageerror", lambda error: complaints.append(f"script failed: {error}"))
        page.on("request", requested)
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    expected = [f"status of {status}" for status in browser_complaints_allowed]
    assert [text for text in complaints if not any(words in text for words in expected)] == []


@pytest.fixture
def desk(open_page: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Open an address of the desk as a person who has signed in, in a browser of that person's own."""

    def open_desk(
        person: Person, address: str = "/admin/", width: int = 1280, *, height: int = 844, **options: Any
    ) -> Page:
        return open_page(
            address,
            viewport={"width": width, "height": height},
            storage_state={"cookies": [cookie_of(person, live_server.url)]},
            **options,
        )

    return open_desk


def cookie_of(person: Person, site: str) -> Any:
    """The cookie of a browser in which a person has signed in."""
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}


def log_in(page: Page, username: str, password: str = "sign-in for tests") -> None:
    """Sign in on the page that asks for it."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds fault with on a page, or in the parts of it that a selector names.

    axe measures with styles of its own: where the content security policy forbids them, open the page with
    ``bypass_csp``.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(VIOLATIONS, within))


def sideways(page: Page) -> int:
    """How many pixels stand beyond the window, without a box of their own to scroll in."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def looks(page: Page) -> Iterator[str]:
    """Show a page as on a desk by day, then as on a phone by night, and name each."""
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        # Links of the admin change their colour slowly: what axe measures has to have arrived.
        page.evaluate(ARRIVAL)
        yield f"{width}, {scheme}"


def unfold(page: Page) -> None:
    """Open everything on a page that is folded away."""
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")


def tab_to(page: Page, target: Locator) -> None:
    """Go on with the Tab key until something has the focus."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard does not reach {target}.")


def select(page: Page, start: int, end: int) -> None:
    """Select a part of the text in the editor, by the numbers of its characters."""
    page.get_by_label("Answer", exact=True).evaluate(
        "(area, [start, end]) => { area.focus(); area.setSelectionRange(start, end); }", [start, end]
    )


def png() -> bytes:
    """A picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def add_picture(page: Page, data: bytes, description: str) -> None:
    """Put a picture into the text in the editor."""
    page.get_by_text("Add a picture").click()
    page.get_by_label("Picture (PNG").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": data}
    )
    page.get_by_label("What does it show?").fill(description)
    page.get_by_role("button", name="Insert the picture").click()
