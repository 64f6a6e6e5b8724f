"""Questions that patients asked in vain, on the desk: what to write next."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IsNull
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from faq import feedback
from faq.admin.base import roles_of
from faq.admin.delegating import moment
from faq.admin.telling import ChoiceFilter, TellingAdmin, verbatim
from faq.models import AskedQuestion, Person, Role


class DealtWithFilter(ChoiceFilter):
    """Whether anything is left to do."""

    title = "dealt with"
    parameter_name = "dealt-with"
    conditions = {
        "no": ("Open", Q(dealt_with_at=None)),
        "yes": ("Dealt with", Q(dealt_with_at__isnull=False)),
    }


@admin.register(AskedQuestion)
class AskedQuestionAdmin(TellingAdmin):
    """What patients looked for and did not find. What is still open comes first."""

    list_filter = (DealtWithFilter, "language")
    list_select_related = ("dealt_with_by", "erased_by")
    search_fields = ("text",)
    search_help_text = "Finds words in what was asked."
    actions = ("deal_with", "erase")
    ordering = (IsNull(F("dealt_with_at"), False), "-pk")
    erasable = "text"

    def erase_rows(self, rows: QuerySet[Any], by: Person) -> int:
        """Erase questions."""
        return feedback.erase_questions(asked=rows, by=by)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The columns; authors can go on to write."""
        columns = ("asked", "language", "sent", "dealt_with")
        return (*columns, "write") if Role.AUTHOR in roles_of(request) else columns

    @admin.display(description="question")
    def asked(self, question: AskedQuestion) -> SafeString | str:
        """What was asked, in full."""
        if question.erased_at:
            return f"(erased by {question.erased_by}, {moment(question.erased_at)})"
        return verbatim(question.text, question.language)

    @admin.display(description="sent", ordering="asked_at")
    def sent(self, question: AskedQuestion) -> str:
        """When it was sent."""
        return moment(question.asked_at)

    @admin.display(description="dealt with", ordering="dealt_with_at", empty_value="Open")
    def dealt_with(self, question: AskedQuestion) -> str | None:
        """Who saw to it first."""
        at = question.dealt_with_at
        return f"By {question.dealt_with_by}, {moment(at)}" if at else None

    @admin.display(description="next step", empty_value="")
    def write(self, question: AskedQuestion) -> SafeString | None:
        """A way to a new answer whose question is worded like this."""
        if question.dealt_with_at:
            return None
        filled_in = urlencode({"wording": question.text, "language": question.language})
        return format_html('<a href="{}?{}">Write an answer</a>', reverse("admin:faq_answer_add"), filled_in)

    @admin.action(permissions=["view"], description="Mark the selected as dealt with")
    def deal_with(self, request: HttpRequest, selected: QuerySet[AskedQuestion]) -> None:
        """Take it off what is open."""
        self.act(
            request, lambda rows, by: feedback.deal_with(asked=rows, by=by), selected, "marked as dealt with"
        )
