"""Terms on the desk: what words mean to patients, proposed by one clinician and approved by another."""

from collections.abc import Set
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from faq import clock, terms
from faq.admin.base import person_of, roles_of
from faq.admin.delegating import DelegatingAdmin
from faq.admin.editor import PlainText
from faq.admin.telling import ChoiceFilter
from faq.admin.term_page import TermPage
from faq.models import Person, Role, Term, TermDefinition
from faq.policy import WorkflowError

PROPOSED = "Proposed. Patients see no change until a colleague approves it."


class TermForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A definition to be proposed. ``seen`` is the newest one that the person had on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = PlainText(
        rows=3,
        label="What it means",
        help_text=f"In words that patients understand: one or two sentences, at most {terms.LONGEST_TEXT} characters.",
    )
    other_forms = PlainText(
        rows=3,
        label="Other forms",
        help_text="One per line, such as its plural or an abbreviation. Capital letters do not matter.",
    )

    class Meta:
        model = Term
        fields = ("name", "language")
        help_texts = {
            "name": "As it stands in texts, for example “spinal fluid”. It cannot be changed afterwards."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        definitions = TermDefinition.objects.filter(term=self.instance.pk)
        newest = definitions.filter(retired_at=None).last() or definitions.last()
        if newest:
            self.initial.update(text=newest.text, other_forms=newest.other_forms)
            self.initial["seen"] = definitions.latest("pk").pk

    def validate_unique(self) -> None:
        """Nothing: the act says it in better words."""

    def validate_constraints(self) -> None:
        """Nothing: the act says it in better words."""


class StateFilter(ChoiceFilter):
    """What patients see of a term, and what waits."""

    title = "state"
    parameter_name = "state"
    conditions = {
        "waiting": ("Waiting for a colleague", Q(waiting_text__isnull=False)),
        "shown": ("Shown to patients", Q(shown_text__isnull=False)),
        "retired": ("Not shown, nothing waiting", Q(shown_text=None, waiting_text=None)),
    }


@admin.register(Term)
class TermAdmin(DelegatingAdmin):
    """Everyone at the desk reads terms; authors and leads explain them, reviewers approve, leads retire."""

    add_roles = {Role.AUTHOR, Role.LEAD}
    change_roles = {Role.AUTHOR, Role.LEAD}
    form = TermForm
    change_form_template = "admin/faq/term/change_form.html"
    list_display = ("name", "language", "state", "means", "writer")
    list_filter = (StateFilter, "language")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "definitions__text", "definitions__other_forms")
    search_help_text = "Finds words in terms, their other forms and what they mean."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        """Terms with what patients read of them, what waits for a colleague, and who wrote the newest text."""
        mine = TermDefinition.objects.filter(term=OuterRef("pk"))
        shown = TermDefinition.objects.approved_at_moment(clock.now()).filter(term=OuterRef("pk"))
        found: QuerySet[Term] = super().get_queryset(request)
        return found.annotate(
            shown_text=Subquery(shown.values("text")[:1]),
            waiting_text=Subquery(mine.waiting().values("text")[:1]),
            newest_writer=Subquery(mine.order_by("-pk").values("written_by__username")[:1]),
        )

    @admin.display(description="state")
    def state(self, term: Any) -> SafeString:
        """What patients see of it, and what waits, in words and colour."""
        waits = term.waiting_text is not None
        if term.shown_text is None:
            colour, words = ("review_due_soon", "Waiting") if waits else ("", "Not shown")
        else:
            colour, words = "approved", "Shown, another text waiting" if waits else "Shown"
        return format_html('<span class="standing standing-{}">{}</span>', colour, words)

    @admin.display(description="what it means", empty_value="")
    def means(self, term: Any) -> str | None:
        """What waits for a colleague, or else what patients read."""
        text = term.waiting_text or term.shown_text
        return Truncator(text).chars(90) if text else None

    @admin.display(description="newest text by", ordering="newest_writer")
    def writer(self, term: Any) -> str:
        """Who wrote the newest text."""
        return str(term.newest_writer)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """What may be written; whoever may not write sees the term's texts beside it, and no empty form."""
        name = () if obj else ("name",)
        text = ("text", "other_forms") if self.has_change_permission(request) else ()
        return [(None, {"fields": (*name, "language", *text)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Name and language are chosen once."""
        return ("language",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Term, form: Any, change: bool) -> None:
        """Propose the definition."""
        made = terms.define(
            by=person_of(request),
            name=obj.name,
            language=obj.language,
            text=form.cleaned_data["text"],
            other_forms=form.cleaned_data["other_forms"],
            seen=form.cleaned_data["seen"],
        )
        obj.pk = made.term_id

    def response_add(
        self, request: HttpRequest, obj: Term, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say what comes next, on the term's page."""
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Term) -> HttpResponse:
        """Say what comes next, on the term's page."""
        messages.success(request, PROPOSED)
        return HttpResponseRedirect(term_address(obj.pk))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what patients read and what waits above the form."""
        term = Term.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {"page": TermPage.of(term, person_of(request))} if term else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and one for each act."""
        acts = [
            path(
                f"<int:term_id>/{act}/",
                self.admin_site.admin_view(self.act_view),
                {"act": act},
                name=f"faq_term_{act}",
            )
            for act in _ACTS
        ]
        return [*acts, *super().get_urls()]

    def act_view(self, request: HttpRequest, term_id: int, act: str) -> HttpResponse:
        """Approve or turn down what waits, or retire the term."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        roles, perform = _ACTS[act]
        if not roles_of(request) & roles:
            raise PermissionDenied
        term = get_object_or_404(Term, pk=term_id)
        try:
            messages.success(request, perform(term, person_of(request), request.POST))
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(term_address(term.pk))

    def trail_filter(self, object_id: str) -> dict[str, str]:
        """The acts about a term."""
        return {"q": get_object_or_404(Term, pk=object_id).name}


def term_address(term_id: int) -> str:
    """The page of a term on the desk."""
    return reverse("admin:faq_term_change", args=[term_id])


def _read(term: Term, data: QueryDict) -> TermDefinition:
    """The definition that the person had on the screen."""
    number = data.get("definition", "")
    read = term.definitions.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if read is None:
        raise WorkflowError("Nothing waits for you here. Open the term again.")
    return read


def _approve(term: Term, by: Person, data: QueryDict) -> str:
    terms.approve(definition=_read(term, data), by=by, seen=data.get("seen", ""))
    return "Approved. Patients read this explanation now."


def _turn_down(term: Term, by: Person, data: QueryDict) -> str:
    terms.turn_down(definition=_read(term, data), by=by, reason=data.get("reason", ""))
    return "Turned down. What patients see stays as it is."


def _retire(term: Term, by: Person, data: QueryDict) -> str:
    terms.retire(term=term, by=by, reason=data.get("reason", ""))
    return "Taken off the pages. The term can be explained again at any time."


# By the last part of its address: who may try each act, and what does it. The acts themselves judge the rest.
_ACTS: dict[str, tuple[Set[Role], Any]] = {
    "approve": ({Role.REVIEWER}, _approve),
    "turn-down": (set(Role), _turn_down),
    "retire": ({Role.LEAD}, _retire),
}
