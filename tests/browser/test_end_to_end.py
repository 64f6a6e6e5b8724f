"""The whole way in a real browser: a file comes in, two people see to it, patients read it, and it goes out."""

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from faq import content
from faq.models import AnswerVersion, Category, Person

from ..conftest import SHARED
from .conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

# The shape of the real file, for checkouts that do not have it beside them.
OWN_FILE = """What is a pump and how does it work?

What is a pump? The pump is a round disc under the skin.

How effective is a pump?

It works at doses 100 times lower than pills. How is a pump implanted? The pump is implanted in an operation.

What is the success rate?

It is generally good. How long will I stay in the hospital?

What are the side effects?

Some of the side effects are: Stopping suddenly may cause seizures.

You Might Also Like"""


@pytest.fixture(params=["own file", "real file"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    real = SHARED / "seed" / "baclofen-pump.txt"
    if request.param == "real file":
        if not real.exists():
            pytest.skip("The real file (shared/seed/baclofen-pump.txt) is not beside this checkout.")
        return real
    own = tmp_path / "pump.txt"
    own.write_text(OWN_FILE)
    return own


@pytest.fixture
def people(transactional_db: None, author: Person, reviewer: Person, topic: Category) -> None:
    """An author, a reviewer and a topic."""


@pytest.mark.usefixtures("people")
def test_from_a_text_file_to_an_export_by_two_people(
    file: Path, open_page: Callable[..., Page], live_server: Any
) -> None:
    writing = open_page("/admin/faq/importedfile/add/")
    log_in(writing, "author")
    import_file(writing, file)
    wording = turn_the_embedded_question_into_its_own(writing)
    submit(writing, wording)

    reviewing = open_page("/admin/faq/answer/")
    log_in(reviewing, "reviewer")
    approve(reviewing, wording)

    reading = open_page("/topics/baclofen-pump/")
    article = reading.locator("main")
    expect(article.get_by_role("heading", name=wording)).to_be_visible()
    expect(article).to_contain_text("by reviewer (Pharmacist)")
    expect(article.locator(".prose")).to_have_count(1)  # what was not approved is not there

    exported = json.loads(reading.request.get("/export/answers.json").text())
    (record,) = exported["records"]
    approved = AnswerVersion.objects.get(state="approved")
    assert record["question"] == wording == approved.wording
    assert record["content_hash"] == content.content_hash(approved.content)
    said = StringIO()
    call_command("verify_trail", head=exported["trail_head"], stdout=said)
    assert exported["trail_head"] in said.getvalue()


def import_file(page: Page, file: Path) -> None:
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Topic").select_option("Baclofen pump")
    page.get_by_role("button", name="Preview").click()
    for code_words in ("You Might Also Like", "How long will I stay in the hospital?"):
        expect(page.locator("#content")).to_contain_text(code_words)
    assert not AnswerVersion.objects.exists()
    page.get_by_role("button", name="Import as drafts").click()
    expect(page.locator("#content")).to_contain_text("implanted")


def turn_the_embedded_question_into_its_own(page: Page) -> str:
    """Split the answer that holds a question with its reply. Returns the wording of the new question."""
    page.get_by_role("link", name=re.compile("How effective is a")).first.click()
    page.get_by_role("button", name="Make it a question of its own").click()
    expect(page.locator(".messagelist")).to_contain_text("is a question of its own now")
    expect(page.get_by_label("Answer", exact=True)).not_to_have_value(re.compile("implanted"))
    new = AnswerVersion.objects.latest("pk")
    page.locator(".messagelist").get_by_role("link", name=new.wording).click()
    expect(page.get_by_label("Question", exact=True)).to_have_value(new.wording)
    return new.wording


def submit(page: Page, wording: str) -> None:
    page.get_by_label("Sources").fill("A leaflet for patients, https://example.org/leaflet")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".messagelist")).to_contain_text("submitted")


def approve(page: Page, wording: str) -> None:
    page.get_by_role("link", name=wording).first.click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist")).to_contain_text("Patients read this text now")
