"""How a public page is declared once and reached in every language of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from faq.addresses import path_in

from .delivery import View, public_page


class LanguageConverter(StringConverter):
    """A language of the site, as it stands in an address. Any other text there is no address at all."""

    regex = "[a-z]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """Take a code of the settings as it is; ``ValueError`` lets the resolver look further."""
        if value not in dict(settings.LANGUAGES):
            raise ValueError(value)
        return value


register_converter(LanguageConverter, "language")


def in_every_language(route: str, view: View, *, name: str) -> list[URLPattern]:
    """A public page at its plain address and, behind a language's code, in every other language.

    The view is one with ``@in_language``. Find the address of the page with ``faq.addresses.path_in``.
    """
    return [path(route, view, name=name), path(f"<language:language>/{route}", view, name=name)]


@public_page
def moved(request: HttpRequest, *, slug: str, language: str, name: str) -> HttpResponse:
    """Lead on from an address of old, which named the language at its end."""
    query = request.META.get("QUERY_STRING", "")
    target = path_in(name, language, slug)
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
