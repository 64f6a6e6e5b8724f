"""What a topic's page says in each language, and that nothing of it is lost."""

from collections.abc import Callable

import pytest

from faq import clock, reading, topics
from faq.models import Category, CategoryRevision, Event, Person
from faq.policy import NotAllowed, WorkflowError
from faq.verification import verify_site
from tests.conftest import NOON

Revise = Callable[..., Category]


@pytest.fixture
def revise(topic: Category, lead: Person) -> Revise:
    """Revise the topic as a lead."""

    def act(title: str = "Bomba de baclofeno", language: str | None = "es", **text: object) -> Category:
        return topics.revise(
            category=topic, by=lead, title=title, language=language, **({"introduction": ""} | text)
        )

    return act


def _title(topic: Category, language: str) -> tuple[str, str]:
    revision = reading.topics(clock.now(), language).get(category=topic)
    return revision.title, revision.language


def test_a_topic_says_in_each_language_what_was_written_in_it(topic: Category, revise: Revise) -> None:
    revise()
    assert _title(topic, "en") == ("Baclofen pump", "en")
    assert _title(topic, "es") == ("Bomba de baclofeno", "es")


def test_a_language_without_a_text_shows_the_one_of_the_site(topic: Category, revise: Revise) -> None:
    revise()
    assert _title(topic, "ar") == ("Baclofen pump", "en")


def test_the_desk_names_a_topic_in_the_language_of_the_site(topic: Category, revise: Revise) -> None:
    revise()
    topic.refresh_from_db()
    assert (topic.title, topic.introduction) == ("Baclofen pump", "About the pump.")


def test_exports_name_topics_in_the_language_of_the_site(topic: Category, revise: Revise) -> None:
    revise()
    assert reading.topics(clock.now()).get().title == "Baclofen pump"


def test_each_text_is_a_line_of_the_trail_that_is_found_again(topic: Category, revise: Revise) -> None:
    revise()
    revise("La bomba")
    lines = Event.objects.filter(category=topic, kind=Event.Kind.CATEGORY_REVISED)
    assert lines.count() == 3
    assert "La bomba" in lines.latest("sequence").detail
    assert verify_site() == []


def test_a_text_is_kept_for_the_page_as_it_was(topic: Category, revise: Revise) -> None:
    with clock.set_to(NOON):
        topics.revise(
            category=topic,
            by=topic.revisions.get().revised_by,
            title="Former",
            introduction="",
            language="es",
        )
    revise("Present")
    assert CategoryRevision.objects.current_at(NOON, "es").get(category=topic).title == "Former"


def test_saving_the_same_text_again_is_no_revision(topic: Category, revise: Revise) -> None:
    revise()
    revise()
    assert topic.revisions.count() == 2


def test_what_was_seen_counts_for_its_language_alone(topic: Category, revise: Revise) -> None:
    seen = topic.revisions.get().pk
    revise(seen=0)
    revise("Pump", language=None, seen=seen)
    with pytest.raises(WorkflowError, match="Somebody else has saved this topic"):
        revise("Mine", seen=0)
    assert _title(topic, "es") == ("Bomba de baclofeno", "es")


def test_two_topics_of_one_language_are_not_called_the_same(
    topic: Category, lead: Person, revise: Revise
) -> None:
    revise("Bomba")
    other = topics.create(by=lead, slug="other", title="Other")
    with pytest.raises(WorkflowError, match="Another topic has this title"):
        topics.revise(category=other, by=lead, title="Bomba", introduction="", language="es")
    # In a list of Spanish titles, one without a Spanish title stands under its own.
    with pytest.raises(WorkflowError, match="Another topic has this title"):
        topics.revise(category=topic, by=lead, title="Other", introduction="", language="es")
    topics.revise(category=other, by=lead, title="Bomba", introduction="", language="ar")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ({"title": " "}, "Give the topic a title"),
        ({"title": "a" * 201}, "too long"),
        ({"language": "de"}, "no language “de”"),
    ],
)
def test_what_cannot_be_a_text_is_refused(
    topic: Category, revise: Revise, text: dict[str, str], said: str
) -> None:
    with pytest.raises(WorkflowError, match=said):
        revise(**text)
    assert topic.revisions.count() == 1


def test_only_a_lead_writes_it(topic: Category, colleague: Person) -> None:
    with pytest.raises(NotAllowed):
        topics.revise(category=topic, by=colleague, title="Bomba", introduction="", language="es")
