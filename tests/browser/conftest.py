"""A real Chromium, and pages of the live site in it that fail on any complaint."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from faq.demo import story

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


def _chromium() -> str | None:
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
            launched = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
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
