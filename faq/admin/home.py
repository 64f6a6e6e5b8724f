"""The start page of the desk: what lies there for the person who signed in, in words and with links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timesince import timesince

from faq import clock, desk, standings, working_copies
from faq.admin import home_picture
from faq.admin.answer_filters import list_of_answers
from faq.admin.base import person_of, roles_of
from faq.models import Person, Role


class Line(NamedTuple):
    """One answer in a list of the start page."""

    address: str
    wording: str
    language: str
    said: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Figure:
    """A number with the list that shows as many rows. ``count`` None: the list is worth a link all the same."""

    label: str
    count: int | None
    address: str


class Section(NamedTuple):
    """A list of the start page: its first lines, the figures beside it, and what is said when it is empty."""

    key: str
    title: str
    lines: list[Line]
    figures: list[Figure]
    empty: str


def context(request: HttpRequest) -> dict[str, Any]:
    """All that the start page shows of answers to this person; nothing to somebody without a part in them."""
    person, roles = person_of(request), roles_of(request)
    if not roles and not person.capacities:
        return {}
    sections: list[Section] = []
    if Role.REVIEWER in roles or person.capacities:
        sections.append(_to_review(person, is_reviewer=Role.REVIEWER in roles))
    if Role.AUTHOR in roles:
        sections += [_returned(person), _drafts(person)]
    if roles:
        sections += [_to_keep_in_date(person), _recently_changed()]
    return {
        "sections": [section._replace(figures=_counted(section)) for section in sections],
        "waiting": _waiting() if roles else [],
        "picture": home_picture.context() if Role.LEAD in roles else None,
    }


def ago(moment: datetime | None) -> str:
    """How long ago something was done, in the largest unit that fits."""
    if moment is None:
        return ""
    spent = timesince(moment, clock.now(), depth=1).replace("\xa0", " ")
    return "just now" if spent.startswith("0 ") else f"{spent} ago"


def _to_review(person: Person, *, is_reviewer: bool) -> Section:
    pile, signs_off = desk.to_review(person), bool(person.capacities)
    lines = _lines((row, f"submitted {ago(row.at)} by {row.by}") for row in pile.rows)
    figures = [Figure("To review", pile.total, list_of_answers(text="reviewable"))]
    if is_reviewer:
        due = desk.to_confirm(person)
        lines += _lines((row, f"to confirm as still correct: {_due(row)}") for row in due.rows)
        address = list_of_answers(text="confirmable", standing="due")
        figures.append(Figure("Due for review, you could confirm them", due.total, address))
        own = "wrote them or signed them off" if signs_off else "wrote them"
        label = f"Others have to: you {own}, or somebody has to sign first"
        others = standings.not_reviewable_by(person).count()
        figures.append(Figure(label, others, list_of_answers(text="not-reviewable")))
    if signs_off:
        address = list_of_answers(text="unsigned", standing="due")
        figures.append(Figure("Approved, to sign off before the review", desk.to_sign_off(person), address))
    return Section("to-review", "To review", lines[: desk.ROWS], figures, "Nothing waits for your review.")


def _returned(person: Person) -> Section:
    pile = desk.returned_to(person)
    figures = [Figure("Returned to you", pile.total, list_of_answers(text="drafted", standing="returned"))]
    said = ((row, f"returned {ago(row.at)} by {row.by}{_comments(row)}") for row in pile.rows)
    return Section("returned", "Returned to you", _lines(said), figures, "Nothing was returned to you.")


def _drafts(person: Person) -> Section:
    pile = desk.drafts(person)
    figures = [Figure("Your drafts", pile.total, list_of_answers(text="drafted", standing="begun"))]
    if sent := standings.sent_by(person).count():
        figures.append(Figure("Sent by you, waiting for a colleague", sent, list_of_answers(text="sent")))
    figures.append(Figure("Write an answer", None, reverse("admin:faq_answer_add")))
    drafts = _lines((row, f"changed {ago(row.at)}{_comments(row)}") for row in pile.rows)
    remarked = _lines((row, f"sent {ago(row.at)}{_comments(row)}") for row in desk.sent_with_comments(person))
    lines = [*_not_begun(person), *remarked, *drafts]
    return Section("drafts", "Your drafts", lines, figures, "You have no draft under way.")


def _not_begun(person: Person) -> list[Line]:
    """What the person typed of answers that were never saved: the site kept it, and no list of answers has it."""
    return [
        Line(
            f"{reverse('admin:faq_answer_add')}?{urlencode({'copy': copy.lineage})}",
            copy.first_words,
            copy.text.get("language") or settings.LANGUAGE_CODE,
            f"an answer not begun yet, kept {ago(copy.saved_at)}",
        )
        for copy in working_copies.kept(by=person, answer=None)
    ]


def _to_keep_in_date(person: Person) -> Section:
    pile = desk.to_keep_in_date(person)
    figures = [
        Figure("Review overdue", pile.overdue, list_of_answers(keeper="mine", standing="overdue")),
        Figure("Review due soon", pile.due_soon, list_of_answers(keeper="mine", standing="due-soon")),
    ]
    said = ((row, _due(row)) for row in pile.rows)
    empty = "Every answer that you own or deputise for is in date."
    return Section("keep-in-date", "To keep in date", _lines(said), figures, empty)


def _recently_changed() -> Section:
    rows = desk.recently_changed()
    said = ((row, f"{row.act}, {ago(row.at)}, by {row.by}") for row in rows)
    figures = [Figure("All answers, the last changed first", None, list_of_answers())]
    return Section("recent", "Recently changed", _lines(said), figures, "No answer was written yet.")


def _due(row: desk.Row) -> str:
    if row.due_on is None:
        return ""
    day, late = date_format(row.due_on, "j M Y"), (clock.today() - row.due_on).days
    said = f"was due {day}, {late} day{'' if late == 1 else 's'} late" if late > 0 else f"due {day}"
    return f"{said}; {row.by} owns it, you are the deputy" if row.by else said


def _comments(row: desk.Row) -> str:
    if not row.open_comments:
        return ""
    return f"; {row.open_comments} open comment{'' if row.open_comments == 1 else 's'}"


def _counted(section: Section) -> list[Figure]:
    """The figures without the noughts: what an empty list has to say is said in words."""
    return [figure for figure in section.figures if figure.count != 0]


def _lines(said: Iterable[tuple[desk.Row, str]]) -> list[Line]:
    return [
        Line(
            reverse("admin:faq_answer_change", args=[row.answer_id]),
            row.wording,
            row.language,
            words,
            Truncator(row.note).chars(160),
            bool(row.due_on and row.due_on < clock.today()),
        )
        for row, words in said
    ]


def _waiting() -> list[Figure]:
    waits = desk.waiting()
    lists = {
        "Answers awaiting review": (waits.answers, list_of_answers(standing="awaiting")),
        "Unread feedback": (waits.feedback, _list("feedback", read="no")),
        "Questions asked in vain": (waits.asked, _list("askedquestion", **{"dealt-with": "no"})),
        "Explanations to approve": (waits.terms, _list("term", state="waiting")),
        "Questions with other ways of asking to show": (
            waits.questions_to_release,
            _list("question", phrasings="waiting"),
        ),
    }
    return [Figure(label, count, address) for label, (count, address) in lists.items()]


def _list(model: str, **filters: str) -> str:
    return f"{reverse(f'admin:faq_{model}_changelist')}?{urlencode(filters)}"
