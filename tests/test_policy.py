"""Who may do what in which state, for everyone: the whole table, written out again by hand."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from pytest_django import Settings

from faq import policy, sign_offs, workflow
from faq.models import Answer, AnswerVersion, Category, Person, Role, State
from faq.policy import Act

from .conftest import change, sign, write

ANY = set(State)

# By act: the roles of which one is needed, the states in which it may be done, and whether those who
# contributed to the text are shut out. Written without looking at faq.policy, which has to agree.
EXPECTED: dict[str, tuple[set[str], set[State], bool]] = {
    "edit": ({"author"}, {State.DRAFT}, False),
    "submit": ({"author"}, {State.DRAFT}, False),
    "discard": ({"author"}, {State.DRAFT}, False),
    "translate_from": ({"author"}, {State.DRAFT}, False),
    "return": ({"reviewer"}, {State.IN_REVIEW}, False),
    "approve": ({"reviewer"}, {State.IN_REVIEW}, True),
    "confirm": ({"reviewer"}, {State.APPROVED}, True),
    "sign_off": (set(), {State.IN_REVIEW, State.APPROVED}, True),  # in a capacity that a topic asks for
    "start_version": ({"author"}, ANY, False),
    "withdraw": ({"lead"}, ANY, False),
    "reinstate": ({"lead"}, ANY, False),
    "announce": ({"reviewer", "lead"}, {State.DRAFT, State.IN_REVIEW}, True),
    "retract": ({"reviewer", "lead"}, ANY, False),
    "assign": ({"author", "lead"}, ANY, False),
    "rerender": (
        {"lead"},
        {State.IN_REVIEW, State.RETURNED, State.APPROVED, State.SUPERSEDED},
        False,
    ),
}
CHANGES_OF_STATE = {
    ("draft", "in_review"),
    ("draft", "discarded"),
    ("in_review", "returned"),
    ("in_review", "approved"),
    ("approved", "superseded"),
}
ROLES = [set(held) for number in range(4) for held in combinations(("author", "reviewer", "lead"), number)]


@pytest.fixture
def writer(person: Callable[..., Person]) -> Person:
    return person("writer", "author", "reviewer", "lead")


@pytest.fixture
def other(person: Callable[..., Person]) -> Person:
    return person("other", "author", "reviewer", "lead")


@pytest.fixture
def in_state(topic: Category, writer: Person, other: Person) -> Callable[[State], AnswerVersion]:
    """A version in a state, reached through the workflow; the writer alone contributed to it."""

    def reach(state: State) -> AnswerVersion:
        version = write(writer, topic, "What is it?", "A pump.")
        if state == State.DISCARDED:
            workflow.discard(version=version, by=writer, reason="Not needed.")
        elif state != State.DRAFT:
            workflow.submit(version=version, by=writer)
            version.refresh_from_db()
        if state == State.RETURNED:
            workflow.return_to_author(version=version, by=other, note="Say more.")
        if state in (State.APPROVED, State.SUPERSEDED):
            sign(version, other)
        if state == State.SUPERSEDED:
            newer = workflow.start_version(answer=version.answer, by=writer)
            change(newer, writer, body="A small pump.")
            sign(workflow.submit(version=newer, by=writer), other)
        version.refresh_from_db()
        assert version.state == state
        return version

    return reach


def test_table_names_every_act() -> None:
    assert set(EXPECTED) == {act.value for act in Act} == {act.value for act in policy.RULES}


def test_every_role_can_do_something() -> None:
    assert set().union(*(roles for roles, _, _ in EXPECTED.values())) == set(Role.values)


@pytest.mark.parametrize("state", State)
def test_each_act_is_open_to_its_roles_in_its_states_and_to_nobody_else(
    in_state: Callable[[State], AnswerVersion], writer: Person, other: Person, state: State
) -> None:
    version = in_state(state)
    groups = {group.name: group for group in Group.objects.all()}
    disagreements = []
    for who in (writer, other):
        for held in ROLES:
            for is_superuser in (False, True):
                Person.objects.filter(pk=who.pk).update(is_superuser=is_superuser, is_staff=is_superuser)
                who.groups.set([groups[name] for name in held])
                for act, (roles, states, not_by_contributors) in EXPECTED.items():
                    expected = (
                        bool(roles & held) and state in states and not (not_by_contributors and who == writer)
                    )
                    allowed = policy.refusal(Act(act), who, version) is None
                    if allowed != expected:
                        disagreements.append((act, state, who.username, sorted(held), is_superuser, allowed))
    assert disagreements == []


@pytest.mark.parametrize("state", State)
def test_closed_account_may_do_nothing(
    in_state: Callable[[State], AnswerVersion], other: Person, state: State
) -> None:
    version = in_state(state)
    still_on_the_screen = Person.objects.get(pk=other.pk)
    Person.objects.filter(pk=other.pk).update(is_active=False, is_superuser=True)
    for act in Act:
        assert policy.refusal(act, still_on_the_screen, version) is not None
        with pytest.raises(policy.NotAllowed):
            policy.require(act, still_on_the_screen, version)


def test_somebody_who_was_never_saved_may_do_nothing(draft: AnswerVersion) -> None:
    nobody = Person(username="nobody", is_superuser=True)
    assert all(policy.refusal(act, nobody, draft) for act in Act)


def test_role_that_was_taken_away_no_longer_counts(in_review: AnswerVersion, reviewer: Person) -> None:
    assert policy.refusal(Act.APPROVE, reviewer, in_review) is None
    Person.objects.get(pk=reviewer.pk).groups.clear()
    assert policy.refusal(Act.APPROVE, reviewer, in_review) is not None


def test_group_that_is_no_role_gives_nothing(draft: AnswerVersion, person: Callable[..., Person]) -> None:
    someone = person("someone")
    someone.groups.add(Group.objects.create(name="authors"))
    assert someone.roles == frozenset()


def test_act_on_an_answer_is_judged_without_a_version_and_the_others_need_one(
    in_review: AnswerVersion, everything: Person
) -> None:
    answer = Answer.objects.get()
    judged = {act for act in Act if policy.refusal(act, everything, answer) is None}
    assert judged == {act for act in Act if EXPECTED[act][1] == ANY}
    assert "without a version" in str(policy.refusal(Act.APPROVE, everything, answer))


def test_announcing_a_question_is_shut_to_those_who_wrote_its_newest_text(
    draft: AnswerVersion, everything: Person
) -> None:
    change(draft, everything, body="Mine.")
    assert "you contributed" in str(policy.refusal(Act.ANNOUNCE, everything, draft))


def test_changes_of_state_are_these() -> None:
    assert {(str(a), str(b)) for a, b in policy.state_changes()} == CHANGES_OF_STATE


@pytest.mark.parametrize("act", [Act.APPROVE, Act.CONFIRM, Act.ANNOUNCE])
def test_single_clinician_may_act_on_the_own_text_and_still_needs_the_role(
    in_state: Callable[[State], AnswerVersion], writer: Person, settings: Settings, act: Act
) -> None:
    version = in_state({Act.APPROVE: State.IN_REVIEW, Act.CONFIRM: State.APPROVED}.get(act, State.DRAFT))
    assert policy.refusal(act, writer, version) is not None
    settings.SINGLE_CLINICIAN = True
    assert policy.refusal(act, writer, version) is None
    writer.groups.set(Group.objects.filter(name="author"))
    assert "needs the role" in str(policy.refusal(act, writer, version))


def test_refusal_says_what_to_do(
    draft: AnswerVersion, in_review: AnswerVersion, person: Callable[..., Person]
) -> None:
    nobody = person("nobody")
    assert policy.refusal(Act.EDIT, nobody, draft) == (
        "You cannot change this text: that needs the role “author”. "
        "Ask a lead to give it to you, or a colleague who has it."
    )
    author = draft.created_by
    assert policy.refusal(Act.EDIT, author, in_review) == "You cannot change this text: it is in review."
    author.groups.add(Group.objects.get(name="reviewer"))
    assert policy.refusal(Act.APPROVE, author, in_review) == (
        "You cannot approve this text: you contributed to it. A colleague who wrote none of it has to."
    )


def test_every_act_of_the_workflow_asks_the_policy() -> None:
    source = "".join(Path(str(module.__file__)).read_text() for module in (workflow, sign_offs))
    assert {act for act in Act if f"require(Act.{act.name}, by," in source} == set(Act)
