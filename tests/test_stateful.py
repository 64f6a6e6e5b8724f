"""Whatever several people do, in whatever order: what patients read was signed by somebody who wrote none of it.

Hypothesis chooses who tries what. Most tries are refused; what is not refused has to keep every promise.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from faq import clock, content, reading, workflow
from faq.models import OPEN_STATES, Answer, AnswerVersion, Contributor, Person, Question, Role, State
from faq.policy import WorkflowError
from faq.status import Status
from faq.verification import verify_site

PEOPLE = 4
REACHED: set[Status] = set()
person = st.integers(0, PEOPLE - 1)
words = st.sampled_from(["50 mcg", "500 mcg", "5 mcg", " ", "A *list*:\n\n- one", "مضخة"])


class Site(RuleBasedStateMachine):
    """One answer, several people with roles that Hypothesis deals out, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        self.signed: dict[int, tuple[str, str, str]] = {}  # by version: the text as it was when it was signed

    def teardown(self) -> None:
        try:
            assert list(verify_site()) == []
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @initialize(
        roles=st.lists(st.sets(st.sampled_from(Role.values)), min_size=PEOPLE, max_size=PEOPLE),
        is_approved=st.booleans(),
    )
    def begin(self, roles: list[set[str]], is_approved: bool) -> None:
        groups = {group.name: group for group in Group.objects.all()}
        self.people = [
            Person.objects.create(username=f"person-{n}", is_superuser=n == 0) for n in range(PEOPLE)
        ]
        # Two can do everything, so that something comes of it; the others hold whatever they were dealt.
        for someone, held in zip(self.people, [set(Role.values), set(Role.values), *roles[2:]], strict=True):
            someone.groups.set([groups[name] for name in held])
        with clock.set_to(self.now):
            self.answer: Answer = workflow.create_answer(
                by=self.people[1], text={"wording": "What is it?", "body": "A pump."}
            ).answer
        if is_approved:  # or else ten examples in a row may never get as far as to patients
            self.submit_and_approve(1, 0, 1)

    @property
    def newest(self) -> AnswerVersion:
        return self.answer.versions.order_by("-number")[0]

    def attempt(self, act: Callable[[], Any]) -> None:
        self.now += timedelta(minutes=1)
        with suppress(WorkflowError), clock.set_to(self.now), transaction.atomic():
            act()

    @rule(by=person, words=words, field=st.sampled_from(["wording", "body", "sources", "change_note"]))
    def edit(self, by: int, words: str, field: str) -> None:
        version = self.newest
        seen = workflow.editing_token(version)
        self.attempt(
            lambda: workflow.edit(version=version, by=self.people[by], text={field: words}, seen=seen)
        )

    @rule(by=person)
    def submit(self, by: int) -> None:
        self.attempt(lambda: workflow.submit(version=self.newest, by=self.people[by]))

    @rule(by=person)
    def send_back(self, by: int) -> None:
        self.attempt(lambda: workflow.return_to_author(version=self.newest, by=self.people[by], note="More."))

    @rule(by=person)
    def discard(self, by: int) -> None:
        self.attempt(lambda: workflow.discard(version=self.newest, by=self.people[by], reason="No."))

    @rule(by=person)
    def start(self, by: int) -> None:
        self.attempt(lambda: workflow.start_version(answer=self.answer, by=self.people[by]))

    @rule(by=person, days=st.integers(-1, 400), which=st.integers(0, 3))
    def approve(self, by: int, days: int, which: int) -> None:
        self.sign(workflow.approve, by, days, self.newest, which)

    @rule(by=person, days=st.integers(-1, 400), which=st.integers(0, 3))
    def confirm(self, by: int, days: int, which: int) -> None:
        live = self.answer.versions.filter(state=State.APPROVED).first()
        self.sign(workflow.confirm, by, days, live or self.newest, which)

    def sign(self, act: Callable[..., Any], by: int, days: int, version: AnswerVersion, which: int) -> None:
        # Mostly the text that is there; now and then the hash of another version.
        others = list(self.answer.versions.order_by("number"))
        seen = version if which else others[0]

        def signing() -> None:
            act(
                version=version,
                by=self.people[by],
                content_hash=seen.content_hash,
                next_review_on=clock.today() + timedelta(days=days),
            )
            self.signed[version.pk] = version.wording, version.body, version.sources

        self.attempt(signing)

    @rule(by=person, signer=person, which=st.integers(0, 3))
    def submit_and_approve(self, by: int, signer: int, which: int) -> None:
        self.submit(by)
        self.sign(workflow.approve, signer, 30, self.newest, which)

    @rule(by=person)
    def withdraw(self, by: int) -> None:
        self.attempt(lambda: workflow.withdraw(answer=self.answer, by=self.people[by], reason="Wrong."))

    @rule(by=person)
    def reinstate(self, by: int) -> None:
        self.attempt(lambda: workflow.reinstate(answer=self.answer, by=self.people[by], note="Right."))

    @rule(by=person)
    def announce(self, by: int) -> None:
        self.attempt(lambda: workflow.announce(version=self.newest, by=self.people[by]))

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(by=person)
    @precondition(lambda self: self.answer.versions.filter(state=State.IN_REVIEW).exists())
    def write_and_sign_as_fast_as_possible(self, by: int) -> None:
        me = self.people[by]

        def attack() -> None:
            draft = workflow.return_to_author(version=self.newest, by=me, note="Mine.")
            text = {"body": draft.body + " 500 mcg"}
            draft = workflow.edit(version=draft, by=me, text=text, seen=workflow.editing_token(draft))
            draft = workflow.submit(version=draft, by=me)
            workflow.approve(
                version=draft,
                by=me,
                content_hash=draft.content_hash,
                next_review_on=clock.today() + timedelta(days=9),
            )
            raise AssertionError("Somebody signed the own text.")

        self.attempt(attack)

    @invariant()
    def what_patients_read_was_signed_by_somebody_who_wrote_none_of_it(self) -> None:
        with clock.set_to(self.now):
            shown = list(reading.answers_to(Question.objects.filter(answers=self.answer), "en", self.now))
        assert len(shown) <= 1
        for answer in shown:
            REACHED.add(answer.status)
            if answer.version is None:
                assert not answer.body
                assert answer.status in (Status.WITHDRAWN, Status.NOT_YET_APPROVED)
                continue
            version = self.answer.versions.get(number=answer.version)
            assert (answer.wording, answer.body, answer.sources) == self.signed[version.pk]
            assert answer.content_hash == content.content_hash(version.content)
            since = self.approved_before(version)
            writers = set(
                Contributor.objects.filter(
                    version__answer=self.answer,
                    version__number__gt=since,
                    version__number__lte=version.number,
                ).values_list("person", flat=True)
            )
            for approval in version.approvals.all():
                assert approval.content_hash == answer.content_hash
                assert approval.signer_id not in writers
                assert not approval.reviewed_by_author
            assert (answer.status == Status.REVIEW_OVERDUE) is (answer.next_review_on < self.now.date())

    def approved_before(self, version: AnswerVersion) -> int:
        earlier = self.answer.versions.filter(approvals__meaning="approved", number__lt=version.number)
        return max(earlier.values_list("number", flat=True), default=0)

    @invariant()
    def one_version_is_open_and_one_approved_at_most(self) -> None:
        states = list(self.answer.versions.values_list("state", flat=True))
        assert sum(state in OPEN_STATES for state in states) <= 1
        assert states.count(State.APPROVED) <= 1


@pytest.mark.django_db
def test_no_sequence_of_acts_shows_patients_a_text_that_its_writers_signed() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Site,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {Status.APPROVED, Status.REVIEW_DUE_SOON} & REACHED  # or else nothing was ever shown
