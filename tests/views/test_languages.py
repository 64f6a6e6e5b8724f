"""Every public page in every language: the address alone decides, and all that a page says is in it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from faq import topics, workflow
from faq.models import AnswerVersion, Category, Person
from faq.status import Status
from tests.conftest import TODAY, sign

from .parsed_page import VOID, ParsedPage

pytestmark = pytest.mark.one_database

Read = Callable[..., ParsedPage]
Publish = Callable[..., AnswerVersion]
SLUGS = {"topics": "baclofen-pump", "questions": "what-is-a-pump"}
TEXTS = {
    "es": ("¿Qué es una bomba?", "Un aparato pequeño.", "Bomba de baclofeno", "Sobre la bomba."),
    "ar": ("ما هي المضخة؟", "جهاز صغير.", "مضخة الباكلوفين", "عن المضخة."),
}
# What stands on an Arabic page in another script: names, addresses, and what has no Arabic word.
NOT_TRANSLATED = re.compile(
    r"https?://\S+|JSON|CSV|Atom|SHA-256|\?as_of=\S+|" + re.escape(settings.SITE_NAME)
)
SPOKEN = {"aria-label", "placeholder", "alt", "data-copied", "data-failed"}


def _public_pages() -> dict[str, str]:
    """Each public page's path in the site's own language, by its name, as the site declares them."""
    pages = {}
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name and str(pattern.pattern).startswith("<language:"):
            slug = SLUGS.get(str(pattern.pattern).split("/")[1])
            slugs = {"slug": slug} if "slug" in pattern.pattern.converters else {}
            pages[pattern.name] = reverse(pattern.name, kwargs=slugs)
    return pages


PAGES = _public_pages() | {"results": "/search/?q=zebra", "nothing": "/nothing-here/"}
FEEDS = {name for name, path in PAGES.items() if path.endswith(".atom")}


@pytest.fixture
def in_three_languages(
    publish: Publish, topic: Category, author: Person, reviewer: Person, lead: Person
) -> AnswerVersion:
    """A question answered in every language of the site, in a topic that has its text in each."""
    original = publish("What is a pump?", "A small device.")
    for language, (wording, body, title, introduction) in TEXTS.items():
        answer = workflow.create_answer(
            by=author,
            text={"wording": wording, "body": body},
            language=language,
            question=original.answer.question,
        )
        sign(workflow.submit(version=answer, by=author), reviewer)
        topics.revise(category=topic, by=lead, title=title, introduction=introduction, language=language)
    return original


class _Said(HTMLParser):
    """What a page says in its own language: not what it marks as being in another, no code and no names."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.texts: list[str] = []
        self._open: list[bool] = []  # whether what stands in the element is said in the page's language
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.language = self.language or attributes.get("lang", "")
        is_said = all(self._open[-1:]) and attributes.get("lang", self.language) == self.language
        is_said = is_said and tag not in {"script", "style", "code", "bdi"}
        if is_said:
            self.texts += [value for name, value in attributes.items() if name in SPOKEN]
            if tag == "meta" and {attributes.get("name"), attributes.get("property")} & {
                "description",
                "og:title",
                "og:description",
            }:
                self.texts.append(attributes.get("content", ""))
        if tag not in VOID:
            self._open.append(is_said)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if all(self._open[-1:]):
            self.texts.append(data)


def _alternates(page: ParsedPage) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}


def test_every_public_page_is_known_to_these_tests() -> None:
    assert {"home", "topic", "question", "search"} <= set(PAGES)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_a_page_says_its_language_and_direction(
    patient: Client, in_three_languages: AnswerVersion, language: str, direction: str
) -> None:
    prefix = "" if language == "en" else f"/{language}"
    for name in PAGES.keys() - FEEDS:
        response = patient.get(prefix + PAGES[name])
        assert response.status_code == (404 if name == "nothing" else 200), name
        page = ParsedPage(response.content.decode())
        assert page.all("html") == [{"lang": language, "dir": direction}], name


def test_nothing_on_a_page_is_left_in_another_language(
    patient: Client, in_three_languages: AnswerVersion
) -> None:
    left = {}
    for name in PAGES.keys() - FEEDS:
        said = _Said(patient.get(f"/ar{PAGES[name]}").content.decode())
        assert said.language == "ar"
        text = NOT_TRANSLATED.sub("", " ".join(said.texts)).replace("zebra", "")
        left[name] = re.findall(r"[A-Za-zÀ-ÿ]{2,}", text)
    assert {name: words for name, words in left.items() if words} == {}


@pytest.mark.parametrize("status", Status)
def test_every_status_is_said_in_the_language_of_the_page(status: Status) -> None:
    said = {}
    for language in ("en", "es", "ar"):
        with translation.override(language):
            said[language] = (status.label, status.meaning)
    assert len({label for label, _ in said.values()}) == len({meaning for _, meaning in said.values()}) == 3


@pytest.mark.parametrize("prefix", ["", "/es", "/ar"])
def test_the_address_alone_decides(patient: Client, in_three_languages: AnswerVersion, prefix: str) -> None:
    for path in PAGES.values():
        plain = patient.get(prefix + path)
        patient.cookies["django_language"] = "ar"
        asked = patient.get(prefix + path, headers={"accept-language": "es, ar;q=0.8"})
        assert asked.content == plain.content
        assert not asked.cookies
        assert not {"cookie", "accept-language"} & set(asked.get("Vary", "").lower().split(", "))
        patient.cookies.clear()


def test_a_language_does_not_outlive_its_request(patient: Client, in_three_languages: AnswerVersion) -> None:
    for address in ("/ar/", "/ar/nothing-here/", "/ar/questions/never-asked/", "/ar/?as_of=x"):
        patient.get(address)
        assert translation.get_language() == settings.LANGUAGE_CODE
    assert "Log in" in patient.get("/admin/login/", headers={"accept-language": "es"}).content.decode()


def test_a_page_names_the_same_page_in_every_language_it_exists_in(
    read: Read, in_three_languages: AnswerVersion
) -> None:
    for path in ("/", "/search/", "/topics/baclofen-pump/", "/questions/what-is-a-pump/"):
        addresses = {
            "en": f"https://answers.example{path}",
            "es": f"https://answers.example/es{path}",
            "ar": f"https://answers.example/ar{path}",
        }
        for prefix in ("", "/es", "/ar"):
            page = read(prefix + path)
            assert _alternates(page) == addresses | {"x-default": addresses["en"]}
            switches = {link["hreflang"]: link["href"] for link in page.all("a") if "hreflang" in link}
            assert (
                switches.items()
                <= {
                    code: href.removeprefix("https://answers.example") for code, href in addresses.items()
                }.items()
            )
            assert len(switches) == 2


def test_a_page_leads_to_no_language_that_it_does_not_exist_in(
    read: Read, publish: Publish, topic: Category, author: Person, reviewer: Person
) -> None:
    original = publish("What is a pump?")
    publish("How long does it last?")
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba."},
        language="es",
        question=original.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    workflow.create_answer(
        by=author,
        text={"wording": "ما هي؟", "body": "جهاز."},
        language="ar",
        question=original.answer.question,
    )
    assert set(_alternates(read("/questions/what-is-a-pump/"))) == {"en", "es", "x-default"}
    assert set(_alternates(read("/questions/what-is-a-pump/history/"))) == {"en", "es", "x-default"}
    assert set(_alternates(read("/topics/baclofen-pump/"))) == {"en", "es", "x-default"}
    assert _alternates(read("/questions/how-long-does-it-last/")) == {}
    read("/ar/questions/what-is-a-pump/", status=404)


def test_a_question_that_is_not_asked_in_the_sites_own_language_has_its_page(
    read: Read, author: Person, reviewer: Person, topic: Category
) -> None:
    spanish = workflow.create_answer(
        by=author, text={"wording": "¿Qué es?", "body": "Una bomba."}, language="es"
    )
    topics.place(question=spanish.answer.question, category=topic, by=author)
    sign(workflow.submit(version=spanish, by=author), reviewer)
    path = f"/questions/{spanish.answer.question.slug}/"
    assert "Una bomba." in read("/es" + path).text
    assert _alternates(read("/es" + path)) == {}
    read(path, status=404)


@pytest.mark.parametrize("address", ["/es/nothing-here/", "/es/questions/never-asked/"])
def test_a_wrong_address_is_met_in_its_language_and_has_no_other(
    read: Read, in_three_languages: AnswerVersion, address: str
) -> None:
    page = read(address, status=404)
    assert "Página no encontrada" in page.text
    assert _alternates(page) == {}
    assert {"/es/", "/es/topics/baclofen-pump/"} <= set(page.links())
    assert page.all("form")[0]["action"] == "/es/search/"


def test_the_present_language_is_marked_and_the_others_are_named_by_their_speakers(
    patient: Client, in_three_languages: AnswerVersion
) -> None:
    html = patient.get("/es/").content.decode()
    assert '<span lang="es" aria-current="true">Español</span>' in html
    assert '<a href="/ar/" lang="ar" hreflang="ar">العربية</a>' in html
    assert '<a href="/" lang="en" hreflang="en">English</a>' in html


def test_the_words_of_a_search_are_taken_along_into_another_language(read: Read, db: None) -> None:
    links = read("/es/search/?q=bomba+%26+%22dosis%22").links()
    assert "/search/?q=bomba+%26+%22dosis%22" in links


def test_the_topics_of_a_language_are_those_with_something_to_read_in_it(
    read: Read, in_three_languages: AnswerVersion, lead: Person
) -> None:
    topics.create(by=lead, slug="dystonia", title="Dystonia")
    assert "/topics/dystonia/" in read("/").links()
    spanish = read("/es/")
    assert "/es/topics/baclofen-pump/" in spanish.links()
    assert "/es/topics/dystonia/" not in spanish.links()
    assert "Bomba de baclofeno 1 respuesta " in spanish.text


def test_a_topic_without_a_text_in_the_language_shows_that_of_the_site_and_says_so(
    patient: Client, in_three_languages: AnswerVersion, lead: Person, author: Person
) -> None:
    other = topics.create(by=lead, slug="devices", title="Devices", introduction="All of them.")
    topics.place(question=in_three_languages.answer.question, category=other, by=author)
    html = patient.get("/ar/topics/devices/").content.decode()
    assert '<h1 lang="en" dir="ltr">Devices</h1>' in html
    assert '<div class="introduction" lang="en" dir="ltr">' in html
    assert (
        '<a href="/ar/topics/devices/" lang="en" dir="ltr">Devices</a>'
        in patient.get("/ar/").content.decode()
    )


def test_dates_are_written_as_the_language_writes_them(read: Read, in_three_languages: AnswerVersion) -> None:
    path = "/questions/what-is-a-pump/"
    assert "Last reviewed 31 January 2026" in read(path).text
    assert "Última revisión: 2 de marzo de 2026" in read("/es" + path).text
    assert "آخر مراجعة: 2 مارس 2026" in read("/ar" + path).text


def test_a_page_as_it_was_speaks_its_language_too(
    signed_in: Callable[[Person], Client], reviewer: Person, in_three_languages: AnswerVersion
) -> None:
    clinician = signed_in(reviewer)
    page = ParsedPage(clinician.get(f"/es/questions/what-is-a-pump/?as_of={TODAY}").content.decode())
    assert "Así se lee la página hoy, 2 de marzo de 2026, hasta este momento." in page.text
    assert _alternates(page) == {}
    assert f"/ar/questions/what-is-a-pump/?as_of={TODAY}" in page.links()
    refused = clinician.get("/es/questions/what-is-a-pump/?as_of=2026-03-01")
    assert refused.status_code == 404
    assert "Los pacientes no podían leer esta página el 1 de marzo de 2026." in refused.content.decode()


def test_the_title_of_a_topic_on_a_former_day_is_the_one_of_its_language(
    signed_in: Callable[[Person], Client],
    reviewer: Person,
    lead: Person,
    topic: Category,
    in_three_languages: AnswerVersion,
    at: Callable[..., object],
) -> None:
    with at(TODAY.replace(day=9)):  # type: ignore[attr-defined]
        topics.revise(category=topic, by=lead, title="La bomba", introduction="", language="es")
        html = signed_in(reviewer).get(f"/es/topics/baclofen-pump/?as_of={TODAY}").content.decode()
        assert "Bomba de baclofeno" in html
        assert "La bomba" in Client().get("/es/topics/baclofen-pump/").content.decode()


def test_a_site_in_another_language_has_its_own_pages_at_the_plain_addresses(
    patient: Client, settings: object, db: None
) -> None:
    settings.LANGUAGE_CODE = "es"  # type: ignore[attr-defined]
    with translation.override("es"):
        assert "¿Qué le gustaría saber?" in patient.get("/").content.decode()
        assert "What would you like to know?" in patient.get("/en/").content.decode()
        assert patient.get("/es/search/?q=a")["Location"] == "/search/?q=a"
