"""Terms: who may write, approve and retire what a word means, and what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from faq import clock, terms
from faq.models import Event, Person, Term, TermDefinition
from faq.policy import NotAllowed, WorkflowError
from faq.verification import verify_site
from tests.conftest import NOON

TEXT = "Your muscles are stiff and hard to relax."
BETTER = "Muscles that are stiff and hard to relax."


def define(by: Person, name: str = "spasticity", text: str = TEXT, **fields: Any) -> TermDefinition:
    """Propose a definition as somebody who has the term as it stands on the screen."""
    language = fields.pop("language", "en")
    newest = TermDefinition.objects.filter(term__name=name, term__language=language).last()
    seen = fields.pop("seen", newest.pk if newest else None)
    return terms.define(by=by, name=name, language=language, text=text, seen=seen, **fields)


def approve(definition: TermDefinition, by: Person) -> TermDefinition:
    return terms.approve(definition=definition, by=by, seen=terms.text_hash(definition))


def shown() -> list[str]:
    """What patients read now."""
    return [d.text for d in TermDefinition.objects.approved_at_moment(clock.now())]


@pytest.fixture
def waiting(author: Person) -> TermDefinition:
    return define(author)


@pytest.fixture
def approved(waiting: TermDefinition, reviewer: Person) -> TermDefinition:
    return approve(waiting, reviewer)


def test_a_definition_is_shown_once_a_colleague_has_approved_it(
    waiting: TermDefinition, reviewer: Person
) -> None:
    assert shown() == []
    approve(waiting, reviewer)
    assert shown() == [TEXT]


def test_a_better_text_replaces_the_former_one_only_once_approved(
    approved: TermDefinition, colleague: Person, reviewer: Person
) -> None:
    better = define(colleague, text=BETTER)
    assert shown() == [TEXT]
    approve(better, reviewer)
    assert shown() == [BETTER]


def test_a_retired_term_is_shown_no_longer_but_on_the_days_before(
    approved: TermDefinition, lead: Person, at: Callable[[Any], AbstractContextManager[None]]
) -> None:
    later = clock.now() + timedelta(days=2)
    with at(later):
        terms.retire(term=approved.term, by=lead, reason="Nobody uses it.")
        assert shown() == []
    before = TermDefinition.objects.approved_at_moment(later - timedelta(days=1))
    assert [definition.text for definition in before] == [TEXT]


def test_a_former_text_does_not_come_back_when_the_newer_one_is_retired(
    approved: TermDefinition, colleague: Person, reviewer: Person, lead: Person
) -> None:
    approve(define(colleague, text=BETTER), reviewer)
    terms.retire(term=approved.term, by=lead, reason="Nobody uses it.")
    assert shown() == []


def test_retiring_gives_up_what_waits_for_a_colleague(
    approved: TermDefinition, author: Person, lead: Person, reviewer: Person
) -> None:
    better = define(author, text=BETTER)
    terms.retire(term=approved.term, by=lead, reason="Nobody uses it.")
    better.refresh_from_db()
    assert better.retired_by == lead
    with pytest.raises(NotAllowed):
        approve(better, reviewer)


def test_a_retired_term_can_be_explained_again(
    approved: TermDefinition, author: Person, lead: Person, reviewer: Person
) -> None:
    terms.retire(term=approved.term, by=lead, reason="By mistake.")
    again = define(author)
    assert again.term == approved.term
    approve(again, reviewer)
    assert shown() == [TEXT]


@pytest.mark.parametrize("who", ["author", "lead", "colleague"])
def test_authors_and_leads_propose(who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    assert define(person).written_by == person


def test_a_reviewer_alone_does_not_propose(reviewer: Person) -> None:
    with pytest.raises(NotAllowed, match="needs the role “author or lead”"):
        define(reviewer)
    assert not Term.objects.exists()


@pytest.mark.parametrize("who", ["author", "lead"])
def test_only_reviewers_approve(waiting: TermDefinition, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed, match="needs the role “reviewer”"):
        approve(waiting, request.getfixturevalue(who))
    assert shown() == []


def test_being_superuser_is_no_role(waiting: TermDefinition, person: Callable[..., Person]) -> None:
    with pytest.raises(NotAllowed):
        approve(waiting, person("superuser", is_superuser=True))


def test_nobody_approves_what_they_wrote(colleague: Person) -> None:
    with pytest.raises(NotAllowed, match="you wrote it"):
        approve(define(colleague), colleague)
    assert shown() == []


def test_nobody_approves_a_text_whose_earlier_wording_they_wrote(colleague: Person, author: Person) -> None:
    define(colleague)
    nearly_the_same = define(author, text=BETTER)
    with pytest.raises(NotAllowed, match="you wrote an earlier text"):
        approve(nearly_the_same, colleague)
    assert shown() == []


def test_having_written_a_text_before_the_last_approval_does_not_count(
    colleague: Person, author: Person, reviewer: Person
) -> None:
    approve(define(colleague), reviewer)
    approve(define(author, text=BETTER), colleague)
    assert shown() == [BETTER]


def test_a_single_clinician_approves_what_they_wrote_and_it_says_so(colleague: Person, settings: Any) -> None:
    settings.SINGLE_CLINICIAN = True
    define(colleague)
    definition = approve(define(colleague, text=BETTER), colleague)
    assert definition.approved_by_author
    assert shown() == [BETTER]
    assert verify_site() == []


def test_a_colleagues_approval_on_a_site_of_one_clinician_claims_no_less(
    waiting: TermDefinition, reviewer: Person, settings: Any
) -> None:
    settings.SINGLE_CLINICIAN = True
    assert not approve(waiting, reviewer).approved_by_author


def test_only_leads_retire_a_term(approved: TermDefinition, colleague: Person) -> None:
    with pytest.raises(NotAllowed, match="needs the role “lead”"):
        terms.retire(term=approved.term, by=colleague, reason="No.")
    assert shown() == [TEXT]


def test_what_is_not_explained_cannot_be_retired(approved: TermDefinition, lead: Person) -> None:
    terms.retire(term=approved.term, by=lead, reason="Nobody uses it.")
    with pytest.raises(NotAllowed, match="nothing to take off"):
        terms.retire(term=approved.term, by=lead, reason="Again.")


def test_nothing_is_approved_twice(approved: TermDefinition, colleague: Person) -> None:
    with pytest.raises(NotAllowed, match="does not wait"):
        approve(approved, colleague)


def test_an_approval_of_another_text_than_was_read_is_refused(
    waiting: TermDefinition, author: Person, reviewer: Person
) -> None:
    read = terms.text_hash(waiting)
    newer = define(author, text=BETTER)
    with pytest.raises(WorkflowError, match="not the text that you had on the screen"):
        terms.approve(definition=newer, by=reviewer, seen=read)
    with pytest.raises(NotAllowed, match="does not wait"):
        terms.approve(definition=waiting, by=reviewer, seen=read)
    assert shown() == []


def test_a_text_that_no_act_left_is_not_approved(author: Person, reviewer: Person) -> None:
    term = define(author).term
    terms.turn_down(definition=term.definitions.get(), by=author, reason="Mine.")
    forged = TermDefinition.objects.create(
        term=term, text="500 mcg", written_at=clock.now(), written_by=author
    )
    with pytest.raises(WorkflowError, match="changed outside the desk"):
        approve(forged, reviewer)
    assert shown() == []


@pytest.mark.parametrize("who", ["author", "reviewer", "lead"])
def test_what_waits_can_be_turned_down_with_a_reason(
    waiting: TermDefinition, who: str, request: pytest.FixtureRequest
) -> None:
    terms.turn_down(definition=waiting, by=request.getfixturevalue(who), reason="Too long.")
    waiting.refresh_from_db()
    assert waiting.retired_at is not None
    assert "Too long." in Event.objects.latest("sequence").detail


def test_an_author_does_not_turn_down_what_a_colleague_wrote(
    waiting: TermDefinition, person: Callable[..., Person]
) -> None:
    with pytest.raises(NotAllowed, match="needs the role"):
        terms.turn_down(definition=waiting, by=person("other", "author"), reason="Mine is better.")


def test_turning_down_leaves_what_patients_read(
    approved: TermDefinition, author: Person, reviewer: Person
) -> None:
    terms.turn_down(definition=define(author, text=BETTER), by=reviewer, reason="The former one is clearer.")
    assert shown() == [TEXT]


def test_what_is_approved_is_not_turned_down(approved: TermDefinition, reviewer: Person) -> None:
    with pytest.raises(NotAllowed, match="does not wait"):
        terms.turn_down(definition=approved, by=reviewer, reason="On second thoughts.")
    assert shown() == [TEXT]


def test_a_second_proposal_takes_the_place_of_the_first_and_both_are_kept(
    waiting: TermDefinition, author: Person
) -> None:
    better = define(author, text=BETTER)
    waiting.refresh_from_db()
    assert (waiting.retired_by, better.retired_by) == (author, None)
    assert TermDefinition.objects.count() == 2


@pytest.mark.parametrize("seen", [None, 999_999])
def test_a_colleagues_text_is_not_given_up_unseen(
    waiting: TermDefinition, colleague: Person, seen: int | None
) -> None:
    with pytest.raises(WorkflowError, match=r"since you opened it|in the list already"):
        define(colleague, text=BETTER, seen=seen)
    waiting.refresh_from_db()
    assert waiting.retired_at is None


@pytest.mark.parametrize("name", ["Spasticity", " spasticity ", "SPASTICITY"])
def test_a_term_stands_in_the_list_once_however_it_is_spelled(
    waiting: TermDefinition, colleague: Person, name: str
) -> None:
    with pytest.raises(WorkflowError, match="in the list already") as refused:
        terms.define(by=colleague, name=name, language="en", text=BETTER)
    assert refused.value.field == "name"
    assert Term.objects.count() == 1


def test_each_language_has_a_term_of_its_own(waiting: TermDefinition, author: Person) -> None:
    define(author, "spasticity", "Otra cosa.", language="es")
    assert Term.objects.count() == 2


def test_the_same_text_again_is_refused(approved: TermDefinition, colleague: Person) -> None:
    with pytest.raises(WorkflowError, match="already"):
        define(colleague)


@pytest.mark.parametrize(
    ("name", "forms", "field"), [("tight", "spastic", "other_forms"), ("Spastic", "", "name")]
)
def test_a_form_means_one_thing_only(author: Person, name: str, forms: str, field: str) -> None:
    define(author, other_forms="spastic\nspasms")
    with pytest.raises(WorkflowError, match="explained under “spasticity” already") as refused:
        define(author, name, "Something else.", other_forms=forms)
    assert refused.value.field == field


def test_a_form_of_a_retired_term_is_free_again(author: Person, reviewer: Person, lead: Person) -> None:
    first = approve(define(author, other_forms="spastic"), reviewer)
    approve(define(author, text=BETTER, other_forms="spastic"), reviewer)
    terms.retire(term=first.term, by=lead, reason="Under another name now.")
    assert define(author, "spastic", "Something else.").term.name == "spastic"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "x"),
        ("name", "(pump)"),
        ("name", "n" * 101),
        ("name", "pu\x00mp"),
        ("name", "pu\u202emp"),
        ("name", "https://pump.example"),
        ("text", ""),
        ("text", "\n"),
        ("text", "t" * 401),
        ("text", "a\x07b"),
        ("text", "a\ud800b"),
        ("other_forms", "pumps\n-"),
        ("other_forms", "f" * 101),
        ("other_forms", "\n".join(f"form {n}" for n in range(31))),
        ("language", "xx"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(author: Person, field: str, value: str) -> None:
    given: dict[str, Any] = {"name": "pump", "language": "en", "text": "A small device.", field: value}
    with pytest.raises(WorkflowError) as refused:
        terms.define(by=author, **given)
    assert refused.value.field == field
    assert not Term.objects.exists()


def test_texts_are_kept_in_one_line_and_forms_once_each(author: Person) -> None:
    definition = define(
        author, "spinal  fluid", "The fluid\r\naround  it.", other_forms=" CSF\n\nCSF\nSpinal fluid"
    )
    assert (definition.term.name, definition.text) == ("spinal fluid", "The fluid around it.")
    assert terms.forms_of(definition) == ["CSF"]


def test_markup_is_kept_as_the_text_that_it_is(author: Person) -> None:
    assert define(author, text="<b>Stiff</b> & **tight**.").text == "<b>Stiff</b> & **tight**."


def test_every_act_is_on_the_trail_with_what_it_left(
    author: Person, colleague: Person, reviewer: Person, lead: Person
) -> None:
    first = approve(define(author), reviewer)
    terms.turn_down(definition=define(colleague, text=BETTER), by=reviewer, reason="No better.")
    terms.retire(term=first.term, by=lead, reason="Nobody uses it.")
    assert list(Event.objects.values_list("kind", flat=True)) == [
        Event.Kind.TERM_DEFINED,
        Event.Kind.TERM_APPROVED,
        Event.Kind.TERM_DEFINED,
        Event.Kind.TERM_RETIRED,
        Event.Kind.TERM_RETIRED,
    ]
    assert Event.objects.first().content_hash == terms.text_hash(first)  # type: ignore[union-attr]
    assert verify_site() == []


def test_a_definition_written_around_the_acts_is_found(approved: TermDefinition, author: Person) -> None:
    TermDefinition.objects.create(
        term=approved.term, text="500 mcg", written_at=clock.now(), written_by=author
    )
    assert [finding for finding in verify_site() if "is not on the trail" in finding]


@pytest.mark.parametrize("flagged", [True, False])
def test_the_database_takes_no_approval_that_hides_who_wrote_the_text(
    colleague: Person, reviewer: Person, flagged: bool
) -> None:
    definition = define(colleague)
    signer = reviewer if flagged else colleague
    with pytest.raises(IntegrityError), transaction.atomic():
        TermDefinition.objects.filter(pk=definition.pk).update(
            approved_at=NOON, approved_by=signer, approved_by_author=flagged
        )
    assert shown() == []
