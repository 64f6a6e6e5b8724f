"""Where the public pages live: the site's own language at plain addresses, every other behind its code.

``/questions/x/`` and ``/es/questions/x/`` are the same page in two languages. The address alone decides on the
language, never a cookie or what a browser claims to prefer, so that one address has one page for everybody.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class InLanguage:
    """A page in one language: the language's code, what its speakers call it, and the page's path."""

    code: str
    name: str
    path: str

    @property
    def address(self) -> str:
        """The page's address in full."""
        return settings.SITE_URL + self.path


def path_in(name: str, language: str, *args: object) -> str:
    """The path of a public page, named as in the site's addresses, in a language of the site."""
    return reverse(name, args=args if language == settings.LANGUAGE_CODE else (language, *args))


def in_languages(name: str, kwargs: Mapping[str, object], among: Container[str]) -> list[InLanguage]:
    """A page in each language of the site that is among some; nothing for a page that has no languages.

    ``kwargs`` are those of the page's plain address. The site's own language comes first.
    """
    own = settings.LANGUAGE_CODE
    languages = sorted(settings.LANGUAGES, key=lambda language: language[0] != own)
    try:
        return [
            InLanguage(
                code,
                called,
                reverse(name, kwargs={**kwargs, "language": code} if code != own else dict(kwargs)),
            )
            for code, called in languages
            if code in among
        ]
    except NoReverseMatch:
        return []


def language_of(path: str) -> str:
    """The language of whatever stands at a path; the site's own where the path begins with no other."""
    prefix = path.removeprefix(reverse("home")).partition("/")[0]
    return prefix if prefix in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
