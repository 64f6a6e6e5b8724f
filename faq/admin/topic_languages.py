"""What a topic's page says in the languages besides the site's own: one part of its page on the desk for each."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import get_language_info

from faq.models import CategoryRevision


class TextIn(NamedTuple):
    """A topic's text in a language as a form was sent with it, and the revision (0: none) that it showed."""

    language: str
    title: str
    introduction: str
    seen: int


def other_languages() -> list[str]:
    """The codes of the site's languages besides its own."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def name_of(language: str) -> str:
    """What a language is called, for people at the desk."""
    return f"{get_language_info(language)['name']} ({language})"


def fields() -> dict[str, forms.Field]:
    """A title, an introduction and the revision on the screen for each language."""
    found: dict[str, forms.Field] = {}
    for language in other_languages():
        written = {"lang": language, "dir": "rtl" if get_language_info(language)["bidi"] else "ltr"}
        found[f"title_{language}"] = forms.CharField(
            label="Title", max_length=200, required=False, widget=AdminTextInputWidget(attrs=written)
        )
        found[f"introduction_{language}"] = forms.CharField(
            label="Introduction", required=False, widget=AdminTextareaWidget(attrs=written)
        )
        found[f"seen_{language}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
    return found


def fieldsets() -> list[tuple[str, dict[str, Any]]]:
    """One part of the page for each language."""
    return [
        (
            f"In {name_of(language)}",
            {
                "fields": (f"title_{language}", f"introduction_{language}"),
                "description": "Without a title here, pages in this language show the texts above.",
            },
        )
        for language in other_languages()
    ]


def initial(newest: Mapping[str, CategoryRevision]) -> Iterator[tuple[str, str | int]]:
    """What the fields hold when the page is opened."""
    for language in other_languages():
        if text := newest.get(language):
            yield f"title_{language}", text.title
            yield f"introduction_{language}", text.introduction
        yield f"seen_{language}", text.pk if text else 0


def sent(form: forms.BaseForm) -> Iterator[TextIn]:
    """The texts of a valid form; a language that has none and was given none is left out."""
    for language in other_languages():
        title, introduction = (
            form.cleaned_data[f"title_{language}"],
            form.cleaned_data[f"introduction_{language}"],
        )
        seen = form.cleaned_data[f"seen_{language}"] or 0
        if title or introduction or seen:
            yield TextIn(language, title, introduction, seen)
