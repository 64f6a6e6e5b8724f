"""Public answers and topics in the vocabulary of schema.org, for search engines and other readers of pages.

What is said here is what the page says: the same status in the same words, and text only where patients can
read it. A review is of a web page in that vocabulary, not of an answer.
"""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from faq.addresses import path_in
from faq.reading import Original, PublicAnswer, TopicPage
from faq.rendering import safe

Thing = dict[str, Any]

_CONTEXT: Thing = {"@context": "https://schema.org"}
# In a <script> they could end it or begin a comment, or (the last two) a line of a script.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def of_answer(answer: PublicAnswer) -> Thing:
    """The page of one answer: a ``MedicalWebPage`` with its review, about a ``Question``."""
    return _CONTEXT | {
        **_page(answer),
        "isPartOf": _site("WebSite", answer.language),
        "publisher": _site("Organization", answer.language),
        "mainEntity": _question(answer),
    }


def of_topic(page: TopicPage) -> Thing:
    """The page of a topic: an ``FAQPage``.

    Its questions are those with an answer to read. The others are named as pages that it has, with their status.
    """
    address = settings.SITE_URL + path_in("topic", page.language, page.slug)
    thing = _CONTEXT | {
        "@type": "FAQPage",
        "@id": address,
        "url": address,
        "name": page.title,
        "inLanguage": page.language,
        "isPartOf": _site("WebSite", page.language),
        "publisher": _site("Organization", page.language),
        "mainEntity": [
            {**_question(answer), "mainEntityOfPage": _page(answer)}
            for answer in page.answers
            if answer.is_published
        ],
        "hasPart": [_page(answer) for answer in page.answers if not answer.is_published],
    }
    return thing | {"description": page.introduction} if page.introduction else thing


def data_block(thing: Thing) -> SafeString:
    """A JSON-LD block for a page. It is data, which no browser runs, so the content security policy allows it."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return format_html('<script type="application/ld+json">{}</script>', safe(text.translate(_ESCAPED)))


def _page(answer: PublicAnswer) -> Thing:
    """What is said of the page of an answer: which it is, its status, and its review if there is text to read."""
    page: Thing = {
        "@type": "MedicalWebPage",
        "@id": answer.address,
        "url": answer.address,
        "name": answer.wording,
        "inLanguage": answer.language,
        "identifier": f"urn:uuid:{answer.identity}",
        "creativeWorkStatus": _status(answer),
    }
    if answer.is_published:
        page |= {
            "version": answer.version,
            "dateModified": answer.approved_on,
            "lastReviewed": answer.reviewed_on,
            "reviewedBy": _reviewer(answer),
        }
        # Of a later version the day of the first one is not known here.
        page |= {} if answer.previous_version else {"datePublished": answer.approved_on}
    if answer.withdrawn_on:
        page["dateModified"] = answer.withdrawn_on
    if answer.is_demonstration:
        page["disambiguatingDescription"] = gettext("Demonstration content, not medical advice.")
    if answer.original:
        page["translationOfWork"] = _original(answer.original)
    return page


def _status(answer: PublicAnswer) -> Thing:
    """The status, in the words of the page and with all that the page says of it."""
    notice = answer.original.state.notice if answer.original else ""
    return {
        "@type": "DefinedTerm",
        "name": answer.status.label,
        "termCode": answer.status.value,
        "description": f"{answer.status_meaning} {notice}".rstrip(),
        "inDefinedTermSet": settings.SITE_URL + path_in("about-review", answer.language),
    }


def _reviewer(answer: PublicAnswer) -> Thing:
    """The reviewer by role, and by name where the site shows names."""
    name = {"name": answer.reviewer_name} if answer.reviewer_name else {}
    role = {"jobTitle": answer.reviewer_role} if answer.reviewer_role else {}
    return {"@type": "Person", **name, **role}


def _original(original: Original) -> Thing:
    address = settings.SITE_URL + original.path
    return {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "inLanguage": original.language,
        "version": original.version,
    }


def _question(answer: PublicAnswer) -> Thing:
    """The question, with the answer if patients can read it: the HTML of the page, and the sources it names."""
    question: Thing = {"@type": "Question", "name": answer.wording, "inLanguage": answer.language}
    if not answer.is_published:
        return question
    sources = [line.strip() for line in answer.sources.splitlines() if line.strip()]
    return {
        **question,
        "answerCount": 1,
        "acceptedAnswer": {
            "@type": "Answer",
            "url": answer.address,
            "inLanguage": answer.language,
            "version": answer.version,
            "datePublished": answer.approved_on,
            "encodingFormat": "text/html",
            "text": str(answer.body_html),
            **({"citation": sources} if sources else {}),
        },
    }


def _site(kind: str, language: str) -> Thing:
    return {
        "@type": kind,
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL + path_in("home", language),
    }
