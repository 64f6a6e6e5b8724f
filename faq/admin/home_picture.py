"""The whole collection on the start page of a lead: figures, tables and a chart, each number with its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format

from faq import workload
from faq.admin.answer_filters import list_of_answers
from faq.workload import KeeperLoad, Load, TopicLoad

SHOWN = 8  # rows of a table that are not folded away
BAR = 28  # pixels from one bar of the chart to the next
_LABELS, _BARS = 24.0, 64.0  # per cent of the chart's width


@dataclass(frozen=True)
class Bar:
    """One month of the chart; lengths as SVG wants them."""

    month: str
    name: str
    count: int
    address: str
    top: int
    middle: int
    width: str
    end: str


class TableRow(NamedTuple):
    """A topic or a person with its numbers, each with its list."""

    name: str
    remark: str
    load: Load
    answers: str
    overdue: str
    due_soon: str


class Table(NamedTuple):
    """Rows in sight, and those folded away."""

    first: list[TableRow]
    rest: list[TableRow]


def context() -> dict[str, Any]:
    """The figures of the whole collection as the start page shows them."""
    picture = workload.picture()
    topics = sorted(
        picture.topics, key=lambda topic: (-topic.load.overdue, -topic.load.due_soon, topic.title)
    )
    bars = _bars(picture.months)
    return {
        "total": picture.total,
        "all": list_of_answers(),
        "statuses": [(kind, count, list_of_answers(status=kind.value)) for kind, count in picture.statuses],
        "ages": [(age.label, age.count, list_of_answers(reviewed=age.key)) for age in picture.ages],
        "bars": bars,
        "height": BAR * len(bars),
        "due": sum(bar.count for bar in bars),
        "last_month": bars[-1].name,
        "topics": _table(map(_topic, topics)),
        "in_no_topic": picture.in_no_topic,
        "no_topic": list_of_answers(topic="-"),
        "keepers": _table(map(_keeper, picture.keepers)),
    }


def _table(rows: Iterable[TableRow]) -> Table:
    held = list(rows)
    return Table(held[:SHOWN], held[SHOWN:])


def _bars(months: list[tuple[date, int]]) -> list[Bar]:
    most = max(count for _, count in months) or 1
    return [
        Bar(
            month=date_format(first, "M Y"),
            name=date_format(first, "F Y"),
            count=count,
            address=list_of_answers(due=f"{first:%Y-%m}"),
            top=BAR * place,
            middle=BAR * place + BAR // 2,
            width=f"{_BARS * count / most:.1f}%",
            end=f"{_LABELS + _BARS * count / most + 1.5:.1f}%",
        )
        for place, (first, count) in enumerate(months)
    ]


def _topic(topic: TopicLoad) -> TableRow:
    return _row(topic.title, "", topic.load, topic=topic.slug)


def _keeper(keeper: KeeperLoad) -> TableRow:
    remark = "account closed" if keeper.has_left else ""
    return _row(keeper.name, remark, keeper.load, keeper=str(keeper.person_id))


def _row(name: str, remark: str, load: Load, **narrowed: str) -> TableRow:
    return TableRow(
        name,
        remark,
        load,
        list_of_answers(**narrowed),
        list_of_answers(**narrowed, standing="overdue"),
        list_of_answers(**narrowed, standing="due-soon"),
    )
