"""Topics on the desk: what their pages say, and which questions stand on them in which order."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from faq import topics
from faq.admin import topic_languages
from faq.admin.base import person_of
from faq.admin.delegating import DelegatingAdmin
from faq.admin.topic_order import TopicOrder
from faq.admin.topic_rules import TopicRulesForm
from faq.models import Capacity, Category, Person, Role
from faq.policy import WorkflowError


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What a topic's page says. ``seen`` is the revision (0: none) that the person had on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Category
        fields = ("title", "slug", "introduction")
        labels = {"slug": "Address"}
        help_texts = {"introduction": "Shown above the questions. An empty line begins a new paragraph."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            newest = self.instance.revisions.newest_per_language()
            own = newest.get(settings.LANGUAGE_CODE)
            self.initial["seen"] = own.pk if own else 0
            self.initial.update(topic_languages.initial(newest))

    def clean(self) -> dict[str, Any]:
        """Keep a colleague's text from being overwritten unseen."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.fields:
            if name.partition("_")[0] == "seen" and cleaned.get(name) != self.initial.get(name):
                raise forms.ValidationError(
                    "Somebody else has saved this topic since you opened it. Copy what you wrote, open the topic "
                    "again, and bring both together."
                )
        return cleaned


# The page of a topic that exists has room for its text in every language.
TopicInEveryLanguageForm: type[TopicForm] = type(
    "TopicInEveryLanguageForm", (TopicForm,), {**topic_languages.fields(), "__module__": __name__}
)


@admin.register(Category)
class TopicAdmin(DelegatingAdmin):
    """Everyone at the desk reads topics; leads make them, change their text and order their questions."""

    add_roles = {Role.LEAD}
    change_roles = {Role.LEAD}
    form = TopicForm
    fields = ("title", "slug", "introduction")
    change_form_template = "admin/faq/topic/change_form.html"
    list_display = ("title", "address", "questions")
    search_fields = ("title", "introduction")
    search_help_text = "Finds words in titles and introductions."

    class Media:
        css = {"all": ["faq/admin/topic_order.css"]}
        js = [Script("faq/admin/topic_order.js", defer=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        """Topics with how many questions stand on them."""
        standing = Count("placements", filter=Q(placements__removed_at=None))
        found: QuerySet[Category] = super().get_queryset(request)
        return found.annotate(question_count=standing)

    @admin.display(description="address", ordering="slug")
    def address(self, category: Category) -> str:
        """The path of the page that patients read."""
        return category_path(category)

    @admin.display(description="questions", ordering="question_count")
    def questions(self, category: Any) -> int:
        """How many questions stand on the page, answered or not."""
        return int(category.question_count)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> "type[forms.ModelForm[Any]]":
        """The form, with the other languages once the topic exists."""
        if obj and self.has_change_permission(request, obj):
            kwargs["form"] = TopicInEveryLanguageForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Category | None = None) -> Any:
        """The site's own language, and below it a part for every other."""
        fieldsets: list[Any] = [(None, {"fields": self.fields})]
        if obj and self.has_change_permission(request, obj):
            fieldsets += topic_languages.fieldsets()
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """The address is chosen once."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        """Propose an address made from the title."""
        return {} if obj else {"slug": ("title",)}

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """Make or revise the topic."""
        by, text = person_of(request), form.cleaned_data
        if change:
            _revise(obj, form, by)
        else:
            made = topics.create(
                by=by, slug=text["slug"], title=text["title"], introduction=text["introduction"]
            )
            obj.pk = made.pk

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the text with the questions below it."""
        category = Category.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context = self._about(request, category) if category else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def _about(self, request: HttpRequest, category: Category) -> dict[str, Any]:
        rules = TopicRulesForm(category)
        return {
            "order": TopicOrder(category),
            "public_path": category_path(category),
            "rules": rules,
            "may_rule": self.has_change_permission(request),
            "sign_offs_asked": [Capacity(name).label for name in rules.initial["sign_offs"]],
        }

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and those that order questions and set rules."""
        order = path(
            "<int:category_id>/order/", self.admin_site.admin_view(self.order_view), name="faq_category_order"
        )
        rules = path(
            "<int:category_id>/rules/", self.admin_site.admin_view(self.rules_view), name="faq_category_rules"
        )
        return [order, rules, *super().get_urls()]

    def rules_view(self, request: HttpRequest, category_id: int) -> HttpResponse:
        """Change how often the answers of a topic are reviewed and who signs them."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = TopicRulesForm(get_object_or_404(Category, pk=category_id), request.POST)
        try:
            if form.is_valid():
                form.save(by=person_of(request))
                messages.success(request, "The rules are saved. They count from the next review on.")
            for problem in form.errors.values():
                messages.error(request, str(problem[0]))
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:faq_category_change", args=[category_id]) + "#rules")

    def order_view(self, request: HttpRequest, category_id: int) -> HttpResponse:
        """Order the questions of a topic, or take one off its page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        category = get_object_or_404(Category, pk=category_id)
        try:
            with transaction.atomic():
                done = TopicOrder(category).change(request.POST, by=person_of(request))
            messages.success(request, done)
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:faq_category_change", args=[category_id]) + "#questions")

    def trail_filter(self, object_id: str) -> dict[str, str]:
        """The acts about a topic."""
        return {"category__id__exact": object_id}


def _revise(category: Category, form: TopicForm, by: Person) -> None:
    """Revise the texts in every language: all of them, or none."""
    text = form.cleaned_data
    topics.revise(
        category=category, by=by, title=text["title"], introduction=text["introduction"], seen=text["seen"]
    )
    for other in topic_languages.sent(form):
        try:
            topics.revise(category=category, by=by, **other._asdict())
        except WorkflowError as refusal:
            field = f"{refusal.field}_{other.language}" if refusal.field else ""
            raise WorkflowError(
                f"In {topic_languages.name_of(other.language)}: {refusal}", field
            ) from refusal


def category_path(category: Category) -> str:
    """The path of the page that patients read."""
    return reverse("topic", args=[category.slug])
