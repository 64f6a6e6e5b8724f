"""The review on an answer's page: what changed, who said what, and that nobody signs what was not opened."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import clock, comments, sign_offs, workflow
from faq.admin.acts import BUTTONS
from faq.admin.answers import AnswerAdmin
from faq.admin.proof_of_reading import proof_of_reading
from faq.models import AnswerVersion, Approval, Category, Comment, Person
from faq.policy import Act
from tests.conftest import change, rule, sign, write

from .desk import address, buttons, inputs, page, press

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]


@pytest.fixture
def update(approved: AnswerVersion, author: Person) -> AnswerVersion:
    """A new version in review, with a dose that is ten times the approved one."""
    draft = workflow.start_version(answer=approved.answer, by=author)
    body = "A pump that gives **500 mcg** a day."
    return workflow.submit(version=change(draft, author, body=body), by=author)


def section(shown: str, name: str) -> str:
    """The part of a page from the tag of this class to the end of its section; it has to be there."""
    begins = shown.index(f'class="{name}"')
    return shown[begins : shown.index("</section>", begins)]


# --- What changed ---------------------------------------------------------------------------------


def test_dangerous_changes_are_listed_and_lead_to_their_place(
    update: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    shown = page(signed_in(reviewer), update)
    listed = section(shown, "to-check")
    assert "50 → 500" in html.unescape(listed)
    anchors = re.findall(r'href="#([^"]+)"', listed)
    assert anchors
    for anchor in anchors:
        assert shown.count(f'id="{anchor}"') == 1


def test_difference_is_shown_as_patients_see_it_and_as_it_was_typed(
    update: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    compared = section(page(signed_in(reviewer), update), "compared")
    seen, _, typed = compared.partition("As it was typed")
    assert "**" not in seen
    assert re.search(r"<del[^>]*>50( mcg)?</del>", seen)
    assert re.search(r"<ins[^>]*>\**500( mcg)?\**</ins>", typed)
    assert "**" in typed


def test_first_version_has_nothing_to_compare_with(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    assert "This is the first version of this answer" in page(signed_in(reviewer), in_review)


def test_text_that_came_back_is_compared_with_the_one_that_was_returned(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    newer = workflow.return_to_author(version=in_review, by=reviewer, note="Less.")
    workflow.submit(version=change(newer, author, body="A pump that gives **5 mcg** a day."), by=author)
    shown = page(signed_in(reviewer), in_review)
    assert "since version 1, which was returned" in " ".join(shown.split())
    assert "50 → 5" in html.unescape(section(shown, "to-check"))


def test_translation_stands_beside_its_original(
    approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    text = {"wording": "¿Qué es una bomba?", "body": "Una bomba."}
    draft = workflow.create_answer(
        by=author, text=text, language="es", question=approved.answer.question, translated_from=approved
    )
    workflow.submit(version=draft, by=author)
    shown = page(signed_in(reviewer), draft)
    original = shown.partition('id="original-heading"')[2].partition("</section>")[0]
    assert "<strong>50 mcg</strong>" in original


def test_sources_are_links_that_tell_the_other_site_nothing(
    draft: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    sources = "Leaflet, https://example.org/a\njavascript:alert(1)"
    workflow.submit(version=change(draft, author, sources=sources), by=author)
    shown = page(signed_in(reviewer), draft)
    assert '<a href="https://example.org/a" rel="nofollow noopener noreferrer">' in shown
    assert 'href="javascript' not in shown


def test_page_names_the_topics_and_after_submitting_whose_turn_it_is(
    draft: AnswerVersion, author: Person, reviewer: Person, colleague: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    press(client, draft, Act.SUBMIT)
    shown = page(client, draft)
    assert "The text is submitted. colleague or reviewer can now approve it or return it." in shown
    assert ">Baclofen pump</a>" in shown


def test_author_is_told_when_nobody_can_review(
    draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    press(signed_in(author), draft, Act.SUBMIT)
    assert "Nobody can review it yet" in page(signed_in(author), draft)


def test_author_is_told_what_an_approval_waits_for(
    draft: AnswerVersion, author: Person, reviewer: Person, lead: Person, topic: Category, signed_in: SignIn
) -> None:
    rule(topic, lead, "pharmacist")
    comments.comment(version=draft, by=lead, text="Per day?")
    client = signed_in(author)
    press(client, draft, Act.SUBMIT)
    shown = page(client, draft)
    first = "a pharmacist has signed it off and the comment on it is resolved"
    assert f"reviewer can return it now, and approve it once {first}." in shown
    assert "can now approve it" not in shown


def test_who_signed_a_text_off_is_not_said_to_approve_it(
    in_review: AnswerVersion,
    author: Person,
    reviewer: Person,
    person: Callable[..., Person],
    lead: Person,
    topic: Category,
    signed_in: SignIn,
) -> None:
    rule(topic, lead, "pharmacist")
    both = person("both", "reviewer", "pharmacist")
    sign_offs.sign_off(version=in_review, by=both, capacity="pharmacist", content_hash=in_review.content_hash)
    assert '<div class="notice"><p>reviewer can now approve it or return it.' in page(
        signed_in(author), in_review
    )


# --- Signatures -----------------------------------------------------------------------------------


def test_sign_offs_stand_among_the_signatures(
    in_review: AnswerVersion,
    reviewer: Person,
    pharmacist: Person,
    lead: Person,
    topic: Category,
    signed_in: SignIn,
) -> None:
    rule(topic, lead, "pharmacist")
    sign_offs.sign_off(
        version=in_review, by=pharmacist, capacity="pharmacist", content_hash=in_review.content_hash
    )
    sign(in_review, reviewer)
    history = page(signed_in(reviewer), in_review).partition('id="trail"')[2]
    assert "History: 2 signatures" in history
    signatures = history.partition("signatures-heading")[2].partition("</table>")[0]
    assert pharmacist.printed_name in signatures
    assert "signed off as pharmacist" in signatures


# --- Comments -------------------------------------------------------------------------------------


def said(client: Client, of: AnswerVersion, talk: str, **data: Any) -> Any:
    return client.post(address(of, talk), data)


def test_comment_stands_below_the_text_and_marks_its_words(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    response = said(
        client, in_review, "comment", version=in_review.pk, passage="gives 50 mcg", text="Per day?"
    )
    thread = Comment.objects.get()
    assert response.url.endswith(f"#comment-{thread.pk}")
    shown = page(client, in_review)
    assert f'<span id="passage-{thread.pk}"></span><mark class="quoted">' in shown
    assert "Per day?" in shown


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"passage": "500 mcg", "text": "Sure?"}, "do not stand in the text"),
        ({"passage": "50 mcg", "text": " "}, "Write what you want to say"),
    ],
)
def test_refused_comment_keeps_what_was_typed(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, data: dict[str, str], why: str
) -> None:
    response = said(signed_in(reviewer), in_review, "comment", version=in_review.pk, **data)
    form = response.content.decode().partition('id="comment-form"')[2].partition("</form>")[0]
    assert why in form
    assert data["passage"] in form
    assert data["text"] in form
    assert not Comment.objects.exists()


def test_author_answers_and_resolves(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    thread = comments.comment(version=in_review, by=reviewer, text="Per day?")
    client = signed_in(author)
    assert said(client, in_review, "reply", thread=thread.pk, text="Yes, per day.").status_code == 302
    assert "Yes, per day." in page(client, in_review)
    assert said(client, in_review, "resolve", thread=thread.pk).status_code == 302
    thread.refresh_from_db()
    assert thread.resolved_by == author


def test_reply_to_a_comment_that_was_resolved_meanwhile_is_not_lost(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    thread = comments.comment(version=in_review, by=reviewer, text="Per day?")
    comments.resolve(thread=thread, by=reviewer)
    shown = said(
        signed_in(author), in_review, "reply", thread=thread.pk, text="Yes, per day."
    ).content.decode()
    assert "resolved already" in shown
    assert "Yes, per day." in shown.partition('id="kept-reply"')[2].partition("</textarea>")[0]


def test_author_finds_the_comments_on_the_returned_text_above_the_new_draft(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    comments.comment(version=in_review, by=reviewer, text="Per day?", passage="50 mcg")
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="See my comment.")
    above, editor, _ = page(signed_in(author), draft).partition('id="editor"')
    assert editor
    assert "Per day?" in above
    assert "These words still stand in the text." in above
    change(draft, author, body="A pump.")
    assert "These words are gone now." in page(signed_in(author), draft).partition('id="editor"')[0]


def test_resolved_comment_can_be_read_ever_after(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    thread = comments.comment(version=in_review, by=reviewer, text="Per day?", passage="50 mcg")
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="See my comment.")
    client = signed_in(author)
    said(client, draft, "resolve", thread=thread.pk)
    assert "Per day?" in page(client, draft)
    version = workflow.submit(version=change(draft, author, body="A pump, 5 mcg."), by=author)
    assert "Per day?" in page(client, sign(version, reviewer))


def test_head_of_a_comment_says_where_its_words_stand(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    comments.comment(version=in_review, by=reviewer, text="Per day?", passage="50 mcg")
    head = page(signed_in(reviewer), in_review).partition('class="thread-about"')[2].partition("</p>")[0]
    assert "50 mcg in the answer." in " ".join(re.sub(r"<[^>]+>", " ", head).split())


def test_comment_on_a_draft_that_was_given_up_is_not_shown_with_a_later_text(
    approved: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    draft = workflow.start_version(answer=approved.answer, by=author)
    thread = comments.comment(version=draft, by=reviewer, text="Why an image?")
    comments.reply(thread=thread, by=author, text="It shows the pump.")
    client = signed_in(author)
    assert "Why an image?" in page(client, draft)
    workflow.discard(version=draft, by=author, reason="Not needed.")
    shown = page(client, workflow.start_version(answer=approved.answer, by=author))
    assert "Why an image?" not in shown
    assert "It shows the pump." not in shown


def test_thread_of_another_answer_is_not_answered_here(
    in_review: AnswerVersion, author: Person, reviewer: Person, topic: Category, signed_in: SignIn
) -> None:
    other = workflow.submit(version=write(author, topic, "Can I fly?", "Yes."), by=author)
    thread = comments.comment(version=other, by=reviewer, text="Always?")
    for talk in ("reply", "resolve"):
        said(signed_in(author), in_review, talk, thread=thread.pk, text="Hm.")
    assert said(signed_in(author), in_review, "comment", version=other.pk, text="Hm.").status_code == 200
    thread.refresh_from_db()
    assert thread.resolved_at is None
    assert Comment.objects.count() == 1


def test_nobody_says_anything_without_signing_in_or_by_opening_an_address(
    in_review: AnswerVersion, reviewer: Person, patient: Client, signed_in: SignIn
) -> None:
    assert said(patient, in_review, "comment", version=in_review.pk, text="Hm.").status_code == 302
    assert signed_in(reviewer).get(address(in_review, "comment")).url == address(in_review)
    assert not Comment.objects.exists()


def test_what_is_said_is_shown_as_text(in_review: AnswerVersion, reviewer: Person, signed_in: SignIn) -> None:
    client = signed_in(reviewer)
    said(client, in_review, "comment", version=in_review.pk, text="<script>alert(1)</script>")
    shown = page(client, in_review)
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_open_comment_takes_the_button_away_and_says_why(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), Act.APPROVE)
    thread = comments.comment(version=in_review, by=reviewer, text="Per day?")
    shown = page(client, in_review)
    assert Act.APPROVE not in buttons(shown)
    assert "a comment on it is not resolved" in shown
    assert client.post(address(in_review, "approve"), opened).status_code == 403
    assert not Approval.objects.exists()
    said(client, in_review, "resolve", thread=thread.pk)
    assert press(client, in_review, Act.APPROVE).status_code == 302


@pytest.mark.parametrize("what", ["return", "comment"])
def test_who_comes_from_sign_in_instead_of_a_button_is_told_that_nothing_was_sent(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, what: str
) -> None:
    shown = signed_in(reviewer).get(address(in_review, what), follow=True).content.decode()
    assert "Nothing was sent." in shown


# --- Nobody signs what was not opened ---------------------------------------------------------------


def _no_proof(_: AnswerVersion, __: dict[str, Person]) -> str:
    return ""


def _somebody_elses(version: AnswerVersion, people: dict[str, Person]) -> str:
    return proof_of_reading(people["colleague"], version)


def _of_another_text(version: AnswerVersion, people: dict[str, Person]) -> str:
    other = workflow.create_answer(by=people["author"], text={"wording": "Can I fly?", "body": "Yes."})
    return proof_of_reading(people["reviewer"], other)


def _of_an_older_text(version: AnswerVersion, people: dict[str, Person]) -> str:
    as_it_was = AnswerVersion(pk=version.pk, answer=version.answer, content_hash="0" * 64)
    return proof_of_reading(people["reviewer"], as_it_was)


def _of_yesterday(version: AnswerVersion, people: dict[str, Person]) -> str:
    with clock.set_to(clock.now() - timedelta(hours=13)):
        return proof_of_reading(people["reviewer"], version)


def _made_up(version: AnswerVersion, people: dict[str, Person]) -> str:
    claimed = [people["reviewer"].pk, version.pk, version.content_hash, int(clock.now().timestamp())]
    return signing.Signer(salt="another salt").sign_object(claimed)


@pytest.mark.parametrize("act", [Act.APPROVE, Act.CONFIRM])
@pytest.mark.parametrize(
    "proof",
    [_no_proof, _somebody_elses, _of_another_text, _of_an_older_text, _of_yesterday, _made_up],
    ids=lambda f: f.__name__,
)
def test_right_hash_without_having_opened_the_text_signs_nothing(
    in_review: AnswerVersion,
    author: Person,
    reviewer: Person,
    colleague: Person,
    signed_in: SignIn,
    act: Act,
    proof: Callable[[AnswerVersion, dict[str, Person]], str],
) -> None:
    version = in_review if act == Act.APPROVE else sign(in_review, reviewer)
    before = Approval.objects.count()
    data = {
        "content_hash": version.content_hash,
        "next_review_on": str(clock.today() + timedelta(days=100)),
        "proof": proof(version, {"author": author, "reviewer": reviewer, "colleague": colleague}),
    }
    client = signed_in(reviewer)
    response = client.post(address(version, act), data)
    assert response.status_code == 409
    assert "It is shown" in response.content.decode()
    assert Approval.objects.count() == before
    # That page shows the text, so from it the same person can sign.
    assert client.post(address(version, act), inputs(response.content.decode(), act)).status_code == 302


def test_nothing_is_signed_in_bulk() -> None:
    assert set(AnswerAdmin.actions) == {"export_json", "export_csv"}
    assert {act for act, button in BUTTONS.items() if button.signs} == {
        Act.APPROVE,
        Act.CONFIRM,
        Act.SIGN_OFF,
    }


def test_refusal_shows_what_changed_since_the_page_was_opened(
    in_review: AnswerVersion, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), Act.APPROVE)
    newer = workflow.return_to_author(version=in_review, by=reviewer, note="Wait.")
    workflow.submit(version=change(newer, author, body="A pump that gives **500 mcg** a day."), by=author)
    shown = client.post(address(in_review, "approve"), opened).content.decode()
    since = shown.partition('id="changed-since"')[2].partition('class="at-a-glance"')[0]
    assert "50 → 500" in html.unescape(since)


@pytest.mark.parametrize(("act", "typed"), [(Act.RETURN, {"note": "Shorter."}), (Act.ANNOUNCE, {})])
def test_text_that_changed_underneath_is_neither_returned_nor_announced_unread(
    in_review: AnswerVersion,
    author: Person,
    reviewer: Person,
    signed_in: SignIn,
    act: Act,
    typed: dict[str, str],
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), act) | typed
    draft = workflow.return_to_author(version=in_review, by=reviewer, note="Wait.")
    newer = workflow.submit(
        version=change(draft, author, body="A pump that gives **500 mcg** a day."), by=author
    )
    assert client.post(address(in_review, act), opened).status_code == 409
    newer.refresh_from_db()
    assert newer.state == "in_review"
    assert not newer.answer.announcements.exists()


# --- Signing in again -------------------------------------------------------------------------------


def test_signature_waits_until_the_person_has_signed_in_again(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, settings: Any
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), Act.APPROVE) | {"next_review_on": "2027-05-31"}
    settings.SIGN_AGAIN_AFTER = -1
    asked = client.post(address(in_review, "approve"), opened)
    assert asked.status_code == 302
    assert asked.url.startswith("/admin/account/again/")
    assert not Approval.objects.exists()
    settings.SIGN_AGAIN_AFTER = 30
    back = client.get(
        f"{address(in_review)}?sign=approve&seen={opened['content_hash']}&next_review_on=2027-05-31"
    )
    shown = back.content.decode()
    assert "Nothing is signed yet" in shown
    assert inputs(shown, Act.APPROVE)["next_review_on"] == "2027-05-31"
    assert client.post(address(in_review, "approve"), inputs(shown, Act.APPROVE)).status_code == 302


def test_address_carries_what_was_typed_and_no_proof(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, settings: Any
) -> None:
    client = signed_in(reviewer)
    opened = inputs(page(client, in_review), Act.APPROVE) | {"next_review_on": "2027-05-31"}
    settings.SIGN_AGAIN_AFTER = -1
    asked = client.post(address(in_review, "approve"), opened).url
    assert "2027-05-31" in asked
    assert "proof" not in asked


def test_returning_a_text_asks_for_no_fresh_sign_in(
    in_review: AnswerVersion, reviewer: Person, signed_in: SignIn, settings: Any
) -> None:
    client = signed_in(reviewer)
    settings.SIGN_AGAIN_AFTER = -1
    press(client, in_review, Act.RETURN, note="Less.")
    assert not AnswerVersion.objects.filter(pk=in_review.pk, state="in_review").exists()


# --- Queries ----------------------------------------------------------------------------------------


def _queries(client: Client, version: AnswerVersion) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, version)
    return len(captured)


def test_review_asks_the_database_a_fixed_number_of_questions(
    update: AnswerVersion, author: Person, reviewer: Person, colleague: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    thread = comments.comment(version=update, by=reviewer, text="Sure?", passage="500 mcg")
    comments.reply(thread=thread, by=author, text="Yes.")
    page(client, update)
    before = _queries(client, update)
    for number in range(4):
        extra = comments.comment(version=update, by=colleague, text=f"Point {number}.", passage="A pump")
        comments.reply(thread=extra, by=author, text="Yes.")
    newest = update
    for number in range(3):
        newest = workflow.return_to_author(version=newest, by=reviewer, note="Again.")
        newest = workflow.submit(version=change(newest, author, body=f"A pump, {number} mcg."), by=author)
    assert _queries(client, newest) <= before
    assert before <= 70
