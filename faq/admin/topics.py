"""Topics on the desk: what their pages say, and which questions stand on them in which order."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from faq import topics
from faq.admin.base import person_of
from faq.admin.delegating import DelegatingAdmin
from faq.admin.topic_order import TopicOrder
from faq.models import Category, Role
from faq.policy import WorkflowError


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What a topic's page says. ``seen`` is the revision that the person had on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Category
        fields = ("title", "slug", "introduction")
        labels = {"slug": "Address"}
        help_texts = {"introduction": "Shown above the questions. An empty line begins a new paragraph."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._newest_revision()

    def clean_seen(self) -> None:
        """Keep a colleague's text from being overwritten unseen."""
        if self.instance.pk and self.cleaned_data["seen"] != self._newest_revision():
            raise forms.ValidationError(
                "Somebody else has saved this topic since you opened it. Copy what you wrote, open the topic "
                "again, and bring both together."
            )

    @property
    def seen_revision(self) -> int | None:
        """The revision that the page showed, compared once more in the act's own turn."""
        return int(self.data["seen"]) if str(self.data.get("seen", "")).isdecimal() else None

    def _newest_revision(self) -> int | None:
        newest = self.instance.revisions.order_by("-pk") if self.instance.pk else None
        return newest.values_list("pk", flat=True).first() if newest is not None else None


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
            topics.revise(
                category=obj,
                by=by,
                title=text["title"],
                introduction=text["introduction"],
                seen=form.seen_revision,
            )
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
        context = {"order": TopicOrder(category), "public_path": category_path(category)} if category else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and the one that orders questions."""
        order = path(
            "<int:category_id>/order/", self.admin_site.admin_view(self.order_view), name="faq_category_order"
        )
        return [order, *super().get_urls()]

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


def category_path(category: Category) -> str:
    """The path of the page that patients read."""
    return reverse("topic", args=[category.slug])
