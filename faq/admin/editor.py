"""The Markdown editor: its widget, its live preview, and its pictures."""

import re
from typing import Any

from django import forms
from django.forms import Script
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import MarkdownxWidget

from faq import images, rendering
from faq.admin.base import person_of, roles_of
from faq.checks import check_answer
from faq.content import as_typed
from faq.models import Role
from faq.policy import refusal_to_write

_MARKDOWN_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")  # all that a backslash can escape
LONGEST_DESCRIPTION = 500  # characters


class EditorWidget(MarkdownxWidget):  # type: ignore[misc]
    """markdownx's text area with our script in place of its own (see docs/decisions/0002-editor-script.md)."""

    # The page places the preview, because it shows the whole answer: wording, body and sources.
    template_name = "django/forms/widgets/textarea.html"

    class Media:
        extend = False
        css = {"all": ["faq/admin/answer.css", "faq/admin/writing.css", "faq/admin/toolbar.css"]}
        js = [
            Script("faq/admin/editor.js", defer=True),
            Script("faq/admin/insert.js", defer=True),
            Script("faq/admin/toolbar.js", defer=True),
            Script("faq/admin/picture.js", defer=True),
            Script("faq/admin/typed.js", defer=True),
            Script("faq/admin/unsaved.js", defer=True),
            Script("faq/admin/presence.js", defer=True),
            Script("faq/admin/autosave.js", defer=True),
        ]


class PlainText(forms.CharField):
    """Text as it was typed: the workflow alone judges it, in words for a clinician."""

    def __init__(self, *, rows: int, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": rows, "cols": 60}),
        )
        self.validators: list[Any] = []


class MarkdownText(MarkdownxFormField):  # type: ignore[misc]
    """The body of an answer, in the editor with live preview."""

    def __init__(self) -> None:
        super().__init__(
            label="Answer",
            required=False,
            strip=False,
            widget=EditorWidget(attrs={"rows": 18, "cols": 60}),
            help_text="An empty line begins a new paragraph. **bold**, “- ” before each point of a list, "
            "“## ” before a heading, [words of a link](https://address), “::: urgent” before urgent advice and "
            "“:::” after it.",
        )
        self.validators: list[Any] = []


@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """An answer being written, rendered exactly as patients would get it, and what the checks find in it."""
    if why_not := refusal_to_write(person_of(request)):
        return _refused(why_not)
    body = as_typed(request.POST.get("body", ""))  # as it would be saved: findings count its characters
    return JsonResponse(
        {
            "body_html": rendering.render(body, request.POST.get("language", "")),
            "sources_html": rendering.render_sources(request.POST.get("sources", "")),
            "findings": findings_in(request.POST.get("wording", ""), body),
        }
    )


def findings_in(wording: str, body: str) -> list[dict[str, str]]:
    """What the checks find in a text, in words; and where an embedded question stands that could be moved."""
    return [
        {"message": finding.message, "split": f"{finding.start}-{finding.end}" if finding.question else ""}
        for finding in check_answer(wording, body)
    ]


@require_POST
def upload_image(request: HttpRequest) -> JsonResponse:
    """Store a picture for an answer and return the Markdown that shows it."""
    if Role.AUTHOR not in roles_of(request):
        return _refused("Only authors add pictures. Ask a lead to give you the role “author”.")
    description = " ".join(request.POST.get("alternative_text", "").split())
    if not any(character.isprintable() and not character.isspace() for character in description):
        return _refused("Describe what the picture shows, for people who cannot see it.", 400)
    if len(description) > LONGEST_DESCRIPTION:
        return _refused("This description is too long. Shorten it to 500 characters.", 400)
    uploaded = request.FILES.get("image")
    if uploaded is None:
        return _refused("Choose a picture first.", 400)
    try:
        # One byte more than allowed is enough to know that it is too many.
        path = images.store(uploaded.read(images.MAX_BYTES + 1))
    except images.ImageRefused as refusal:
        return _refused(str(refusal), 400)
    return JsonResponse({"markdown": markdown_image(path, description)})


def markdown_image(path: str, description: str) -> str:
    """The Markdown of a picture, with whatever its description holds taken literally."""
    literal = _MARKDOWN_PUNCTUATION.sub(r"\\\1", description)
    return f"![{literal}]({path})"


def _refused(why: str, status: int = 403) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)
