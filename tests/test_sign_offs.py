"""Sign-offs that topics ask for: before an approval, each by another person, over the very text that is approved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from faq import accounts, clock, reading, sign_offs, topics, workflow
from faq.exports.record import RecordSignOff
from faq.exports.records import records
from faq.models import AnswerVersion, Category, Event, Person, RequiredSignOff, SignOff, State
from faq.policy import NotAllowed, TextChanged, WorkflowError, missing_sign_offs
from faq.verification import verify_site

from .conftest import assign, change, rule, sign, write


def give(version: AnswerVersion, by: Person, capacity: str = "pharmacist") -> SignOff:
    return sign_offs.sign_off(version=version, by=by, capacity=capacity, content_hash=version.content_hash)


@pytest.fixture
def reader(person: Callable[..., Person]) -> Person:
    return person("reader", "patient_reader")


@pytest.fixture
def asking(topic: Category, lead: Person) -> Category:
    """A topic that asks for a pharmacist and a patient reader."""
    rule(topic, lead, "pharmacist", "patient_reader")
    return topic


def test_without_a_topic_that_asks_a_reviewer_alone_approves(approved: AnswerVersion) -> None:
    assert approved.state == State.APPROVED


def test_an_approval_waits_for_every_sign_off(
    in_review: AnswerVersion, asking: Category, reviewer: Person, pharmacist: Person, reader: Person
) -> None:
    with pytest.raises(NotAllowed, match="patient reader and a pharmacist has to sign it off first"):
        sign(in_review, reviewer)
    give(in_review, pharmacist)
    with pytest.raises(NotAllowed, match="a patient reader has to sign it off first"):
        sign(in_review, reviewer)
    give(in_review, reader, "patient_reader")
    assert sign(in_review, reviewer).state == State.APPROVED


def test_a_sign_off_shows_patients_nothing(
    in_review: AnswerVersion, asking: Category, pharmacist: Person, reader: Person
) -> None:
    give(in_review, pharmacist)
    give(in_review, reader, "patient_reader")
    assert not AnswerVersion.objects.published(clock.now()).exists()


def test_a_text_that_is_not_submitted_or_was_returned_is_not_signed_off(
    draft: AnswerVersion, asking: Category, author: Person, pharmacist: Person, reviewer: Person
) -> None:
    with pytest.raises(NotAllowed, match="it is draft"):
        give(draft, pharmacist)
    submitted = workflow.submit(version=draft, by=author)
    workflow.return_to_author(version=submitted, by=reviewer, note="Say more.")
    with pytest.raises(NotAllowed, match="it is returned"):
        give(submitted, pharmacist)


def test_whoever_wrote_signs_nothing_off(
    in_review: AnswerVersion, asking: Category, author: Person, lead: Person
) -> None:
    accounts.change_account(
        account=author,
        by=lead,
        seen=accounts.details_token(author),
        roles=["author", "pharmacist"],
        is_active=True,
        details={},
    )
    with pytest.raises(NotAllowed, match="you contributed"):
        give(in_review, author)


def test_not_even_where_there_is_a_single_clinician(
    in_review: AnswerVersion,
    asking: Category,
    author: Person,
    person: Callable[..., Person],
    settings: object,
) -> None:
    settings.SINGLE_CLINICIAN = True  # type: ignore[attr-defined]
    author.groups.add(*person("another", "pharmacist").groups.all())
    with pytest.raises(NotAllowed, match="you contributed"):
        give(in_review, author)


def test_nobody_signs_twice(
    in_review: AnswerVersion, asking: Category, person: Callable[..., Person], pharmacist: Person
) -> None:
    everything = person("all", "reviewer", "pharmacist", "patient_reader")
    give(in_review, everything)
    with pytest.raises(NotAllowed, match="you have signed it off already"):
        give(in_review, everything, "patient_reader")
    with pytest.raises(NotAllowed, match="needs a patient reader"):
        give(in_review, pharmacist)
    with pytest.raises(NotAllowed, match="you have signed it off already"):
        sign(in_review, everything)


def test_whoever_approved_signs_nothing_off_besides(
    in_review: AnswerVersion, topic: Category, lead: Person, person: Callable[..., Person]
) -> None:
    both = person("both", "reviewer", "pharmacist")
    sign(in_review, both)
    rule(topic, lead, "pharmacist")
    with pytest.raises(NotAllowed, match="you have signed it already"):
        give(in_review, both)


def test_only_who_holds_the_capacity_signs_in_it(
    in_review: AnswerVersion, asking: Category, reader: Person, reviewer: Person
) -> None:
    with pytest.raises(NotAllowed, match="needs a patient reader and a pharmacist"):
        give(in_review, reviewer)
    with pytest.raises(WorkflowError, match="Choose a capacity"):
        give(in_review, reader, "pharmacist")


def test_nobody_signs_in_a_capacity_of_their_own_that_no_topic_asks_for(
    in_review: AnswerVersion, asking: Category, person: Callable[..., Person]
) -> None:
    both = person("both", "pharmacist", "second_clinician")
    with pytest.raises(WorkflowError, match="Choose a capacity"):
        give(in_review, both, "second_clinician")
    assert give(in_review, both, "pharmacist")


def test_a_closed_account_signs_nothing(
    in_review: AnswerVersion, asking: Category, pharmacist: Person
) -> None:
    Person.objects.filter(pk=pharmacist.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        give(in_review, pharmacist)


def test_with_a_temporary_password_nothing_is_approved_confirmed_or_signed_off(
    in_review: AnswerVersion,
    topic: Category,
    lead: Person,
    reviewer: Person,
    person: Callable[..., Person],
) -> None:
    newcomer = person("newcomer", "reviewer", "pharmacist", password_is_temporary=True)
    with pytest.raises(NotAllowed, match="somebody else set"):
        sign(in_review, newcomer)
    sign(in_review, reviewer)
    with pytest.raises(NotAllowed, match="somebody else set"):
        workflow.confirm(
            version=in_review,
            by=newcomer,
            content_hash=in_review.content_hash,
            next_review_on=clock.today().replace(year=clock.today().year + 1),
        )
    rule(topic, lead, "pharmacist")
    with pytest.raises(NotAllowed, match="somebody else set"):
        give(in_review, newcomer)


def test_a_sign_off_is_over_the_text_on_the_screen(
    in_review: AnswerVersion, asking: Category, pharmacist: Person
) -> None:
    with pytest.raises(TextChanged):
        sign_offs.sign_off(version=in_review, by=pharmacist, capacity="pharmacist", content_hash="0" * 64)
    assert not SignOff.objects.exists()


def test_any_edit_voids_every_sign_off(
    in_review: AnswerVersion,
    asking: Category,
    author: Person,
    reviewer: Person,
    pharmacist: Person,
    reader: Person,
) -> None:
    give(in_review, pharmacist)
    give(in_review, reader, "patient_reader")
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="A comma is missing.")
    again = workflow.submit(version=change(draft, author, body="A pump, that gives 50 mcg a day."), by=author)
    assert missing_sign_offs(again) == ["patient_reader", "pharmacist"]
    with pytest.raises(NotAllowed, match="first"):
        sign(again, reviewer)


def test_what_is_approved_stays_when_a_topic_asks_for_more_but_is_confirmed_only_with_it(
    approved: AnswerVersion, topic: Category, lead: Person, person: Callable[..., Person], pharmacist: Person
) -> None:
    rule(topic, lead, "pharmacist")
    assert AnswerVersion.objects.published(clock.now()).filter(pk=approved.pk).exists()
    another = person("another-reviewer", "reviewer")
    confirming = {
        "version": approved,
        "by": another,
        "content_hash": approved.content_hash,
        "next_review_on": clock.today().replace(year=clock.today().year + 1),
    }
    with pytest.raises(NotAllowed, match="a pharmacist has to sign it off first"):
        workflow.confirm(**confirming)
    give(approved, pharmacist)
    assert workflow.confirm(**confirming)


def test_a_question_in_two_topics_needs_what_either_asks_for(
    in_review: AnswerVersion, topic: Category, lead: Person, author: Person
) -> None:
    other = topics.create(by=lead, slug="medicines", title="Medicines")
    rule(topic, lead, "pharmacist")
    rule(other, lead, "pharmacist", "second_clinician")
    assert missing_sign_offs(in_review) == ["pharmacist"]
    topics.place(question=in_review.answer.question, category=other, by=author)
    assert missing_sign_offs(in_review) == ["pharmacist", "second_clinician"]
    topics.remove(question=in_review.answer.question, category=other, by=lead)
    assert missing_sign_offs(in_review) == ["pharmacist"]


def test_a_topic_that_asks_no_more_waits_for_nobody(
    in_review: AnswerVersion, asking: Category, lead: Person, reviewer: Person
) -> None:
    rule(asking, lead, "pharmacist")
    assert missing_sign_offs(in_review) == ["pharmacist"]
    rule(asking, lead)
    assert sign(in_review, reviewer).state == State.APPROVED


def test_leads_alone_set_the_rules_of_a_topic(topic: Category, author: Person, reviewer: Person) -> None:
    for person in (author, reviewer):
        with pytest.raises(NotAllowed):
            rule(topic, person, "pharmacist")
    assert not RequiredSignOff.objects.exists()


def test_rules_are_not_changed_over_a_colleagues_change(topic: Category, lead: Person) -> None:
    seen = topics.rules_of(topic).token
    rule(topic, lead, "pharmacist")
    with pytest.raises(WorkflowError, match="Somebody else has changed the rules"):
        topics.rule(category=topic, by=lead, seen=seen, review_interval=6, sign_offs=[])
    assert topics.rules_of(topic).sign_offs == ["pharmacist"]


def test_a_topic_asks_for_no_sign_off_that_the_site_does_not_know(topic: Category, lead: Person) -> None:
    with pytest.raises(WorkflowError, match="No sign-off is called “astrologer”") as refusal:
        rule(topic, lead, "pharmacist", "astrologer")
    assert refusal.value.field == "sign_offs"
    assert topics.rules_of(topic).sign_offs == []


@pytest.mark.parametrize("months", [0, 61, -1])
def test_an_interval_is_between_one_month_and_five_years(topic: Category, lead: Person, months: int) -> None:
    with pytest.raises(WorkflowError, match="between 1 and 60") as refusal:
        rule(topic, lead, months=months)
    assert refusal.value.field == "review_interval"


def test_an_answer_without_an_interval_takes_the_shortest_of_its_topics(
    draft: AnswerVersion, topic: Category, lead: Person, author: Person
) -> None:
    answer = draft.answer
    assert answer.months_between_reviews == 12
    other = topics.create(by=lead, slug="medicines", title="Medicines")
    topics.place(question=answer.question, category=other, by=author)
    for category, months in ((topic, 9), (other, 4)):
        rule(category, lead, months=months)
    assert answer.months_between_reviews == 4
    assign(answer, lead, author, months=24)
    answer.refresh_from_db()
    assert answer.months_between_reviews == 24


def test_rules_and_sign_offs_are_on_the_trail_and_verified(
    in_review: AnswerVersion, asking: Category, pharmacist: Person, reader: Person, reviewer: Person
) -> None:
    give(in_review, pharmacist)
    give(in_review, reader, "patient_reader")
    sign(in_review, reviewer)
    assert Event.objects.filter(kind=Event.Kind.CATEGORY_RULED).count() == 1
    assert Event.objects.filter(kind=Event.Kind.SIGNED_OFF, content_hash=in_review.content_hash).count() == 2
    assert verify_site() == []


def test_a_sign_off_slipped_in_by_sql_lets_nothing_be_approved(
    in_review: AnswerVersion, asking: Category, pharmacist: Person, reader: Person, reviewer: Person
) -> None:
    for signer, capacity in ((pharmacist, "pharmacist"), (reader, "patient_reader")):
        SignOff.objects.create(  # around the workflow, so without its line on the trail
            version=in_review,
            capacity=capacity,
            content_hash=in_review.content_hash,
            signer=signer,
            printed_name="Somebody",
            printed_role="Somebody",
            signed_at=clock.now(),
        )
    with pytest.raises(DatabaseError, match="sign-off that nobody has given"), transaction.atomic():
        sign(in_review, reviewer)
    assert any("not on the trail" in finding for finding in verify_site())


def test_a_sign_off_slipped_in_by_sql_is_not_shown_to_patients(
    approved: AnswerVersion, pharmacist: Person, patient: Client
) -> None:
    SignOff.objects.create(  # around the workflow, so without its line on the trail
        version=approved,
        capacity="pharmacist",
        content_hash=approved.content_hash,
        signer=pharmacist,
        printed_name="Somebody",
        printed_role="Lead pharmacist",
        signed_at=clock.now(),
    )
    page = patient.get(f"/questions/{approved.answer.question.slug}/").content.decode()
    assert "Approved" in page
    assert "Also signed off by" not in page


def test_a_sign_off_by_sql_for_somebody_without_the_capacity_is_refused(
    in_review: AnswerVersion, asking: Category, reviewer: Person
) -> None:
    with (
        pytest.raises(DatabaseError, match="holds the capacity"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO faq_signoff (version_id, capacity, content_hash, signer_id, printed_name,"
            " printed_role, signed_at) VALUES (%s, 'pharmacist', %s, %s, 'X', 'X', %s)",
            [in_review.pk, in_review.content_hash, reviewer.pk, clock.now()],
        )


def test_patients_read_who_signed_besides_the_reviewer(
    in_review: AnswerVersion,
    asking: Category,
    pharmacist: Person,
    reader: Person,
    reviewer: Person,
    patient: Client,
) -> None:
    give(in_review, pharmacist)
    give(in_review, reader, "patient_reader")
    sign(in_review, reviewer)
    answer = next(reading.answers_to(type(in_review.answer.question).objects.all(), "en", clock.now()))
    assert [signature.role for signature in answer.signed_off] == ["Lead pharmacist", "Patient reader"]
    page = patient.get(answer.path).content.decode()
    assert "Also signed off by" in page
    assert "Lead pharmacist" in page


def test_exports_name_who_signed_besides_the_reviewer_as_the_page_does(
    in_review: AnswerVersion,
    asking: Category,
    pharmacist: Person,
    reader: Person,
    reviewer: Person,
    settings: Any,
) -> None:
    give(in_review, pharmacist)
    give(in_review, reader, "patient_reader")
    sign(in_review, reviewer)
    (record,) = records(clock.now())
    assert record.signed_off == (
        RecordSignOff("Lead pharmacist", "pharmacist"),
        RecordSignOff("Patient reader", "reader"),
    )
    settings.SHOW_REVIEWER_NAMES = False
    (record,) = records(clock.now())
    assert [given.name for given in record.signed_off] == ["", ""]


def test_the_page_as_it_was_names_no_sign_off_that_came_later(
    approved: AnswerVersion, topic: Category, lead: Person, pharmacist: Person
) -> None:
    before = clock.now()
    rule(topic, lead, "pharmacist")
    give(approved, pharmacist)
    signed_off = [
        next(reading.answers_to(type(approved.answer.question).objects.all(), "en", moment)).signed_off
        for moment in (before, clock.now())
    ]
    assert [len(signatures) for signatures in signed_off] == [0, 1]


def test_another_answer_of_the_topic_needs_its_own_sign_offs(
    in_review: AnswerVersion,
    asking: Category,
    author: Person,
    pharmacist: Person,
    reader: Person,
    reviewer: Person,
) -> None:
    give(in_review, pharmacist)
    give(in_review, reader, "patient_reader")
    other = workflow.submit(version=write(author, asking, "Is it safe?", "Yes."), by=author)
    with pytest.raises(NotAllowed, match="first"):
        sign(other, reviewer)
