"""A site closed for maintenance: every address says so, and nothing is needed to say it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from .parsed_page import ParsedPage

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
ADDRESSES = [
    "/",
    "/topics/baclofen-pump/",
    "/admin/",
    "/export/answers.json",
    "/robots.txt",
    "/nothing-here/",
]


@pytest.fixture(params=["setting", "file"])
def closed(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> None:
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    if request.param == "setting":
        settings.MAINTENANCE = True
    else:
        settings.MAINTENANCE_FILE.touch()


# None of these tests may touch the database: pytest-django fails those that do and do not say so.


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_is_closed_without_asking_the_database(
    closed: None, patient: Client, address: str, method: str
) -> None:
    response = getattr(patient, method)(address, headers=BROWSER)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_people_are_told_in_every_language_of_the_interface(
    closed: None, patient: Client, settings: Any
) -> None:
    response = patient.get("/", headers=BROWSER)
    assert response["Content-Type"] == "text/html; charset=utf-8"
    page = ParsedPage(response.content.decode())
    assert "This site is closed for a short time" in page.text
    said = {attributes["lang"] for _, attributes in page.elements if attributes.get("lang")}
    assert said == {code for code, _ in settings.LANGUAGES}


@pytest.mark.parametrize("accept", ["*/*", "", "application/json", "text/plain"])
def test_programs_are_told_in_one_line(closed: None, patient: Client, accept: str) -> None:
    response = patient.get("/export/answers.json", headers={"accept": accept})
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().count("\n") == 1
    assert "closed for maintenance" in response.content.decode()


def test_static_files_stay_reachable(closed: None, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "site.css").write_text("body {}")
    response = Client().get("/static/site.css")
    assert response.status_code == 200
    assert response.getvalue() == b"body {}"


def test_the_site_opens_again_without_a_restart(settings: Any, tmp_path: Path, patient: Client) -> None:
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    statuses = []
    for close in (False, True, False):
        settings.MAINTENANCE_FILE.touch() if close else settings.MAINTENANCE_FILE.unlink(missing_ok=True)
        statuses.append(patient.get("/robots.txt").status_code)
    assert statuses == [200, 503, 200]


def test_the_file_lies_where_the_operator_keeps_the_sites_data(settings: Any) -> None:
    assert settings.MAINTENANCE_FILE == settings.DATA_DIR / "maintenance"
    assert settings.MAINTENANCE is False
