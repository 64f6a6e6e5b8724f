"""What has become of answers lately, for feed readers: Atom (RFC 4287), of the whole site and of each topic."""

import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.xmlutils import SimplerXMLGenerator

from faq import clock, feed, reading
from faq.addresses import path_in
from faq.models import Category

from .delivery import in_language, public_page

# A feed has to say when it last changed. Nothing has happened yet in one without entries.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# No XML document can hold these (https://www.w3.org/TR/xml/#charsets); a database can.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Atom(Atom1Feed):
    """Django's Atom with what it leaves out: the content of an entry, its status as a category, a fixed date."""

    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        """Let addresses within the texts of answers be read as this site's."""
        return super().root_attributes() | {"xml:base": settings.SITE_URL + "/"}

    def latest_post_date(self) -> datetime:
        """When the newest act was; Django would say now for a feed without entries."""
        return super().latest_post_date() if self.items else _NEVER

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write one entry."""
        super().add_item_elements(handler, item)
        answer = item["entry"].answer
        status = {
            "scheme": settings.SITE_URL + path_in("about-review", settings.LANGUAGE_CODE),
            "term": answer.status.value,
            "label": answer.status.label,
        }
        handler.addQuickElement("category", "", status)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@public_page
@in_language
def site(request: HttpRequest, *, language: str) -> HttpResponse:
    """The newest acts on all answers in a language."""
    return _written(request, language, settings.SITE_NAME, path_in("home", language))


@public_page
@in_language
def topic(request: HttpRequest, *, slug: str, language: str) -> HttpResponse:
    """The newest acts on the answers of one topic."""
    category = get_object_or_404(Category, slug=slug)
    revision = get_object_or_404(reading.topics(clock.now(), language), category=category)
    title = gettext("%(topic)s – %(site)s") % {"topic": revision.title, "site": settings.SITE_NAME}
    return _written(request, language, title, path_in("topic", language, slug), category)


def _written(
    request: HttpRequest, language: str, title: str, path: str, category: Category | None = None
) -> HttpResponse:
    address = settings.SITE_URL + request.path
    atom = _Atom(
        title=_in_xml(title),
        link=settings.SITE_URL + path,
        description=None,
        subtitle=gettext("What was approved, reviewed, withdrawn and reinstated."),
        language=language,
        author_name=_in_xml(settings.SITE_NAME),
        feed_url=address,
        feed_guid=address,
    )
    for entry in feed.entries(language, clock.now(), category):
        _add(atom, entry)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _add(atom: _Atom, entry: feed.Entry) -> None:
    content = render_to_string("faq/feed_entry.html", {"entry": entry, "answer": entry.answer})
    atom.add_item(
        title=_in_xml(entry.title),
        link=entry.answer.address,
        description=None,  # type: ignore[arg-type]  # no summary beside the content
        unique_id=entry.identity,
        pubdate=entry.at,
        updateddate=entry.at,
        entry=entry,
        content=_in_xml(content),
    )


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
