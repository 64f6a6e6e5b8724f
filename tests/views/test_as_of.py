"""Pages as they were on a day, for clinicians."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from faq import clock, topics, workflow
from faq.models import AnswerVersion, Category, Person
from tests.conftest import NOON, TODAY, change, sign, write

from .parsed_page import ParsedPage

Publish = Callable[..., AnswerVersion]
SignedIn = Callable[[Person], Client]
YESTERDAY = TODAY - timedelta(days=1)
PAGES = ["/topics/baclofen-pump/", "/questions/what-is-a-pump/"]


@pytest.fixture
def changed_today(lead: Person, author: Person, reviewer: Person) -> AnswerVersion:
    """An answer that read otherwise until yesterday, in a topic that did, too."""
    with clock.set_to(NOON - timedelta(days=30)):
        topic = topics.create(by=lead, slug="baclofen-pump", title="The former title")
        old = write(author, topic, "What is a pump?", "The former text.")
        sign(workflow.submit(version=old, by=author), reviewer)
    topics.revise(category=topic, by=lead, title="The present title", introduction="")
    new = change(workflow.start_version(answer=old.answer, by=author), author, body="The present text.")
    return sign(workflow.submit(version=new, by=author), reviewer)


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return ParsedPage(response.content.decode()).text


@pytest.mark.parametrize("page", PAGES)
def test_a_clinician_reads_a_page_as_it_was(
    clinician: Client, changed_today: AnswerVersion, page: str
) -> None:
    said = _text(clinician, f"{page}?as_of={YESTERDAY}")
    assert "This is how the page read at the end of 1 March 2026." in said
    assert "The former text." in said
    assert "The present text." not in said


def test_the_topic_had_its_former_title(clinician: Client, changed_today: AnswerVersion) -> None:
    said = _text(clinician, f"{PAGES[0]}?as_of={YESTERDAY}")
    assert "The former title" in said
    assert "The present title" not in said


def test_the_status_is_that_of_the_day(clinician: Client, publish: Publish) -> None:
    publish("What is a pump?", ago=400)
    assert "Status: Review overdue" in _text(clinician, PAGES[1])
    day = TODAY - timedelta(days=300)
    assert "Status: Approved Last" in _text(clinician, f"{PAGES[1]}?as_of={day}")


def test_today_reads_as_it_does_so_far(clinician: Client, changed_today: AnswerVersion) -> None:
    said = _text(clinician, f"{PAGES[1]}?as_of={TODAY}")
    assert "This is how the page reads today, 2 March 2026, up to now." in said
    assert "The present text." in said


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("status", [200, 403])
def test_earlier_states_stay_out_of_caches_and_search_engines(
    patient: Client, clinician: Client, changed_today: AnswerVersion, page: str, status: int
) -> None:
    client = clinician if status == 200 else patient
    response = client.get(f"{page}?as_of={YESTERDAY}")
    assert response.status_code == status
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.has_header("ETag")


def test_the_page_as_it_was_is_marked_noindex(clinician: Client, changed_today: AnswerVersion) -> None:
    html = clinician.get(f"{PAGES[0]}?as_of={YESTERDAY}").content.decode()
    assert {"name": "robots", "content": "noindex"} in ParsedPage(html).all("meta")
    assert not [
        m for m in ParsedPage(clinician.get(PAGES[0]).content.decode()).all("meta") if "noindex" in str(m)
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("day", [str(YESTERDAY), "nonsense", "2999-01-01"])
def test_patients_are_told_what_it_is_for_and_offered_the_present_page(
    patient: Client, changed_today: AnswerVersion, page: str, day: str
) -> None:
    response = patient.get(f"{page}?as_of={day}")
    assert response.status_code == 403
    parsed = ParsedPage(response.content.decode())
    assert "Earlier states of a page are for clinicians" in parsed.text
    assert page in parsed.links()
    assert "The former text." not in parsed.text


def test_an_account_without_a_role_is_no_clinician(
    signed_in: SignedIn, person: Callable[..., Person], changed_today: AnswerVersion
) -> None:
    visitor = signed_in(person("visitor", is_superuser=True, is_staff=True))
    _text(visitor, f"{PAGES[0]}?as_of={YESTERDAY}", status=403)


def test_a_closed_account_is_no_clinician(
    clinician: Client, reviewer: Person, changed_today: AnswerVersion
) -> None:
    Person.objects.filter(pk=reviewer.pk).update(is_active=False)
    _text(clinician, f"{PAGES[0]}?as_of={YESTERDAY}", status=403)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "03/05/2026", "2026-01-01%00", "٢٠٢٦-٠١-٠١"])
def test_what_is_not_a_date_is_refused_clearly(
    clinician: Client, changed_today: AnswerVersion, page: str, day: str
) -> None:
    assert "This is not a date" in _text(clinician, f"{page}?as_of={day}", status=400)


def test_a_day_to_come_is_refused(clinician: Client, changed_today: AnswerVersion) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert "This day is still to come" in _text(clinician, f"{PAGES[0]}?as_of={tomorrow}", status=400)
    assert "This day is still to come" in _text(clinician, f"{PAGES[0]}?as_of=9999-12-31", status=400)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("day", ["2025-01-01", "0001-01-01"])
def test_before_the_page_existed_there_is_nothing_to_read(
    clinician: Client, changed_today: AnswerVersion, page: str, day: str
) -> None:
    assert "This page did not exist yet" in _text(clinician, f"{page}?as_of={day}", status=404)


def test_a_topic_that_never_existed_is_not_found(clinician: Client, topic: Category) -> None:
    assert "Page not found" in _text(clinician, f"/topics/nothing/?as_of={YESTERDAY}", status=404)
