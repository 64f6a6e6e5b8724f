"""``manage.py export_answers``: a whole file or none, and plain words when it cannot be."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from faq import clock, trail
from faq.exports import FORMATS
from faq.models import AnswerVersion, Event, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.json"


def export(*arguments: str) -> None:
    call_command("export_answers", "--format", "json", *arguments)


def questions(file: Path) -> list[str]:
    return [record["question"] for record in json.loads(file.read_bytes())["records"]]


def test_the_file_holds_the_export_and_nothing_is_left_beside_it(approved: AnswerVersion, file: Path) -> None:
    file.write_text("an older export")

    export("-o", str(file))

    assert questions(file) == [approved.wording]
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("format", FORMATS)
def test_without_a_file_it_goes_to_standard_output(
    approved: AnswerVersion, format: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    call_command("export_answers", format=format)

    written, _ = capfdbinary.readouterr()
    assert approved.content_hash.encode() in written
    assert written.startswith(b"{" if format == "json" else b"\xef\xbb\xbfidentity,")


def test_with_an_account_it_is_an_event(approved: AnswerVersion, author: Person, file: Path) -> None:
    export("--as", "author", "-o", str(file))

    event = Event.objects.latest("sequence")
    assert (event.kind, event.by) == (Event.Kind.EXPORTED, author)
    assert json.loads(file.read_bytes())["trail_head"] == event.hash


def test_without_an_account_it_is_no_event(approved: AnswerVersion, file: Path) -> None:
    before = trail.head_hash()

    export("-o", str(file))

    assert trail.head_hash() == before


def test_one_topic_by_its_title(every_state: dict[str, AnswerVersion], file: Path) -> None:
    export("--category", "Baclofen pump", "--category", "baclofen-pump", "-o", str(file))

    assert questions(file) == ["Approved?", "Being updated?", "Superseded?"]


def test_as_of_a_day(approved: AnswerVersion, file: Path, at: Any) -> None:
    with at(clock.today() + timedelta(days=40)):
        export("--as-of", (clock.today() - timedelta(days=10)).isoformat(), "-o", str(file))
        then = questions(file)
        export("--as-of", (clock.today() - timedelta(days=41)).isoformat(), "-o", str(file))

    assert (then, questions(file)) == ([approved.wording], [])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--category", "Unknown"], "There is no topic “Unknown”"),
        (["--as-of", "yesterday"], "“yesterday” is not a date"),
        (["--as-of", "2999-01-01"], "still to come"),
        (["--as", "nobody"], "There is no account “nobody”"),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_written(
    approved: AnswerVersion, file: Path, arguments: list[str], message: str
) -> None:
    before = trail.head_hash()

    with pytest.raises(CommandError, match=message) as refused:
        export(*arguments, "-o", str(file))

    assert refused.value.returncode == 1
    assert list(file.parent.iterdir()) == []
    assert trail.head_hash() == before


@pytest.mark.parametrize("place", ["", "missing/answers.json", "blocked/answers.json"])
def test_a_place_that_cannot_be_written_is_explained_before_anything_is_recorded(
    approved: AnswerVersion, author: Person, tmp_path: Path, place: str
) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be")
    before = trail.head_hash()

    with pytest.raises(CommandError, match=r"cannot be written|is a folder"):
        export("--as", "author", "-o", str(tmp_path / place))

    assert trail.head_hash() == before
    assert [path.name for path in tmp_path.iterdir()] == ["blocked"]


def test_an_export_that_breaks_off_leaves_the_older_file(
    approved: AnswerVersion, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("an older export")

    def breaks_off(*_: Any) -> Iterator[Any]:
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr("faq.exports.download.records", breaks_off)

    with pytest.raises(CommandError, match="No space left on device"):
        export("-o", str(file))

    assert file.read_text() == "an older export"
    assert list(file.parent.iterdir()) == [file]
