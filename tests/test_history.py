"""The history of an answer: every approved version with its dates, and no text that was taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from faq import clock, guards, workflow
from faq.difference import Passage, changed_lines, lines_of
from faq.history import AnswerHistory, answer_history
from faq.models import AnswerVersion, Person

from .conftest import change, sign


def history(version: AnswerVersion, moment: datetime | None = None) -> AnswerHistory:
    return answer_history(str(version.answer.identity), moment or clock.now())


def replaced(
    version: AnswerVersion, author: Person, reviewer: Person, body: str, note: str = ""
) -> AnswerVersion:
    draft = workflow.start_version(answer=version.answer, by=author)
    change(draft, author, body=body, change_note=note)
    return sign(workflow.submit(version=draft, by=author), reviewer)


@pytest.fixture
def two(approved: AnswerVersion, author: Person, reviewer: Person) -> AnswerVersion:
    """A second approved version, with another dose."""
    return replaced(
        approved, author, reviewer, "A pump that gives **60 mcg** a day.\n\n- Small\n- Round", "Another dose."
    )


def words(found: list[Passage], where: str) -> str:
    return "".join(passage.text for passage in found if passage.found_in == where)


def test_every_approved_version_is_listed_newest_first(two: AnswerVersion) -> None:
    told = history(two)
    assert [version.number for version in told.versions] == [2, 1]
    assert [version.previous for version in told.versions] == [1, None]
    assert told.versions[0].what_changed == "Another dose."


def test_drafts_and_returned_texts_are_no_part_of_it(
    two: AnswerVersion, author: Person, reviewer: Person
) -> None:
    draft = workflow.start_version(answer=two.answer, by=author)
    change(draft, author, body="Never approved: 600 mcg.")
    workflow.return_to_author(version=workflow.submit(version=draft, by=author), by=reviewer, note="Wrong.")
    assert [version.number for version in history(two).versions] == [2, 1]


def test_dates_are_those_of_the_signatures(
    draft: AnswerVersion, author: Person, reviewer: Person, at: Callable[..., Any]
) -> None:
    with at(date(2027, 1, 4)):
        first = sign(workflow.submit(version=draft, by=author), reviewer, days=100)
    with at(date(2027, 2, 5)):
        workflow.confirm(
            version=first,
            by=reviewer,
            content_hash=first.content_hash,
            next_review_on=date(2028, 2, 5),
        )
    with at(date(2027, 3, 6)):
        replaced(first, author, reviewer, "Another text.")
        newer, older = history(first).versions
        assert history(first, clock.now() - timedelta(days=20)).versions[0].replaced_on is None
    assert older.approved.on == date(2027, 1, 4)
    assert [signature.on for signature in older.confirmed] == [date(2027, 2, 5)]
    assert older.replaced_on == date(2027, 3, 6)
    assert newer.approved.on == date(2027, 3, 6)
    assert newer.replaced_on is None


def test_difference_is_told_in_the_words_that_patients_read(two: AnswerVersion) -> None:
    changes = history(two).versions[0].changes
    assert changes is not None
    assert words(changes[0], "first") == "50"
    assert words(changes[0], "second").startswith("60")
    assert "• Small" in "".join(passage.text for passages in changes for passage in passages)
    assert "**" not in "".join(passage.text for passages in changes for passage in passages)


def test_text_of_a_withdrawn_answer_is_in_no_difference(two: AnswerVersion, lead: Person) -> None:
    workflow.withdraw(answer=two.answer, by=lead, reason="A wrong dose.")
    told = history(two)
    assert [version.number for version in told.versions] == [2, 1]
    assert all(version.changes is None and version.what_changed == "" for version in told.versions)
    workflow.reinstate(answer=two.answer, by=lead, note="It was right.")
    assert history(two).versions[0].changes is not None


def test_text_that_was_replaced_while_withdrawn_is_in_no_difference_ever(
    approved: AnswerVersion, author: Person, reviewer: Person, lead: Person
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="A wrong dose.")
    two = replaced(
        approved, author, reviewer, "A pump that gives **5 mcg** a day.", "The dose was wrong: 50."
    )
    workflow.reinstate(answer=approved.answer, by=lead, note="The dose is right now.")
    newest = history(two).versions[0]
    assert (newest.changes, newest.what_changed) == (None, "")
    three = replaced(two, author, reviewer, "A pump that gives **6 mcg** a day.")
    newest = history(three).versions[0]
    assert newest.changes is not None
    assert "50" not in "".join(passage.text for passages in newest.changes for passage in passages)


def test_withdrawals_are_told_with_their_days(
    approved: AnswerVersion, lead: Person, at: Callable[..., Any]
) -> None:
    later = datetime(2030, 5, 3, 12, tzinfo=UTC)
    with at(later):
        workflow.withdraw(answer=approved.answer, by=lead, reason="A wrong dose.")
    with at(later + timedelta(days=2)):
        workflow.reinstate(answer=approved.answer, by=lead, note="It was right.")
        now, then = history(approved), history(approved, later + timedelta(days=1))
    assert [(time.since, time.until) for time in now.withdrawals] == [(date(2030, 5, 3), date(2030, 5, 5))]
    assert [(time.since, time.until) for time in then.withdrawals] == [(date(2030, 5, 3), None)]


def test_version_whose_text_was_tampered_with_is_left_out(two: AnswerVersion) -> None:
    guards.remove(connection)
    try:
        AnswerVersion.objects.filter(pk=two.pk).update(body="600 mcg")
        assert [version.number for version in history(two).versions] == [1]
    finally:
        guards.install(connection)


def test_page_lists_the_versions(two: AnswerVersion, patient: Client) -> None:
    page = patient.get(f"/questions/{two.answer.question.slug}/history/").content.decode()
    assert page.index("Version 2") < page.index("Version 1<")
    assert "Another dose." in page
    assert 'id="version-2"' in page


def test_question_page_says_what_changed_and_leads_to_the_difference(
    two: AnswerVersion, patient: Client
) -> None:
    slug = two.answer.question.slug
    page = patient.get(f"/questions/{slug}/").content.decode()
    assert "What changed in version 2:" in page
    assert f"/questions/{slug}/history/#version-2" in page


def test_page_of_a_withdrawn_answer_shows_dates_and_no_text(
    two: AnswerVersion, lead: Person, patient: Client
) -> None:
    workflow.withdraw(answer=two.answer, by=lead, reason="A wrong dose.")
    page = patient.get(f"/questions/{two.answer.question.slug}/history/").content.decode()
    assert "Version 1" in page
    assert "mcg" not in page
    assert "Another dose." not in page


def test_answer_that_was_never_approved_has_no_history(
    in_review: AnswerVersion, reviewer: Person, patient: Client
) -> None:
    address = f"/questions/{in_review.answer.question.slug}/history/"
    assert patient.get(address).status_code == 404
    workflow.announce(version=in_review, by=reviewer)
    assert patient.get(address).status_code == 404


def test_lines_are_those_that_a_reader_sees() -> None:
    html = (
        "<h3>Dose</h3><p>One <strong>or</strong>\ntwo</p><ul><li>A</li><li><p>B &amp; C</p></li></ul>"
        '<table><tr><th>Day</th><td>1</td></tr></table><p><img src="x" alt="A pump"></p>'
    )
    assert lines_of(html) == ["Dose", "One or two", "• A", "• B & C", "Day 1", "A pump"]


def test_what_is_alike_is_left_out_of_the_changes() -> None:
    assert changed_lines(["a b", "c"], ["a b", "c"]) == []
    (changed,) = changed_lines(["same", "give 50 mcg", "same too"], ["same", "give 500 mcg", "same too"])
    assert [(p.found_in, p.text) for p in changed] == [
        ("both", "give "),
        ("first", "50"),
        ("second", "500"),
        ("both", " mcg"),
    ]
