"""What the site refuses to start with, and that it says why in words that help."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = {"SECRET_KEY": "long and random", "ALLOWED_HOSTS": "answers.hospital.example"}
SHOW = "import faqsite.settings as s; print(s.DEBUG, s.ALLOWED_HOSTS, s.SITE_URL, s.SESSION_COOKIE_SECURE)"


GUARDS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
ASK = """
import json, sys, django
from django.test import Client
django.setup()
secure, host = sys.argv[1] == "https", sys.argv[2]
response = Client().get("/robots.txt", secure=secure, headers={"host": host})
print(json.dumps({"status": response.status_code, **response.headers}))
"""


def start(
    tmp_path: Path, environment: dict[str, str], program: str = SHOW, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, with nothing else in the environment."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
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


@pytest.mark.parametrize(("debug", "required"), [({}, "True"), ({"DEBUG": "1"}, "False")])
def test_a_second_factor_is_required_unless_somebody_develops(
    tmp_path: Path, debug: dict[str, str], required: str
) -> None:
    started = start(tmp_path, GOOD | debug, "import faqsite.settings as s; print(s.REQUIRE_SECOND_FACTOR)")
    assert started.stdout.strip() == required


def test_site_does_not_start_in_a_language_that_it_does_not_have(tmp_path: Path) -> None:
    started = start(tmp_path, GOOD | {"LANGUAGE_CODE": "de"})
    assert started.returncode != 0
    assert "LANGUAGE_CODE must be one of en, es, ar." in started.stderr.splitlines()[-1]


def ask(tmp_path: Path, environment: dict[str, str], scheme: str, host: str = "") -> dict[str, Any]:
    """The status and headers of an answer from a site with these settings."""
    environment = GOOD | {"DJANGO_SETTINGS_MODULE": "faqsite.settings"} | environment
    asked = start(tmp_path, environment, ASK, scheme, host or GOOD["ALLOWED_HOSTS"])
    assert asked.returncode == 0, asked.stderr
    answer: dict[str, Any] = json.loads(asked.stdout)
    return answer


def test_a_site_in_production_is_reached_over_https_alone_for_a_year(tmp_path: Path) -> None:
    answer = ask(tmp_path, {}, "https")
    assert answer["status"] == 200
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "upgrade-insecure-requests" in answer["Content-Security-Policy"].split("; ")


def test_plain_http_is_led_to_https_with_every_guard(tmp_path: Path) -> None:
    answer = ask(tmp_path, {}, "http")
    assert answer["status"] == 301
    assert answer["Location"] == "https://answers.hospital.example/robots.txt"
    assert set(answer) >= GUARDS


def test_an_unknown_host_is_refused_with_every_guard_over_plain_http_too(tmp_path: Path) -> None:
    answer = ask(tmp_path, {}, "http", "elsewhere.example")
    assert answer["status"] == 400
    assert set(answer) >= GUARDS


def test_a_site_without_tls_promises_none(tmp_path: Path) -> None:
    answer = ask(tmp_path, {"HTTPS": "0"}, "http")
    assert answer["status"] == 200
    assert "Strict-Transport-Security" not in answer
    assert "upgrade-insecure-requests" not in answer["Content-Security-Policy"]


def test_a_site_can_be_started_closed(tmp_path: Path) -> None:
    assert ask(tmp_path, {"MAINTENANCE": "1"}, "https")["status"] == 503
    assert ask(tmp_path, {"MAINTENANCE": "0"}, "https")["status"] == 200


def test_a_file_among_its_data_closes_the_site(tmp_path: Path) -> None:
    (tmp_path / "maintenance").touch()
    assert ask(tmp_path, {}, "https")["status"] == 503


def test_mail_goes_to_the_server_that_is_named(tmp_path: Path) -> None:
    show = "import faqsite.settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_HOST_PASSWORD)"
    mail = {"EMAIL_URL": "submission://site:p%40ss@mail.hospital.example"}
    assert start(tmp_path, GOOD | mail, show).stdout.strip() == "mail.hospital.example 587 True p@ss"


def test_site_that_would_send_mails_nowhere_does_not_start(tmp_path: Path) -> None:
    started = start(tmp_path, GOOD | {"EMAIL_URL": "dummy://"})
    assert started.returncode != 0
    assert "EMAIL_URL must begin with" in started.stderr.splitlines()[-1]
