"""An imported answer on its page: where it came from, and the question inside it that becomes one of its own."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from faq import workflow
from faq.importing.load import import_file
from faq.models import AnswerVersion, Category, Person
from faq.policy import Act

from ..conftest import change
from .desk import address, inputs, page

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]

FILE = b"""How effective is a pump?

It works well. How is a pump implanted? The pump is implanted in an operation.

You Might Also Like
"""


@pytest.fixture
def imported(author: Person, topic: Category) -> AnswerVersion:
    import_file(name="pump.txt", data=FILE, category=topic, by=author)
    return AnswerVersion.objects.get()


def split(client: Client, version: AnswerVersion, span: str, **typed: str) -> int:
    data = inputs(page(client, version), Act.EDIT) | typed | {"split": span}
    return client.post(address(version, "edit"), data).status_code


def offered(html: str) -> list[str]:
    return re.findall(r'name="split" value="(\d+-\d+)"', html)


def test_page_names_file_lines_and_what_was_left_out(
    imported: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    html = " ".join(unescape(page(signed_in(author), imported)).split())
    assert "pump.txt</a>: the question from line 1, the answer from line 3." in html
    assert imported.imported_items.get().file.sha256 in html
    assert "You Might Also Like" in html


def test_embedded_question_becomes_one_of_its_own_with_one_click(
    imported: AnswerVersion, author: Person, signed_in: SignIn, topic: Category
) -> None:
    client = signed_in(author)
    (span,) = offered(page(client, imported))
    assert split(client, imported, span) == 302
    imported.refresh_from_db()
    new = AnswerVersion.objects.exclude(pk=imported.pk).get()
    assert (imported.body, new.wording, new.body) == (
        "It works well.",
        "How is a pump implanted?",
        "The pump is implanted in an operation.",
    )
    assert topic.placements.current().count() == 2
    assert f'href="{address(new)}"' in page(client, imported)


def test_text_typed_before_the_click_is_saved_with_it(
    imported: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    body = "It works very well. How is a pump implanted? The pump is implanted in an operation."
    start = body.index("How is")
    assert split(client, imported, f"{start}-{len(body)}", body=body) == 302
    imported.refresh_from_db()
    assert imported.body == "It works very well."


@pytest.mark.parametrize("span", ["0-5", "15-9999", "999999-999999"])
def test_passage_that_is_no_question_is_not_moved_and_nothing_is_saved(
    imported: AnswerVersion, author: Person, signed_in: SignIn, span: str
) -> None:
    assert split(signed_in(author), imported, span, sources="A textbook") == 409
    imported.refresh_from_db()
    assert imported.sources == ""
    assert AnswerVersion.objects.count() == 1


def test_split_over_a_colleagues_text_is_refused_and_shows_both(
    imported: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    html = page(client, imported)
    (span,) = offered(html)
    change(imported, colleague, body="The colleague's text.")
    response = client.post(
        address(imported, "edit"), inputs(html, Act.EDIT) | {"split": span, "body": "Mine."}
    )
    assert response.status_code == 409
    both = response.content.decode()
    assert "<ins>Mine.</ins>" in both
    assert "<ins>colleague&#x27;s</ins>" in both
    assert AnswerVersion.objects.count() == 1


def test_who_may_not_write_is_not_offered_the_button(
    imported: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    assert offered(page(signed_in(reviewer), imported)) == []
    workflow.submit(version=imported, by=author)
    assert offered(page(signed_in(author), imported)) == []
    data = {"split": "15-40", "wording": "x?", "body": "x", "token": workflow.editing_token(imported)}
    assert signed_in(reviewer).post(address(imported, "edit"), data).status_code == 403
    assert AnswerVersion.objects.count() == 1
