"""The trail on the desk: every act to read and search, and a check that none was tampered with."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq import clock, trail
from faq.admin.base import roles_of
from faq.admin.delegating import DelegatingAdmin, moment
from faq.models import Event, Role
from faq.verification import verify_site

MOST_FINDINGS = 200  # a page is for reading; `manage.py verify_trail` lists them all
_HASH = re.compile(r"[0-9a-f]{64}\Z")


class NamedFilter(admin.RelatedOnlyFieldListFilter):
    """A filter by a related row. Django drops one with a single choice, and with it what was asked for."""

    include_empty_choice = False
    name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = self.name

    def has_output(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.lookup_choices)


class PersonFilter(NamedFilter):
    """Who did it."""

    name = "person"


class AboutTopicFilter(NamedFilter):
    """The topic that it was about; acts about an answer have none."""

    name = "topic"


@dataclass(frozen=True)
class KeptRow:
    """A row as an act left it: its name in the trail, and its values."""

    name: str
    values: list[tuple[str, str]]


@admin.register(Event)
class TrailAdmin(DelegatingAdmin):
    """Everyone at the desk reads the trail; nobody writes it here. Leads have it verified."""

    list_display = ("line", "when", "kind", "who", "about")
    list_display_links = ("line", "when")
    list_filter = (("by", PersonFilter), ("category", AboutTopicFilter), "kind")
    list_per_page = 50
    date_hierarchy = "at"
    ordering = ("-sequence",)
    search_fields = ("by_name", "answer__question__working_title", "content_hash", "hash", "detail")
    search_help_text = "Finds accounts, questions, reasons, file names and hashes."
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/faq/event/change_list.html"
    change_form_template = "admin/faq/event/change_form.html"

    @admin.display(ordering="sequence")
    def line(self, event: Event) -> int:
        """Its number in the trail."""
        return event.sequence

    @admin.display(ordering="at")
    def when(self, event: Event) -> str:
        """When it was done."""
        return moment(event.at)

    @admin.display(ordering="by_name")
    def who(self, event: Event) -> str:
        """The account's name at the time."""
        return event.by_name

    @admin.display(description="about", ordering="answer__question__working_title")
    def about(self, event: Event) -> SafeString | str:
        """What the act was about, with a link to it."""
        if event.answer_id and event.answer:
            number = f", version {event.version.number}" if event.version else ""
            return format_html('<a href="{}">{}</a>{}', _answer_address(event), event.answer, number)
        if event.category_id:
            address = reverse("admin:faq_category_change", args=[event.category_id])
            return format_html('<a href="{}">{}</a>', address, event.category)
        said = _said(event)
        return str(said.get("account") or said.get("question") or said.get("name") or "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """The lines of the trail."""
        found: QuerySet[Event] = super().get_queryset(request)
        return found.select_related("by", "answer__question", "category", "version")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The trail, newest line first."""
        return super().changelist_view(request, {**(extra_context or {}), "may_verify": _may_verify(request)})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One line of the trail, with everything that it keeps."""
        event = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        context = details(event) if event else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """None of the stock form: the template lays the line out."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and the one that verifies the trail."""
        verify = path("verify/", self.admin_site.admin_view(self.verify_view), name="faq_event_verify")
        return [verify, *super().get_urls()]

    def verify_view(self, request: HttpRequest) -> HttpResponse:
        """Verify the whole site against its trail, when asked by a lead, and name the head to keep elsewhere."""
        if not _may_verify(request):
            raise PermissionDenied
        kept = request.POST.get("head", "").strip().lower()
        context: dict[str, Any] = {"kept": kept}
        if request.method == "POST":
            if kept and not _HASH.match(kept):
                context["head_error"] = "A hash has 64 characters, 0 to 9 and a to f. Copy it again."
            else:
                found = list(islice(verify_site(kept), MOST_FINDINGS + 1))
                context |= {"verified_at": clock.now(), "findings": found[:MOST_FINDINGS]}
                context["has_more"] = len(found) > MOST_FINDINGS
        context |= {"head": trail.head_hash(), "length": Event.objects.count()}
        page = {**self.admin_site.each_context(request), "title": "Verify the trail", "opts": self.opts}
        return TemplateResponse(request, "admin/faq/event/verify.html", page | context)


def _may_verify(request: HttpRequest) -> bool:
    return Role.LEAD in roles_of(request)


def _answer_address(event: Event) -> str:
    return reverse("admin:faq_answer_change", args=[event.answer_id])


def _said(event: Event) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(event.detail)
    return said


def details(event: Event) -> dict[str, Any]:
    """What the page of a line shows besides its own columns: what was said, changed and left behind."""
    said = _said(event)
    rows, changes = said.pop("rows", {}), said.pop("changes", {})
    return {
        "event": event,
        "title": f"Line {event.sequence}: {event.get_kind_display()}",
        "subtitle": None,
        "said": [(_in_words(name), _shown(value)) for name, value in said.items() if value not in ("", None)],
        "changes": list(_changes(changes)) if isinstance(changes, dict) else [],
        "rows": [
            KeptRow(_row_name(key), [(_in_words(name), _shown(value)) for name, value in row.items()])
            for key, row in rows.items()
        ],
    }


def _changes(changes: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, change in changes.items():
        before, after = change if isinstance(change, list) and len(change) == 2 else (None, change)
        yield _in_words(name), _shown(before), _shown(after)


def _in_words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ").capitalize()


def _row_name(key: str) -> str:
    kind, _, number = key.partition(":")
    return f"{apps.get_model('faq', kind)._meta.verbose_name} {number}".capitalize()


def _shown(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_shown(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{_in_words(name)}: {_shown(part)}" for name, part in value.items())
    return str(value)
