"""The start page of the desk: whose it is, and that every number on it is that of the list behind it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from faq import clock, comments, feedback, terms, topics, workflow, working_copies
from faq.models import AnswerVersion, Category, Person
from tests.admin.desk import page
from tests.conftest import assign, change, rule, sign, write

SignIn = Callable[[Person], Client]
At = Callable[[datetime], AbstractContextManager[None]]

BEGUN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def busy(
    author: Person, colleague: Person, reviewer: Person, lead: Person, topic: Category, phrase: Any
) -> dict[str, AnswerVersion]:
    """Something in every place that the start page counts, written over a year."""
    made: dict[str, AnswerVersion] = {}

    def begin(name: str, by: Person = author, into: Category = topic) -> AnswerVersion:
        made[name] = write(by, into, f"{name}?", f"Text of {name}.")
        return made[name]

    def approve(name: str, days: int, by: Person = author, into: Category = topic) -> AnswerVersion:
        made[name] = sign(workflow.submit(version=begin(name, by, into), by=by), reviewer, days)
        return made[name]

    with clock.set_to(BEGUN - timedelta(days=400)):
        other = topics.create(by=lead, slug="other", title="Other & more")
        approve("two years old soon", 800)
    with clock.set_to(BEGUN - timedelta(days=200)):
        approve("late", 190, colleague, other)
        approve("late, being updated", 190)
        workflow.start_version(answer=made["late, being updated"].answer, by=author)
    with clock.set_to(BEGUN):
        approve("due at the end of this month", 29)
        approve("due today", 0 + 1, colleague)
        approve("in date", 365, into=other)
        approve("withdrawn", 300)
        workflow.withdraw(answer=made["withdrawn"].answer, by=lead, reason="Wrong dose.")
        begin("draft")
        begin("draft of a colleague", colleague)
        workflow.submit(version=begin("sent"), by=author)
        workflow.submit(version=begin("sent by a colleague", colleague), by=colleague)
        sent = workflow.submit(version=begin("returned"), by=author)
        workflow.return_to_author(version=sent, by=reviewer, note="Say it in shorter words.")
        alone = begin("in no topic")
        topics.remove(question=alone.answer.question, category=topic, by=lead)
        assign(made["in date"].answer, author, lead, author)
        phrase(made["in date"], "How often?", released=False)
        terms.define(by=author, name="pump", language="en", text="A device.", other_forms="", seen=None)
        feedback.give(version=made["in date"], is_helpful=True, comment="Thank you")
        feedback.ask(text="How loud is it?", language="en")
    return made


def figures(html: str) -> list[tuple[str, int]]:
    """Every link of the page that holds a number, with its number."""
    found = []
    for address, inside in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL):
        number = re.search(r'class="desk-count">(\d+)<|class="home-chart-count"[^>]*>(\d+)<|^(\d+)$', inside)
        if number:
            found.append((unescape(address), int(next(filter(None, number.groups())))))
    return found


def section(html: str, key: str) -> str:
    """A section of the page; it has to be there."""
    begins = html.index(f'id="{key}"')
    return html[begins : html.index("</section>", begins)]


def rows_behind(address: str, person: Person) -> int:
    """How many rows the list at an address has for a person; its page need not be drawn for that."""
    request = RequestFactory().get(address)
    request.user = person
    model = apps.get_model("faq", request.path.split("/")[-2])
    return admin.site.get_model_admin(model).get_changelist_instance(request).result_count


@pytest.mark.parametrize(
    ("who", "days"),
    [("reviewer", 1), ("colleague", 29), ("everything", 0), ("lead", 100)],
)
def test_every_number_is_that_of_the_list_behind_it(
    busy: dict[str, AnswerVersion], request: Any, signed_in: SignIn, at: At, who: str, days: int
) -> None:
    person = request.getfixturevalue(who)
    with at(BEGUN + timedelta(days=days)):
        shown = figures(signed_in(person).get("/admin/").content.decode())
        assert len(shown) >= (35 if who in {"lead", "everything"} else 6)
        wrong = [pair for pair in set(shown) if rows_behind(pair[0], person) != pair[1]]
    assert wrong == []


def test_the_numbers_are_counted_as_the_words_say(
    busy: dict[str, AnswerVersion], author: Person, lead: Person, signed_in: SignIn, at: At
) -> None:
    with at(BEGUN + timedelta(days=1)):
        own = dict(figures(signed_in(author).get("/admin/").content.decode()))
        picture = dict(figures(signed_in(lead).get("/admin/").content.decode()))
    answers = "/admin/faq/answer/?"
    assert own[f"{answers}text=drafted&standing=returned"] == 1
    assert own[f"{answers}text=drafted&standing=begun"] == 3  # with the new version of the late one
    assert own[f"{answers}text=sent"] == 1
    assert own[f"{answers}keeper=mine&standing=overdue"] == 1
    assert own[f"{answers}keeper=mine&standing=due-soon"] == 1
    assert own["/admin/faq/feedback/?read=no"] == 1
    assert own["/admin/faq/askedquestion/?dealt-with=no"] == 1
    assert own["/admin/faq/term/?state=waiting"] == 1
    assert own["/admin/faq/question/?phrasings=waiting"] == 1
    assert picture["/admin/faq/answer/"] == len(busy)
    assert picture[f"{answers}status=review_overdue"] == 2
    assert picture[f"{answers}status=withdrawn"] == 1
    assert picture[f"{answers}due=2026-03"] == 2
    assert picture[f"{answers}due=2027-03"] == 1
    assert picture[f"{answers}reviewed=0-3"] == 3
    assert picture[f"{answers}reviewed=6-12"] == 2
    assert picture[f"{answers}reviewed=12-24"] == 1
    assert picture[f"{answers}topic=other"] == 2
    assert picture[f"{answers}topic=other&standing=overdue"] == 1
    assert picture[f"{answers}topic=-"] == 1
    assert picture[f"{answers}keeper={lead.pk}"] == 1


def test_a_reviewer_finds_what_has_waited_longest_first_and_nothing_of_their_own(
    author: Person, colleague: Person, topic: Category, signed_in: SignIn, at: At
) -> None:
    for days, (wording, by) in enumerate([("First?", author), ("Mine?", colleague), ("Second?", author)]):
        with at(BEGUN + timedelta(days=days)):
            workflow.submit(version=write(by, topic, wording, "Text."), by=by)
    with at(BEGUN + timedelta(days=3)):
        mine = section(signed_in(colleague).get("/admin/").content.decode(), "to-review")
    assert mine.index("First?") < mine.index("Second?")
    assert "Mine?" not in mine
    assert "submitted 3 days ago by author" in mine
    assert "you wrote them" in mine


def test_one_click_leads_from_the_desk_to_the_text_to_review(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    found = re.search(
        r'<a href="([^"]+)" lang="en"', section(client.get("/admin/").content.decode(), "to-review")
    )
    assert found
    page = client.get(found[1]).content.decode()
    assert 'data-act="approve"' in page


def test_a_returned_text_comes_with_what_the_reviewer_said_and_goes_to_its_author(
    in_review: AnswerVersion, author: Person, colleague: Person, reviewer: Person, signed_in: SignIn
) -> None:
    workflow.return_to_author(version=in_review, by=reviewer, note="Say it in <shorter> words.")
    returned = section(signed_in(author).get("/admin/").content.decode(), "returned")
    assert "Say it in &lt;shorter&gt; words." in returned
    assert "by reviewer" in returned
    assert "What is a baclofen pump?" not in section(
        signed_in(colleague).get("/admin/").content.decode(), "returned"
    )


def test_what_falls_due_is_shown_to_owner_and_deputy_and_to_nobody_else(
    approved: AnswerVersion,
    author: Person,
    colleague: Person,
    reviewer: Person,
    lead: Person,
    signed_in: SignIn,
    at: At,
) -> None:
    assign(approved.answer, author, author, colleague)
    with at(clock.now() + timedelta(days=370)):
        pages = {
            person: section(signed_in(person).get("/admin/").content.decode(), "keep-in-date")
            for person in (author, colleague, reviewer, lead)
        }
    assert "5 days late" in pages[author]
    assert "author owns it, you are the deputy" in pages[colleague]
    assert "is in date" in pages[reviewer]
    assert "is in date" in pages[lead]


def test_recent_changes_name_each_answer_once_with_its_last_act(
    approved: AnswerVersion, draft: AnswerVersion, lead: Person, author: Person, signed_in: SignIn
) -> None:
    workflow.withdraw(answer=approved.answer, by=lead, reason="Wrong dose.")
    recent = section(signed_in(author).get("/admin/").content.decode(), "recent")
    assert recent.count("What is a baclofen pump?") == 1
    assert "Withdrawn, just now, by lead" in recent


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        ("author", {"returned", "drafts", "keep-in-date", "recent"}, {"to-review", "picture-heading"}),
        ("reviewer", {"to-review", "keep-in-date", "recent"}, {"drafts", "picture-heading"}),
        ("lead", {"keep-in-date", "recent", "picture-heading"}, {"to-review", "drafts"}),
        ("everything", {"to-review", "returned", "drafts", "picture-heading"}, set()),
    ],
)
def test_everybody_finds_what_the_roles_are_for(
    request: Any, topic: Category, signed_in: SignIn, who: str, seen: set[str], unseen: set[str]
) -> None:
    html = signed_in(request.getfixturevalue(who)).get("/admin/").content.decode()
    assert {key for key in seen | unseen if f'id="{key}"' in html} == seen


def test_a_reviewer_finds_what_is_due_and_its_author_who_can_confirm_it(
    approved: AnswerVersion,
    author: Person,
    reviewer: Person,
    pharmacist: Person,
    topic: Category,
    lead: Person,
    signed_in: SignIn,
    at: At,
) -> None:
    with at(clock.now() + timedelta(days=370)):
        html = signed_in(reviewer).get("/admin/").content.decode()
        mine = section(html, "to-review")
        assert "to confirm as still correct: was due" in mine
        assert dict(figures(html))["/admin/faq/answer/?text=confirmable&standing=due"] == 1
        shown = page(signed_in(author), approved)
        assert "Its review was due on" in shown
        assert "reviewer can confirm that it is still correct." in shown
        assert "confirm that it is still correct." not in page(signed_in(reviewer), approved)
        rule(topic, lead, "pharmacist")
        unsigned = page(signed_in(author), approved)
        assert "can confirm that it is still correct, once a pharmacist has signed it off." in unsigned
        mine = section(signed_in(reviewer).get("/admin/").content.decode(), "to-review")
        assert "Nothing waits for your review." in mine
    assert "can confirm that it is still correct" not in page(signed_in(author), approved)


def test_a_reviewer_who_wrote_a_text_that_is_due_reads_why_and_who_can_confirm_it(
    approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn, at: At
) -> None:
    author.groups.add(*reviewer.groups.all())
    with at(clock.now() + timedelta(days=370)):
        shown = page(signed_in(author), approved)
    assert "you contributed to it" in shown
    assert "reviewer can confirm that it is still correct." in shown


def test_somebody_who_only_signs_off_is_not_told_of_what_others_review(
    in_review: AnswerVersion, pharmacist: Person, reviewer: Person, signed_in: SignIn
) -> None:
    assert "Others have to" not in signed_in(pharmacist).get("/admin/").content.decode()


def test_a_text_that_was_never_saved_is_found_on_the_desk_and_comes_back(
    author: Person, colleague: Person, signed_in: SignIn
) -> None:
    working_copies.keep(
        by=author,
        version=None,
        text={"wording": "", "body": "Typed <before> the crash."},
        lineage="x",
        step=1,
    )
    drafts = section(signed_in(author).get("/admin/").content.decode(), "drafts")
    assert "Typed &lt;before&gt; the crash." in drafts
    assert "an answer not begun yet, kept just now" in drafts
    assert "You have no draft under way." not in drafts
    assert "crash" not in signed_in(colleague).get("/admin/").content.decode()
    found = re.search(r'<a href="(/admin/faq/answer/add/[^"]+)"', drafts)
    assert found
    assert "Typed &lt;before&gt; the crash.</textarea>" in signed_in(author).get(found[1]).content.decode()


def test_an_author_is_told_of_open_comments_on_what_is_sent_and_on_what_came_back(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    said = [comments.comment(version=in_review, by=reviewer, text=text) for text in ("How much?", "Why?")]
    client = signed_in(author)
    drafts = section(client.get("/admin/").content.decode(), "drafts")
    assert "sent just now; 2 open comments" in drafts
    comments.resolve(thread=said[0], by=reviewer)
    workflow.return_to_author(version=in_review, by=reviewer, note="Shorter.")
    html = client.get("/admin/").content.decode()
    assert "by reviewer; 1 open comment<" in section(html, "returned")
    assert "open comment" not in section(html, "drafts")


def test_an_empty_desk_says_so_in_words(everything: Person, signed_in: SignIn) -> None:
    html = signed_in(everything).get("/admin/").content.decode()
    for words in (
        "Nothing waits for your review.",
        "Nothing was returned to you.",
        "You have no draft under way.",
        "Every answer that you own or deputise for is in date.",
        "No answer was written yet.",
        "There is no topic yet.",
    ):
        assert words in html


def test_a_superuser_without_a_role_sees_nothing_of_answers(person: Any, signed_in: SignIn) -> None:
    html = signed_in(person("keeper-of-accounts", is_superuser=True)).get("/admin/").content.decode()
    assert "Recently changed" not in html
    assert "The whole collection" not in html


def test_the_chart_and_its_table_say_the_same(
    busy: dict[str, AnswerVersion], lead: Person, signed_in: SignIn, at: At
) -> None:
    with at(BEGUN):
        html = signed_in(lead).get("/admin/").content.decode()
    bars = re.findall(r'<a href="[^"]+due=([\d-]+)" aria-label="[^"]+: (\d+)"', html)
    rows = re.findall(r'<a class="desk-count" href="[^"]+due=([\d-]+)">(\d+)</a>', html)
    assert len(bars) == 13
    assert bars == rows
    assert (bars[0][0], bars[-1][0]) == ("2026-03", "2027-03")


def test_the_desk_costs_the_same_number_of_queries_for_few_and_for_many(
    author: Person, colleague: Person, reviewer: Person, everything: Person, lead: Person, signed_in: SignIn
) -> None:
    client, made = signed_in(everything), []

    def queries_with(number: int) -> int:
        for count in range(len(made), number):
            topic = topics.create(by=lead, slug=f"t{count}", title=f"Topic {count}")
            version = write(author, topic, f"Question {count}?", "Text.")
            made.append(version)
            sent = workflow.submit(version=version, by=author)
            if count % 3 == 0:
                signed = sign(sent, reviewer, 30)
                assign(signed.answer, author, everything, colleague)
            if count % 3 == 1:
                own = change(
                    workflow.return_to_author(version=sent, by=reviewer, note="Shorter."),
                    everything,
                    body="X.",
                )
                assert own.number == 2
            write(everything, topic, f"Draft {count}?", "Text.")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    queries_with(3)
    assert queries_with(3) == queries_with(12) < 45


def test_a_filter_of_nonsense_narrows_nothing(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    for query in (
        "due=2026-13",
        "due=x",
        "reviewed=1-2",
        "status=fine",
        "keeper=0x1",
        f"keeper={'9' * 30}",
        "text=all",
    ):
        response = client.get(f"/admin/faq/answer/?{query}", follow=True)
        assert response.context["cl"].result_count == 1, query
