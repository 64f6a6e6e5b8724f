"""What the editor sends by itself: for whoever writes, about their own text alone, and never an act."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from faq import presence, workflow
from faq.models import Answer, AnswerVersion, Category, Event, Person, WorkingCopy
from faq.policy import Act
from tests.conftest import change

from .desk import address, inputs, merge_inputs, page, press

SignIn = Callable[[Person], Client]
KEEP, DISCARD, PING = "/admin/faq/autosave/", "/admin/faq/autosave/discard/", "/admin/faq/presence/"
ADD = "/admin/faq/answer/add/"
EVERY = pytest.mark.parametrize("where", [KEEP, DISCARD, PING])


def typed(version: AnswerVersion | None, body: str = "An hour of work.", **more: Any) -> dict[str, Any]:
    """What the editor sends of itself."""
    token = workflow.editing_token(version) if version else ""
    return {
        "version": version.pk if version else "new",
        "wording": version.wording if version else "A new one?",
        "body": body,
        "sources": "",
        "token": token,
        "lineage": "page",
        "step": 1,
        **more,
    }


@EVERY
def test_nobody_gets_past_without_signing_in(draft: AnswerVersion, patient: Client, where: str) -> None:
    response = patient.post(where, typed(draft))
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("name", ["reviewer", "lead", "root"])
@pytest.mark.parametrize("where", [KEEP, PING])
def test_whoever_does_not_write_is_refused(
    draft: AnswerVersion,
    request: pytest.FixtureRequest,
    person: Callable[..., Person],
    signed_in: SignIn,
    name: str,
    where: str,
) -> None:
    by = person("root", is_superuser=True) if name == "root" else request.getfixturevalue(name)
    response = signed_in(by).post(where, typed(draft))
    assert response.status_code == 403
    assert "Ask a lead" in response.json()["error"]
    assert not WorkingCopy.objects.exists()
    assert not draft.present.exists()


@EVERY
def test_forged_request_from_another_site_is_refused(
    draft: AnswerVersion, author: Person, where: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(where, typed(draft)).status_code == 403
    assert not WorkingCopy.objects.exists()


@EVERY
def test_none_can_be_opened_by_a_link(author: Person, signed_in: SignIn, where: str) -> None:
    assert signed_in(author).get(where).status_code == 405


@EVERY
@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "²"])
def test_a_text_that_does_not_exist_is_not_found(
    author: Person, signed_in: SignIn, where: str, version: str
) -> None:
    assert signed_in(author).post(where, {"version": version}).status_code == 404


@pytest.mark.parametrize("broken", [{"step": "x"}, {"step": "-1"}, {"step": "9" * 9}, {"lineage": ""}])
def test_what_no_editor_sends_is_refused(
    draft: AnswerVersion, author: Person, signed_in: SignIn, broken: dict[str, str]
) -> None:
    assert signed_in(author).post(KEEP, typed(draft) | broken).status_code == 400
    assert not WorkingCopy.objects.exists()


def test_what_is_typed_is_kept_and_is_no_act(draft: AnswerVersion, author: Person, signed_in: SignIn) -> None:
    before = Event.objects.count()
    answer = signed_in(author).post(KEEP, typed(draft, "One\r\ntwo."))
    assert answer.json() == {"others": [], "saved_by": "", "is_draft": True}
    assert WorkingCopy.objects.get().text["body"] == "One\ntwo."
    assert Event.objects.count() == before
    draft.refresh_from_db()
    assert draft.body == "A pump that gives **50 mcg** a day."


def test_keeping_costs_few_queries(
    draft: AnswerVersion, author: Person, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(author)
    client.post(KEEP, typed(draft))
    with django_assert_max_num_queries(14):
        client.post(KEEP, typed(draft, "More.", step=2))


def test_a_text_that_is_too_long_is_refused_in_words(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    response = signed_in(author).post(KEEP, typed(draft, "x" * 100_001))
    assert (response.status_code, "too long" in response.json()["error"]) == (400, True)


def test_the_editor_offers_what_was_not_saved_on_any_machine(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    signed_in(author).post(KEEP, typed(draft))
    elsewhere = signed_in(author)
    html = page(elsewhere, draft)
    assert "You have unsaved text from" in html
    restored = elsewhere.get(address(draft), {"copy": "page"}).content.decode()
    assert inputs(restored, Act.EDIT)["body"] == "An hour of work."
    assert "You have unsaved text from" not in restored
    response = elsewhere.post(address(draft, "edit"), inputs(restored, Act.EDIT))
    assert response.url.endswith("#saved")
    draft.refresh_from_db()
    assert draft.body == "An hour of work."
    assert not WorkingCopy.objects.exists()


def test_nobody_reaches_the_copy_of_another(
    draft: AnswerVersion, author: Person, colleague: Person, everything: Person, signed_in: SignIn
) -> None:
    signed_in(author).post(KEEP, typed(draft, "Secret."))
    for by in (colleague, everything):
        client = signed_in(by)
        client.post(DISCARD, typed(draft))
        for html in (page(client, draft), client.get(address(draft), {"copy": "page"}).content.decode()):
            assert "Secret." not in html
    assert WorkingCopy.objects.get().text["body"] == "Secret."


def test_discarding_works_without_a_script(draft: AnswerVersion, author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    client.post(KEEP, typed(draft))
    assert client.post(DISCARD, {"version": draft.pk, "lineage": "page"}).url == address(draft)
    assert not WorkingCopy.objects.exists()
    client.post(KEEP, typed(None))
    assert client.post(DISCARD, {"version": "new", "lineage": "page"}).url == ADD
    assert not WorkingCopy.objects.exists()


def test_saving_leaves_the_copy_of_another_page_alone(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    client.post(KEEP, typed(draft, "From the other tab.", lineage="other"))
    client.post(KEEP, typed(draft))
    press(client, draft, Act.EDIT, body="An hour of work.", copy="page")
    assert WorkingCopy.objects.get().text["body"] == "From the other tab."


def test_what_is_written_of_a_new_answer_comes_back_whole(
    author: Person, topic: Category, approved: AnswerVersion, signed_in: SignIn
) -> None:
    client = signed_in(author)
    more = {
        "topics": [topic.pk],
        "language": "es",
        "question": approved.answer.question_id,
        "translated_from": approved.pk,
    }
    client.post(KEEP, typed(None, "Una bomba.", **more))
    assert "You have unsaved text from" in client.get(ADD).content.decode()
    html = client.get(ADD, {"copy": "page"}).content.decode()
    sent = inputs(html, Act.EDIT)
    assert (sent["body"], sent["question"]) == ("Una bomba.", str(approved.answer.question_id))
    assert f'value="{topic.pk}" id="id_topics_0" checked' in html
    assert '<option value="es" selected>' in html
    assert f'<option value="{approved.pk}" selected>' in html
    response = client.post(ADD, sent | {"language": "es", "topics": [topic.pk]})
    assert response.url.endswith("#saved")
    assert Answer.objects.get(language="es").versions.get().body == "Una bomba."
    assert not WorkingCopy.objects.exists()


def test_a_copy_of_a_text_that_was_submitted_meanwhile_is_offered_for_copying(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    workflow.submit(version=draft, by=colleague)
    assert client.post(KEEP, typed(draft)).json()["is_draft"] is False
    html = page(client, draft)
    assert "An hour of work.</textarea>" in html
    assert 'data-unsaved="restore"' not in html
    assert client.get(address(draft), {"copy": "page"}).status_code == 200


def test_restoring_what_does_not_exist_shows_the_page_as_it_is(
    draft: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    for by in (author, reviewer):
        assert signed_in(by).get(address(draft), {"copy": "<nothing>"}).status_code == 200


# --- Who is there --------------------------------------------------------------------------------


def test_a_colleague_is_told_who_has_the_editor_open(
    draft: AnswerVersion, author: Person, colleague: Person, reviewer: Person, signed_in: SignIn
) -> None:
    mine = signed_in(author)
    mine.post(PING, typed(draft))
    assert signed_in(colleague).post(PING, typed(draft)).json()["others"] == ["author"]
    assert "author, colleague have the editor open" in page(signed_in(reviewer), draft)
    assert mine.post(PING, typed(draft, leaving="yes")).status_code == 204
    assert presence.others(than=colleague, at=draft) == []


def test_whoever_writes_is_told_that_a_colleague_saved(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    opened = typed(draft)
    change(draft, colleague, body="The colleague's.")
    assert signed_in(author).post(PING, opened).json()["saved_by"] == "colleague"


# --- Two people, one text ------------------------------------------------------------------------


@pytest.fixture
def long_draft(draft: AnswerVersion, author: Person) -> AnswerVersion:
    change(draft, author, body="It gives 50 mg a day.\n\nCome back in June.\n\nCall us.")
    draft.refresh_from_db()
    return draft


def both_saved(draft: AnswerVersion, mine: Client, colleague: Person, ours: str, theirs: str) -> str:
    """The page before somebody who saves a text over one that a colleague has saved meanwhile."""
    opened = inputs(page(mine, draft), Act.EDIT) | {"copy": "page"}
    change(draft, colleague, body=theirs)
    response = mine.post(address(draft, "edit"), opened | {"body": ours})
    assert response.status_code == 409
    return str(response.content.decode())


def test_changes_that_do_not_touch_each_other_stand_in_the_editor_together(
    long_draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine, text = signed_in(author), long_draft.body
    html = both_saved(
        long_draft, mine, colleague, text.replace("June", "July"), text.replace("50 mg", "60 mg")
    )
    assert "Both texts are together in the editor now" in html
    assert "<ins>July.</ins>" in html
    sent = inputs(html, Act.EDIT)
    assert sent["body"] == "It gives 60 mg a day.\n\nCome back in July.\n\nCall us."
    assert mine.post(address(long_draft, "edit"), sent).status_code == 302
    assert {entry.person for entry in long_draft.contributors.all()} == {author, colleague}
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ("mine", "It gives 500 mg a day."),
        ("theirs", "It gives 50 mcg a day."),
        ("both", "It gives 500 mg a day.\nIt gives 50 mcg a day."),
    ],
)
def test_where_both_changed_one_sentence_the_person_decides(
    long_draft: AnswerVersion,
    author: Person,
    colleague: Person,
    signed_in: SignIn,
    choice: str,
    sentence: str,
) -> None:
    mine, text = signed_in(author), long_draft.body
    ours, theirs = text.replace("50 mg", "500 mg").replace("Call", "Ring"), text.replace("mg", "mcg")
    html = both_saved(long_draft, mine, colleague, ours, theirs)
    assert 'id="editor"' not in html
    assert "Only you changed this" in html
    asked = merge_inputs(html)

    undecided = mine.post(address(long_draft, "edit"), asked).content.decode()
    assert "Choose for every passage which words stay" in undecided

    together = mine.post(address(long_draft, "edit"), asked | {"body-0": choice}).content.decode()
    sent = inputs(together, Act.EDIT)
    assert sent["body"] == f"{sentence}\n\nCome back in June.\n\nRing us."
    long_draft.refresh_from_db()
    assert long_draft.body == theirs
    assert mine.post(address(long_draft, "edit"), sent).status_code == 302
    long_draft.refresh_from_db()
    assert long_draft.body == sent["body"]


def test_a_decision_about_a_text_that_changed_once_more_is_asked_for_again(
    long_draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine, text = signed_in(author), long_draft.body
    html = both_saved(long_draft, mine, colleague, text.replace("50", "500"), text.replace("50", "60"))
    change(long_draft, colleague, body=text.replace("50", "70"))
    again = mine.post(address(long_draft, "edit"), merge_inputs(html) | {"body-0": "theirs"}).content.decode()
    assert 'id="editor"' not in again
    assert "<ins>70</ins>" in again


def test_what_waits_for_a_decision_is_kept_on_the_server_too(
    long_draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine, text = signed_in(author), long_draft.body
    both_saved(long_draft, mine, colleague, text.replace("50", "500"), text.replace("50", "60"))
    assert WorkingCopy.objects.get().text["body"] == text.replace("50", "500")


def test_without_the_text_on_the_trail_both_are_shown_whole(
    long_draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine, text = signed_in(author), long_draft.body
    opened = inputs(page(mine, long_draft), Act.EDIT) | {"token": "0" * 64, "body": text.replace("50", "500")}
    html = mine.post(address(long_draft, "edit"), opened).content.decode()
    assert "Where the two texts are not alike" in html
    sent = inputs(
        mine.post(address(long_draft, "edit"), merge_inputs(html) | {"body-0": "mine"}).content.decode(),
        Act.EDIT,
    )
    assert sent["body"] == text.replace("50", "500")


def test_hostile_words_in_a_conflict_are_shown_as_text(
    long_draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine, hostile = signed_in(author), "</textarea></script><script>alert(1)</script>"
    mine.post(KEEP, typed(long_draft, hostile, lineage="other"))
    html = both_saved(long_draft, mine, colleague, f"Mine {hostile}", f"Theirs {hostile}")
    assert "<script>alert" not in html
    assert "<script>alert" not in page(mine, long_draft)
    assert merge_inputs(html)["body"] == f"Mine {hostile}"
