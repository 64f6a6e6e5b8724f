"""Feedback on the desk: whether answers helped, and what readers said of them."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IsNull
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from faq import feedback
from faq.admin.delegating import moment
from faq.admin.telling import ChoiceFilter, TellingAdmin, verbatim
from faq.models import Answer, Feedback, Person


class ReadFilter(ChoiceFilter):
    """Whether somebody has read it."""

    title = "read"
    parameter_name = "read"
    conditions = {"no": ("Unread", Q(read_at=None)), "yes": ("Read", Q(read_at__isnull=False))}


class HelpfulFilter(ChoiceFilter):
    """Whether the answer helped."""

    title = "helpful"
    parameter_name = "helpful"
    conditions = {"yes": ("Helpful", Q(is_helpful=True)), "no": ("Not helpful", Q(is_helpful=False))}


class CommentFilter(ChoiceFilter):
    """Whether there is a comment."""

    title = "comment"
    parameter_name = "comment"
    conditions = {
        "yes": ("With a comment", ~Q(comment="")),
        "no": ("Without", Q(comment="", erased_at=None)),
        "erased": ("Erased", Q(erased_at__isnull=False)),
    }


class OneAnswerFilter(admin.SimpleListFilter):
    """The answer that it is about. Its page leads here; a choice of all answers would be too long to read."""

    title = "answer"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the chosen answer, so that the choice can be seen and taken back."""
        number = request.GET.get(self.parameter_name, "")
        answer = Answer.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        return [(number, Truncator(str(answer)).chars(60))] if answer else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is about the chosen answer."""
        chosen = self.value()
        known = chosen in dict(self.lookup_choices)
        return queryset.filter(version__answer=chosen) if known else queryset


@admin.register(Feedback)
class FeedbackAdmin(TellingAdmin):
    """Whether answers helped. What nobody has read yet comes first."""

    list_display = ("helped", "said", "about", "sent", "read")
    list_filter = (ReadFilter, HelpfulFilter, CommentFilter, OneAnswerFilter, "version__answer__language")
    list_select_related = ("version__answer", "read_by", "erased_by")
    search_fields = ("comment", "version__wording")
    search_help_text = "Finds words in comments and questions."
    actions = ("mark_read", "erase")
    ordering = (IsNull(F("read_at"), False), "-pk")
    erasable = "comment"

    def erase_rows(self, rows: QuerySet[Any], by: Person) -> int:
        """Erase comments."""
        return feedback.erase_comments(feedback=rows, by=by)

    @admin.display(description="helpful", ordering="is_helpful")
    def helped(self, given: Feedback) -> SafeString:
        """Whether it helped; marked while nobody has read it."""
        words = "Helpful" if given.is_helpful else "Not helpful"
        return format_html("{}" if given.read_at else "<strong>{} (unread)</strong>", words)

    @admin.display(description="comment", empty_value="")
    def said(self, given: Feedback) -> SafeString | str | None:
        """The comment, in full."""
        if given.erased_at:
            return f"(erased by {given.erased_by}, {moment(given.erased_at)})"
        return verbatim(given.comment, given.version.answer.language) if given.comment else None

    @admin.display(description="answer", ordering="version__wording")
    def about(self, given: Feedback) -> SafeString:
        """The version that the reader had on the page, with a link to its answer."""
        version = given.version
        address = reverse("admin:faq_answer_change", args=[version.answer_id])
        return format_html('<a href="{}">{}</a>, version {}', address, version.wording, version.number)

    @admin.display(description="sent", ordering="given_at")
    def sent(self, given: Feedback) -> str:
        """When it was sent."""
        return moment(given.given_at)

    @admin.display(description="read", ordering="read_at", empty_value="Not read yet")
    def read(self, given: Feedback) -> str | None:
        """Who read it first."""
        return f"By {given.read_by}, {moment(given.read_at)}" if given.read_at else None

    @admin.action(permissions=["view"], description="Mark the selected as read")
    def mark_read(self, request: HttpRequest, selected: QuerySet[Feedback]) -> None:
        """Take it off what is unread."""
        self.act(
            request, lambda rows, by: feedback.mark_read(feedback=rows, by=by), selected, "marked as read"
        )
