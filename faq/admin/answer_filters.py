"""What the list of answers can be narrowed to. The figures of the start page lead here, and count the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format

from faq import clock, standings, workload
from faq.admin.base import person_of
from faq.models import AnswerVersion, Category, Person, Placement, State
from faq.standings import where
from faq.status import Status


def list_of_answers(**filters: str) -> str:
    """The address of the list of answers, narrowed by the parameters of the filters below."""
    address = reverse("admin:faq_answer_changelist")
    return f"{address}?{urlencode(filters)}" if filters else address


class StandingFilter(admin.SimpleListFilter):
    """What has to be done about an answer."""

    title = "what to do"
    parameter_name = "standing"

    @staticmethod
    def _conditions() -> dict[str, tuple[str, Q]]:
        return {
            "awaiting": ("Awaiting review", Q(open_state=State.IN_REVIEW)),
            "returned": ("Returned to the author", Q(open_state=State.DRAFT, came_back=True)),
            "draft": ("Draft", Q(open_state=State.DRAFT)),
            "begun": ("Draft, not returned", Q(open_state=State.DRAFT, came_back=False)),
            "due": ("Review due soon or overdue", where(standings.is_due)),
            "due-soon": ("Review due soon", where(standings.is_due_soon)),
            "overdue": ("Review overdue", where(standings.is_overdue)),
            "withdrawn": ("Withdrawn", where(standings.has_status(Status.WITHDRAWN))),
            "never": ("Never approved", where(standings.has_status(Status.NOT_YET_APPROVED))),
        }

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the choices."""
        return [(value, label) for value, (label, _) in self._conditions().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen kind."""
        chosen = self._conditions().get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class StatusFilter(admin.SimpleListFilter):
    """The public status."""

    title = "public status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the statuses."""
        return [(status.value, status.label) for status in Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen status."""
        for status in Status:
            if status.value == self.value():
                return queryset.filter(where(standings.has_status(status)))
        return queryset


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


class PersonFilter(admin.SimpleListFilter):
    """A choice that depends on who asks."""

    conditions: dict[str, tuple[str, Callable[[Person], Q | Exists]]]

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the choices."""
        return [(value, label) for value, (label, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen kind."""
        chosen = self.conditions.get(self.value() or "")
        return queryset.filter(chosen[1](person_of(request))) if chosen else queryset


class KeeperFilter(PersonFilter):
    """Who keeps the answer in date: somebody else than the person who asks can be named by the account's number."""

    title = "owner"
    parameter_name = "keeper"
    conditions = {
        "me": ("Me", lambda me: Q(owner=me)),
        "deputy": ("Me as deputy", lambda me: Q(deputy=me)),
        "mine": ("Me as owner or deputy", lambda me: Q(owner=me) | Q(deputy=me)),
        "others": ("Somebody else", lambda me: ~Q(owner=me)),
    }

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the choices, and the person who was chosen by number."""
        number = request.GET.get(self.parameter_name, "")
        named = Person.objects.filter(pk=number).first() if _is_number(number) else None
        return [*super().lookups(request, model_admin), *([(number, str(named))] if named else [])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the answers of the chosen keeper."""
        number = self.value() or ""
        return queryset.filter(owner=number) if _is_number(number) else super().queryset(request, queryset)


class OpenTextFilter(PersonFilter):
    """What the person who asks has to do with the version that is being written or reviewed, or with the approved."""

    title = "text in progress"
    parameter_name = "text"
    conditions = {
        "reviewable": ("I can review it", lambda me: _has(standings.reviewable_by(me))),
        "not-reviewable": ("Waits for others to review it", lambda me: _has(standings.not_reviewable_by(me))),
        "confirmable": ("Approved, I can confirm it", lambda me: _has(standings.confirmable_by(me))),
        "unsigned": ("Approved, lacks my sign-off", lambda me: _has(standings.unsigned_by(me))),
        "drafted": ("My draft", lambda me: _has(standings.drafts_of(me))),
        "sent": ("Sent for review by me", lambda me: _has(standings.sent_by(me))),
    }


class DueFilter(admin.SimpleListFilter):
    """The month in which the next review falls due. The start page leads here, so only a chosen one is named."""

    title = "review due in"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the chosen month, so that the choice can be seen and taken back."""
        chosen = request.GET.get(self.parameter_name, "")
        return [(chosen, date_format(first, "F Y"))] if (first := _month(chosen)) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what falls due in the month, from today on."""
        first = _month(self.value() or "")
        return (
            queryset.filter(standings.due_between(first, workload.end_of_month(first))) if first else queryset
        )


class LastReviewFilter(admin.SimpleListFilter):
    """How long ago the published text was last reviewed. Named as in ``DueFilter``."""

    title = "last review"
    parameter_name = "reviewed"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, str]]:
        """Name the chosen span of time."""
        chosen = request.GET.get(self.parameter_name)
        return [(age.key, age.label) for age in workload.ages() if age.key == chosen]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what was last reviewed in it."""
        for age in workload.ages():
            if age.key == self.value():
                moments = Q(
                    reviewed_at__range=(_begin_after(age.after), clock.end_of(age.until or clock.today()))
                )
                published = queryset.filter(where(standings.is_published))
                return standings.with_last_review(published).filter(moments)
        return queryset


def _has(versions: QuerySet[AnswerVersion]) -> Exists:
    return Exists(versions.filter(answer=OuterRef("pk")))


def _begin_after(day: date | None) -> datetime:
    """The first moment after a day; of all time, if there is none."""
    return clock.end_of(day) + timedelta.resolution if day else datetime.min.replace(tzinfo=UTC)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _month(text: str) -> date | None:
    """The first day of a month written as 2026-03; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
