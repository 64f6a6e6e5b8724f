"""Who is reminded of what, when, and how: each rule on its own. A whole year of it is in test_simulated_year."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command

from faq import handover, reminders, workflow
from faq.models import Answer, AnswerVersion, Category, Digest, Mention, Person
from faq.policy import NotAllowed
from faq.reminders.schedule import Occasion, for_keeper, for_others

from .conftest import TODAY, assign, set_active, sign, write
from .test_concurrency import at_once, of

pytestmark = pytest.mark.django_db
At = Callable[[datetime | date], AbstractContextManager[None]]
SIGNED = TODAY


@pytest.fixture(autouse=True)
def _everybody_has_an_address(author: Person, reviewer: Person, lead: Person, colleague: Person) -> None:
    for person in (author, reviewer, lead, colleague):
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@hospital.example")


@pytest.fixture
def answer(at: At, author: Person, reviewer: Person, topic: Category) -> Answer:
    """Owned by the author, signed on the first day, to be reviewed again a hundred days later."""
    with at(SIGNED):
        draft = write(author, topic, "Can I swim?", "Yes.")
        return sign(workflow.submit(version=draft, by=author), reviewer, days=100).answer


DUE = SIGNED + timedelta(days=100)


def run(by: Person | None = None, **options: Any) -> list[str]:
    """Run the job as cron does; whom it mailed, by name."""
    before = len(mail.outbox)
    reminders.send_reminders(by=by, **options)
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox[before:])


def told_on(at: At, days: Iterable[int], by: Person | None = None) -> dict[str, list[int]]:
    """Whom the job mails on which days after the review date, when it runs on these."""
    told: dict[str, list[int]] = defaultdict(list)
    for number in days:
        with at(DUE + timedelta(days=number)):
            for name in run(by):
                told[name].append(number)
    return told


# On each of these somebody is told something, and on the day before and the day after it nobody is.
NEARBY = [day + near for day in (-60, -14, 0, 7, 14, 21, 28) for near in (-1, 0, 1)]


# When


def test_owner_is_told_60_and_14_days_before_on_the_day_and_every_week_after(at: At, answer: Answer) -> None:
    assert told_on(at, NEARBY)["author"] == [-60, -14, 0, 7, 14, 21, 28]


def test_deputy_hears_of_it_a_week_late_and_the_leads_two_weeks_late(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person
) -> None:
    assign(answer, lead, author, colleague)
    told = told_on(at, NEARBY)
    assert (told["colleague"], told["lead"]) == ([7, 14, 21, 28], [14, 21, 28])


def test_others_hear_of_it_when_the_settings_say(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person, settings: Any
) -> None:
    settings.REMIND_DEPUTY_AFTER_DAYS, settings.REMIND_LEADS_AFTER_DAYS = 3, 12
    assign(answer, lead, author, colleague)
    told = told_on(at, range(1, 21))
    assert (told["colleague"], told["lead"]) == ([3, 10, 17], [12, 19])


def test_occasion_stands_until_the_next_one_comes() -> None:
    assert for_keeper(TODAY, TODAY - timedelta(days=61)) is None
    for days in range(-60, 40):
        due = for_keeper(TODAY, TODAY + timedelta(days=days))
        assert due is not None
        assert (due.since - TODAY).days == max(day for day in (-60, -14, *range(0, 40, 7)) if day <= days)
        assert (due.occasion == Occasion.OVERDUE) is (days >= 7)


def test_those_told_late_are_told_from_that_day_on_once_a_week() -> None:
    told = [for_others(TODAY, TODAY + timedelta(days=days), after_days=10) for days in range(9, 25)]
    assert [due and (due.since - TODAY).days for due in told] == [None, *[10] * 7, *[17] * 7, 24]


@pytest.mark.parametrize("missed", [1, 5, 13])
def test_days_on_which_the_job_did_not_run_are_made_up_for(at: At, answer: Answer, missed: int) -> None:
    with at(DUE - timedelta(days=15)):
        run()  # the job is well up to then
    with at(DUE - timedelta(days=14 - missed)):
        assert run() == ["author"]
        assert f"in {14 - missed} day" in mail.outbox[-1].body


def test_what_piled_up_while_the_job_stood_still_is_said_once(at: At, answer: Answer) -> None:
    with at(DUE + timedelta(days=40)):
        assert run() == ["author", "lead"]
        assert mail.outbox[0].body.count("Can I swim?") == 1


def test_near_review_date_that_was_just_chosen_is_no_news(
    at: At, author: Person, reviewer: Person, topic: Category
) -> None:
    with at(SIGNED):
        draft = write(author, topic, "Can I fly?", "Yes.")
        sign(workflow.submit(version=draft, by=author), reviewer, days=20)
        assert run() == []
    with at(SIGNED + timedelta(days=5)):
        assert run() == []
    with at(SIGNED + timedelta(days=6)):
        assert run() == ["author"]


def test_confirmed_answer_is_not_mentioned_any_more(at: At, answer: Answer, reviewer: Person) -> None:
    version = answer.versions.get()
    with at(DUE):
        workflow.confirm(
            version=version,
            by=reviewer,
            content_hash=version.content_hash,
            next_review_on=DUE + timedelta(days=365),
        )
        assert run() == []


def test_withdrawn_answer_is_not_mentioned_until_it_is_reinstated(
    at: At, answer: Answer, lead: Person
) -> None:
    with at(DUE):
        workflow.withdraw(answer=answer, by=lead, reason="Wrong.")
        assert run() == []
        workflow.reinstate(answer=answer, by=lead, note="Right after all.")
        assert run() == ["author"]


def test_answer_that_was_never_approved_has_no_review(at: At, draft: AnswerVersion) -> None:
    with at(DUE):
        assert run() == []


def test_answer_being_updated_is_mentioned_as_such(at: At, answer: Answer, author: Person) -> None:
    with at(DUE):
        workflow.start_version(answer=answer, by=author)
        run()
    assert "A new version is under way." in mail.outbox[0].body


# To whom


def test_new_owner_is_told_at_once_of_what_is_due(
    at: At, answer: Answer, lead: Person, colleague: Person
) -> None:
    with at(DUE):
        run()
    with at(DUE + timedelta(days=1)):
        assign(answer, lead, colleague)
        assert run() == ["colleague"]


def test_closed_account_hands_over_to_the_deputy_and_both_sides_are_told(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person
) -> None:
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)
    with at(SIGNED + timedelta(days=1)):
        assert run(by=lead) == ["colleague", "lead"]
        assert run(by=lead) == []
    answer.refresh_from_db()
    assert (answer.owner, answer.deputy) == (colleague, None)
    line = answer.events.latest("sequence")
    assert (line.kind, line.by) == ("assigned", lead)
    assert '"handed_over_from":"author"' in line.detail
    for message in mail.outbox:
        assert "The account of author is closed." in message.body
    with at(SIGNED + timedelta(days=2)):
        assert run(by=lead) == []
    with at(DUE - timedelta(days=60)):
        assert run(by=lead) == ["colleague"]


def test_nobody_hands_over_who_may_not_say_who_looks_after_an_answer(
    answer: Answer, lead: Person, author: Person, colleague: Person, reviewer: Person
) -> None:
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)
    with pytest.raises(NotAllowed):
        handover.hand_over(answer=answer, by=reviewer)
    answer.refresh_from_db()
    assert answer.owner == author


def test_handover_that_no_mail_told_of_is_told_the_next_day(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)
    with at(SIGNED + timedelta(days=1)), monkeypatch.context() as broken:
        broken.setattr(locmem.EmailBackend, "send_messages", _disconnected)
        run(by=lead)
    with at(SIGNED + timedelta(days=2)):
        assert run(by=lead) == ["colleague", "lead"]


def test_without_an_account_to_act_in_nothing_is_handed_over_and_the_leads_are_told_every_week(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person
) -> None:
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)
    assert told_on(at, range(-99, -83))["lead"] == [-99, -92, -85]
    answer.refresh_from_db()
    assert answer.owner == author
    assert "author, has a closed account; colleague is its deputy." in mail.outbox[0].body


def test_leads_are_told_that_nobody_looks_after_an_answer(
    at: At, answer: Answer, lead: Person, author: Person
) -> None:
    set_active(author, lead, is_active=False)
    with at(SIGNED + timedelta(days=1)):
        assert run(by=lead) == ["lead"]
    assert "NOBODY LOOKS AFTER THESE" in mail.outbox[0].body
    assert "has a closed account, and it has no deputy." in mail.outbox[0].body
    with at(DUE):
        run(by=lead)
    assert "REVIEW DUE TODAY" in mail.outbox[-1].body


def test_leads_are_told_of_a_draft_that_nobody_looks_after(
    draft: AnswerVersion, lead: Person, author: Person
) -> None:
    set_active(author, lead, is_active=False)
    assert run(by=lead) == ["lead"]
    assert draft.wording in mail.outbox[0].body


@pytest.mark.parametrize(
    ("lacking", "why"), [("email", "has no e-mail address"), ("roles", "has no role on this site")]
)
def test_deputy_and_leads_are_told_in_the_place_of_an_owner_who_cannot_be_reached(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person, lacking: str, why: str
) -> None:
    assign(answer, lead, author, colleague)
    if lacking == "email":
        Person.objects.filter(pk=author.pk).update(email="")
    else:
        author.groups.clear()
    with at(DUE - timedelta(days=60)):
        assert run(by=lead) == ["colleague", "lead"]
    assert all(f"Its owner, author, {why}." in message.body for message in mail.outbox)


def test_leads_are_told_of_a_late_review_in_the_place_of_a_deputy_who_cannot_be_reached(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person
) -> None:
    assign(answer, lead, author, colleague)
    Person.objects.filter(pk=colleague.pk).update(email="")
    with at(DUE + timedelta(days=7)):
        assert run() == ["author", "lead"]
    assert "Its deputy, colleague, has no e-mail address." in mail.outbox[1].body


def test_run_says_when_there_is_nobody_whom_a_mail_would_reach(at: At, answer: Answer) -> None:
    Person.objects.update(email="")
    with at(DUE):
        report = reminders.send_reminders(by=None)
    assert report.problems == ["Nobody could be told of “Can I swim?”."]
    assert report.notes == ["No lead has an e-mail address, so nobody hears whom the mails do not reach."]


# Once


def test_second_run_of_a_day_sends_nothing(at: At, answer: Answer) -> None:
    with at(DUE):
        assert run() == ["author"]
        assert run() == []


def test_what_comes_up_later_on_a_day_waits_for_the_next_days_mail(
    at: At, answer: Answer, author: Person, reviewer: Person, lead: Person, topic: Category
) -> None:
    with at(SIGNED):
        draft = write(author, topic, "Can I fly?", "Yes.")
        other = sign(workflow.submit(version=draft, by=author), reviewer, 100).answer
        workflow.withdraw(answer=other, by=lead, reason="Wrong.")
    with at(DUE):
        assert run() == ["author"]
        workflow.reinstate(answer=other, by=lead, note="Right.")
        assert run() == []
    with at(DUE + timedelta(days=1)):
        assert run() == ["author"]
    assert "Can I fly?" in mail.outbox[-1].body
    assert "Can I swim?" not in mail.outbox[-1].body


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_and_hand_over_once(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person
) -> None:
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)

    def daily() -> reminders.Report:
        with at(DUE + timedelta(days=14)):  # a thread has a clock of its own
            return reminders.send_reminders(by=lead)

    reports = at_once(*[daily] * 3)
    assert of(Exception, reports) == []
    mailed = Counter(message.to[0] for message in mail.outbox)
    assert mailed == {"colleague@hospital.example": 1, "lead@hospital.example": 1}
    assert answer.events.filter(detail__contains="handed_over_from").count() == 1
    assert Digest.objects.filter(sent_at=None).count() == 0


def _disconnected(*args: Any) -> int:
    raise SMTPServerDisconnected("Connection unexpectedly closed")


def test_mail_that_may_have_left_is_made_up_for_on_the_next_day_and_not_before(
    at: At, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(DUE):
        with monkeypatch.context() as broken:
            broken.setattr(locmem.EmailBackend, "send_messages", _disconnected)
            report = reminders.send_reminders(by=None)
        assert "nobody knows whether the mail left" in report.problems[0]
        assert run() == []
        assert not Mention.objects.exists()
    with at(DUE + timedelta(days=1)):
        report = reminders.send_reminders(by=None)
        assert len(mail.outbox) == 1
    assert report.notes == [f"author: the mail of {DUE} may not have left; it is made up for."]


def test_mail_that_the_server_did_not_take_counts_as_unsaid(
    at: At, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", lambda *args: 0)
    with at(DUE):
        report = reminders.send_reminders(by=None)
    assert "the mail server took no mail" in report.problems[0]
    assert report.done == []
    assert not Mention.objects.exists()


def test_run_that_died_after_sending_says_it_again_on_the_next_day(
    at: At, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    with at(DUE):
        with monkeypatch.context() as dying:
            dying.setattr("faq.reminders.send._record", die)
            with pytest.raises(KeyboardInterrupt):
                run()
        assert len(mail.outbox) == 1
        assert run() == []
    with at(DUE + timedelta(days=1)):
        assert run() == ["author"]


def test_mail_server_that_is_down_is_tried_again_by_a_later_run_of_the_day(
    at: At, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise ConnectionRefusedError("Connection refused")

    with at(DUE):
        with monkeypatch.context() as down:
            down.setattr(locmem.EmailBackend, "open", refuse)
            report = reminders.send_reminders(by=None)
        assert "the mail server cannot be reached" in report.problems[0]
        assert run() == ["author"]


def test_run_that_lasts_past_midnight_leaves_the_rest_to_the_next_days(
    at: At, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(DUE), monkeypatch.context() as slow:
        slow.setattr("faq.clock.today", lambda: DUE + timedelta(days=1))
        assert run() == []
    with at(DUE + timedelta(days=1)):
        assert run() == ["author"]


def test_one_mail_that_fails_keeps_nobody_else_from_theirs(at: At, answer: Answer, author: Person) -> None:
    Person.objects.filter(pk=author.pk).update(email="a@b\nBcc: x@y")  # refused before it is sent
    with at(DUE + timedelta(days=14)):
        report = reminders.send_reminders(by=None)
    assert [message.to for message in mail.outbox] == [["lead@hospital.example"]]
    assert len(report.problems) == 1


def test_number_of_queries_does_not_grow_with_the_answers(
    at: At,
    publish: Callable[..., AnswerVersion],
    author: Person,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    with at(SIGNED):
        publish("Question 1?")
        with at(SIGNED + timedelta(days=365)), django_assert_max_num_queries(30) as few:
            assert run() == ["author"]
        for number in range(2, 12):
            publish(f"Question {number}?")
    with at(SIGNED + timedelta(days=372)), django_assert_num_queries(len(few)):
        assert run() == ["author"]
    assert mail.outbox[-1].body.count("Question ") == 11


# What a mail says


def test_mail_groups_what_is_due_and_counts_it_in_its_subject(
    at: At, author: Person, reviewer: Person, topic: Category
) -> None:
    with at(SIGNED):
        for left, wording in ((93, "Late?"), (100, "Now?"), (110, "Soon?"), (160, "Early?")):
            sign(workflow.submit(version=write(author, topic, wording, "Yes."), by=author), reviewer, left)
    with at(DUE):
        run()
    (message,) = mail.outbox
    assert message.subject == "1 review overdue, 1 due today, 2 due soon – Patient answers"
    said = [line for line in message.body.splitlines() if line.isupper() or line.startswith("* ")]
    assert said == [
        *("REVIEW OVERDUE", "* Late?", "REVIEW DUE TODAY", "* Now?"),
        *("REVIEW DUE WITHIN 14 DAYS", "* Soon?", "REVIEW DUE WITHIN 60 DAYS", "* Early?"),
    ]


def test_mail_is_marked_as_written_by_a_machine_and_holds_nothing_that_reports_back(
    at: At, answer: Answer
) -> None:
    with at(DUE):
        run()
    (message,) = mail.outbox
    html = message.alternatives[0][0]  # type: ignore[attr-defined]
    headers = message.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "<reminders.answers.example>"
    assert not re.search(r"<(img|script|link|iframe|style)\b|url\(", html)
    addresses = re.findall(r"https?://[^\s\"<]+", html + message.body)
    assert addresses
    assert all(address.startswith("https://answers.example/admin/") for address in addresses)


def test_words_of_an_answer_cannot_become_markup_of_the_mail(
    at: At, author: Person, reviewer: Person, topic: Category
) -> None:
    with at(SIGNED):
        draft = write(author, topic, "Is 5 <b>mg</b> & more safe?", "No.")
        sign(workflow.submit(version=draft, by=author), reviewer, 100)
    with at(DUE):
        run()
    (message,) = mail.outbox
    assert "Is 5 <b>mg</b> & more safe?" in message.body
    assert "Is 5 &lt;b&gt;mg&lt;/b&gt; &amp; more safe?" in message.alternatives[0][0]  # type: ignore[attr-defined]


# The command


def test_dry_run_says_who_would_be_told_and_does_nothing(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person
) -> None:
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)
    out = StringIO()
    with at(DUE):
        call_command("send_reminders", "--dry-run", "--as", "lead", stdout=out)
    assert "Handed over: “Can I swim?”, from author to colleague" in out.getvalue()
    assert "colleague: 1 due today, 1 handed over" in out.getvalue()
    answer.refresh_from_db()
    assert answer.owner == author
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_command_fails_when_somebody_could_not_be_mailed(
    at: At, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", _disconnected)
    err = StringIO()
    with at(DUE), pytest.raises(CommandError, match="tried again at the next run"):
        call_command("send_reminders", stderr=err)
    assert "author: nobody knows whether the mail left" in err.getvalue()


def test_reminders_are_sent_although_the_account_of_the_setting_is_closed(
    at: At, answer: Answer, settings: Any
) -> None:
    settings.REMINDERS_AS = "nobody"
    err = StringIO()
    with at(DUE), pytest.raises(CommandError):
        call_command("send_reminders", stdout=StringIO(), stderr=err)
    assert "REMINDERS_AS: There is no account “nobody”" in err.getvalue()
    assert len(mail.outbox) == 1


def test_account_of_the_setting_hands_over(
    at: At, answer: Answer, lead: Person, author: Person, colleague: Person, settings: Any
) -> None:
    settings.REMINDERS_AS = "lead"
    assign(answer, lead, author, colleague)
    set_active(author, lead, is_active=False)
    call_command("send_reminders", stdout=StringIO())
    answer.refresh_from_db()
    assert answer.owner == colleague
