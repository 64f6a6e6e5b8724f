"""The page of one answer, and the addresses behind its buttons. What may be done, the workflow decides."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Media, Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from faq import trail
from faq.admin import acts, autosave, resuming
from faq.admin.answer_page import AnswerPage, Attempt
from faq.admin.base import RoleAdmin, person_of, roles_of
from faq.admin.discussion import TALKS, TalkForm
from faq.admin.editor import EditorWidget
from faq.admin.identity import ask_again, signed_in_recently
from faq.admin.standing import Standing
from faq.models import Answer, Role
from faq.policy import Act, WorkflowError

_SCRIPTS: list[Any] = [  # the stubs know only addresses of scripts
    Script(f"faq/admin/{name}.js", defer=True) for name in ("commenting", "typed", "notes", "unfold")
]
REVIEW_MEDIA = Media(css={"all": ["faq/admin/review.css"]}, js=_SCRIPTS)
NOTHING_SENT = "Nothing was sent. If you pressed a button and were asked to sign in, press it once more."


class AnswerActs(RoleAdmin):
    """One answer before one person, everything that can be done with it, and what is said about it."""

    change_form_template = "admin/faq/answer/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, one for each act, and one for each thing that can be said."""
        act_urls = [
            path(
                f"<int:answer_id>/{act}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),
                name=f"faq_answer_{act}",
            )
            for act in acts.BUTTONS
        ]
        talk_urls = [
            path(
                f"<int:answer_id>/{talk}/",
                self.admin_site.admin_view(partial(self.talk_view, talk=talk)),
                name=f"faq_answer_{talk}",
            )
            for talk in TALKS
        ]
        return [*act_urls, *talk_urls, *super().get_urls()]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close Django's own way of saving a row: an answer changes through the workflow alone."""
        return HttpResponseNotAllowed([])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one answer with everything that this person can do about it."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        answer = _answer(object_id)
        restoring = Attempt.restoring(person_of(request), answer, request.GET.get("copy", ""))
        return self._page(request, answer, restoring)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the trail, which knows more than Django's log."""
        return HttpResponseRedirect(f"{self._address(object_id)}#trail")

    def act_view(self, request: HttpRequest, answer_id: int, act: Act) -> HttpResponse:
        """Do one act. Whatever speaks against it is shown on the answer's page, with the input kept."""
        answer = _answer(answer_id)
        if request.method != "POST":
            return self._nothing_sent(request, answer_id)
        if acts.BUTTONS[act].signs and not signed_in_recently(request):
            waiting = resuming.kept(act, acts.BUTTONS[act].form, request.POST)
            return ask_again(request, f"{self._address(answer_id)}?{urlencode(waiting)}")
        by = person_of(request)
        try:
            with trail.in_turn():
                form = acts.BUTTONS[act].form(act, Standing.of(answer), by, request.POST)
                is_done = acts.perform(form)
                done = acts.done(act, form.standing.newest) if is_done else ""
                if is_done and (follow_up := acts.follow_up(act, request.POST)):
                    done = follow_up.perform(form.standing.newest, by)
        except WorkflowError as error:
            if act == Act.EDIT:
                autosave.keep_refused(request, form.standing.newest)
            return self._page(request, answer, Attempt(act, request.POST, error))
        if not is_done:
            return self._page(request, answer, Attempt(act, request.POST))
        if act == Act.EDIT:
            autosave.after_saving(request, form.standing.newest)
        messages.success(request, done)
        # The browser forgets what was typed for it: see unsaved.js and notes.js.
        return HttpResponseRedirect(
            self._address(answer_id) + ("#saved" if act == Act.EDIT else f"?done={act}")
        )

    def talk_view(self, request: HttpRequest, answer_id: int, talk: str) -> HttpResponse:
        """Comment on a text, reply, or resolve. A refusal stands on the page, beside what was typed."""
        answer = _answer(answer_id)
        if request.method != "POST":
            return self._nothing_sent(request, answer_id)
        form = TALKS[talk](answer, request.POST)
        thread = form.perform(person_of(request))
        if thread is None:
            return self._page(request, answer, refused=form)
        messages.success(request, form.done)
        return HttpResponseRedirect(f"{self._address(answer_id)}?done={talk}#comment-{thread.pk}")

    def _nothing_sent(self, request: HttpRequest, answer_id: int) -> HttpResponse:
        """Lead from the address of a button to the page: so comes whoever had to sign in after pressing it."""
        messages.warning(request, NOTHING_SENT)
        return HttpResponseRedirect(self._address(answer_id))

    def _page(
        self,
        request: HttpRequest,
        answer: Answer,
        attempt: Attempt | None = None,
        refused: TalkForm | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = AnswerPage(answer, person_of(request), attempt, refused, resuming.Resumed.of(request.GET))
        context = page.context() | {
            "title": page.standing.newest.wording,
            "original": answer,
            "may_place": bool(roles_of(request) & {Role.AUTHOR, Role.LEAD}),
            "media": self.media + EditorWidget().media + REVIEW_MEDIA,
        }
        said = attempt or refused
        return TemplateResponse(
            request,
            self.change_form_template,
            self._context(request) | context,
            status=said.http_status if said else 200,
        )

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts, "has_view_permission": True}

    def _address(self, answer_id: int | str) -> str:
        return reverse("admin:faq_answer_change", args=[answer_id])


def _answer(pk: int | str) -> Answer:
    if not str(pk).isdecimal():
        raise Http404
    return get_object_or_404(Answer.objects.select_related("owner", "deputy"), pk=pk)
