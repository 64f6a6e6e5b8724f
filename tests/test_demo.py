"""The demonstration: every status, by the workflow, and never among real content."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from faq import clock, reading
from faq.checks import check_answer
from faq.demo import story
from faq.models import (
    AlternativePhrasing,
    AnswerVersion,
    AskedQuestion,
    Category,
    Event,
    Feedback,
    Person,
    Question,
)
from faq.status import Status
from faq.verification import verify_site

pytestmark = pytest.mark.django_db


def test_first_topic_shows_an_answer_in_every_status() -> None:
    call_command("load_demo")
    page = reading.topic_page(Category.objects.get(slug="baclofen-pump"), "en", clock.now())
    assert page is not None
    assert {answer.status for answer in page.answers} == set(Status)
    assert page.is_demonstration
    assert list(verify_site()) == []


@pytest.mark.one_database
def test_every_demonstration_account_can_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo")
    said = capsys.readouterr().out
    for name in story.ACCOUNTS:
        assert Person.objects.get(username=name).check_password(story.password(name))
        assert f"{name} " in said
        assert story.password(name) in said


@pytest.mark.one_database
def test_loading_again_changes_nothing() -> None:
    call_command("load_demo")
    events = Event.objects.count()
    call_command("load_demo")
    assert Event.objects.count() == events


@pytest.mark.one_database
def test_trail_of_the_demonstration_goes_forward_in_time() -> None:
    call_command("load_demo")
    moments = list(Event.objects.order_by("sequence").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()


@pytest.mark.one_database
def test_ways_of_asking_are_shown_and_one_waits_for_a_colleague() -> None:
    call_command("load_demo")
    waiting = AlternativePhrasing.objects.current().filter(released_at=None)
    assert waiting.count() == 1
    page = Client().get("/questions/what-is-a-baclofen-pump/").content.decode()
    assert "What is an ITB pump?" in page
    assert waiting.get().text not in page


@pytest.mark.one_database
def test_texts_are_free_of_findings() -> None:
    call_command("load_demo")
    for version in AnswerVersion.objects.all():
        assert check_answer(version.wording, version.body) == []


def test_site_with_real_content_is_refused(draft: AnswerVersion) -> None:
    with pytest.raises(CommandError, match="content of its own"):
        call_command("load_demo")
    assert not story.is_loaded()
    assert Question.objects.count() == 1


def test_site_with_a_real_topic_alone_is_refused(topic: Category) -> None:
    with pytest.raises(CommandError, match="content of its own"):
        call_command("load_demo")
    assert not Person.objects.filter(username__startswith="demo-").exists()


@pytest.mark.one_database
def test_what_readers_say_in_it_calls_itself_made_up() -> None:
    call_command("load_demo")
    said = [*Feedback.objects.exclude(comment="").values_list("comment", flat=True)]
    said += AskedQuestion.objects.values_list("text", flat=True)
    assert len(said) == 3
    assert all(text.startswith("Demonstration: ") for text in said)
    assert Feedback.objects.filter(read_at=None).exists()
    assert Feedback.objects.exclude(read_at=None).exists()
