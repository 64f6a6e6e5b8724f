"""Questions on the desk: how else patients ask them, what is related, their codes and their topics."""

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join

from faq import questions, topics
from faq.admin.base import person_of, roles_of
from faq.admin.delegating import DelegatingAdmin, moment
from faq.admin.topic_order import answer_lines
from faq.models import AlternativePhrasing, Category, ClinicalCode, Person, Placement, Question, Role
from faq.policy import WorkflowError

_MAY_DESCRIBE: Set[Role] = {Role.AUTHOR, Role.LEAD}

if TYPE_CHECKING:
    _TabularInline = admin.TabularInline[Any, Question]
else:
    _TabularInline = admin.TabularInline  # not subscriptable at run time


_NAMES: Any = forms.Script("faq/admin/names.js", defer=True)  # the stubs know only addresses of scripts


class DescriptionInline(_TabularInline):
    """Rows of a question's description: everyone reads, authors and leads change."""

    extra = 1
    classes = ("desk-inline",)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Everyone with a role may read."""
        return bool(roles_of(request))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Authors and leads may add a row."""
        return bool(roles_of(request) & _MAY_DESCRIBE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Authors and leads may change a row."""
        return bool(roles_of(request) & _MAY_DESCRIBE)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Authors and leads may take a row out; the trail keeps what it was."""
        return bool(roles_of(request) & _MAY_DESCRIBE)


class PhrasingInline(DescriptionInline):
    """Other ways of asking, and whether patients see them."""

    model = AlternativePhrasing
    fields = ("language", "text", "seen_by_patients")
    readonly_fields = ("seen_by_patients",)
    verbose_name = "other way of asking"
    verbose_name_plural = (
        "other ways of asking: search uses them at once, patients see those a colleague has shown"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AlternativePhrasing]:
        """Those that stand now; removed ones are kept, and on the trail."""
        return AlternativePhrasing.objects.current().select_related("released_by")

    @admin.display(description="patients see it")
    def seen_by_patients(self, phrasing: AlternativePhrasing) -> str:
        """Since when and by whom, or what it waits for."""
        if phrasing.released_at and phrasing.released_by:
            return f"since {moment(phrasing.released_at)}, by {phrasing.released_by}"
        return "not yet: waits for a colleague" if phrasing.pk else "–"


class CodeInline(DescriptionInline):
    """Clinical codes."""

    model = ClinicalCode
    verbose_name_plural = "clinical codes: health records recognise the question by them"


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What is related. ``seen`` stands for the description that the person had on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Question
        fields = ("related",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = questions.description_token(self.instance)
            if "related" in self.fields:
                others: Any = self.fields["related"]
                others.queryset = others.queryset.exclude(pk=self.instance.pk)


class StandsInFilter(admin.SimpleListFilter):
    """The topic on whose page a question stands."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the topics, and the lack of one."""
        return [*Category.objects.values_list("slug", "title"), ("-", "In no topic")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the questions of the chosen topic."""
        standing, chosen = Placement.objects.current().filter(question=OuterRef("pk")), self.value()
        if chosen == "-":
            return queryset.exclude(Exists(standing))
        if chosen in dict(self.lookup_choices):
            return queryset.filter(Exists(standing.filter(category__slug=chosen)))
        return queryset


class WaitingPhrasingFilter(admin.SimpleListFilter):
    """Questions with a way of asking that a reviewer could show to patients."""

    title = "other ways of asking"
    parameter_name = "phrasings"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the one thing to ask for."""
        return [("waiting", "Some wait for a colleague")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the questions that have one."""
        if self.value() != "waiting":
            return queryset
        waiting = AlternativePhrasing.objects.current().filter(question=OuterRef("pk"), released_at=None)
        return queryset.filter(Exists(waiting))


def _waiting(question: Question, by: Person) -> Iterator[tuple[AlternativePhrasing, str | None]]:
    """Ways of asking that patients do not see yet, and why this person cannot show them, if so."""
    unreleased = question.alternative_phrasings.current().filter(released_at=None)
    for phrasing in unreleased.select_related("added_by"):
        yield phrasing, questions.release_refusal(phrasing, by)


@admin.register(Question)
class QuestionAdmin(DelegatingAdmin):
    """Everyone at the desk reads questions. They are made with their first answer, never here."""

    change_roles = _MAY_DESCRIBE
    form = QuestionForm
    fields = ("address", "demonstration", "related")
    readonly_fields = ("address", "demonstration")
    filter_horizontal = ("related",)
    inlines = (PhrasingInline, CodeInline)
    change_form_template = "admin/faq/question/change_form.html"
    list_display = ("working_title", "stands_in", "languages", "demonstration")
    list_filter = (StandsInFilter, WaitingPhrasingFilter, "is_demonstration")
    search_fields = ("working_title", "slug", "alternative_phrasings__text", "clinical_codes__code")
    search_help_text = "Finds words in questions, other ways of asking, addresses and clinical codes."
    list_per_page = 50

    @property
    def media(self) -> forms.Media:
        """What gives every input of the page a name."""
        return super().media + forms.Media(js=[_NAMES])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """Questions with their topics and answers, in a fixed number of queries."""
        standing = Prefetch(
            "placements", Placement.objects.current().select_related("category"), to_attr="standing"
        )
        found: QuerySet[Question] = super().get_queryset(request)
        return found.prefetch_related(standing, "answers")

    @admin.display(description="address")
    def address(self, question: Question) -> str:
        """The path of its page in the site's own language; chosen once."""
        return reverse("question", args=[question.slug])

    @admin.display(description="content", ordering="is_demonstration")
    def demonstration(self, question: Question) -> str:
        """Whether it is demonstration content; set when it was made, and fixed."""
        return "demonstration" if question.is_demonstration else "real"

    @admin.display(description="topics")
    def stands_in(self, question: Any) -> str:
        """The topics on whose pages the question stands."""
        return ", ".join(sorted(placement.category.title for placement in question.standing)) or "–"

    @admin.display(description="answers")
    def languages(self, question: Question) -> str:
        """Its answers, by language."""
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            (
                (reverse("admin:faq_answer_change", args=[answer.pk]), answer.get_language_display())
                for answer in question.answers.all()
            ),
        )

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        """Nothing yet: the description is one act, with the rows below the form."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """Describe the question as the form and its rows say."""
        rows: dict[type[Model], list[dict[str, Any]]] = {
            formset.model: [row for row in formset.cleaned_data if row and not row.get("DELETE")]
            for formset in formsets
        }
        questions.describe(
            question=form.instance,
            by=person_of(request),
            seen=form.cleaned_data["seen"],
            phrasings=[questions.Phrasing(row["language"], row["text"]) for row in rows[AlternativePhrasing]],
            related=list(form.cleaned_data["related"]),
            codes=[questions.Code(row["system"], row["code"], row["display"]) for row in rows[ClinicalCode]],
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the description, with the answers and topics beside it."""
        question = Question.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context: dict[str, Any] = {}
        if question:
            standing = question.placements.current().select_related("category").order_by("category__title")
            context = {
                "answers": answer_lines([question]).get(question.pk, []),
                "standing": standing,
                "waiting": list(_waiting(question, person_of(request))),
                "other_topics": Category.objects.exclude(pk__in=standing.values("category")),
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and those that add a question to a topic and show a phrasing to patients."""
        place = path(
            "<int:question_id>/place/", self.admin_site.admin_view(self.place_view), name="faq_question_place"
        )
        release = path(
            "<int:question_id>/release/",
            self.admin_site.admin_view(self.release_view),
            name="faq_question_release",
        )
        return [place, release, *super().get_urls()]

    def release_view(self, request: HttpRequest, question_id: int) -> HttpResponse:
        """Let patients see another way of asking."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if Role.REVIEWER not in roles_of(request):
            raise PermissionDenied
        question, chosen = get_object_or_404(Question, pk=question_id), request.POST.get("phrasing", "")
        found = question.alternative_phrasings.filter(pk=chosen) if chosen.isdecimal() else []
        try:
            phrasing = next(iter(found), None)
            if phrasing is None:
                raise WorkflowError("Press the button beside the way of asking that patients should see.")
            questions.release(phrasing=phrasing, by=person_of(request))
            messages.success(request, f"Patients see “{phrasing}” beside the answer from now on.")
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:faq_question_change", args=[question_id]))

    def place_view(self, request: HttpRequest, question_id: int) -> HttpResponse:
        """Add a question to the end of a topic."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        question = get_object_or_404(Question, pk=question_id)
        chosen = request.POST.get("topic", "")
        category = Category.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
        try:
            if category is None:
                raise WorkflowError("Choose a topic first.")
            topics.place(question=question, category=category, by=person_of(request))
            messages.success(request, f"The question now stands at the end of the topic “{category}”.")
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:faq_question_change", args=[question_id]) + "#topics")

    def trail_filter(self, object_id: str) -> dict[str, str]:
        """The acts about a question and its answers."""
        question = get_object_or_404(Question, pk=object_id)
        return {"q": question.slug}
