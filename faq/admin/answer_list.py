"""What the list of answers shows and filters by: read in one query, however many answers there are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from faq import clock
from faq.admin.base import person_of
from faq.models import (
    OPEN_STATES,
    Announcement,
    Answer,
    AnswerVersion,
    Approval,
    Category,
    Event,
    Placement,
    State,
    Withdrawal,
)
from faq.status import Facts, Status, public_status


def with_standing(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Annotate answers with their newest wording, their open version, and the facts of their public status."""
    now, answer = clock.now(), OuterRef("pk")
    versions = AnswerVersion.objects.filter(answer=answer).order_by("-number")
    opened = versions.filter(state__in=OPEN_STATES)
    public = AnswerVersion.objects.approved_by(now).filter(answer=OuterRef(OuterRef("pk")))
    signatures = (
        Approval.objects.valid_at(now).filter(version__in=public.values("pk")).order_by("-signed_at", "-pk")
    )
    before_open = AnswerVersion.objects.filter(answer=answer, number=OuterRef("open_number") - 1)
    return answers.annotate(
        newest_wording=Coalesce(
            Subquery(versions.exclude(state=State.DISCARDED).values("wording")[:1]),
            "question__working_title",
            output_field=TextField(),
        ),
        open_state=Subquery(opened.values("state")[:1]),
        open_number=Subquery(opened.values("number")[:1]),
        next_review_on=Subquery(signatures.values("next_review_on")[:1]),
        is_withdrawn=Exists(Withdrawal.objects.in_force_at(now).filter(answer=answer)),
        is_announced=Exists(Announcement.objects.standing_at(now).filter(answer=answer)),
        last_changed_at=Subquery(Event.objects.filter(answer=answer).order_by("-sequence").values("at")[:1]),
    ).annotate(came_back=Exists(before_open.filter(state=State.RETURNED)))


def status_of(answer: Any) -> Status:
    """The public status of an answer that ``with_standing`` read, by the site's one function for it."""
    facts = Facts(
        next_review_on=answer.next_review_on,
        is_withdrawn=answer.is_withdrawn,
        update_under_way=answer.open_state is not None,
    )
    return public_status(facts, clock.today(), due_soon_days=settings.REVIEW_DUE_SOON_DAYS)


def seen_by_patients(answer: Any) -> str:
    """What patients are told about an answer, in words; of one that nobody announced they see nothing."""
    status = status_of(answer)
    hidden = status == Status.NOT_YET_APPROVED and not answer.is_announced
    return "Nothing yet" if hidden else status.label


def work_on(answer: Any) -> str:
    """What is going on with an answer, whatever patients see of it meanwhile; empty if nothing is."""
    if answer.open_state is None:
        return ""
    if answer.open_state == State.DRAFT and answer.came_back:
        return f"Draft {answer.open_number}, returned"
    return f"{State(answer.open_state).label} {answer.open_number}"


class AnswerList(ChangeList):
    """The stock list, under its own name, which marks the column that it is ordered by from the start."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "Answers"

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """The marked columns. Django looks the default up in the model, which knows nothing of events."""
        if ORDER_VAR in self.params:
            return super().get_ordering_field_columns()
        return {self.list_display.index("last_changed"): "desc"}


class StandingFilter(admin.SimpleListFilter):
    """What has to be done about an answer."""

    title = "what to do"
    parameter_name = "standing"

    @staticmethod
    def _conditions() -> dict[str, tuple[str, Q]]:
        today = clock.today()
        shown = Q(next_review_on__isnull=False, is_withdrawn=False)
        soon = today + timedelta(days=settings.REVIEW_DUE_SOON_DAYS)
        return {
            "awaiting": ("Awaiting review", Q(open_state=State.IN_REVIEW)),
            "returned": ("Returned to the author", Q(open_state=State.DRAFT, came_back=True)),
            "draft": ("Draft", Q(open_state=State.DRAFT)),
            "due-soon": ("Review due soon", shown & Q(next_review_on__gte=today, next_review_on__lte=soon)),
            "overdue": ("Review overdue", shown & Q(next_review_on__lt=today)),
            "withdrawn": ("Withdrawn", Q(next_review_on__isnull=False, is_withdrawn=True)),
            "never": ("Never approved", Q(next_review_on__isnull=True)),
        }

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the choices."""
        return [(value, label) for value, (label, _) in self._conditions().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen kind."""
        chosen = self._conditions().get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class TopicFilter(admin.SimpleListFilter):
    """The topic on whose page the question stands."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the topics, and the lack of one."""
        return [*Category.objects.values_list("slug", "title"), ("-", "In no topic")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen topic."""
        standing = Placement.objects.current().filter(question=OuterRef("question"))
        if self.value() == "-":
            return queryset.exclude(Exists(standing))
        if self.value():
            return queryset.filter(Exists(standing.filter(category__slug=self.value())))
        return queryset


class KeeperFilter(admin.SimpleListFilter):
    """Who keeps the answer in date."""

    title = "owner"
    parameter_name = "keeper"
    conditions: dict[str, tuple[str, Callable[[Any], Q]]] = {
        "me": ("Me", lambda me: Q(owner=me)),
        "deputy": ("Me as deputy", lambda me: Q(deputy=me)),
        "others": ("Somebody else", lambda me: ~Q(owner=me)),
    }

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the choices."""
        return [(value, label) for value, (label, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen keeper."""
        chosen = self.conditions.get(self.value() or "")
        return queryset.filter(chosen[1](person_of(request))) if chosen else queryset
