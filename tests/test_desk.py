"""What the desk reads of many answers at once is what the policy and the public pages say of each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from faq import clock, comments, desk, policy, reading, sign_offs, standings, topics, workflow, workload
from faq.models import Answer, AnswerVersion, Capacity, Category, Comment, Person, Question, State
from faq.policy import Act
from faq.standings import where, with_standing
from faq.status import Facts, Status, public_status
from tests.conftest import change, rule, sign, write

BEGUN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def mixed(author: Person, colleague: Person, reviewer: Person, lead: Person, topic: Category) -> list[Answer]:
    """Answers of several versions by several people, as of BEGUN."""
    with clock.set_to(BEGUN):
        both = change(write(author, topic, "Both wrote it?", "Text."), colleague, body="Longer text.")
        workflow.submit(version=both, by=author)
        renewed = sign(
            workflow.submit(version=write(author, topic, "Renewed?", "Text."), by=author), reviewer, 30
        )
        newer = change(
            workflow.start_version(answer=renewed.answer, by=colleague), colleague, body="New text."
        )
        workflow.submit(version=newer, by=colleague)
        sent = workflow.submit(version=write(colleague, topic, "Returned?", "Text."), by=colleague)
        again = workflow.return_to_author(version=sent, by=reviewer, note="Shorter.")
        change(again, author, body="T.")
        begun = sign(
            workflow.submit(version=write(author, topic, "Begun anew?", "Text."), by=author), reviewer, 200
        )
        workflow.start_version(answer=begun.answer, by=colleague)
        gone = sign(
            workflow.submit(version=write(author, topic, "Withdrawn?", "Text."), by=author), reviewer, 20
        )
        workflow.withdraw(answer=gone.answer, by=lead, reason="Wrong dose.")
    return list(Answer.objects.order_by("pk"))


def test_who_wrote_a_text_is_answered_for_many_as_for_one(
    mixed: list[Answer], author: Person, colleague: Person, reviewer: Person
) -> None:
    for person in (author, colleague, reviewer):
        found = set(AnswerVersion.objects.filter(standings.wrote(person)))
        assert found == {
            version
            for version in AnswerVersion.objects.all()
            if person.pk in policy.contributors_since_approval(version)
        }
        assert bool(found) == (person != reviewer)


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("asked", [[], [Capacity.PHARMACIST], list(Capacity)])
def test_what_a_person_can_review_is_what_the_policy_lets_the_person_sign(
    mixed: list[Answer],
    topic: Category,
    author: Person,
    colleague: Person,
    reviewer: Person,
    lead: Person,
    person: Callable[..., Person],
    settings: Any,
    asked: list[Capacity],
    single: bool,
) -> None:
    settings.SINGLE_CLINICIAN = single
    pharmacist = person("pharmacist", "author", Capacity.PHARMACIST)
    author.groups.add(*pharmacist.groups.all())
    rule(topic, lead, *asked)
    if Capacity.SECOND_CLINICIAN in asked:
        waiting = AnswerVersion.objects.awaiting_review()[0]
        sign_offs.sign_off(
            version=waiting, by=pharmacist, capacity=Capacity.PHARMACIST, content_hash=waiting.content_hash
        )
    for who in (author, colleague, reviewer, lead, pharmacist):
        may = {
            version
            for version in AnswerVersion.objects.filter(state=State.IN_REVIEW)
            if any(policy.refusal(act, who, version) is None for act in (Act.APPROVE, Act.SIGN_OFF))
        }
        assert set(standings.reviewable_by(who)) == may, who
        assert set(standings.not_reviewable_by(who)) == set(AnswerVersion.objects.awaiting_review()) - may
        assert set(standings.unsigned_by(who)) == {
            version
            for version in AnswerVersion.objects.filter(state=State.APPROVED)
            if policy.refusal(Act.SIGN_OFF, who, version) is None
            and not version.answer.versions.awaiting_review().exists()
        }
        assert set(standings.confirmable_by(who)) == _policy_lets_confirm(who)


def _policy_lets_confirm(who: Person) -> set[AnswerVersion]:
    return {
        version
        for version in AnswerVersion.objects.all()
        if policy.refusal(Act.CONFIRM, who, version) is None
        and not version.answer.versions.awaiting_review().exists()
    }


def test_who_can_confirm_a_text_is_found_as_the_policy_says_in_every_state(
    approved: AnswerVersion,
    topic: Category,
    author: Person,
    colleague: Person,
    reviewer: Person,
    lead: Person,
    person: Callable[..., Person],
) -> None:
    both = person("both", "reviewer", Capacity.PHARMACIST)
    everybody = (author, colleague, reviewer, lead, both)
    able: list[set[str]] = []

    def see() -> None:
        found = {who.username: set(standings.confirmable_by(who)) for who in everybody}
        assert found == {who.username: _policy_lets_confirm(who) for who in everybody}
        able.append({name for name, versions in found.items() if versions})

    see()
    rule(topic, lead, "pharmacist")
    see()
    sign_offs.sign_off(version=approved, by=both, capacity="pharmacist", content_hash=approved.content_hash)
    see()
    newer = change(workflow.start_version(answer=approved.answer, by=author), colleague, body="New.")
    see()
    workflow.submit(version=newer, by=author)
    see()
    sign_offs.sign_off(
        version=newer,
        by=both,
        capacity="pharmacist",
        content_hash=AnswerVersion.objects.get(pk=newer.pk).content_hash,
    )
    newer.refresh_from_db()
    sign(newer, reviewer)
    see()
    assert able == [
        {"colleague", "reviewer", "both"},
        set(),
        {"colleague", "reviewer"},
        {"colleague", "reviewer"},
        set(),
        {"reviewer"},
    ]


def test_what_can_be_confirmed_is_on_the_desk_once_its_review_comes_up(
    mixed: list[Answer], reviewer: Person, author: Person, colleague: Person
) -> None:
    for days, wanted in ((0, []), (141, ["Begun anew?"]), (201, ["Begun anew?"])):
        with clock.set_to(BEGUN + timedelta(days=days)):
            pile = desk.to_confirm(reviewer)
        assert ([row.wording for row in pile.rows], pile.total) == (wanted, len(wanted)), days
    with clock.set_to(BEGUN + timedelta(days=201)):
        assert desk.to_confirm(colleague).total == 1  # began a new version, wrote none of the approved one
        assert desk.to_confirm(author).total == 0


def test_comments_are_counted_for_many_texts_as_for_one(
    mixed: list[Answer], author: Person, colleague: Person, reviewer: Person
) -> None:
    for number, answer in enumerate(mixed):
        version = answer.versions.order_by("-number")[0]
        for _ in range(number % 3):
            comments.comment(version=version, by=author, text="Is this the right dose?")
    [again] = AnswerVersion.objects.filter(answer__question__working_title="Returned?", state=State.DRAFT)
    comments.resolve(thread=comments.comment(version=again, by=reviewer, text="Fine."), by=reviewer)
    shown = [
        row
        for who in (author, colleague)
        for pile in (desk.drafts(who).rows, desk.returned_to(who).rows, desk.sent_with_comments(who))
        for row in pile
    ]
    assert {row.open_comments for row in shown} >= {1, 2}
    for row in shown:
        [version] = AnswerVersion.objects.open().filter(answer=row.answer_id)
        assert row.open_comments == Comment.objects.open_for(version).count()


def test_a_return_is_what_was_done_and_not_the_draft_that_came_with_it(
    in_review: AnswerVersion, author: Person, reviewer: Person
) -> None:
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="Shorter.")
    [row] = desk.recently_changed()
    assert (row.act, row.by) == ("Returned to the author", "reviewer")
    workflow.discard(version=draft, by=author, reason="Not needed.")
    workflow.start_version(answer=draft.answer, by=author)
    [row] = desk.recently_changed()
    assert (row.act, row.by) == ("Created", "author")


def test_a_text_with_an_open_comment_stays_with_whoever_reviews_it(
    in_review: AnswerVersion, author: Person, reviewer: Person
) -> None:
    comments.comment(version=in_review, by=author, text="Is this the right dose?")
    assert list(standings.reviewable_by(reviewer)) == [in_review]


def test_an_approved_text_waits_for_a_new_sign_off_when_its_review_comes_up(
    approved: AnswerVersion, topic: Category, lead: Person, pharmacist: Person, reviewer: Person
) -> None:
    rule(topic, lead, "pharmacist")
    assert desk.to_sign_off(pharmacist) == 0
    with clock.set_to(clock.now() + timedelta(days=330)):
        assert (desk.to_sign_off(pharmacist), desk.to_sign_off(reviewer)) == (1, 0)
        sign_offs.sign_off(
            version=approved, by=pharmacist, capacity="pharmacist", content_hash=approved.content_hash
        )
        assert desk.to_sign_off(pharmacist) == 0


def test_a_text_whose_question_is_taken_off_a_topic_waits_for_none_of_its_sign_offs(
    in_review: AnswerVersion, topic: Category, reviewer: Person, lead: Person
) -> None:
    rule(topic, lead, "pharmacist")
    assert not standings.reviewable_by(reviewer).exists()
    topics.remove(question=in_review.answer.question, category=topic, by=lead)
    assert list(standings.reviewable_by(reviewer)) == [in_review]


def test_a_text_whose_topic_asks_no_more_waits_for_no_sign_off(
    in_review: AnswerVersion, topic: Category, reviewer: Person, lead: Person
) -> None:
    rule(topic, lead, "pharmacist")
    rule(topic, lead)
    assert list(standings.reviewable_by(reviewer)) == [in_review]


def test_a_text_does_not_wait_for_whoever_has_signed_it_off(
    in_review: AnswerVersion, topic: Category, lead: Person, person: Callable[..., Person]
) -> None:
    both = person("both", "reviewer", "pharmacist")
    rule(topic, lead, "pharmacist")
    sign_offs.sign_off(version=in_review, by=both, capacity="pharmacist", content_hash=in_review.content_hash)
    assert not standings.reviewable_by(both).exists()


def test_a_draft_belongs_to_who_wrote_or_began_it_and_not_to_who_returned_it(
    mixed: list[Answer], author: Person, colleague: Person, reviewer: Person
) -> None:
    titles = {
        person.username: {str(draft.answer) for draft in standings.drafts_of(person)}
        for person in (author, colleague, reviewer)
    }
    assert titles == {
        "author": {"Returned?"},  # changed after it came back
        "colleague": {"Returned?", "Begun anew?"},
        "reviewer": set(),
    }
    assert [row.wording for row in desk.returned_to(colleague).rows] == ["Returned?"]
    assert [row.wording for row in desk.drafts(colleague).rows] == ["Begun anew?"]


CONDITIONS = [
    standings.is_published,
    standings.is_overdue,
    standings.is_due_soon,
    *(standings.has_status(status) for status in Status),
]


def test_the_database_counts_by_the_same_conditions_that_judge_one_answer(mixed: list[Answer]) -> None:
    for days in (0, 20, 21, 29, 30, 31, 109, 110, 111, 200, 201):
        with clock.set_to(BEGUN + timedelta(days=days)):
            answers = [
                (a.pk, Facts(a.next_review_on, a.is_withdrawn, a.open_state is not None))
                for a in with_standing(Answer.objects.all())
            ]
            for condition in CONDITIONS:
                judged = {pk for pk, facts in answers if condition(facts, clock.today())}
                found = with_standing(Answer.objects.all()).filter(where(condition))
                assert set(found.values_list("pk", flat=True)) == judged, days


def test_a_condition_tries_every_case_that_the_public_status_tells_apart(settings: Any) -> None:
    """Between two days on which ``where`` tries a condition, no status changes."""
    today, soon = date(2026, 3, 2), settings.REVIEW_DUE_SOON_DAYS
    for withdrawn in (False, True):
        for update in (False, True):
            on = [
                public_status(
                    Facts(today + timedelta(days=days), withdrawn, update), today, due_soon_days=soon
                )
                for days in range(-400, 2000)
            ]
            changes = {days - 400 for days in range(1, len(on)) if on[days] != on[days - 1]}
            assert changes <= {0, soon + 1}


def test_the_figures_of_leads_are_those_that_patients_are_told(mixed: list[Answer]) -> None:
    for days in (0, 25, 31, 92, 111, 300):  # on the 92nd, the oldest review is three months old to the day
        with clock.set_to(BEGUN + timedelta(days=days)):
            shown = list(reading.answers_to(Question.objects.all(), None, clock.now()))
            picture = workload.picture()
        told = {status: sum(answer.status == status for answer in shown) for status in Status}
        told[Status.NOT_YET_APPROVED] += len(mixed) - len(shown)
        assert dict(picture.statuses) == told
        assert picture.total == len(mixed)
        assert sum(age.count for age in picture.ages) == sum(answer.is_published for answer in shown)
        [keeper] = [keeper for keeper in picture.keepers if keeper.name == "author"]
        assert keeper.load.overdue == told[Status.REVIEW_OVERDUE]


def test_every_day_since_a_review_falls_into_one_span() -> None:
    for today in (date(2026, 3, 31), date(2024, 2, 29), date(2026, 12, 31)):
        with clock.set_to(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
            spans = workload.ages()
        for days in range(1200):
            day = today - timedelta(days=days)
            within = [
                span
                for span in spans
                if (span.after is None or day > span.after) and (span.until is None or day <= span.until)
            ]
            assert len(within) == 1, day


def test_the_months_ahead_follow_each_other_without_a_gap() -> None:
    with clock.set_to(datetime(2027, 12, 31, 12, tzinfo=UTC)):
        months = workload.months_ahead()
    assert months[0] == date(2027, 12, 1)
    assert months[-1] == date(2028, 12, 1)
    assert all(
        workload.end_of_month(before) + timedelta(days=1) == after for before, after in pairwise(months)
    )
    assert workload.end_of_month(date(2028, 2, 1)) == date(2028, 2, 29)


def test_what_is_due_counts_once_in_its_month_and_not_while_withdrawn(
    mixed: list[Answer],
) -> None:
    with clock.set_to(BEGUN):
        months = dict(workload.picture().months)
    assert {first: count for first, count in months.items() if count} == {
        date(2026, 4, 1): 1,
        date(2026, 9, 1): 1,
    }


def test_an_answer_in_two_topics_counts_in_both(
    mixed: list[Answer], author: Person, lead: Person, topic: Category
) -> None:
    other = topics.create(by=lead, slug="other", title="Other")
    topics.place(question=mixed[1].question, category=other, by=author)
    topics.remove(question=mixed[0].question, category=topic, by=lead)
    with clock.set_to(BEGUN + timedelta(days=40)):
        picture = workload.picture()
    assert [(of.title, of.load) for of in picture.topics] == [
        ("Baclofen pump", workload.Load(4, 1, 0)),
        ("Other", workload.Load(1, 1, 0)),
    ]
    assert picture.in_no_topic == 1


def test_who_has_most_overdue_comes_first_and_a_closed_account_is_marked(
    mixed: list[Answer], colleague: Person
) -> None:
    Person.objects.filter(pk=colleague.pk).update(is_active=False)
    with clock.set_to(BEGUN + timedelta(days=40)):
        keepers = workload.picture().keepers
    assert [(keeper.name, keeper.has_left, keeper.load.overdue) for keeper in keepers] == [
        ("author", False, 1),
        ("colleague", True, 0),
    ]
