"""Answers on the desk: the list, the page of one answer, and the addresses of its acts."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from faq import clock, topics, workflow
from faq.admin import autosave
from faq.admin.answer_acts import AnswerActs
from faq.admin.answer_filters import (
    DueFilter,
    KeeperFilter,
    LastReviewFilter,
    OpenTextFilter,
    StandingFilter,
    StatusFilter,
    TopicFilter,
)
from faq.admin.answer_list import AnswerList, seen_by_patients, work_on
from faq.admin.base import person_of, roles_of
from faq.admin.editor import EditorWidget
from faq.admin.new_answer import AddAnswerForm, filled_in
from faq.admin.unsaved import Unsaved
from faq.exports.download import download
from faq.models import Answer, AnswerVersion, Person, Role
from faq.policy import WorkflowError, refusal_to_write
from faq.standings import status_of, with_standing


@admin.register(Answer)
class AnswerAdmin(AnswerActs):
    """Where clinicians write, review and keep answers in date. What may be done, the workflow decides."""

    add_roles = {Role.AUTHOR}
    change_roles = set(Role)
    add_form_template = "admin/faq/answer/add_form.html"

    list_display = ("wording", "public_status", "work", "owner", "next_review", "last_changed", "language")
    list_filter = (
        StandingFilter,
        KeeperFilter,
        OpenTextFilter,
        StatusFilter,
        DueFilter,
        LastReviewFilter,
        TopicFilter,
        "language",
    )
    list_select_related = ("owner", "question")
    list_per_page = 50
    search_fields = (
        "versions__wording",
        "versions__body",
        "question__working_title",
        "question__alternative_phrasings__text",
    )
    search_help_text = "Finds words in questions, answers and other ways of asking."
    actions = ("export_json", "export_csv")
    show_facets = admin.ShowFacets.NEVER

    @property
    def media(self) -> Media:
        """The markers of the list and the page."""
        return super().media + Media(css={"all": ["faq/admin/answer.css"]})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Also for somebody who only signs off, such as a patient reader."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Everyone with a role may read, and everyone who signs off."""
        return bool(roles_of(request) or person_of(request).capacities)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        """Answers with where they stand."""
        return with_standing(Answer.objects.all())

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What was done last comes first."""
        return ("-last_changed_at", "pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[AnswerList]:
        """The list, in our words."""
        return AnswerList

    @admin.action(permissions=["view"], description="Export the approved ones among the selected (JSON)")
    def export_json(self, request: HttpRequest, selected: QuerySet[Answer]) -> StreamingHttpResponse:
        """Send approved answers as JSON."""
        return _export(person_of(request), "json", selected)

    @admin.action(permissions=["view"], description="Export the approved ones among the selected (CSV)")
    def export_csv(self, request: HttpRequest, selected: QuerySet[Answer]) -> StreamingHttpResponse:
        """Send approved answers as a table for spreadsheets."""
        return _export(person_of(request), "csv", selected)

    @admin.display(description="question", ordering="newest_wording")
    def wording(self, answer: Any) -> str:
        """The newest wording of the question."""
        return str(answer.newest_wording)

    @admin.display(description="patients see", ordering="next_review_on")
    def public_status(self, answer: Any) -> str:
        """The public status: a shape and a word, so that colour says nothing on its own."""
        status, seen = status_of(answer), seen_by_patients(answer)
        return format_html('<span class="standing standing-{}">{}</span>', status.value, seen)

    @admin.display(description="in progress", ordering="open_state", empty_value="")
    def work(self, answer: Any) -> str:
        """The version that is being written or reviewed."""
        return work_on(answer)

    @admin.display(description="next review", ordering="next_review_on", empty_value="")
    def next_review(self, answer: Any) -> Any:
        """The day of the next review."""
        return answer.next_review_on and date_format(answer.next_review_on, "j M Y")

    @admin.display(description="last changed", ordering="last_changed_at")
    def last_changed(self, answer: Any) -> Any:
        """When anything was last done with the answer."""
        return answer.last_changed_at and date_format(timezone.localtime(answer.last_changed_at), "j M Y")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Begin an answer."""
        person, sent = person_of(request), request.POST if request.method == "POST" else None
        if why_not := refusal_to_write(person):
            messages.error(request, why_not)
            return HttpResponseRedirect(reverse("admin:faq_answer_changelist"))
        lineage = request.GET.get("copy", "") if sent is None else ""
        restored = Unsaved.of(person, None, None).as_sent(lineage) if lineage else None
        form = AddAnswerForm(sent, initial=filled_in(restored or request.GET), label_suffix="")
        if form.is_bound and form.is_valid() and (draft := _create(form, person)):
            autosave.after_saving(request, None)
            messages.success(request, "The draft is saved. Patients see nothing of it yet.")
            return HttpResponseRedirect(f"{self._address(draft.answer_id)}#saved")
        if form.is_bound:
            autosave.keep_refused(request, None)
        context = {
            "title": "Write a new answer",
            "editor": form,
            "media": self.media + EditorWidget().media,
            "unsaved": Unsaved.of(person, None, None, sent or restored),
            "restored": restored,
        }
        return TemplateResponse(request, self.add_form_template, self._context(request) | context)


def _export(by: Person, format: str, selected: QuerySet[Answer]) -> StreamingHttpResponse:
    answers = Answer.objects.filter(pk__in=selected.values("pk"))
    file = download(by=by, format=format, moment=clock.now(), answers=answers)
    response = StreamingHttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    return response


def _create(form: AddAnswerForm, by: Person) -> AnswerVersion | None:
    """Begin the answer that a form describes, in its topics; None after saying on the form what is wrong."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            draft = workflow.create_answer(
                by=by,
                text=form.text(),
                language=data["language"],
                question=data["question"],
                translated_from=data.get("translated_from"),
            )
            for category in data["topics"]:
                topics.place(question=draft.answer.question, category=category, by=by)
            return draft
    except WorkflowError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
