"""The feeds: an entry for each act, and in each what is true of the answer now."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq import clock, feed, guards, topics, workflow
from faq.models import AnswerVersion, Approval, Category, Person, Withdrawal
from faq.status import Status
from tests.conftest import NOON, change, sign

Publish = Callable[..., AnswerVersion]
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SITE, TOPIC = "/feed.atom", "/topics/baclofen-pump/feed.atom"


def fetched(client: Client, address: str = SITE) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def entries(client: Client, address: str = SITE) -> list[tuple[str, str]]:
    """Title and content of each entry."""
    found = fetched(client, address).findall(f"{ATOM}entry")
    return [(_of(entry, "title"), _of(entry, "content")) for entry in found]


def _of(element: ElementTree.Element, name: str) -> str:
    return element.findtext(ATOM + name) or ""


@pytest.fixture
def life(approved: AnswerVersion, author: Person, reviewer: Person, lead: Person) -> AnswerVersion:
    """An answer that was approved, confirmed, withdrawn, reinstated, and approved anew, each on a day of its own."""
    with clock.set_to(NOON + timedelta(days=1)):
        workflow.confirm(
            version=approved,
            by=reviewer,
            content_hash=approved.content_hash,
            next_review_on=clock.today() + timedelta(days=100),
        )
    with clock.set_to(NOON + timedelta(days=2)):
        workflow.withdraw(answer=approved.answer, by=lead, reason="Zreason.")
    with clock.set_to(NOON + timedelta(days=3)):
        workflow.reinstate(answer=approved.answer, by=lead, note="Znote.")
    with clock.set_to(NOON + timedelta(days=4)):
        newer = workflow.start_version(answer=approved.answer, by=author)
        change(newer, author, body="It gives **75 mcg**.", change_note="The dose is higher.")
        return sign(workflow.submit(version=newer, by=author), reviewer)


@pytest.mark.parametrize("address", [SITE, TOPIC])
def test_there_is_an_entry_for_each_act_newest_first(
    patient: Client, life: AnswerVersion, address: str
) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        assert [title for title, _ in entries(patient, address)] == [
            "What is a baclofen pump? – version 2 approved",
            "What is a baclofen pump? – can be read again",
            "What is a baclofen pump? – withdrawn",
            "What is a baclofen pump? – reviewed, still correct",
            "What is a baclofen pump? – approved",
        ]


def test_an_entry_says_when_its_act_was(patient: Client, life: AnswerVersion) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        root = fetched(patient)
    moments = [datetime.fromisoformat(_of(e, "updated")) for e in root.findall(f"{ATOM}entry")]
    assert moments == [NOON + timedelta(days=day) for day in (4, 3, 2, 1, 0)]
    assert datetime.fromisoformat(_of(root, "updated")) == moments[0]


def test_only_the_signature_over_the_present_text_carries_it(patient: Client, life: AnswerVersion) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        newest, *older = entries(patient)
    assert "<strong>75 mcg</strong>" in newest[1]
    assert "What changed: The dose is higher." in newest[1]
    assert "Next review due" in newest[1]
    for _, content in older:
        assert "mcg" not in content
        assert 'href="/questions/what-is-a-baclofen-pump/history/"' in content


def test_a_withdrawal_takes_the_text_out_of_every_entry(
    patient: Client, life: AnswerVersion, lead: Person
) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        workflow.withdraw(answer=life.answer, by=lead, reason="Zreason.")
        found = entries(patient)
    assert len(found) == 6
    for _, content in found:
        assert "mcg" not in content
        assert "The dose is higher" not in content
        assert "Status: Withdrawn" in content


def test_what_clinicians_say_among_themselves_stays_there(patient: Client, life: AnswerVersion) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        content = patient.get(SITE).content.decode()
    assert not re.search("Zreason|Znote", content)


def test_what_was_never_approved_is_in_no_feed(
    patient: Client, in_every_status: dict[Status, AnswerVersion]
) -> None:
    content = patient.get(SITE).content.decode()
    for secret in ("What is announced?", "text of a draft", "text of the update", "text that is withdrawn"):
        assert secret not in content
    assert "The text that is approved." in content


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.NOT_YET_APPROVED])
def test_an_entry_says_the_present_status_in_words_and_for_machines(
    patient: Client, in_every_status: dict[Status, AnswerVersion], status: Status
) -> None:
    wording = in_every_status[status].wording
    found = [e for e in fetched(patient).findall(f"{ATOM}entry") if _of(e, "title").startswith(wording)]
    assert found
    for entry in found:
        assert f"Status: {status.label}" in _of(entry, "content")
        assert status.meaning in _of(entry, "content")
        category = entry.find(f"{ATOM}category")
        assert category is not None
        assert category.attrib == {
            "scheme": "https://answers.example/about/review/",
            "term": status.value,
            "label": status.label,
        }


def test_a_feed_is_what_the_standard_asks_for(patient: Client, life: AnswerVersion) -> None:
    """RFC 4287, 4.1: what a feed and an entry must hold, once each, in valid forms."""
    with clock.set_to(NOON + timedelta(days=5)):
        response = patient.get(TOPIC)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert (root.tag, root.attrib[f"{XML}lang"]) == (f"{ATOM}feed", "en")
    assert root.attrib[f"{XML}base"] == "https://answers.example/"
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://answers.example/topics/baclofen-pump/",
        "self": f"https://answers.example{TOPIC}",
    }
    assert _of(root, "title") == "Baclofen pump – Patient answers"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Patient answers"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(ATOM + name)
            assert found.text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", _of(element, "updated"))
    for entry in root.findall(f"{ATOM}entry"):
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", _of(entry, "id"))
        (content,) = entry.findall(f"{ATOM}content")
        assert content.attrib == {"type": "html"}
        (link,) = entry.findall(f"{ATOM}link")
        assert link.attrib["href"] == "https://answers.example/questions/what-is-a-baclofen-pump/"


def test_feed_readers_read_it(patient: Client, life: AnswerVersion) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        read = feedparser.parse(patient.get(SITE).content)
    assert not read.bozo
    assert read.version == "atom10"
    assert len({entry.id for entry in read.entries}) == 5
    assert read.entries[0].tags[0].label == "Approved"


def test_an_entry_keeps_its_identity_while_what_it_says_changes(
    patient: Client, life: AnswerVersion, lead: Person
) -> None:
    def identities() -> list[str]:
        return [_of(entry, "id") for entry in fetched(patient).findall(f"{ATOM}entry")]

    with clock.set_to(NOON + timedelta(days=5)):
        before = identities()
        workflow.withdraw(answer=life.answer, by=lead, reason="No.")
        assert identities()[1:] == before
        assert identities()[0] not in before
    with clock.set_to(NOON + timedelta(days=900)):
        assert identities()[1:] == before


def test_a_feed_is_of_one_language(
    patient: Client, approved: AnswerVersion, author: Person, reviewer: Person
) -> None:
    spanish = workflow.create_answer(
        by=author,
        text={"wording": "¿Qué es?", "body": "Una bomba."},
        language="es",
        question=approved.answer.question,
    )
    sign(workflow.submit(version=spanish, by=author), reviewer)
    root = fetched(patient, "/es" + TOPIC)
    assert root.attrib[f"{XML}lang"] == "es"
    (entry,) = root.findall(f"{ATOM}entry")
    assert _of(entry, "title").startswith("¿Qué es?")
    assert "¿Qué es?" not in patient.get(TOPIC).content.decode()


def test_a_topic_tells_of_the_questions_that_stand_in_it(
    patient: Client, approved: AnswerVersion, topic: Category, lead: Person
) -> None:
    topics.create(by=lead, slug="other", title="Other")
    assert entries(patient, "/topics/other/feed.atom") == []
    topics.remove(question=approved.answer.question, category=topic, by=lead)
    assert entries(patient, TOPIC) == []
    assert len(entries(patient)) == 1


@pytest.mark.parametrize("address", ["/topics/nothing/feed.atom", "/xx/feed.atom", "/en/topics/x/feed.atom"])
def test_there_is_no_feed_of_what_does_not_exist(patient: Client, topic: Category, address: str) -> None:
    assert patient.get(address).status_code in {301, 404}
    assert patient.get(address, follow=True).status_code == 404


def test_a_feed_without_entries_is_the_same_feed_every_time(patient: Client, topic: Category) -> None:
    first = patient.get(SITE)
    with clock.set_to(NOON + timedelta(days=1)):
        assert patient.get(SITE).content == first.content
    assert not feedparser.parse(first.content).bozo


def test_a_feed_is_not_sent_again_unchanged_and_asked_for_each_time(
    patient: Client, life: AnswerVersion, lead: Person
) -> None:
    with clock.set_to(NOON + timedelta(days=5)):
        first = patient.get(SITE)
        assert "no-cache" in first["Cache-Control"]
        asked = {"if-none-match": first["ETag"]}
        assert patient.get(SITE, headers=asked).status_code == 304
        workflow.withdraw(answer=life.answer, by=lead, reason="No.")
        assert patient.get(SITE, headers=asked).status_code == 200


def test_the_newest_entries_are_kept_where_there_are_many(
    patient: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "LONGEST", 3)
    for ago in (10, 50, 20, 40, 30):
        publish(f"Approved {ago} days ago?", ago=ago)
    assert [title for title, _ in entries(patient)] == [
        f"Approved {ago} days ago? – approved" for ago in (10, 20, 30)
    ]


@pytest.mark.parametrize("character", ["\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_does_not_break_the_feed(
    patient: Client, publish: Publish, character: str
) -> None:
    publish("What is it?", f"A `{character} pump`.", sources=f"A{character} book")
    ((_, content),) = entries(patient)
    assert "<code>\N{REPLACEMENT CHARACTER} pump</code>" in content


def test_hostile_text_is_only_text(patient: Client, publish: Publish) -> None:
    publish("]]></title><script>alert(1)</script>", "<script>alert(2)</script> &amp; ]]>")
    ((title, content),) = entries(patient)
    assert title.startswith("]]></title><script>")
    assert "<script" not in content


def test_a_row_slipped_in_beside_the_trail_is_no_entry(
    patient: Client, approved: AnswerVersion, reviewer: Person
) -> None:
    guards.remove(connection)
    Approval.objects.create(
        version=approved,
        content_hash=approved.content_hash,
        meaning=Approval.Meaning.CONFIRMED,
        signer=reviewer,
        printed_name="Nobody",
        printed_role="Nobody",
        signed_at=clock.now(),
        next_review_on=clock.today() + timedelta(days=1000),
    )
    assert [title for title, _ in entries(patient)] == ["What is a baclofen pump? – approved"]


def test_a_text_changed_behind_the_trail_is_in_no_entry(patient: Client, approved: AnswerVersion) -> None:
    guards.remove(connection)
    AnswerVersion.objects.filter(pk=approved.pk).update(body="Zchanged.", wording="Zchanged?")
    assert entries(patient) == []


def test_the_number_of_queries_does_not_grow_with_acts(
    patient: Client,
    publish: Publish,
    lead: Person,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    def some(name: str) -> None:
        publish(f"{name} one?")
        workflow.withdraw(answer=publish(f"{name} two?").answer, by=lead, reason="No.")

    some("First")
    with CaptureQueriesContext(connection) as few:
        patient.get(TOPIC)
    some("Second")
    some("Third")
    assert Withdrawal.objects.count() == 3
    with django_assert_num_queries(len(few)):
        patient.get(TOPIC)
