"""Addresses of public pages in the language of the page that links to them."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language

from faq.addresses import InLanguage, in_languages, path_in

register = template.Library()


@register.simple_tag
def page(name: str, *args: object) -> str:
    """``{% page 'topic' slug %}``: like ``{% url %}``, but the reader stays in the language of this page."""
    return path_in(name, get_language(), *args)


@register.simple_tag(takes_context=True)
def page_languages(context: Context) -> list[InLanguage]:
    """This very page in every language that it exists in: ``exists_in`` of the context, or all of the site's.

    Empty for what is no public page.
    """
    match = context["request"].resolver_match
    if match is None or not match.view_name:
        return []
    plain = {name: value for name, value in match.kwargs.items() if name != "language"}
    exists_in = context.get("exists_in")
    return in_languages(match.view_name, plain, dict(settings.LANGUAGES) if exists_in is None else exists_in)
