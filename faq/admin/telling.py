"""What the lists of what patients sent have in common: everyone at the desk reads, leads erase."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq.admin.base import person_of, roles_of
from faq.admin.delegating import DelegatingAdmin
from faq.models import Person, Role
from faq.policy import WorkflowError

MOST_ERASED_AT_ONCE = 200  # more than anybody reads before saying yes


class ChoiceFilter(admin.SimpleListFilter):
    """A filter by a few named conditions."""

    conditions: ClassVar[Mapping[str, tuple[str, Q]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the choices."""
        return [(value, label) for value, (label, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen kind."""
        chosen = self.conditions.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


def verbatim(text: str, language: str) -> SafeString:
    """The words of a patient as they were typed, in their own direction."""
    return format_html('<span class="desk-verbatim" dir="auto" lang="{}">{}</span>', language, text)


class TellingAdmin(DelegatingAdmin):
    """A list of what patients sent. Nobody writes in it; a row is all there is, so it has no page of its own."""

    list_display_links = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    erasable: ClassVar[str]  # the field with the patient's words

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the list."""
        return HttpResponseRedirect(reverse(f"admin:faq_{self.opts.model_name}_changelist"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the list: what patients sent is not on the trail."""
        return self.change_view(request, object_id)

    def has_erase_permission(self, request: HttpRequest) -> bool:
        """Leads erase what holds personal details."""
        return Role.LEAD in roles_of(request)

    def erase_rows(self, rows: QuerySet[Any], by: Person) -> int:
        """Erase the patients' words in some rows, and return in how many."""
        raise NotImplementedError

    @admin.action(
        permissions=["erase"], description="Erase the words of the selected: they say who wrote them"
    )
    def erase(self, request: HttpRequest, selected: QuerySet[Any]) -> HttpResponse | None:
        """Show the words that would be erased, and erase them once somebody said yes to that."""
        held = selected.exclude(**{self.erasable: ""})
        if request.POST.get("confirmed"):
            self.act(request, self.erase_rows, held, "erased")
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Erase what was written?",
            "opts": self.opts,
            "rows": [(row.pk, getattr(row, self.erasable)) for row in held[:MOST_ERASED_AT_ONCE]],
            "has_more": held.count() > MOST_ERASED_AT_ONCE,
        }
        return TemplateResponse(request, "admin/faq/feedback/erase.html", context)

    def act(
        self,
        request: HttpRequest,
        act: Callable[[QuerySet[Any], Person], int],
        rows: QuerySet[Any],
        done: str,
    ) -> None:
        """Do something with some rows, and say to how many it was done, or why it was not."""
        try:
            count = act(rows, person_of(request))
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{count} {done}." if count else f"Nothing was left to be {done}.")
