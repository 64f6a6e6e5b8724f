"""Imports on the desk: nothing before the confirmation, all of it after, and never in another's name."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from faq import topics
from faq.admin import held_files
from faq.importing.load import import_file
from faq.models import Answer, Category, Event, ImportedFile, Person
from tests.conftest import write

SignIn = Callable[[Person], Client]
TEXT = (
    b"What is a pump?\nA device that gives medicine.\n\nHow does it work?\nIt drips.\n\nYou Might Also Like\n"
)
CHOOSE = "admin:faq_importedfile_add"
CONFIRM = "admin:faq_importedfile_confirm"


@pytest.fixture(autouse=True)
def held(settings: Any, tmp_path: Path) -> Path:
    """The folder of files that wait, in a place of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "uploads-to-confirm"


def _choose(client: Client, category: Category | None, data: bytes = TEXT, name: str = "pump.txt") -> Any:
    sent = {"file": SimpleUploadedFile(name, data), "category": category.pk if category else ""}
    return client.post(reverse(CHOOSE), sent)


def _confirm(client: Client, preview: Any, **more: str) -> Any:
    return client.post(reverse(CONFIRM), {"note": preview.context["note"], **more}, follow=True)


def test_the_preview_shows_each_question_and_the_left_overs_and_writes_nothing(
    topic: Category, author: Person, signed_in: SignIn
) -> None:
    before = Event.objects.count()
    preview = _choose(signed_in(author), topic)

    assert [item.question for item in preview.context["report"].items] == [
        "What is a pump?",
        "How does it work?",
    ]
    for shown in ("What is a pump?", "You Might Also Like", "Import as drafts"):
        assert shown in preview.content.decode()
    assert (Answer.objects.count(), ImportedFile.objects.count(), Event.objects.count()) == (0, 0, before)


def test_what_was_confirmed_becomes_drafts_and_a_page_that_links_them(
    topic: Category, author: Person, signed_in: SignIn, held: Path
) -> None:
    client = signed_in(author)
    page = _confirm(client, _choose(client, topic))

    file = ImportedFile.objects.get()
    assert page.redirect_chain[-1][0] == reverse("admin:faq_importedfile_change", args=[file.pk])
    assert (file.name, file.imported_by, file.category) == ("pump.txt", author, topic)
    for answer in Answer.objects.all():
        assert reverse("admin:faq_answer_change", args=[answer.pk]) in page.content.decode()
    assert Answer.objects.count() == 2
    assert list(held.iterdir()) == []


def test_whoever_cancels_leaves_nothing_behind(
    topic: Category, author: Person, signed_in: SignIn, held: Path
) -> None:
    client = signed_in(author)
    _confirm(client, _choose(client, topic), cancel="1")

    assert not Answer.objects.exists()
    assert list(held.iterdir()) == []


def test_a_confirmation_works_once(topic: Category, author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    preview = _choose(client, topic)
    _confirm(client, preview)
    again = _confirm(client, preview)

    assert "no longer held" in again.content.decode()
    assert ImportedFile.objects.count() == 1


def test_the_same_file_again_has_nothing_to_confirm(
    topic: Category, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    _confirm(client, _choose(client, topic))
    preview = _choose(client, topic)

    assert "There is nothing to import" in preview.content.decode()
    assert "nothing was written" in _confirm(client, preview).content.decode()
    assert ImportedFile.objects.count() == 1


def test_an_import_that_would_do_something_else_than_previewed_is_previewed_anew(
    topic: Category, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    preview = _choose(client, topic)
    write(author, topic, "What is a pump?", "Somebody was faster.")

    anew = _confirm(client, preview)

    assert "has changed since you saw the preview" in anew.content.decode()
    assert not ImportedFile.objects.exists()
    _confirm(client, anew)
    assert ImportedFile.objects.count() == 1


def test_a_note_imports_for_nobody_but_the_person_who_saw_the_preview(
    topic: Category, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    preview = _choose(signed_in(author), topic)
    page = _confirm(signed_in(colleague), preview)

    assert "no longer held" in page.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("note", ["", "made up", "e30:1abc:def", "../../etc/passwd"])
def test_a_note_that_the_site_did_not_sign_is_refused(
    topic: Category, author: Person, signed_in: SignIn, note: str
) -> None:
    page = signed_in(author).post(reverse(CONFIRM), {"note": note}, follow=True)

    assert "no longer held" in page.content.decode()


def test_bytes_that_were_exchanged_on_the_disk_are_not_imported(
    topic: Category, author: Person, signed_in: SignIn, held: Path
) -> None:
    client = signed_in(author)
    preview = _choose(client, topic)
    next(held.iterdir()).write_bytes(b"Something else?\nYes.\n")

    assert "no longer held" in _confirm(client, preview).content.decode()
    assert not Answer.objects.exists()


def test_a_held_file_goes_after_a_day(topic: Category, author: Person, signed_in: SignIn, held: Path) -> None:
    client = signed_in(author)
    _choose(client, topic)
    (waiting,) = held.iterdir()
    long_ago = waiting.stat().st_mtime - held_files.KEPT_FOR - 1
    os.utime(waiting, (long_ago, long_ago))

    _choose(client, topic, b"Another question?\nYes.\n")

    assert waiting not in held.iterdir()


def test_nobody_else_on_the_server_reads_a_held_file(
    topic: Category, author: Person, signed_in: SignIn, held: Path
) -> None:
    _choose(signed_in(author), topic)

    assert held.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"Is it?\nYes\x00.\n", "NUL"),
        (b"Just words.\n", "question"),
        (b"Is it?\n" + b"x" * (10 * 1024 * 1024), "too large"),
    ],
    ids=["empty", "binary", "NUL", "no questions", "too large"],
)
def test_a_file_that_cannot_be_imported_is_refused_beside_its_field(
    topic: Category, author: Person, signed_in: SignIn, data: bytes, words: str
) -> None:
    page = _choose(signed_in(author), topic, data)

    assert words in str(page.context["form"].errors["file"])
    assert not Answer.objects.exists()


def test_file_and_topic_are_asked_for(topic: Category, author: Person, signed_in: SignIn) -> None:
    page = signed_in(author).post(reverse(CHOOSE), {"category": "999"})

    assert set(page.context["form"].errors) == {"file", "category"}


def test_a_file_in_another_encoding_says_so(topic: Category, author: Person, signed_in: SignIn) -> None:
    preview = _choose(signed_in(author), topic, "Is a café open?\nNaïve.\n".encode("cp1252"))

    assert "Windows-1252" in preview.content.decode()
    assert "Is a café open?" in preview.content.decode()


@pytest.mark.parametrize("who", ["reviewer", "lead"])
def test_only_authors_import(who: str, topic: Category, signed_in: SignIn, request: Any) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse(CHOOSE)).status_code == 403
    assert _choose(client, topic).status_code == 403
    assert client.post(reverse(CONFIRM), {"note": "x"}).status_code == 403


def test_a_role_lost_between_preview_and_confirmation_counts(
    topic: Category, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    preview = _choose(client, topic)
    author.groups.clear()

    _confirm(client, preview)

    assert not Answer.objects.exists()


def test_a_confirmation_is_a_post(topic: Category, author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    preview = _choose(client, topic)

    assert client.get(reverse(CONFIRM), {"note": preview.context["note"]}).status_code == 405


def test_an_imported_file_cannot_be_changed(topic: Category, everything: Person, signed_in: SignIn) -> None:
    report = import_file(name="pump.txt", data=TEXT, category=topic, by=everything)
    address = reverse("admin:faq_importedfile_change", args=[report.file_id])

    assert signed_in(everything).post(address, {"name": "other.txt"}).status_code == 403
    assert ImportedFile.objects.get().name == "pump.txt"


def test_the_list_needs_the_same_queries_for_one_file_and_for_many(
    topic: Category,
    author: Person,
    lead: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    import_file(name="pump.txt", data=TEXT, category=topic, by=author)
    client = signed_in(author)
    client.get(reverse("admin:faq_importedfile_changelist"))
    with django_assert_num_queries(9):
        client.get(reverse("admin:faq_importedfile_changelist"))
    for n in range(5):
        other = topics.create(by=lead, slug=f"t{n}", title=f"T{n}")
        import_file(name=f"pump{n}.txt", data=TEXT, category=other, by=author)
    with django_assert_num_queries(9):
        client.get(reverse("admin:faq_importedfile_changelist"))
