"""What somebody typed and never saved: kept for its writer alone, and never lost to another page of the same writer."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from faq import clock, presence, trail, workflow, working_copies
from faq.models import AnswerVersion, Event, Person, WorkingCopy
from faq.policy import NotAllowed, WorkflowError
from faq.verification import verify_site

from .conftest import change, sign
from .test_concurrency import at_once

TEXT = {"wording": "What is a baclofen pump?", "body": "An hour of work.", "sources": ""}


def keep(
    by: Person, version: AnswerVersion | None, body: str, page: str = "a", step: int = 1, **more: Any
) -> None:
    working_copies.keep(by=by, version=version, text=TEXT | {"body": body}, lineage=page, step=step, **more)


def bodies(by: Person, version: AnswerVersion | None) -> list[str]:
    copies = working_copies.kept(by=by, answer=version.answer_id if version else None)
    return [copy.text["body"] for copy in copies]


@pytest.mark.parametrize("is_new", [False, True])
def test_the_newest_of_one_page_is_kept_and_is_no_act(
    draft: AnswerVersion, author: Person, colleague: Person, is_new: bool
) -> None:
    version, before = None if is_new else draft, trail.head_hash()
    for step, body in enumerate(["A", "An", "An hour"]):
        keep(colleague, version, body, step=step)
    assert bodies(colleague, version) == ["An hour"]
    assert trail.head_hash() == before
    assert draft.contributors.get().person == author
    draft.refresh_from_db()
    assert draft.body == "A pump that gives **50 mcg** a day."
    assert list(verify_site()) == []


def test_a_request_that_comes_late_changes_nothing(draft: AnswerVersion, author: Person) -> None:
    keep(author, draft, "Later.", step=2)
    keep(author, draft, "Earlier.", step=1)
    assert bodies(author, draft) == ["Later."]


def test_another_page_of_the_same_writer_never_takes_a_copys_place(
    draft: AnswerVersion, author: Person
) -> None:
    for step in range(1, 4):
        keep(author, draft, f"First tab {step}.", page="a", step=step)
        keep(author, draft, f"Second tab {step}.", page="b", step=step)
    assert bodies(author, draft) == ["Second tab 3.", "First tab 3."]


def test_a_page_that_goes_on_from_a_copy_takes_its_place(draft: AnswerVersion, author: Person) -> None:
    keep(author, draft, "Before the crash.", page="a")
    keep(author, draft, "Not decided yet.", page="b")
    keep(author, draft, "Before the crash, and after.", page="c", instead_of=["a"])
    assert bodies(author, draft) == ["Before the crash, and after.", "Not decided yet."]


def test_only_so_many_are_set_aside(draft: AnswerVersion, author: Person) -> None:
    for number in range(10):
        keep(author, draft, f"Tab {number}.", page=str(number))
    assert bodies(author, draft) == [f"Tab {number}." for number in (9, 8, 7, 6, 5)]


def test_giving_one_up_leaves_the_others(draft: AnswerVersion, author: Person) -> None:
    for page in "abc":
        keep(author, draft, f"{page}.", page=page)
    working_copies.forget(by=author, version=draft, lineages=["c"])
    assert bodies(author, draft) == ["b.", "a."]
    working_copies.forget(by=author, version=draft, lineages=["a"])
    working_copies.forget(by=author, version=draft, lineages=["b"])
    assert not WorkingCopy.objects.exists()


def test_a_copy_that_says_what_the_draft_says_is_not_offered(draft: AnswerVersion, author: Person) -> None:
    keep(author, draft, "Saved.")
    change(draft, author, body="Saved.\n")
    assert bodies(author, draft) == []
    keep(author, draft, "New.", page="b")
    assert bodies(author, draft) == ["New."]


def test_nobody_reads_or_forgets_the_copy_of_another(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    keep(author, draft, "Mine.")
    assert bodies(colleague, draft) == []
    working_copies.forget(by=colleague, version=draft, lineages=["a"])
    keep(colleague, draft, "Theirs.", instead_of=["a"])
    assert bodies(author, draft) == ["Mine."]


def test_whoever_does_not_write_keeps_nothing(
    draft: AnswerVersion, reviewer: Person, lead: Person, person: Callable[..., Person]
) -> None:
    for by in (reviewer, lead, person("root", is_superuser=True)):
        with pytest.raises(NotAllowed, match="Ask a lead"):
            keep(by, draft, "Text.")
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ({"body": "x" * 100_001}, "too long"),
        ({"wording": "x" * 301}, "too long"),
        ({"change_note": "x" * 501}, "too long"),
        ({"body": "a\x00b"}, "invisible character"),
        ({"sources": "\ud800"}, "invisible character"),
        ({"language": "x" * 21}, "no choice"),
        ({"question": "1\x00"}, "no choice"),
        ({"topics": ["1"] * 501}, "no choice"),
    ],
)
def test_what_no_draft_could_hold_is_refused(author: Person, text: dict[str, Any], said: str) -> None:
    with pytest.raises(WorkflowError, match=said):
        working_copies.keep(by=author, version=None, text=TEXT | text, lineage="a", step=1)
    assert not WorkingCopy.objects.exists()


def test_inputs_that_the_editor_does_not_have_are_not_kept(author: Person) -> None:
    working_copies.keep(
        by=author, version=None, text=TEXT | {"state": "approved", "topics": ["1"]}, lineage="a", step=1
    )
    assert set(WorkingCopy.objects.get().text) == {*TEXT, "topics"}


def test_a_copy_of_a_text_that_is_no_draft_any_more_is_still_there(
    draft: AnswerVersion, author: Person, reviewer: Person
) -> None:
    keep(author, draft, "Typed while it was submitted.")
    approved = sign(workflow.submit(version=draft, by=author), reviewer)
    workflow.start_version(answer=approved.answer, by=author)
    (copy,) = working_copies.kept(by=author, answer=draft.answer_id)
    assert (copy.version, copy.for_copying) == (
        draft,
        "What is a baclofen pump?\n\nTyped while it was submitted.",
    )


def test_the_text_that_somebody_began_from_is_found_on_the_trail(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    tokens = {}
    for body in ("One.", "Two.", "Three."):
        change(draft, author, body=body)
        draft.refresh_from_db()
        tokens[body] = workflow.editing_token(draft)
    change(draft, colleague, wording="Another?")
    for body, token in tokens.items():
        found = working_copies.text_begun_from(draft, token)
        assert found is not None
        assert (found["body"], found["wording"]) == (body, "What is a baclofen pump?")
    assert working_copies.text_begun_from(draft, "0" * 64) is None
    assert working_copies.text_begun_from(draft, "") is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [False, True])
def test_first_copies_at_the_same_moment_are_all_kept(
    draft: AnswerVersion, author: Person, is_new: bool
) -> None:
    version = None if is_new else draft
    outcomes = at_once(
        *(lambda page=page: keep(author, version, f"{page}.", page=page) for page in "abcd")  # type: ignore[misc]
    )
    assert outcomes == [None] * 4
    assert WorkingCopy.objects.count() == 1
    assert set(bodies(author, version)) == {"a.", "b.", "c.", "d."}


@pytest.mark.django_db(transaction=True)
def test_acts_and_ten_copies_a_second_do_not_get_into_each_others_way(
    draft: AnswerVersion, author: Person, colleague: Person, person: Callable[..., Person]
) -> None:
    writers = [person(f"writer{number}", "author") for number in range(5)]
    done, slowest = threading.Event(), [0.0]

    def autosave(by: Person) -> int:
        for step in range(1, 200):
            started = time.monotonic()
            keep(by, draft, f"Text {step}. " * 500, page=by.username, step=step)
            presence.see(by=by, version=draft)
            slowest[0] = max(slowest[0], time.monotonic() - started)
            if done.wait(0.4):  # five people, so about ten in a second
                break
        return step

    def act() -> int:
        for number in range(10):
            change(draft, (author, colleague)[number % 2], body=f"Saved {number}.")
            time.sleep(0.1)
        done.set()
        return 10

    outcomes = at_once(act, *(lambda by=by: autosave(by) for by in writers))  # type: ignore[misc]
    assert outcomes[0] == 10
    assert all(isinstance(steps, int) for steps in outcomes), outcomes
    assert Event.objects.filter(version=draft, kind=Event.Kind.EDITED).count() == 10
    assert slowest[0] < 5
    assert list(verify_site()) == []


# --- Presence ------------------------------------------------------------------------------------


def test_whoever_has_the_editor_open_is_named_to_the_others(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    presence.see(by=author, version=draft)
    assert presence.others(than=colleague, at=draft) == [author]
    assert presence.others(than=author, at=draft) == []
    presence.leave(by=author, version=draft)
    assert presence.others(than=colleague, at=draft) == []


def test_whoever_gives_no_sign_of_life_is_gone(
    draft: AnswerVersion, author: Person, colleague: Person, at: Callable[..., Any]
) -> None:
    now = clock.now()
    with at(now):
        presence.see(by=author, version=draft)
    with at(now + presence.GONE_AFTER / 2):
        presence.see(by=author, version=draft)
    with at(now + presence.GONE_AFTER * 1.4):
        assert presence.others(than=colleague, at=draft) == [author]
    with at(now + presence.GONE_AFTER * 1.6):
        assert presence.others(than=colleague, at=draft) == []


def test_signs_of_life_are_written_only_now_and_then(
    draft: AnswerVersion, author: Person, django_assert_num_queries: Any
) -> None:
    presence.see(by=author, version=draft)
    with django_assert_num_queries(2):  # roles, and whether it was just written
        presence.see(by=author, version=draft)


def test_nobody_is_present_at_a_text_that_cannot_be_changed(
    draft: AnswerVersion, author: Person, colleague: Person
) -> None:
    presence.see(by=author, version=draft)
    workflow.submit(version=draft, by=author)
    draft.refresh_from_db()
    presence.see(by=colleague, version=draft)
    assert presence.others(than=colleague, at=draft) == presence.others(than=author, at=draft) == []


def test_whoever_does_not_write_is_not_present(draft: AnswerVersion, reviewer: Person) -> None:
    with pytest.raises(NotAllowed):
        presence.see(by=reviewer, version=draft)
