"""What it takes to begin an answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from faq.admin.act_forms import SOURCES_HELP, WORDING_HELP
from faq.admin.editor import MarkdownText, PlainText
from faq.admin.translations import OriginalField, originals_for
from faq.models import AnswerVersion, Category, Question


class AddAnswerForm(forms.Form):
    """Begins an answer: to a new question, or in another language to one that exists."""

    question = forms.ModelChoiceField(Question.objects.all(), required=False, widget=forms.HiddenInput)
    wording = PlainText(rows=2, label="Question", help_text=WORDING_HELP)
    body = MarkdownText()
    sources = PlainText(rows=4, label="Sources", help_text=SOURCES_HELP)
    topics = forms.ModelMultipleChoiceField(
        Category.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Patients find the answer there once it is approved.",
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    translated_from = OriginalField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the approved answers of a question that exists; a new one has nothing to be translated from."""
        super().__init__(*args, **kwargs)
        question = Question.objects.filter(pk__in=self._sent_question()).first()
        originals = originals_for(question, "") if question else AnswerVersion.objects.none()
        field = self.fields["translated_from"]
        assert isinstance(field, OriginalField)  # noqa: S101 - for the type checker
        field.queryset = originals
        if not originals:
            del self.fields["translated_from"]
        else:
            self.initial.setdefault("translated_from", originals[0].pk)

    def _sent_question(self) -> list[int]:
        sent = str(self["question"].value() or "")
        return [int(sent)] if sent.isdecimal() and len(sent) < 19 else []

    def text(self) -> dict[str, str]:
        """What was typed, by the names that the workflow knows."""
        return {name: self.cleaned_data[name] for name in ("wording", "body", "sources")}


def filled_in(query: QueryDict) -> dict[str, Any]:
    """What an address, or a working copy, fills in before anybody types."""
    return {name: query.getlist(name) if name == "topics" else query[name] for name in query}
