"""What the site refuses to start with, and that it says why in words that help."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = {"SECRET_KEY": "long and random", "ALLOWED_HOSTS": "answers.hospital.example"}
SHOW = "import faqsite.settings as s; print(s.DEBUG, s.ALLOWED_HOSTS, s.SITE_URL, s.SESSION_COOKIE_SECURE)"


def start(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, with nothing else in the environment."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_site_starts_with_a_key_and_hosts(tmp_path: Path) -> None:
    started = start(tmp_path, GOOD)
    assert started.returncode == 0, started.stderr
    assert started.stdout.split() == [
        "False",
        "['answers.hospital.example']",
        "https://answers.hospital.example",
        "True",
    ]


@pytest.mark.parametrize("missing", GOOD)
@pytest.mark.parametrize("empty", [False, True])
def test_site_does_not_start_without_them_and_says_how_to_set_them(
    tmp_path: Path, missing: str, empty: bool
) -> None:
    environment = {name: value for name, value in GOOD.items() if name != missing}
    started = start(tmp_path, environment | ({missing: ""} if empty else {}))
    assert started.returncode != 0
    message = started.stderr.splitlines()[-1]
    assert f"{missing} is not set, so the site does not start." in message
    assert "for example" in message


@pytest.mark.parametrize("hosts", ["*", " *", "a.example, * ,b.example", "*.example", " , "])
def test_site_that_would_answer_to_any_name_does_not_start(tmp_path: Path, hosts: str) -> None:
    started = start(tmp_path, GOOD | {"ALLOWED_HOSTS": hosts})
    assert started.returncode != 0
    assert "ALLOWED_HOSTS must name the hosts of the site" in started.stderr.splitlines()[-1]


def test_spaces_between_hosts_do_not_count(tmp_path: Path) -> None:
    started = start(tmp_path, GOOD | {"ALLOWED_HOSTS": " a.example , b.example "})
    assert "['a.example', 'b.example']" in started.stdout


def test_only_debug_starts_from_nothing_and_then_only_for_this_machine(tmp_path: Path) -> None:
    started = start(tmp_path, {"DEBUG": "1"})
    assert started.returncode == 0, started.stderr
    assert started.stdout.startswith("True ['localhost', '127.0.0.1', '[::1]'] http://localhost ")
