"""Sending a day's mails, each of them once.

The promise is that nobody gets two of them on one day, and that nothing is left unsaid. So a mail is claimed in the
database before it is sent, and what it says counts as said only once the mail server has taken it. Where a run dies
between the two, or the mail server fails while it takes the mail, nobody can know whether the mail left: then it is
not sent again that day, and the next day's mail says the same once more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from faq import clock, handover, review_links
from faq.models import Digest, Mention, Person
from faq.policy import WorkflowError
from faq.reminders.mail import compose
from faq.reminders.plan import Item, Plan, what_is_due
from faq.reminders.schedule import EVERY_DAYS

_GIVE_UP_AFTER = 3  # mail servers that could not be reached in a row: the next one would not be, either


@dataclass
class Report:
    """What came of a run, in lines for whoever runs the site."""

    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def send_reminders(*, by: Person | None, dry_run: bool = False) -> Report:
    """Hand over what closed accounts left behind, and tell everybody what they were not told yet.

    Handovers are recorded in the name of ``by``; without one nothing is handed over, and the leads are told what
    is abandoned. A dry run says what would be done, and does nothing.
    """
    report = Report()
    if dry_run:
        with transaction.atomic():
            _hand_over(by, report)
            plan = _still_to_be_sent(what_is_due(clock.now()), report)
            transaction.set_rollback(True)
        report.done += [f"{person}: {_in_words(items)}" for person, items in plan.mails.items()]
    else:
        _hand_over(by, report)
        plan = _still_to_be_sent(what_is_due(clock.now()), report)
        _send(plan, report)
    report.problems += [f"Nobody could be told of “{subject.wording}”." for subject in plan.unheard]
    if not plan.reaches_a_lead:
        report.notes.append("No lead has an e-mail address, so nobody hears whom the mails do not reach.")
    return report


def _hand_over(by: Person | None, report: Report) -> None:
    waiting = list(handover.waiting())
    if by is None:
        if waiting:
            report.notes.append(
                f"{len(waiting)} answers of closed accounts were not handed over to their deputies: "
                "that needs an account in whose name it is recorded (REMINDERS_AS, or --as)."
            )
        return
    for answer in waiting:
        try:
            if handover.hand_over(answer=answer, by=by):
                report.done.append(f"Handed over: “{answer}”, from {answer.owner} to {answer.deputy}")
        except WorkflowError as refused:
            report.problems.append(f"“{answer}” was not handed over to {answer.deputy}: {refused}")


def _still_to_be_sent(plan: Plan, report: Report) -> Plan:
    """Leave out whoever has a mail of today; say whose mail may not have arrived."""
    claimed = dict(Digest.objects.filter(day=plan.day).values_list("person_id", "sent_at"))
    for person in [person for person in plan.mails if person.pk in claimed]:
        del plan.mails[person]
        if claimed[person.pk] is None:
            report.notes.append(
                f"{person}: today’s mail may not have left; what it says comes again tomorrow."
            )
    for digest in _doubtful(plan):
        report.notes.append(
            f"{digest.person}: the mail of {digest.day} may not have left; it is made up for."
        )
    return plan


def _doubtful(plan: Plan) -> Iterator[Digest]:
    """Mails that were claimed on an earlier day and never known to be sent, and that those of today make up for."""
    recent = Digest.objects.filter(day__lt=plan.day, day__gte=plan.day - timedelta(days=EVERY_DAYS))
    latest = {digest.person_id: digest for digest in recent.order_by("day").select_related("person")}
    return (d for d in latest.values() if d.sent_at is None and d.person in plan.mails)


def _send(plan: Plan, report: Report) -> None:
    unreachable = 0
    for person, items in plan.mails.items():
        if clock.today() != plan.day:  # else whoever is left would get two mails tomorrow
            report.problems.append(f"{person}: not sent, since the day has ended.")
            continue
        if unreachable >= _GIVE_UP_AFTER:
            report.problems.append(f"{person}: not sent, since the mail server cannot be reached.")
            continue
        server = mail.get_connection()
        try:
            server.open()
        except Exception as error:  # whatever it is: nothing is claimed yet, and the others get their mails
            unreachable += 1
            report.problems.append(
                f"{person}: not sent, the mail server cannot be reached ({_named(error)})."
            )
            continue
        unreachable = 0
        try:
            _send_one(person, items, plan.day, server, report)
        finally:
            server.close()


def _send_one(
    person: Person, items: Sequence[Item], day: date, server: BaseEmailBackend, report: Report
) -> None:
    digest, is_ours = Digest.objects.get_or_create(person=person, day=day)
    if not is_ours:
        return  # another run is sending it
    try:
        reviews = [item.review for item in items if item.review]
        links = review_links.make(person, [(review.version_id, review.content_hash) for review in reviews])
        if server.send_messages([compose(digest, items, links)]) != 1:
            raise OSError("the mail server took no mail")
    except Exception as error:  # one bad address or broken mail must not keep the others from theirs
        report.problems.append(
            f"{person}: nobody knows whether the mail left ({_named(error)}). It is made up for tomorrow."
        )
        return
    _record(digest, items)
    report.done.append(f"{person}: {_in_words(items)}")


@transaction.atomic
def _record(digest: Digest, items: Sequence[Item]) -> None:
    Digest.objects.filter(pk=digest.pk).update(sent_at=clock.now())
    Mention.objects.bulk_create(
        Mention(
            digest=digest,
            answer_id=item.subject.answer_id,
            occasion=item.occasion,
            due_on=item.review.due_on if item.review else None,
        )
        for item in items
    )


def _in_words(items: Sequence[Item]) -> str:
    counts = dict.fromkeys(Mention.Occasion, 0)
    for item in items:
        counts[item.occasion] += 1
    return ", ".join(
        f"{count} {occasion.label[0].lower()}{occasion.label[1:]}"
        for occasion, count in counts.items()
        if count
    )


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
