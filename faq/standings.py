"""Where answers stand, many at a time: the facts of their public status, and conditions over them.

A condition is a function of those facts. The database is asked by the same function that judges one answer, so
that a figure, the list behind it and the public page cannot mean different things by a word.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce

from faq import clock
from faq.models import (
    OPEN_STATES,
    Announcement,
    Answer,
    AnswerVersion,
    Approval,
    Contributor,
    Event,
    Person,
    RequiredSignOff,
    Role,
    SignOff,
    State,
    Withdrawal,
)
from faq.status import Facts, Status, public_status

Condition = Callable[[Facts, date], bool]  # of an answer on a day


def with_standing(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Annotate answers with their newest wording, their open version, and the facts of their public status."""
    now, answer = clock.now(), OuterRef("pk")
    versions = AnswerVersion.objects.filter(answer=answer).order_by("-number")
    opened = versions.filter(state__in=OPEN_STATES)
    before_open = AnswerVersion.objects.filter(answer=answer, number=OuterRef("open_number") - 1)
    return answers.annotate(
        newest_wording=Coalesce(
            Subquery(versions.exclude(state=State.DISCARDED).values("wording")[:1]),
            "question__working_title",
            output_field=TextField(),
        ),
        open_state=Subquery(opened.values("state")[:1]),
        open_number=Subquery(opened.values("number")[:1]),
        next_review_on=Subquery(_signatures().values("next_review_on")[:1]),
        is_withdrawn=Exists(Withdrawal.objects.in_force_at(now).filter(answer=answer)),
        is_announced=Exists(Announcement.objects.standing_at(now).filter(answer=answer)),
        last_changed_at=Subquery(Event.objects.filter(answer=answer).order_by("-sequence").values("at")[:1]),
    ).annotate(came_back=Exists(before_open.filter(state=State.RETURNED)))


def with_last_review(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Annotate answers with the moment of the newest signature over what patients read."""
    return answers.annotate(reviewed_at=Subquery(_signatures().values("signed_at")[:1]))


def _signatures() -> QuerySet[Approval]:
    """For use as a subquery of an answer: those over its approved text, newest first."""
    public = AnswerVersion.objects.approved_by(clock.now()).filter(answer=OuterRef(OuterRef("pk")))
    return Approval.objects.newest_at(clock.now()).filter(version__in=public.values("pk"))


def status_of(answer: Any) -> Status:
    """The public status of an answer that ``with_standing`` read, by the site's one function for it."""
    facts = Facts(
        next_review_on=answer.next_review_on,
        is_withdrawn=answer.is_withdrawn,
        update_under_way=answer.open_state is not None,
    )
    return status(facts, clock.today())


def status(facts: Facts, today: date) -> Status:
    """The public status on a day."""
    return public_status(facts, today, due_soon_days=settings.REVIEW_DUE_SOON_DAYS)


def has_status(wanted: Status) -> Condition:
    """Of this public status."""
    return lambda facts, today: status(facts, today) == wanted


def is_published(facts: Facts, today: date) -> bool:
    """Patients can read the text."""
    return status(facts, today) not in {Status.NOT_YET_APPROVED, Status.WITHDRAWN}


def is_overdue(facts: Facts, today: date) -> bool:
    """The review is late."""
    return status(facts, today) == Status.REVIEW_OVERDUE


def is_due_soon(facts: Facts, today: date) -> bool:
    """The review is coming up, whether or not a new version is under way already."""
    return status(replace(facts, update_under_way=False), today) == Status.REVIEW_DUE_SOON


def is_due(facts: Facts, today: date) -> bool:
    """The review is late or coming up."""
    return is_overdue(facts, today) or is_due_soon(facts, today)


def where(condition: Condition) -> Q:
    """A condition for answers read by ``with_standing``, found by trying every case that a status tells apart.

    Cases that lie side by side are put together: whatever is named twice, the database would read twice.
    """
    today = clock.today()
    soon, day = today + timedelta(days=settings.REVIEW_DUE_SOON_DAYS), timedelta(days=1)

    def cases(due: date | None) -> frozenset[tuple[bool, bool]]:
        both = [(withdrawn, update) for withdrawn in (False, True) for update in (False, True)]
        return frozenset(case for case in both if condition(Facts(due, *case), today))

    found = Q(pk__in=[])
    if unapproved := cases(None):
        found |= Q(next_review_on=None) & _either(unapproved)
    spans = [(date.min, today - day), (today, soon), (soon + day, date.max)]
    for fitting, run in groupby(spans, key=lambda span: cases(max(span[0], today - day))):
        held = list(run)
        if fitting:
            found |= Q(next_review_on__range=(held[0][0], held[-1][1])) & _either(fitting)
    return found


def _either(cases: frozenset[tuple[bool, bool]]) -> Q:
    """That withdrawal and update are as in one of some cases."""
    found = Q(pk__in=[])
    updates: dict[bool, set[bool]] = {False: set(), True: set()}
    for is_withdrawn, update in cases:
        updates[is_withdrawn].add(update)
    if updates[False] == updates[True]:
        return _update(updates[True])
    for withdrawn in (False, True):
        if updates[withdrawn]:
            found |= Q(is_withdrawn=withdrawn) & _update(updates[withdrawn])
    return found


def _update(allowed: set[bool]) -> Q:
    return Q() if len(allowed) == 2 else Q(open_state__isnull=True not in allowed)


def due_between(first: date, last: date) -> Q:
    """Published answers whose review falls due from one day to another, both included, and is not late."""
    return where(is_published) & Q(next_review_on__range=(max(first, clock.today()), last))


def wrote(person: Person) -> Exists:
    """Of versions: the person contributed to the text since the approval before it, and so cannot approve it.

    The same for many versions as ``policy.contributors_since_approval`` for one.
    """
    approved_since = Approval.objects.filter(
        meaning=Approval.Meaning.APPROVED,
        version__answer=OuterRef("version__answer"),
        version__number__gte=OuterRef("version__number"),
        version__number__lt=OuterRef(OuterRef("number")),
    )
    contributions = Contributor.objects.filter(
        person=person, version__answer=OuterRef("answer"), version__number__lte=OuterRef("number")
    )
    return Exists(contributions.exclude(Exists(approved_since)))


def reviewable_by(person: Person) -> QuerySet[AnswerVersion]:
    """Submitted versions that wait for the person's approval or sign-off, oldest first.

    The same for many versions as ``policy.refusal`` of the two acts for one, but for open comments: a text stays
    with its reviewers, who resolve what is answered or return it.
    """
    can_sign = _lacks_sign_off_by(person)
    if Role.REVIEWER in person.roles:
        of_others = Q() if settings.SINGLE_CLINICIAN else ~Q(wrote(person))
        can_sign |= ~Q(Exists(_missing_sign_offs())) & of_others
    signed = SignOff.objects.filter(version=OuterRef("pk"), signer=person)
    return AnswerVersion.objects.awaiting_review().filter(can_sign).exclude(Exists(signed))


def unsigned_by(person: Person) -> QuerySet[AnswerVersion]:
    """Approved versions that the person can sign off and that nobody can confirm before: a topic asked too late.

    The same for many versions as ``policy.refusal`` for one, but for those of which a newer version is in review.
    """
    approved = Approval.objects.filter(version=OuterRef("pk"), signer=person)
    return _approved_for(person).filter(_lacks_sign_off_by(person)).exclude(Exists(approved))


def confirmable_by(person: Person) -> QuerySet[AnswerVersion]:
    """Approved versions that the person can confirm as still correct.

    The same for many versions as ``policy.refusal`` for one, but for open comments, as in ``reviewable_by``, and for
    those of which a newer version is in review.
    """
    if Role.REVIEWER not in person.roles:
        return AnswerVersion.objects.none()
    complete = _approved_for(person).exclude(Exists(_missing_sign_offs()))
    return complete if settings.SINGLE_CLINICIAN else complete.exclude(wrote(person))


def due_among(versions: QuerySet[AnswerVersion]) -> QuerySet[Any]:
    """Answers with one of some approved versions and a review that is late or coming up, as ``with_standing`` reads."""
    # Most are not due for long: what no signature lets fall due is left out before the database judges each.
    soon = clock.today() + timedelta(days=settings.REVIEW_DUE_SOON_DAYS)
    signed = versions.filter(
        Exists(Approval.objects.filter(version=OuterRef("pk"), next_review_on__lte=soon))
    )
    answers = Answer.objects.filter(Exists(signed.filter(answer=OuterRef("pk"))))
    return with_standing(answers).filter(where(is_due))


def _approved_for(person: Person) -> QuerySet[AnswerVersion]:
    """Approved versions that the person did not sign off. With a newer one in review, that one is to be signed."""
    signed_off = SignOff.objects.filter(version=OuterRef("pk"), signer=person)
    newer = AnswerVersion.objects.awaiting_review().filter(answer=OuterRef("answer"))
    return AnswerVersion.objects.filter(state=State.APPROVED).exclude(Exists(signed_off) | Exists(newer))


def _lacks_sign_off_by(person: Person) -> Q:
    """Of versions: topics ask for a sign-off in a capacity of the person, who wrote none of the text."""
    missing = _missing_sign_offs().filter(capacity__in=person.capacities)
    return Q(Exists(missing)) & ~Q(wrote(person))


def _missing_sign_offs() -> QuerySet[RequiredSignOff]:
    """For use as a subquery of a version: the same as ``policy.missing_sign_offs`` for one."""
    given = SignOff.objects.filter(
        version=OuterRef(OuterRef("pk")),
        content_hash=OuterRef(OuterRef("content_hash")),
        capacity=OuterRef("capacity"),
    )
    return RequiredSignOff.objects.for_answer(OuterRef("answer")).filter(~Exists(given))


def came_back() -> Exists:
    """Of drafts: made to correct the version that a reviewer returned."""
    before = AnswerVersion.objects.filter(answer=OuterRef("answer"), number=OuterRef("number") - 1)
    return Exists(before.filter(state=State.RETURNED))


def drafts_of(person: Person) -> QuerySet[AnswerVersion]:
    """Drafts that the person has a part in, or began; whoever returned a text did not begin its correction."""
    mine = Q(wrote(person)) | Q(created_by=person) & ~Q(came_back())
    return AnswerVersion.objects.filter(mine, state=State.DRAFT)


def sent_by(person: Person) -> QuerySet[AnswerVersion]:
    """Versions that the person submitted and that wait for a colleague."""
    return AnswerVersion.objects.awaiting_review().filter(submitted_by=person)


def not_reviewable_by(person: Person) -> QuerySet[AnswerVersion]:
    """Submitted versions that others have to see to: the person wrote them, or others have to sign first."""
    return AnswerVersion.objects.awaiting_review().exclude(pk__in=reviewable_by(person).values("pk"))
