"""As it was: a topic's page on any day of a long history is exactly what patients could read on that day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import override_settings

from faq import clock, reading, rendering, topics, workflow
from faq.models import AnswerVersion, Category, Event, Person
from faq.reading import TopicPage
from faq.status import Status
from faq.verification import verify_site

from .conftest import change, sign, write

FIRST = date(2026, 1, 5)
WORDS = dict[str, AnswerVersion]


@pytest.fixture
def happening(
    author: Person, colleague: Person, reviewer: Person, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> dict[int, Callable[[], Any]]:
    """What people did, by the day on which they did it."""
    v: WORDS = {}
    c: dict[str, Category] = {}

    def keep(name: str, version: AnswerVersion) -> AnswerVersion:
        v[name] = version
        return version

    def newer(name: str, body: str, *, wording: str = "") -> None:
        version = workflow.start_version(answer=v[name].answer, by=author)
        version = change(version, author, body=body, **({"wording": wording} if wording else {}))
        keep(name, workflow.submit(version=version, by=author))

    def confirm(name: str, days: int) -> None:
        version = AnswerVersion.objects.get(answer=v[name].answer, state="approved")
        workflow.confirm(
            version=version,
            by=reviewer,
            content_hash=version.content_hash,
            next_review_on=clock.today() + timedelta(days=days),
        )

    def rendered_anew() -> None:
        monkeypatch.setattr(rendering, "RENDERER", "a newer one")
        monkeypatch.setattr(rendering, "render", lambda body, language: f"<section>{body}</section>")
        for version in AnswerVersion.objects.exclude(state__in=["draft", "discarded"]):
            workflow.rerender(version=version, by=lead)

    def ordered(*names: str) -> None:
        topics.arrange(category=c["pump"], by=lead, questions=[v[name].answer.question for name in names])

    def submitted(name: str) -> None:
        keep(name, workflow.submit(version=v[name], by=author))

    return {
        0: lambda: c.update(pump=topics.create(by=lead, slug="pump", title="Pump", introduction="First.")),
        1: lambda: keep("what", write(author, c["pump"], "What is it?", "A **pump**.")),
        2: lambda: keep("fly", write(author, c["pump"], "Can I fly?", "Yes.", sources="A book")),
        3: lambda: submitted("what"),
        4: lambda: sign(v["what"], reviewer, days=30),
        5: lambda: workflow.announce(version=v["fly"], by=lead),
        7: lambda: submitted("fly"),
        9: lambda: sign(v["fly"], colleague, days=70),
        11: lambda: topics.revise(category=c["pump"], by=lead, title="Baclofen pump", introduction="Second."),
        12: lambda: keep("swim", write(author, c["pump"], "Can I swim?", "Not yet.")),
        13: lambda: workflow.announce(version=v["swim"], by=reviewer),
        15: lambda: workflow.retract(answer=v["swim"].answer, by=lead),
        16: lambda: ordered("swim", "fly", "what"),
        18: lambda: newer("what", "A small **pump**.", wording="What is a pump?"),
        21: lambda: keep("what", workflow.return_to_author(version=v["what"], by=reviewer, note="Say more.")),
        23: lambda: workflow.discard(version=v["what"], by=author, reason="Not needed."),
        26: lambda: newer("what", "A very small **pump**.", wording="What is a pump?"),
        36: lambda: sign(v["what"], reviewer, days=50),
        38: lambda: c.update(other=topics.create(by=lead, slug="other", title="Other")),
        39: lambda: topics.place(question=v["fly"].answer.question, category=c["other"], by=lead),
        41: lambda: topics.remove(question=v["fly"].answer.question, category=c["pump"], by=lead),
        44: lambda: workflow.withdraw(answer=v["what"].answer, by=lead, reason="Wrong dose."),
        45: lambda: newer("what", "A pump, **rightly** dosed."),
        48: lambda: sign(v["what"], colleague, days=20),
        50: lambda: workflow.reinstate(answer=v["what"].answer, by=lead, note="Right now."),
        53: lambda: topics.place(question=v["fly"].answer.question, category=c["pump"], by=author),
        55: rendered_anew,
        57: lambda: newer("fly", "No."),
        59: lambda: sign(v["fly"], colleague, days=40),
        64: lambda: confirm("what", 30),
        70: lambda: workflow.withdraw(answer=v["fly"].answer, by=lead, reason="Unsure."),
        71: lambda: topics.revise(category=c["pump"], by=lead, title="Pump", introduction=""),
        80: lambda: workflow.reinstate(answer=v["fly"].answer, by=lead, note="Sure."),
        96: lambda: confirm("what", 90),
    }


def pages(moment: datetime) -> dict[str, TopicPage | None]:
    return {
        category.slug: reading.topic_page(category, "en", moment)
        for category in Category.objects.order_by("slug")
    }


def listed(moment: datetime) -> list[tuple[str, str]]:
    return [(revision.category.slug, revision.title) for revision in reading.topics(moment)]


def days(happening: Iterable[int]) -> Iterator[tuple[int, date]]:
    """The days on which something happened, and some on which nothing but time went by."""
    quiet = {35, 43, 63, 69, 95, 100, 110, 140, 187}
    yield from ((number, FIRST + timedelta(days=number)) for number in sorted({*happening, *quiet}))


def test_every_page_on_every_day_is_what_patients_could_read_then(
    happening: dict[int, Callable[[], Any]],
) -> None:
    with override_settings(TIME_ZONE="Pacific/Auckland"):
        live: dict[date, tuple[Any, Any]] = {}
        for number, day in days(happening):
            # By turns in the first and the last minute of the day, which is another day elsewhere.
            at = time(0, 1) if number % 2 else time(23, 58)
            moment = datetime.combine(day, at, tzinfo=clock.end_of(day).tzinfo)
            with clock.set_to(moment):
                happening.get(number, lambda: None)()
            with clock.set_to(clock.end_of(day)):
                live[day] = pages(clock.now()), listed(clock.now())
        for day, (page_then, topics_then) in live.items():
            then = {slug: page for slug, page in pages(clock.end_of(day)).items() if page is not None}
            assert then == page_then, day
            assert listed(clock.end_of(day)) == topics_then
        assert list(verify_site()) == []
    # A history in which nothing changed would prove nothing.
    statuses = {a.status for page, _ in live.values() for p in page.values() for a in p.answers}
    assert statuses == set(Status)
    assert len({repr(page) for page, _ in live.values()}) >= 25
    assert set(Event.objects.values_list("kind", flat=True)) >= {"rerendered", "retracted", "confirmed"}


def test_day_before_a_topic_existed_has_no_page(topic: Category) -> None:
    assert reading.topic_page(topic, "en", clock.now() - timedelta(days=1)) is None
    assert list(reading.topics(clock.now() - timedelta(days=1))) == []


def test_day_between_rendering_and_rendering_anew_shows_the_html_of_that_day(
    approved: AnswerVersion, lead: Person, topic: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = clock.now()
    monkeypatch.setattr(rendering, "render", lambda body, language: "<p>Anew.</p>")
    workflow.rerender(version=approved, by=lead)

    def html(moment: datetime) -> str:
        page = reading.topic_page(topic, "en", moment)
        assert page is not None
        return page.answers[0].body_html

    assert "50 mcg" in html(before)
    assert html(clock.now()) == "<p>Anew.</p>"


def test_page_of_tomorrow_is_computed_from_what_stands_today(
    approved: AnswerVersion, topic: Category
) -> None:
    due = approved.approvals.get().next_review_on
    page = reading.topic_page(topic, "en", clock.end_of(due + timedelta(days=1)))
    assert page is not None
    assert page.answers[0].status == Status.REVIEW_OVERDUE
