"""The chain of the trail, and the trail as a file that is kept elsewhere."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from faq import trail, trail_file, verification, workflow
from faq.models import AnswerVersion, Event, Person, TrailHead

Lines = list[dict[str, Any]]


def test_each_line_continues_the_one_before_it(approved: AnswerVersion) -> None:
    chain = list(trail.lines())
    assert [line["sequence"] for line in chain] == list(range(1, len(chain) + 1))
    assert [line["previous_hash"] for line in chain] == ["", *(line["hash"] for line in chain[:-1])]
    assert all(trail.line_hash(line) == line["hash"] for line in chain)
    assert trail.head_hash() == chain[-1]["hash"]


def test_line_says_who_did_what_over_which_text_and_what_it_left(
    approved: AnswerVersion, reviewer: Person
) -> None:
    line = Event.objects.get(kind=Event.Kind.APPROVED)
    approval = approved.approvals.get()
    assert (line.by, line.by_name, line.version, line.answer) == (
        reviewer,
        "reviewer",
        approved,
        approved.answer,
    )
    assert line.content_hash == approved.content_hash
    rows = trail.rows_of(trail.as_line(line))
    assert rows[f"approval:{approval.pk}"]["printed_role"] == "Pharmacist"
    assert rows[f"answerversion:{approved.pk}"]["state"] == "approved"


@pytest.mark.django_db(transaction=True)
def test_line_without_the_transaction_of_its_act_is_refused(author: Person) -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        trail.append(Event.Kind.EXPORTED, by=author)


def test_act_that_fails_leaves_no_line(draft: AnswerVersion, author: Person, monkeypatch: Any) -> None:
    before = trail.head_hash()
    monkeypatch.setattr(TrailHead, "save", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.submit(version=draft, by=author)
    draft.refresh_from_db()
    assert (draft.state, trail.head_hash()) == ("draft", before)
    assert not Event.objects.filter(kind=Event.Kind.SUBMITTED).exists()


def _forged(line: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A line with other values and a hash that fits them."""
    line = line | values
    return line | {"hash": trail.line_hash(line)}


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        (lambda c: [*c[:2], c[2] | {"by_name": "somebody"}, *c[3:]], "Line 3 was changed"),
        (lambda c: [*c[:2], c[2] | {"extra": 1}, *c[3:]], "Line 3 was changed"),
        (lambda c: [*c[:2], _forged(c[2], by_name="somebody"), *c[3:]], "Line 4 does not continue"),
        (lambda c: [*c[:2], *c[3:]], "Line 3 is missing"),
        (lambda c: c[1:], "Line 1 is missing"),
        (lambda c: [*c[:2], c[3], c[2], *c[4:]], "Line 3 is missing"),
        (
            lambda c: [*c[:3], _forged(c[2], sequence=4, previous_hash=c[2]["hash"]), *c[3:]],
            "Line 5 is missing",
        ),
        (lambda c: [*c, c[-1]], "Line 6 is missing"),
        (lambda c: [], ""),
    ],
)
def test_break_in_the_chain_is_found(
    approved: AnswerVersion, tamper: Callable[[Lines], Lines], finding: str
) -> None:
    chain = list(trail.lines())
    assert list(trail.break_in_chain(chain)) == []
    found = list(trail.break_in_chain(tamper(chain)))
    assert (finding in found[0]) if finding else found == []


def exported(path: Path) -> str:
    """Export the trail to a file; what the command says."""
    said = StringIO()
    call_command("export_trail", output=path, stderr=said)
    return said.getvalue()


def verified(path: Path, head: str = "") -> list[str]:
    return list(verification.verify_lines(trail_file.read(path), head))


def test_exported_trail_verifies_without_the_site(
    approved: AnswerVersion, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    path = tmp_path / "trail.jsonl"
    assert trail.head_hash() in exported(path)
    assert trail_file.summary(path) == trail_file.Summary(Event.objects.count(), trail.head_hash())
    with django_assert_num_queries(0):
        said = StringIO()
        call_command("verify_trail", file=path, head=trail_file.summary(path).head, stdout=said)
    assert "whole" in said.getvalue()


def test_trail_cut_short_is_found_by_a_head_kept_elsewhere(approved: AnswerVersion, tmp_path: Path) -> None:
    path = tmp_path / "trail.jsonl"
    exported(path)
    head = trail.head_hash()
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert verified(path) == []
    assert "were removed" in verified(path, head)[0]


def test_trail_that_has_grown_since_still_holds_the_old_head(
    in_review: AnswerVersion, reviewer: Person, tmp_path: Path
) -> None:
    head = trail.head_hash()
    workflow.return_to_author(version=in_review, by=reviewer, note="Say more.")
    exported(tmp_path / "trail.jsonl")
    assert verified(tmp_path / "trail.jsonl", head) == []


def test_trail_written_anew_is_found_by_a_head_kept_elsewhere(
    approved: AnswerVersion, tmp_path: Path
) -> None:
    previous, chain = "", []
    for line in trail.lines():
        chain.append(_forged(line, by_name="somebody", previous_hash=previous))
        previous = chain[-1]["hash"]
    trail_file.write(chain, tmp_path / "trail.jsonl")
    assert verified(tmp_path / "trail.jsonl") == []
    assert "written anew" in verified(tmp_path / "trail.jsonl", trail.head_hash())[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "It is empty"),
        (b"\xff\xfe\x00", "line 1"),
        (b"not JSON\n", "line 1"),
        (b"[1, 2]\n", "line 1"),
        (b'{"sequence": 1}\n', "line 1"),
        (b"{" * 100_000, "line 1"),
    ],
)
def test_file_that_is_no_trail_is_refused_in_plain_words(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "trail.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="is not a trail") as refused:
        call_command("verify_trail", file=path)
    assert says in str(refused.value)


def test_half_a_line_is_refused_in_plain_words(approved: AnswerVersion, tmp_path: Path) -> None:
    path = tmp_path / "trail.jsonl"
    exported(path)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(CommandError, match="line 5 is not a line of a trail"):
        call_command("verify_trail", file=path)


def test_missing_file_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("verify_trail", file=tmp_path / "nowhere.jsonl")


def test_file_that_cannot_be_written_is_refused_and_nothing_is_left(
    approved: AnswerVersion, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_trail", output=tmp_path / "nowhere" / "trail.jsonl")
    (tmp_path / "taken").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_trail", output=tmp_path / "taken")
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]


def test_export_that_breaks_off_leaves_the_former_file(tmp_path: Path) -> None:
    path = tmp_path / "trail.jsonl"
    path.write_text("the former one")

    def breaking_off() -> Any:
        yield {"hash": "0"}
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        trail_file.write(breaking_off(), path)
    assert path.read_text() == "the former one"
    assert list(tmp_path.iterdir()) == [path]


def test_export_to_the_standard_output_is_the_same(approved: AnswerVersion, tmp_path: Path) -> None:
    written, said = StringIO(), StringIO()
    call_command("export_trail", stdout=written, stderr=said)
    exported(tmp_path / "trail.jsonl")
    assert written.getvalue() == (tmp_path / "trail.jsonl").read_text()
    assert [json.loads(line) for line in written.getvalue().splitlines()] == list(trail.lines())


def test_text_with_every_kind_of_line_break_stays_on_one_line(
    draft: AnswerVersion, author: Person, tmp_path: Path
) -> None:
    workflow.edit(
        version=draft,
        by=author,
        text={"body": "a\u2028b\u2029c\u0085d\x0be\x0cf\ng\u202eh"},
        seen=workflow.editing_token(draft),
    )
    exported(tmp_path / "trail.jsonl")
    assert verified(tmp_path / "trail.jsonl", trail.head_hash()) == []


def test_database_keeps_the_hash_of_a_line_unique(approved: AnswerVersion) -> None:
    names = connection.introspection.get_constraints(connection.cursor(), Event._meta.db_table).values()
    unique = [c["columns"] for c in names if c["unique"]]
    assert ["hash"] in unique
    assert ["sequence"] in unique
