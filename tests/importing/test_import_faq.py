"""The command that imports a file."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faq.models import Category, ImportedFile, Person, Question

TEXT = "What is a pump?\n\nA disc. Who can have one?\n\nHow is it refilled?\n\nWith a needle.\n\nYou Might Also Like\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "pump.txt"
    file.write_text(TEXT)
    return file


def test_reports_questions_findings_and_left_overs(
    file: Path, topic: Category, author: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_faq", str(file), "--category", "baclofen PUMP", "--as", "author")
    said = capsys.readouterr().out
    for words in (
        "Line 1: What is a pump?",
        "Look at line 3",
        "Who can have one?",
        "You Might Also Like",
        "2 new",
    ):
        assert words in said
    assert Question.objects.count() == 2


def test_dry_run_writes_nothing(file: Path, topic: Category, author: Person) -> None:
    call_command("import_faq", str(file), "--category", topic.slug, "--as", "author", "--dry-run")
    assert not Question.objects.exists()
    assert not ImportedFile.objects.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"--category": "Kidneys"}, "There is no topic “Kidneys”. The topics are: “Baclofen pump”"),
        ({"--as": "nobody"}, "There is no account “nobody”"),
        ({"--as": "reviewer"}, "needs the role “author”"),
        ({"file": "missing.txt"}, "cannot be read"),
    ],
)
def test_mistakes_are_named_and_nothing_is_written(
    file: Path, topic: Category, author: Person, reviewer: Person, options: dict[str, str], message: str
) -> None:
    given = {"file": str(file), "--category": topic.slug, "--as": "author"} | options
    name = given.pop("file")
    with pytest.raises(CommandError, match=message):
        call_command("import_faq", name, *[word for option in given.items() for word in option])
    assert not Question.objects.exists()


def test_unreadable_file_is_refused_in_plain_words(file: Path, topic: Category, author: Person) -> None:
    file.write_bytes(b"")
    with pytest.raises(CommandError, match="This file is empty"):
        call_command("import_faq", str(file), "--category", topic.slug, "--as", "author")
