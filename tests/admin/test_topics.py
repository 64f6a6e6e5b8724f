"""Topics on the desk: text, order, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from faq import topics
from faq.models import AnswerVersion, Category, CategoryRevision, Person, Question
from tests.admin.filling import errors_of, filled
from tests.conftest import write

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]


@pytest.fixture
def three(topic: Category, author: Person) -> list[Question]:
    """Three questions, in this order on the topic's page."""
    return [write(author, topic, f"Question {n}?", "Answer.").answer.question for n in (1, 2, 3)]


def _page(category: Category) -> str:
    return reverse("admin:faq_category_change", args=[category.pk])


def _order(category: Category) -> list[str]:
    return [str(placement.question) for placement in category.placements.current()]


def _send(client: Client, category: Category, **asked: Any) -> Any:
    seen = client.get(_page(category)).context["order"].token
    return client.post(
        reverse("admin:faq_category_order", args=[category.pk]), {"seen": seen, **asked}, follow=True
    )


def test_a_lead_makes_a_topic_whose_first_text_is_kept(lead: Person, signed_in: SignIn) -> None:
    signed_in(lead).post(
        reverse("admin:faq_category_add"),
        {"title": "Baclofen pump", "slug": "baclofen-pump", "introduction": "About it."},
    )

    revision = CategoryRevision.objects.get(category__slug="baclofen-pump")
    assert (revision.title, revision.introduction, revision.revised_by) == (
        "Baclofen pump",
        "About it.",
        lead,
    )


def test_a_changed_text_is_a_revision(topic: Category, lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    client.post(_page(topic), filled(client.get(_page(topic)), introduction="New."))

    assert [r.introduction for r in topic.revisions.all()] == ["About the pump.", "New."]


def test_the_address_stays_whatever_is_posted(topic: Category, lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    client.post(_page(topic), filled(client.get(_page(topic)), slug="another", title="Pump"))

    topic.refresh_from_db()
    assert (topic.slug, topic.title) == ("baclofen-pump", "Pump")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "Baclofen pump"),
        ("slug", "baclofen-pump"),
        ("slug", "no address"),
        ("title", " "),
    ],
)
def test_what_is_wrong_with_a_new_topic_stands_beside_the_field(
    topic: Category, lead: Person, signed_in: SignIn, field: str, value: str
) -> None:
    sent = {"title": "Spasticity", "slug": "spasticity", "introduction": "", field: value}
    page = signed_in(lead).post(reverse("admin:faq_category_add"), sent)

    assert list(errors_of(page)) == [field]
    assert Category.objects.count() == 1


def test_a_refusal_of_the_act_itself_stands_beside_the_field(
    topic: Category, lead: Person, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody else takes the title after the form has found it free.
    def taken(**kwargs: Any) -> None:
        topics.create(by=lead, slug="other", title="Spasticity")
        topics._refuse_taken("Spasticity")

    monkeypatch.setattr("faq.admin.topics.topics.revise", taken)
    client = signed_in(lead)
    page = client.post(_page(topic), filled(client.get(_page(topic)), title="Spasticity"))

    assert "Another topic has this title" in str(errors_of(page)["title"])
    assert not Category.objects.filter(title="Spasticity").exists()


def test_two_leads_do_not_overwrite_each_other(topic: Category, lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    stale = filled(client.get(_page(topic)), introduction="Mine.")
    topics.revise(category=topic, by=lead, title=topic.title, introduction="Theirs.")

    page = client.post(_page(topic), stale)

    assert "Somebody else has saved this topic" in page.content.decode()
    assert "Mine." in page.content.decode()
    topic.refresh_from_db()
    assert topic.introduction == "Theirs."


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (("up", 1), [2, 1, 3]),
        (("down", 1), [1, 3, 2]),
        (("up", 0), [1, 2, 3]),
        (("down", 2), [1, 2, 3]),
        (("remove", 1), [1, 3]),
    ],
)
def test_a_button_moves_a_question(
    three: list[Question],
    topic: Category,
    lead: Person,
    signed_in: SignIn,
    asked: tuple[str, int],
    wanted: list[int],
) -> None:
    button, index = asked
    _send(signed_in(lead), topic, **{button: three[index].pk})

    assert _order(topic) == [f"Question {n}?" for n in wanted]


@pytest.mark.parametrize(
    ("places", "wanted"), [((3, 1, 2), [2, 3, 1]), ((1, 2, 1), [3, 1, 2]), ((3, 2, 3), [2, 3, 1])]
)
def test_numbers_put_questions_into_order(
    three: list[Question],
    topic: Category,
    lead: Person,
    signed_in: SignIn,
    places: tuple[int, ...],
    wanted: list[int],
) -> None:
    _send(signed_in(lead), topic, **{f"place-{q.pk}": n for q, n in zip(three, places, strict=True)})

    assert _order(topic) == [f"Question {n}?" for n in wanted]


@pytest.mark.parametrize("number", ["", "first", "1.5", "nan", "9" * 5000])
def test_a_place_that_is_no_number_is_refused_in_words(
    three: list[Question], topic: Category, lead: Person, signed_in: SignIn, number: str
) -> None:
    places = {f"place-{q.pk}": str(n) for n, q in enumerate(three)} | {f"place-{three[2].pk}": number}
    page = _send(signed_in(lead), topic, **places)

    assert "Give “Question 3?” a whole number" in page.content.decode()
    assert _order(topic) == ["Question 1?", "Question 2?", "Question 3?"]


def test_an_order_that_somebody_changed_meanwhile_is_not_overwritten(
    three: list[Question], topic: Category, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    stale = client.get(_page(topic)).context["order"].token
    topics.arrange(category=topic, by=lead, questions=three[::-1])

    page = client.post(
        reverse("admin:faq_category_order", args=[topic.pk]), {"seen": stale, "up": three[1].pk}, follow=True
    )

    assert "have changed since you opened it" in page.content.decode()
    assert _order(topic) == ["Question 3?", "Question 2?", "Question 1?"]


def test_a_question_of_another_topic_cannot_be_moved(
    three: list[Question], topic: Category, lead: Person, author: Person, signed_in: SignIn
) -> None:
    other = topics.create(by=lead, slug="other", title="Other")
    stranger = write(author, other, "Stranger?", "Answer.").answer.question

    _send(signed_in(lead), topic, remove=stranger.pk)

    assert _order(other) == ["Stranger?"]


def test_the_page_tells_what_patients_are_told(
    approved: AnswerVersion, topic: Category, author: Person, signed_in: SignIn
) -> None:
    page = signed_in(author).get(_page(topic)).content.decode()

    assert "Approved" in page
    assert reverse("admin:faq_answer_change", args=[approved.answer_id]) in page
    assert reverse("topic", args=[topic.slug]) in page


def test_the_page_needs_the_same_queries_for_one_question_and_for_many(
    draft: AnswerVersion,
    topic: Category,
    author: Person,
    lead: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(lead)
    client.get(_page(topic))
    with django_assert_num_queries(11):
        client.get(_page(topic))
    for n in range(5):
        write(author, topic, f"Question {n}?", "Answer.")
    with django_assert_num_queries(11):
        client.get(_page(topic))


def test_the_list_needs_the_same_queries_for_one_topic_and_for_many(
    topic: Category,
    lead: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(lead)
    client.get(reverse("admin:faq_category_changelist"))
    with django_assert_num_queries(8):
        client.get(reverse("admin:faq_category_changelist"))
    for n in range(5):
        topics.create(by=lead, slug=f"t{n}", title=f"T{n}")
    with django_assert_num_queries(8):
        client.get(reverse("admin:faq_category_changelist"))


def test_a_lead_writes_what_the_page_says_in_another_language(
    topic: Category, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    client.post(
        _page(topic), filled(client.get(_page(topic)), title_es="Bomba", introduction_es="Sobre ella.")
    )
    client.post(_page(topic), filled(client.get(_page(topic)), title_ar="المضخة"))

    texts = [(r.language, r.title, r.introduction) for r in topic.revisions.all()]
    assert texts == [
        ("en", "Baclofen pump", "About the pump."),
        ("es", "Bomba", "Sobre ella."),
        ("ar", "المضخة", ""),
    ]
    page = client.get(_page(topic)).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "Sobre ella." in page


def test_two_leads_do_not_overwrite_each_other_in_another_language(
    topic: Category, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    stale = filled(client.get(_page(topic)), title_es="Mía")
    topics.revise(category=topic, by=lead, title="Suya", introduction="", language="es")

    page = client.post(_page(topic), stale)

    assert "Somebody else has saved this topic" in page.content.decode()
    assert "Mía" in page.content.decode()
    assert topic.revisions.filter(language="es").get().title == "Suya"


def test_a_topic_is_saved_in_every_language_or_in_none(
    topic: Category, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(lead)
    page = client.post(
        _page(topic), filled(client.get(_page(topic)), title="Renamed", introduction_ar="بلا عنوان")
    )

    assert "Give the topic a title" in str(errors_of(page)["title_ar"])
    assert topic.revisions.count() == 1


def test_a_title_of_another_language_cannot_be_emptied_unnoticed(
    topic: Category, lead: Person, signed_in: SignIn
) -> None:
    topics.revise(category=topic, by=lead, title="Bomba", introduction="", language="es")
    client = signed_in(lead)
    page = client.post(_page(topic), filled(client.get(_page(topic)), title_es=""))

    assert list(errors_of(page)) == ["title_es"]


def test_who_may_not_change_a_topic_gets_no_fields_for_it(
    topic: Category, author: Person, signed_in: SignIn
) -> None:
    page = signed_in(author).get(_page(topic)).content.decode()

    assert 'name="title_es"' not in page
    signed_in(author).post(_page(topic), {"title": "X", "title_es": "Y"})
    assert topic.revisions.count() == 1
