"""Who may open and send which page of the desk: every role, every address, with the answer written down."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from faq import terms
from faq.importing.load import import_file
from faq.models import AnswerVersion, Category, Event, Person, Question

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]
WHO = ("author", "reviewer", "lead", "superuser")
EVERYONE, AUTHOR, LEAD = {"author", "reviewer", "lead"}, {"author"}, {"lead"}
DESCRIBES, MANAGES = {"author", "lead"}, {"lead", "superuser"}

# Page: who may open it, and who may send it. Whoever may not gets 403.
PAGES: dict[str, tuple[set[str], set[str]]] = {
    "category_changelist": (EVERYONE, EVERYONE),
    "category_add": (LEAD, LEAD),
    "category_change": (EVERYONE, LEAD),
    "category_order": (set(), LEAD),
    "category_history": (EVERYONE, EVERYONE),
    "question_changelist": (EVERYONE, EVERYONE),
    "question_add": (set(), set()),
    "question_change": (EVERYONE, DESCRIBES),
    "question_place": (set(), DESCRIBES),
    "question_release": (set(), {"reviewer"}),
    "term_changelist": (EVERYONE, EVERYONE),
    "term_add": (DESCRIBES, DESCRIBES),
    "term_change": (EVERYONE, DESCRIBES),
    "term_approve": (set(), {"reviewer"}),
    "term_turn-down": (set(), EVERYONE),
    "term_retire": (set(), LEAD),
    "term_history": (EVERYONE, EVERYONE),
    "importedfile_changelist": (EVERYONE, EVERYONE),
    "importedfile_add": (AUTHOR, AUTHOR),
    "importedfile_confirm": (set(), AUTHOR),
    "importedfile_change": (EVERYONE, set()),
    "person_changelist": ({*EVERYONE, "superuser"}, {*EVERYONE, "superuser"}),
    "person_add": (MANAGES, MANAGES),
    "person_change": ({*EVERYONE, "superuser"}, MANAGES),
    "person_password": (MANAGES, MANAGES),
    "event_changelist": (EVERYONE, EVERYONE),
    "event_add": (set(), set()),
    "event_change": (EVERYONE, set()),
    "event_verify": (LEAD, LEAD),
    **{
        f"{name}_delete": (set(), set())
        for name in ("category", "question", "term", "importedfile", "person", "event")
    },
}
ANSWERED_BY_POST_ALONE = {
    *("category_order", "question_place", "question_release", "importedfile_confirm"),
    *("term_approve", "term_turn-down", "term_retire"),
}


@pytest.fixture
def superuser(person: Callable[..., Person]) -> Person:
    """Holds no role, which is what a superuser is for the site's content."""
    return person("superuser", is_superuser=True)


@pytest.fixture
def rows(
    draft: AnswerVersion, topic: Category, author: Person, person: Callable[..., Person]
) -> dict[str, int]:
    """One row for each kind of page."""
    report = import_file(name="pump.txt", data=b"Is it?\nYes.\n", category=topic, by=author)
    return {
        "category": topic.pk,
        "question": Question.objects.earliest("pk").pk,
        "term": terms.define(by=author, name="pump", language="en", text="A device.").term_id,
        "importedfile": report.file_id or 0,
        "person": person("somebody", "author").pk,
        "event": Event.objects.earliest("pk").pk,
    }


def _address(page: str, rows: dict[str, int]) -> str:
    model, act = page.split("_")
    about_one = act not in {"changelist", "add", "verify"} and page != "importedfile_confirm"
    return reverse(f"admin:faq_{page}", args=[rows[model]] if about_one else [])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_whom_it_should(
    page: str, rows: dict[str, int], signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    statuses = {
        who: signed_in(request.getfixturevalue(who)).get(_address(page, rows)).status_code for who in WHO
    }
    refusals = {403, 405} if page in ANSWERED_BY_POST_ALONE else {403}

    assert {who for who, status in statuses.items() if status in {200, 302}} == PAGES[page][0]
    assert set(statuses.values()) <= {200, 302} | refusals


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_input_from_whom_it_should(
    page: str, rows: dict[str, int], signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    people = {who: request.getfixturevalue(who) for who in WHO}
    before = Event.objects.count()
    data = {"post": "yes"}
    for prefix in ("alternative_phrasings", "clinical_codes"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    statuses = {who: signed_in(by).post(_address(page, rows), data).status_code for who, by in people.items()}

    assert {who for who, status in statuses.items() if status in {200, 302}} == PAGES[page][1]
    assert set(statuses.values()) <= {200, 302, 403}
    assert Event.objects.count() == before


def test_nothing_opens_without_signing_in(rows: dict[str, int], patient: Client) -> None:
    for page in PAGES:
        address = _address(page, rows)
        for answer in (patient.get(address), patient.post(address, {"post": "yes"})):
            assert answer.status_code == 302, page
            assert answer["Location"].startswith(reverse("admin:login")), page


def test_an_account_without_role_or_that_is_closed_opens_nothing(
    rows: dict[str, int], person: Callable[..., Person], lead: Person, signed_in: SignIn
) -> None:
    nobody, closed = signed_in(person("nobody")), signed_in(lead)
    Person.objects.filter(pk=lead.pk).update(is_active=False)
    for page in PAGES:
        assert nobody.get(_address(page, rows)).status_code == 302, page
        assert closed.get(_address(page, rows)).status_code == 302, page


def test_another_site_cannot_send_a_form_in_somebodys_name(rows: dict[str, int], everything: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(everything)
    for page in PAGES:
        assert client.post(_address(page, rows), {"post": "yes"}).status_code == 403, page


def test_the_start_page_offers_only_what_the_person_may_do(
    author: Person, reviewer: Person, lead: Person, superuser: Person, signed_in: SignIn
) -> None:
    def offered(by: Person) -> dict[str, bool]:
        page = signed_in(by).get(reverse("admin:index"))
        return {
            room["name"]: bool(room["add_url"]) for app in page.context["app_list"] for room in app["models"]
        }

    rooms = [
        *("Answers", "Questions", "Topics", "Terms", "Feedback", "Questions asked in vain"),
        *("Imported files", "People", "Trail"),
    ]
    assert list(offered(author)) == rooms
    assert [room for room, adds in offered(author).items() if adds] == ["Answers", "Terms", "Imported files"]
    assert [room for room, adds in offered(reviewer).items() if adds] == []
    assert [room for room, adds in offered(lead).items() if adds] == ["Topics", "Terms", "People"]
    assert offered(superuser) == {"People": True}


@pytest.mark.parametrize("model", ["category", "question", "term", "importedfile", "person", "event"])
@pytest.mark.parametrize(
    "text", ["\x00", "9" * 40, "²", "'; DROP TABLE x; --"], ids=["NUL", "huge", "digit", "SQL"]
)
def test_an_address_that_somebody_made_up_breaks_no_page(
    model: str, text: str, rows: dict[str, int], everything: Person, signed_in: SignIn
) -> None:
    client = signed_in(everything)
    for asked in (
        "q",
        "topic",
        "role",
        "p",
        "o",
        "by__id__exact",
        "kind__exact",
        "category__id__exact",
        "at__year",
    ):
        page = client.get(reverse(f"admin:faq_{model}_changelist"), {asked: text})
        assert page.status_code in {200, 302, 400}, asked
    assert client.get(reverse(f"admin:faq_{model}_change", args=[text])).status_code in {302, 404}


def test_the_sign_in_page_opens(patient: Client, db: None) -> None:
    assert patient.get(reverse("admin:login")).status_code == 200
