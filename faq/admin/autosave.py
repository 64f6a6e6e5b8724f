"""What the editor sends by itself while somebody writes: the working copy, and that its writer is there."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from faq import presence, workflow, working_copies
from faq.admin.base import person_of
from faq.admin.merge import saved_by
from faq.drafting import KEPT_FIELDS
from faq.models import AnswerVersion, State
from faq.policy import NotAllowed, WorkflowError
from faq.working_copies import CHOICES

NEW = "new"  # stands for an answer that is not begun yet
LAST_STEP = 1_000_000_000  # nothing that a page sent by itself comes after what its writer sent
_View = Callable[[HttpRequest, AnswerVersion | None], HttpResponse]


def _about_a_text(view: _View) -> Callable[[HttpRequest], HttpResponse]:
    """A view that is sent the number of a version, or "new"; a refusal is answered in words."""

    @require_POST
    @wraps(view)
    def find(request: HttpRequest) -> HttpResponse:
        try:
            return view(request, _version(request.POST.get("version", "")))
        except WorkflowError as refusal:
            status = 403 if isinstance(refusal, NotAllowed) else 400
            return JsonResponse({"error": str(refusal)}, status=status)

    return find


def _version(sent: str) -> AnswerVersion | None:
    if sent == NEW:
        return None
    if not sent.isascii() or not sent.isdecimal() or len(sent) > 18:
        raise Http404
    return get_object_or_404(AnswerVersion.objects.select_related("answer"), pk=sent)


@_about_a_text
def keep(request: HttpRequest, version: AnswerVersion | None) -> HttpResponse:
    """Keep what was typed, and say what became of the draft meanwhile."""
    sent, by = request.POST, person_of(request)
    step = sent.get("step", "")
    lineage = sent.get("lineage", "")
    if not lineage or not (step.isascii() and step.isdecimal() and len(step) < 9):
        raise WorkflowError("Open the page again: it sent something that the site does not understand.")
    working_copies.keep(
        by=by,
        version=version,
        text=typed_in(sent),
        began_from=sent.get("token", ""),
        lineage=lineage,
        step=int(step),
        instead_of=sent.get("instead_of", "").split(),
    )
    return _seen(request, version)


@_about_a_text
def ping(request: HttpRequest, version: AnswerVersion | None) -> HttpResponse:
    """Note that the editor is open, or that it was left; and say who else is there."""
    if version and request.POST.get("leaving"):
        presence.leave(by=person_of(request), version=version)
        return HttpResponse(status=204)
    return _seen(request, version)


@_about_a_text
def discard(request: HttpRequest, version: AnswerVersion | None) -> HttpResponse:
    """Forget the copies of some pages. Without a script, lead back to the page that offered them."""
    lineages = request.POST.get("lineage", "").split()
    working_copies.forget(by=person_of(request), version=version, lineages=lineages)
    if request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    if version is None:
        return HttpResponseRedirect(reverse("admin:faq_answer_add"))
    return HttpResponseRedirect(reverse("admin:faq_answer_change", args=[version.answer_id]))


def _seen(request: HttpRequest, version: AnswerVersion | None) -> JsonResponse:
    """Who else has the editor open, and whether the draft is still the one that the page shows."""
    if version is None:
        return JsonResponse({"others": [], "saved_by": "", "is_draft": True})
    by, token = person_of(request), request.POST.get("token", "")
    presence.see(by=by, version=version)
    has_moved = bool(token) and token != workflow.editing_token(version)
    return JsonResponse(
        {
            "others": [str(person) for person in presence.others(than=by, at=version)],
            "saved_by": saved_by(version) if has_moved else "",
            "is_draft": version.state == State.DRAFT,
        }
    )


def keep_refused(request: HttpRequest, version: AnswerVersion | None) -> None:
    """Keep what was sent and came to nothing: the page that shows it again may be closed."""
    pages = request.POST.get("copy", "").split()
    if not pages:
        return  # without a script nothing is kept, and the page itself holds the text
    with suppress(WorkflowError):  # then the page says what is wrong with the text
        working_copies.keep(
            by=person_of(request),
            version=version,
            text=typed_in(request.POST),
            began_from=request.POST.get("token", ""),
            lineage=pages[0],
            step=LAST_STEP,
            instead_of=pages,
        )


def after_saving(request: HttpRequest, version: AnswerVersion | None) -> None:
    """Forget the copies of the page from which a text was just saved."""
    lineages = request.POST.get("copy", "").split()
    working_copies.forget(by=person_of(request), version=version, lineages=lineages)


def typed_in(sent: QueryDict) -> dict[str, Any]:
    """What an editor sent, by the names of its inputs."""
    text: dict[str, Any] = {name: sent[name] for name in (*KEPT_FIELDS, *CHOICES) if name in sent}
    return text | ({"topics": sent.getlist("topics")} if "language" in sent else {})
