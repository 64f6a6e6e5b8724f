"""What search engines may find here, and when it last changed: ``/sitemap.xml``."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from faq import clock
from faq.sitemap import LARGEST, pages

from .delivery import public_page

XML = "application/xml; charset=utf-8"


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page; where one file may not hold them all, list the files that do."""
    listed = list(pages(clock.now()))
    if len(listed) <= LARGEST:
        return _written(request, "faq/sitemap.xml", pages=listed)
    return _written(request, "faq/sitemap_index.xml", parts=range(1, -(-len(listed) // LARGEST) + 1))


@public_page
def part(request: HttpRequest, *, number: int) -> HttpResponse:
    """List the pages of one of several files."""
    listed = list(pages(clock.now()))[(number - 1) * LARGEST : number * LARGEST] if number else []
    if not listed:
        raise Http404
    return _written(request, "faq/sitemap.xml", pages=listed)


def _written(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"site_url": settings.SITE_URL, **context}, content_type=XML)
