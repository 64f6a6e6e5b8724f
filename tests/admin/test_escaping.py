"""Whatever people type is shown as they typed it, and never runs, on every page of the desk."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from faq import accounts, questions, topics, workflow
from faq.importing.load import import_file
from faq.models import AnswerVersion, Category, ClinicalCode, Event, ImportedFile, Person
from tests.conftest import write

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]
EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"


@pytest.fixture
def evil_everywhere(lead: Person, author: Person) -> AnswerVersion:
    """The same text in every field that somebody can type into."""
    topic = topics.create(by=lead, slug="evil", title=EVIL, introduction=EVIL)
    version = write(author, topic, EVIL + "?", EVIL, sources=EVIL, change_note=EVIL)
    question = version.answer.question
    other = write(author, topic, "Other?", "Answer.").answer.question
    questions.describe(
        question=question,
        by=author,
        seen=questions.description_token(question),
        phrasings=[questions.Phrasing("en", EVIL)],
        related=[other],
        codes=[questions.Code(ClinicalCode.System.SNOMED_CT, "398057008", EVIL)],
    )
    accounts.create_account(
        by=lead,
        username="evil",
        password="mulberry tram 47",
        roles=["author"],
        details={"first_name": EVIL, "last_name": EVIL, "role_title": EVIL},
    )
    import_file(
        name=EVIL, data=f"{EVIL} Is it?\n{EVIL}\n\nYou Might Also Like\n".encode(), category=topic, by=author
    )
    workflow.discard(version=version, by=author, reason=EVIL)
    return version


def _addresses(version: AnswerVersion) -> list[str]:
    lists = ("category", "question", "person", "event", "importedfile")
    one = {
        "category": Category.objects.get().pk,
        "question": version.answer.question_id,
        "person": Person.objects.get(username="evil").pk,
        "importedfile": ImportedFile.objects.get().pk,
    }
    return [
        reverse("admin:index"),
        reverse("admin:faq_event_verify"),
        reverse("admin:faq_person_password", args=[one["person"]]),
        *(reverse(f"admin:faq_{name}_changelist") for name in lists),
        *(reverse(f"admin:faq_{name}_change", args=[pk]) for name, pk in one.items()),
        *(reverse("admin:faq_event_change", args=[pk]) for pk in Event.objects.values_list("pk", flat=True)),
    ]


@pytest.mark.parametrize("who", ["lead", "author"])
def test_nothing_that_people_type_becomes_markup(
    who: str, evil_everywhere: AnswerVersion, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    seen = 0
    for address in _addresses(evil_everywhere):
        page = client.get(address)
        text = page.content.decode()
        if page.status_code == 403:  # some pages are the lead's
            continue
        assert page.status_code == 200, address
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address
        seen += "alert(1)" in text
    assert seen > 10


def test_no_page_carries_a_script_or_style_of_its_own(
    evil_everywhere: AnswerVersion, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    for address in _addresses(evil_everywhere):
        text = client.get(address).content.decode()
        assert "<style" not in text, address
        assert " style=" not in text, address
        assert "<script>" not in text, address


def test_a_message_about_what_was_typed_is_escaped_too(
    evil_everywhere: AnswerVersion, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    category = Category.objects.get()
    seen = client.get(reverse("admin:faq_category_change", args=[category.pk])).context["order"].token
    page = client.post(
        reverse("admin:faq_category_order", args=[category.pk]),
        {"seen": seen, "remove": evil_everywhere.answer.question_id},
        follow=True,
    )

    assert "no longer stands in this topic" in page.content.decode()
    assert "<script>alert" not in page.content.decode()
