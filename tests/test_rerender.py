"""``manage.py rerender``: what patients see is renewed, what was signed is not touched."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from faq import rendering
from faq.models import AnswerVersion, Approval, Event, Person, Rendering
from faq.verification import verify_site


def rerendered(username: str, *, dry_run: bool = False) -> str:
    said = StringIO()
    call_command("rerender", username=username, dry_run=dry_run, stdout=said)
    return said.getvalue()


@pytest.fixture
def new_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "RENDERER", "a newer one")
    monkeypatch.setattr(rendering, "render", lambda body, language: f"<p>{len(body)}</p>")


def test_nothing_is_renewed_that_is_as_it_should_be(approved: AnswerVersion, lead: Person) -> None:
    before = Event.objects.count()
    assert rerendered("lead") == "0 of 1 texts were rendered anew; 1 are as they should be.\n"
    assert (Event.objects.count(), Rendering.objects.count()) == (before, 1)


def test_what_differs_is_renewed_once_on_the_trail_and_the_signature_stays(
    approved: AnswerVersion, lead: Person, new_renderer: None
) -> None:
    signed = list(Approval.objects.values())
    assert rerendered("lead") == "1 of 1 texts were rendered anew; 0 are as they should be.\n"
    assert rerendered("lead") == "0 of 1 texts were rendered anew; 1 are as they should be.\n"
    assert Event.objects.get(kind=Event.Kind.RERENDERED).by == lead
    assert list(Approval.objects.values()) == signed
    assert list(verify_site()) == []


def test_dry_run_says_how_much_and_changes_nothing(
    approved: AnswerVersion, lead: Person, new_renderer: None
) -> None:
    before = Event.objects.count()
    assert (
        rerendered("lead", dry_run=True) == "1 of 1 texts would be rendered anew; 0 are as they should be.\n"
    )
    assert (Event.objects.count(), Rendering.objects.count()) == (before, 1)


def test_draft_is_not_rendered(draft: AnswerVersion, lead: Person) -> None:
    assert rerendered("lead") == "0 of 0 texts were rendered anew; 0 are as they should be.\n"


def test_account_without_the_role_is_refused_in_plain_words(approved: AnswerVersion) -> None:
    with pytest.raises(CommandError, match="needs the role “lead”"):
        rerendered("author")


def test_unknown_account_is_refused_in_plain_words(approved: AnswerVersion) -> None:
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        rerendered("nobody")


def test_closed_account_is_refused_in_plain_words(
    approved: AnswerVersion, person: Callable[..., Person]
) -> None:
    person("former", "lead", is_active=False)
    with pytest.raises(CommandError, match="The account “former” is closed"):
        rerendered("former")


def test_rendering_around_the_workflow_does_not_keep_the_command_from_renewing(
    approved: AnswerVersion, lead: Person, new_renderer: None
) -> None:
    shown = approved.renderings.get()
    Rendering.objects.create(
        version=approved,
        renderer=rendering.RENDERER,
        body_html=rendering.render(approved.body, approved.answer.language),
        sources_html=shown.sources_html,
        rendered_at=shown.rendered_at,
    )
    assert rerendered("lead").startswith("1 of 1 texts")
