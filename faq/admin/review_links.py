"""Where the links of reminders arrive: they lead on to the review, or say why not and what to do."""

from typing import NamedTuple

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from faq import review_links
from faq.admin.base import person_of
from faq.review_links import LinkRefused, Refusal


class Words(NamedTuple):
    """What a page says to whom a link did not let through."""

    status: int
    title: str
    why: str


_WORDS = {
    Refusal.UNKNOWN: Words(
        404,
        "This link is not complete",
        "Part of it may have been lost on its way. Copy all of it from the mail, or open the answer at your desk.",
    ),
    Refusal.ANOTHERS: Words(
        403,
        "This link is for another account",
        "Links in reminders work only for the person to whom the mail was sent. If that is you, sign out, "
        "sign in with that account, and open the link again: it has not been used up.",
    ),
    Refusal.USED: Words(
        410,
        "This link has been used",
        "A link in a reminder works once. Nothing is lost: open the answer from here.",
    ),
    Refusal.EXPIRED: Words(
        410,
        "This link has expired",
        "A link in a reminder works for some days only. Nothing is lost: open the answer from here.",
    ),
    Refusal.CHANGED: Words(
        410,
        "The text has changed since the mail was sent",
        "The mail asked you to review a text that patients do not read any more. "
        "Open the answer as it is now, and see whether it still needs a review.",
    ),
}


def open_review(request: HttpRequest, secret: str) -> HttpResponse:
    """Use a link up for the person who signed in, and lead on to the review.

    Nobody else uses it up: the desk asks to sign in first, and whatever only looks ahead (a mail scanner, a
    browser that fetches pages before they are wanted) is not led on.
    """
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=503)  # a browser that is told so asks again once the page is wanted
    try:
        answer = review_links.use(secret=secret, by=person_of(request))
    except LinkRefused as refused:
        words = _WORDS[refused.refusal]
        context = admin.site.each_context(request) | {
            "title": words.title,
            "why": words.why,
            "answer": refused.answer,
        }
        return TemplateResponse(request, "admin/faq/review_link/refused.html", context, status=words.status)
    return HttpResponseRedirect(reverse("admin:faq_answer_change", args=[answer.pk]))
