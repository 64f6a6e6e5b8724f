"""Writing: nothing typed is lost or changed, and nobody overwrites a colleague unseen."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from faq import workflow
from faq.models import Answer, AnswerVersion, Category, Event, Person, State
from faq.policy import Act
from tests.conftest import change

from .desk import address, inputs, merge_inputs, page, press

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]

NAUGHTY = [
    "  two spaces before, one after ",
    "\n\nempty lines around\n\n",
    "</textarea><script>alert(1)</script>",
    "{{ user.password }} {% debug %} %s %(x)s {0}",
    "‮right to left‬ \u200b \ufeff zero width",
    "עברית العربية 日本語 🧠👩🏽‍⚕️ é e\u0301",
    "50 µg ≤ 5 mg — “quotes” ‘and’ … • \u00a0\u2028",
    "\\ ` * _ { } [ ] ( ) # + - . ! | ~ < > & &amp; &lt;",
    "NULL undefined nan 1e309 ' OR 1=1 -- \t tab",
    "x" * 20_000,
]


@pytest.mark.parametrize("typed", NAUGHTY)
@pytest.mark.parametrize("field", ["body", "sources"])
def test_text_comes_back_byte_for_byte(
    draft: AnswerVersion, author: Person, signed_in: SignIn, field: str, typed: str
) -> None:
    client = signed_in(author)
    response = press(client, draft, Act.EDIT, **{field: typed.replace("\n", "\r\n")})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert getattr(draft, field) == typed
    assert inputs(page(client, draft), Act.EDIT)[field] == typed


def test_saving_again_without_change_is_no_act(
    draft: AnswerVersion, colleague: Person, signed_in: SignIn
) -> None:
    change(draft, draft.created_by, body="  one\n\n two ")
    before = Event.objects.count()
    assert press(signed_in(colleague), draft, Act.EDIT).status_code == 302
    assert Event.objects.count() == before
    assert not draft.contributors.filter(person=colleague).exists()


@pytest.mark.parametrize(("field", "typed"), [("wording", " "), ("body", "a\x00b"), ("body", "x" * 100_001)])
def test_refused_text_stays_in_the_editor_with_the_reason_beside_it(
    draft: AnswerVersion, author: Person, signed_in: SignIn, field: str, typed: str
) -> None:
    response = press(signed_in(author), draft, Act.EDIT, sources="Kept too.", **{field: typed})
    html = response.content.decode()
    assert response.status_code == 200
    assert inputs(html, Act.EDIT)[field] == typed
    assert inputs(html, Act.EDIT)["sources"] == "Kept too."
    assert html.index('class="errorlist"') < html.index(f'name="{field}"')
    draft.refresh_from_db()
    assert draft.body == "A pump that gives **50 mcg** a day."


def test_second_person_to_save_is_shown_both_texts_and_can_then_save(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine, theirs = signed_in(author), signed_in(colleague)
    opened = inputs(page(mine, draft), Act.EDIT)
    press(theirs, draft, Act.EDIT, body="A pump that gives **60 mcg** a day.")

    refused = mine.post(
        address(draft, "edit"), opened | {"body": "A small pump that gives **50 mcg** a day."}
    )
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Somebody else has saved this text since you opened it" in html
    assert "Bring your text and that of colleague together" in html
    assert "<ins>**60</ins>" in html
    assert re.search("<ins> ?small ?</ins>", html)
    asked = merge_inputs(html)
    assert asked["body"] == "A small pump that gives **50 mcg** a day."
    draft.refresh_from_db()
    assert draft.body == "A pump that gives **60 mcg** a day."

    together = mine.post(address(draft, "edit"), asked | {"body-0": "theirs"}).content.decode()
    in_editor = inputs(together, Act.EDIT)
    assert in_editor["body"] == "A pump that gives **60 mcg** a day."
    assert (
        mine.post(address(draft, "edit"), in_editor | {"body": "A small pump: **60 mcg**."}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert draft.body == "A small pump: **60 mcg**."
    assert {entry.person for entry in draft.contributors.all()} == {author, colleague}


def test_knowing_save_over_a_text_that_changed_once_more_is_refused_again(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine = signed_in(author)
    opened = inputs(page(mine, draft), Act.EDIT)
    change(draft, colleague, body="Second text.")
    html = mine.post(address(draft, "edit"), opened | {"body": "Mine."}).content.decode()
    chosen = merge_inputs(html) | {"body-0": "mine"}
    html = mine.post(address(draft, "edit"), chosen).content.decode()
    change(draft, colleague, body="Third text.")
    assert mine.post(address(draft, "edit"), inputs(html, Act.EDIT)).status_code == 409
    draft.refresh_from_db()
    assert draft.body == "Third text."


def test_submitting_over_a_colleagues_text_saves_and_submits_nothing(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine = signed_in(author)
    opened = inputs(page(mine, draft), Act.EDIT)
    change(draft, colleague, body="The colleague's text.")
    response = mine.post(address(draft, "edit"), opened | {"body": "Mine.", "then": "submit"})
    assert response.status_code == 409
    draft.refresh_from_db()
    assert (draft.body, draft.state) == ("The colleague's text.", State.DRAFT)


def test_submitting_an_empty_answer_keeps_what_was_typed(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    response = press(signed_in(author), draft, Act.SUBMIT, body="  ", sources="A source.")
    html = response.content.decode()
    assert "The answer is empty" in html
    assert inputs(html, Act.EDIT)["sources"] == "A source."
    draft.refresh_from_db()
    assert (draft.state, draft.sources) == (State.DRAFT, "")


def test_text_typed_while_a_colleague_submitted_is_shown_for_copying(
    draft: AnswerVersion, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    mine = signed_in(author)
    opened = inputs(page(mine, draft), Act.EDIT)
    workflow.submit(version=draft, by=colleague)
    response = mine.post(address(draft, "edit"), opened | {"body": "An hour of work."})
    html = response.content.decode()
    assert response.status_code == 403
    assert "it is in review" in html
    assert "An hour of work.</textarea>" in html
    draft.refresh_from_db()
    assert draft.body == "A pump that gives **50 mcg** a day."


def test_change_note_is_not_asked_for_before_anything_was_approved(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="Less.")
    assert 'name="change_note"' not in page(signed_in(author), draft)


def test_change_note_is_asked_for_once_a_version_was_approved(
    approved: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    press(client, approved, Act.START_VERSION)
    press(client, approved, Act.EDIT, change_note="Dose corrected.")
    assert approved.answer.versions.get(number=2).change_note == "Dose corrected."
    press(client, approved, Act.SUBMIT)
    assert "Dose corrected." in page(client, approved)


def test_new_answer_is_begun_in_its_topics(author: Person, topic: Category, signed_in: SignIn) -> None:
    typed = {
        "wording": "How long does it last?",
        "body": "Seven\r\nyears.",
        "sources": "A source.",
        "topics": [topic.pk],
        "language": "es",
    }
    response = signed_in(author).post("/admin/faq/answer/add/", typed)
    answer = Answer.objects.get(question__working_title="How long does it last?")
    assert response.url == address(answer) + "#saved"
    assert answer.versions.get().body == "Seven\nyears."
    assert (answer.language, answer.owner) == ("es", author)
    assert answer.question.placements.get().category == topic


def test_answer_in_another_language_belongs_to_the_same_question(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    question = draft.answer.question_id
    form = client.get(f"/admin/faq/answer/add/?question={question}&language=es").content.decode()
    assert f'name="question" value="{question}"' in form
    typed = {"question": question, "wording": "¿Qué es?", "body": "Una bomba.", "language": "es"}
    assert client.post("/admin/faq/answer/add/", typed).status_code == 302
    assert set(draft.answer.question.answers.values_list("language", flat=True)) == {"en", "es"}
    again = client.post("/admin/faq/answer/add/", typed).content.decode()
    assert "has an answer in that language already" in again


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wording": " ", "language": "en"}, "Write the question as patients would ask it."),
        ({"wording": "What?", "language": "xx"}, "xx is not one of the available choices"),
        (
            {"wording": "What?", "language": "en", "topics": ["999"]},
            "999 is not one of the available choices",
        ),
        ({"wording": "What?\x00", "language": "en"}, "invisible character"),
    ],
)
def test_refused_new_answer_loses_nothing(
    author: Person, signed_in: SignIn, typed: dict[str, object], said: str
) -> None:
    response = signed_in(author).post("/admin/faq/answer/add/", typed | {"body": "An hour of work."})
    html = response.content.decode()
    assert said in html
    assert inputs(html, Act.EDIT)["body"] == "An hour of work."
    assert not Answer.objects.exists()


def test_topic_that_cannot_be_placed_leaves_no_half_answer(
    author: Person, topic: Category, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from faq import topics
    from faq.policy import WorkflowError

    def refuse(**kwargs: object) -> None:
        raise WorkflowError("Not now.")

    monkeypatch.setattr(topics, "place", refuse)
    typed = {"wording": "What?", "language": "en", "topics": [topic.pk]}
    assert "Not now." in signed_in(author).post("/admin/faq/answer/add/", typed).content.decode()
    assert not Answer.objects.exists()


def test_whoever_does_not_write_is_told_so(reviewer: Person, signed_in: SignIn) -> None:
    client = signed_in(reviewer)
    response = client.get("/admin/faq/answer/add/", follow=True)
    assert "Only authors write answers" in response.content.decode()
    assert client.post("/admin/faq/answer/add/", {"wording": "What?", "language": "en"}).status_code == 302
    assert not Answer.objects.exists()
