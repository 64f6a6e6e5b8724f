"""Answers on the desk: the list, the page of one answer, and the addresses of its acts."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Media
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from faq import clock, topics, trail, workflow
from faq.admin import acts
from faq.admin.answer_list import (
    AnswerList,
    KeeperFilter,
    StandingFilter,
    TopicFilter,
    seen_by_patients,
    status_of,
    with_standing,
    work_on,
)
from faq.admin.answer_page import AnswerPage, Attempt
from faq.admin.base import RoleAdmin, person_of
from faq.admin.editor import EditorWidget
from faq.admin.new_answer import AddAnswerForm
from faq.admin.standing import Standing
from faq.exports.download import download
from faq.models import Answer, AnswerVersion, Person, Role
from faq.policy import Act, WorkflowError


@admin.register(Answer)
class AnswerAdmin(RoleAdmin):
    """Where clinicians write, review and keep answers in date. What may be done, the workflow decides."""

    add_roles = {Role.AUTHOR}
    change_roles = set(Role)
    change_form_template = "admin/faq/answer/change_form.html"
    add_form_template = "admin/faq/answer/add_form.html"

    list_display = ("wording", "public_status", "work", "owner", "next_review", "last_changed", "language")
    list_filter = (StandingFilter, KeeperFilter, TopicFilter, "language")
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

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, and one for each act."""
        act_urls = [
            path(
                f"<int:answer_id>/{act}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),
                name=f"faq_answer_{act}",
            )
            for act in acts.BUTTONS
        ]
        return [*act_urls, *super().get_urls()]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close Django's own way of saving a row: an answer changes through the workflow alone."""
        return HttpResponseNotAllowed([])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one answer with everything that this person can do about it."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        return self._page(request, _answer(object_id))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the trail, which knows more than Django's log."""
        return HttpResponseRedirect(f"{self._address(object_id)}#trail")

    def act_view(self, request: HttpRequest, answer_id: int, act: Act) -> HttpResponse:
        """Do one act. Whatever speaks against it is shown on the answer's page, with the input kept."""
        answer = _answer(answer_id)
        if request.method != "POST":  # coming back from sign-in, for example: nothing is done twice
            return HttpResponseRedirect(self._address(answer_id))
        by, done = person_of(request), acts.BUTTONS[act].done
        try:
            with trail.in_turn():
                form = acts.BUTTONS[act].form(act, Standing.of(answer), by, request.POST)
                is_done = acts.perform(form)
                if is_done and (follow_up := acts.follow_up(act, request.POST)):
                    done = follow_up.perform(form.standing.newest, by)
        except WorkflowError as error:
            return self._page(request, answer, Attempt(act, request.POST, error))
        if not is_done:
            return self._page(request, answer, Attempt(act, request.POST))
        messages.success(request, done)
        return HttpResponseRedirect(self._address(answer_id) + ("#saved" if act == Act.EDIT else ""))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Begin an answer."""
        if not self.has_add_permission(request):
            return self._refuse_adding(request)
        form = AddAnswerForm(
            request.POST if request.method == "POST" else None, initial=request.GET.dict(), label_suffix=""
        )
        if form.is_bound and form.is_valid() and (draft := _create(form, person_of(request))):
            messages.success(request, "The draft is saved. Patients see nothing of it yet.")
            return HttpResponseRedirect(f"{self._address(draft.answer_id)}#saved")
        context = {"title": "Write a new answer", "editor": form, "media": self.media + EditorWidget().media}
        return TemplateResponse(request, self.add_form_template, self._context(request) | context)

    def _refuse_adding(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, "Only authors write answers. Ask a lead to give you the role “author”.")
        return HttpResponseRedirect(reverse("admin:faq_answer_changelist"))

    def _page(self, request: HttpRequest, answer: Answer, attempt: Attempt | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = AnswerPage(answer, person_of(request), attempt)
        context = page.context() | {
            "title": page.standing.newest.wording,
            "original": answer,
            "media": self.media + EditorWidget().media,
        }
        status = attempt.http_status if attempt else 200
        return TemplateResponse(
            request, self.change_form_template, self._context(request) | context, status=status
        )

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts, "has_view_permission": True}

    def _address(self, answer_id: int | str) -> str:
        return reverse("admin:faq_answer_change", args=[answer_id])


def _answer(pk: int | str) -> Answer:
    if not str(pk).isdecimal():
        raise Http404
    return get_object_or_404(Answer.objects.select_related("owner", "deputy"), pk=pk)


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
