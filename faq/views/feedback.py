"""The forms by which readers say whether an answer helped, and ask what no answer says."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from faq import clock, feedback, reading
from faq.addresses import path_in
from faq.models import AnswerVersion, Question
from faq.policy import WorkflowError

from .as_of import undated
from .delivery import in_language, public_page
from .rate_limit import RateLimit, client_address
from .sending import public_form
from .topic_list import holds_demonstration

# From one address: a family, or a ward behind one router, should never notice it.
SENDING = RateLimit(most=20, within=feedback.HOUR)
CHOICES = {"yes": True, "no": False}


@public_form
@in_language
@undated
def answer_feedback(request: HttpRequest, *, slug: str, language: str) -> HttpResponse:
    """Show the form alone; keep what is sent, bound to the version that the sender had on the page."""
    answer = _answer(slug, language)
    # The form is about a version in this very language: no other page is the same in another one.
    context: dict[str, Any] = {"answer": answer, "exists_in": (), "is_demonstration": answer.is_demonstration}
    if not answer.is_published:
        status = 409 if request.method == "POST" else 404  # it may have been withdrawn while somebody wrote
        return _form(request, "faq/feedback.html", context, status)
    version = _version(request, answer)
    context["version"] = version.number if version else answer.version
    if request.method != "POST":
        return _form(request, "faq/feedback.html", context)
    try:
        _keep_feedback(request, version)
    except WorkflowError as refusal:
        return _refused(request, "faq/feedback.html", context, refusal)
    return HttpResponseRedirect(path_in("feedback-thanks", language, slug), status=303)


@public_page
@in_language
@undated
def feedback_thanks(request: HttpRequest, *, slug: str, language: str) -> HttpResponse:
    """Say thank you, and what becomes of it."""
    answer = _answer(slug, language)
    context = {"answer": answer, "exists_in": (), "is_demonstration": answer.is_demonstration}
    return _form(request, "faq/feedback_thanks.html", context)


@public_form
@in_language
@undated
def ask(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the form alone; keep the question that is sent."""
    context = {"is_demonstration": holds_demonstration()}
    if request.method != "POST":
        return _form(request, "faq/ask.html", context)
    try:
        _refuse_flood(request)
        feedback.ask(text=request.POST.get("text", ""), language=language)
    except WorkflowError as refusal:
        return _refused(request, "faq/ask.html", context, refusal)
    return HttpResponseRedirect(path_in("ask-thanks", language), status=303)


@public_page
@in_language
@undated
def ask_thanks(request: HttpRequest, *, language: str) -> HttpResponse:
    """Say thank you, and what becomes of it."""
    return _form(request, "faq/ask_thanks.html", {"is_demonstration": holds_demonstration()})


def _answer(slug: str, language: str) -> reading.PublicAnswer:
    answer = next(reading.answers_to(Question.objects.filter(slug=slug), language, clock.now()), None)
    if answer is None:
        raise Http404
    return answer


def _version(request: HttpRequest, answer: reading.PublicAnswer) -> AnswerVersion | None:
    """The version that the request names, if patients ever read it."""
    number = (request.POST if request.method == "POST" else request.GET).get("version", "")
    if not (number.isdecimal() and len(number) < 10):
        return None
    return feedback.open_to_feedback().filter(answer__identity=answer.identity, number=number).first()


def _keep_feedback(request: HttpRequest, version: AnswerVersion | None) -> None:
    if version is None:
        raise WorkflowError(
            gettext(
                "Nothing was sent: it did not say which version of the answer it is about. Read the answer as it "
                "is now; then send this again, if it still fits."
            )
        )
    is_helpful = CHOICES.get(request.POST.get("helpful", ""))
    if is_helpful is None:
        raise WorkflowError(gettext("Choose “Yes” or “No” first."), "helpful")
    _refuse_flood(request)
    feedback.give(version=version, is_helpful=is_helpful, comment=request.POST.get("comment", ""))


def _refuse_flood(request: HttpRequest) -> None:
    wait = SENDING.take(client_address(request))
    if wait:
        raise feedback.TooMuch(wait)


def _form(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of these forms, with whatever was typed. Search engines have no use for them."""
    response = render(request, template, context | {"sent": request.POST}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _refused(
    request: HttpRequest, template: str, context: dict[str, Any], refusal: WorkflowError
) -> HttpResponse:
    context = context | {"refusal": refusal}
    if not isinstance(refusal, feedback.TooMuch):
        return _form(request, template, context, 422 if refusal.field else 400)
    response = _form(request, template, context, 429)
    response["Retry-After"] = str(refusal.seconds)
    return response
