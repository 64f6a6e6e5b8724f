"""Public pages stay light: what they load is counted together, as it is sent, whichever page loads it."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
DESK = {"admin", "account", "mfa"}  # folders of templates that patients never see
LIMITS = {"css": 20_000, "js": 5_000}  # bytes, compressed; `make audit` measures the same on the running site


def public_files(kind: str) -> list[Path]:
    """The files of a kind that public pages may load: all but those of the desk."""
    return [file for file in STATIC.rglob(f"*.{kind}") if "admin" not in file.relative_to(STATIC).parts]


def compressed_size(files: list[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


@pytest.mark.parametrize("kind", LIMITS)
def test_everything_public_pages_load_stays_within_its_limit(kind: str) -> None:
    assert compressed_size(public_files(kind)) <= LIMITS[kind]


def test_the_stylesheet_is_among_what_is_counted() -> None:
    assert STATIC / "faq" / "site.css" in public_files("css")


def test_public_pages_load_no_stylesheet_or_script_that_is_not_counted() -> None:
    templates = [file for file in (ROOT / "templates").rglob("*.html") if not DESK & set(file.parts)]
    text = "\n".join(file.read_text(encoding="utf-8") for file in templates)
    loaded = set(re.findall(r"[\"'](?:/static/)?([\w./-]+\.(?:css|js))[\"']", text))
    counted = {str(file.relative_to(STATIC)) for kind in LIMITS for file in public_files(kind)}
    assert loaded
    assert loaded <= counted


def test_public_pages_fetch_no_font() -> None:
    assert not [file for file in STATIC.rglob("*") if re.search(r"\.(woff2?|ttf|otf|eot)$", file.name)]
    assert not [file for file in public_files("css") if "@font-face" in file.read_text(encoding="utf-8")]
