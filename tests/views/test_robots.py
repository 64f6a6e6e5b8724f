"""What search engines are asked to leave alone."""

import re
from typing import Any

import pytest
from django.test import Client


def _disallowed(client: Client, address: str) -> bool:
    """Whether a rule forbids an address, read as RFC 9309 says: from the beginning, * for anything."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    rules = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), address) for rule in rules)


@pytest.mark.parametrize(
    "address",
    ["/", "/topics/baclofen-pump/", "/es/questions/what-is-it/", "/search/?q=pump", "/export/answers.json"],
)
def test_what_patients_read_may_be_indexed(patient: Client, address: str) -> None:
    assert not _disallowed(patient, address)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/faq/answer/1/change/",
        "/topics/baclofen-pump/?as_of=2026-01-01",
        "/es/questions/what-is-it/?x=1&as_of=2026-01-01",
    ],
)
def test_the_desk_and_pages_as_they_were_may_not(patient: Client, address: str) -> None:
    assert _disallowed(patient, address)


def test_it_says_where_the_sitemap_is(patient: Client, settings: Any) -> None:
    settings.SITE_URL = "https://answers.hospital.example"
    response = patient.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "\nSitemap: https://answers.hospital.example/sitemap.xml\n" in response.content.decode()
