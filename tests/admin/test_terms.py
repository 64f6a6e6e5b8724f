"""Terms on the desk: proposing, approving, turning down and retiring, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from faq import clock, terms
from faq.models import Event, Person, Term, TermDefinition
from tests.admin.filling import errors_of, filled

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]
LIST = reverse("admin:faq_term_changelist")
ADD = reverse("admin:faq_term_add")
TEXT = "Your muscles are stiff & hard to <b>relax</b>."
GIVEN = {"name": "spasticity", "language": "en", "text": TEXT, "other_forms": "spastic\r\nspasms"}


@pytest.fixture
def waiting(author: Person) -> TermDefinition:
    return terms.define(by=author, name="spasticity", language="en", text=TEXT, other_forms="spastic")


@pytest.fixture
def shown(waiting: TermDefinition, reviewer: Person) -> TermDefinition:
    return terms.approve(definition=waiting, by=reviewer, seen=terms.text_hash(waiting))


def page(term: Term) -> str:
    return reverse("admin:faq_term_change", args=[term.pk])


def send(client: Client, of: TermDefinition, act: str, **data: Any) -> Any:
    """Press a button of a term's page, with what the page gave it."""
    read: dict[str, Any] = {"definition": of.pk, "seen": terms.text_hash(of)}
    address = reverse(f"admin:faq_term_{act}", args=[of.term_id])
    return client.post(address, read | data, follow=True)


def read_by_patients() -> list[str]:
    return [d.text for d in TermDefinition.objects.approved_at_moment(clock.now())]


def test_an_author_proposes_and_is_told_that_patients_see_no_change(
    author: Person, signed_in: SignIn
) -> None:
    response = signed_in(author).post(ADD, GIVEN, follow=True)
    definition = TermDefinition.objects.get()
    assert response.redirect_chain == [(page(definition.term), 302)]
    assert "Patients see no change until a colleague approves it." in response.content.decode()
    assert (definition.text, definition.other_forms) == (TEXT, "spastic\nspasms")
    assert definition.written_by == author
    assert read_by_patients() == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "required"),
        ("name", "x", "at least two letters"),
        ("text", "", "Say what the term means."),
        ("text", "t" * 401, "too long"),
        ("text", "a\x00b", "invisible character"),
        ("other_forms", "-", "at least two letters"),
        ("language", "xx", "not one of the available choices"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    author: Person, signed_in: SignIn, field: str, value: str, said: str
) -> None:
    response = signed_in(author).post(ADD, GIVEN | {field: value})
    assert said in str(errors_of(response)[field])
    assert response.context["adminform"].form["text"].value() == (GIVEN | {field: value})["text"]
    assert not Term.objects.exists()


def test_a_term_that_is_in_the_list_is_not_added_again(
    waiting: TermDefinition, author: Person, signed_in: SignIn
) -> None:
    response = signed_in(author).post(ADD, GIVEN | {"name": "Spasticity", "text": "Other."})
    assert "in the list already" in str(errors_of(response)["name"])
    assert TermDefinition.objects.count() == 1


def test_another_text_is_proposed_from_the_one_that_stands(
    shown: TermDefinition, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    form = filled(client.get(page(shown.term)), text="Better.")
    assert form["other_forms"] == "spastic"
    client.post(page(shown.term), form)
    assert [d.text for d in shown.term.definitions.all()] == [TEXT, "Better."]
    assert read_by_patients() == [TEXT]


def test_two_people_do_not_overwrite_each_other(
    waiting: TermDefinition, author: Person, colleague: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    stale = filled(client.get(page(waiting.term)), text="Mine.")
    terms.define(by=colleague, name="spasticity", language="en", text="Theirs.", seen=waiting.pk)
    html = client.post(page(waiting.term), stale).content.decode()
    assert "since you opened it" in html
    assert "Mine." in html
    assert TermDefinition.objects.waiting().get().text == "Theirs."


def test_name_and_language_stay_whatever_is_posted(
    waiting: TermDefinition, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    client.post(
        page(waiting.term), filled(client.get(page(waiting.term)), text="B.", name="other", language="es")
    )
    term = Term.objects.get()
    assert (term.name, term.language) == ("spasticity", "en")


def test_a_reviewer_reads_the_text_as_text_and_approves_it_with_one_click(
    waiting: TermDefinition, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    html = client.get(page(waiting.term)).content.decode()
    assert "Your muscles are stiff &amp; hard to &lt;b&gt;relax&lt;/b&gt;." in html
    assert "You sign" in html
    assert "Pharmacist" in html
    assert f'name="seen" value="{terms.text_hash(waiting)}"' in html
    said = send(client, waiting, "approve").content.decode()
    assert "Approved. Patients read this explanation now." in said
    assert read_by_patients() == [TEXT]


def test_nobody_is_offered_to_approve_what_they_wrote(colleague: Person, signed_in: SignIn) -> None:
    mine = terms.define(by=colleague, name="spasticity", language="en", text=TEXT)
    client = signed_in(colleague)
    html = client.get(page(mine.term)).content.decode()
    assert "you wrote it. A colleague has to." in html
    assert "You sign" not in html
    assert "you wrote it. A colleague has to." in send(client, mine, "approve").content.decode()
    assert read_by_patients() == []


@pytest.mark.parametrize(
    "changed", [{"seen": ""}, {"seen": "0" * 64}, {"definition": ""}, {"definition": "9" * 30}]
)
def test_an_approval_names_the_very_text_that_was_read(
    waiting: TermDefinition, reviewer: Person, signed_in: SignIn, changed: dict[str, str]
) -> None:
    response = send(signed_in(reviewer), waiting, "approve", **changed)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert read_by_patients() == []


def test_an_approval_of_a_text_that_was_replaced_meanwhile_is_refused(
    waiting: TermDefinition, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    terms.define(by=author, name="spasticity", language="en", text="Another.", seen=waiting.pk)
    send(signed_in(reviewer), waiting, "approve")
    assert read_by_patients() == []


def test_a_definition_of_another_term_cannot_be_named(
    waiting: TermDefinition, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    other = terms.define(by=author, name="dystonia", language="en", text="Other.")
    send(signed_in(reviewer), waiting, "approve", definition=other.pk, seen=terms.text_hash(other))
    assert read_by_patients() == []


def test_what_is_turned_down_is_kept_with_the_reason(
    waiting: TermDefinition, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    send(signed_in(reviewer), waiting, "turn-down", reason="Say <where> it comes from.")
    html = signed_in(author).get(page(waiting.term)).content.decode()
    assert "Given up (reviewer" in html
    assert "“Say &lt;where&gt; it comes from.”" in html


def test_a_reason_is_asked_for(
    shown: TermDefinition, waiting: TermDefinition, lead: Person, signed_in: SignIn
) -> None:
    said = send(signed_in(lead), shown, "retire", reason=" ").content.decode()
    assert "Say why the term is no longer explained." in said
    assert read_by_patients() == [TEXT]


def test_a_lead_takes_a_term_off_the_pages(shown: TermDefinition, lead: Person, signed_in: SignIn) -> None:
    client = signed_in(lead)
    assert "Take it off the pages" in client.get(page(shown.term)).content.decode()
    said = send(client, shown, "retire", reason="Nobody uses it.").content.decode()
    assert "Taken off the pages." in said
    assert "the term is not explained to patients" in said
    assert read_by_patients() == []


def test_others_are_not_offered_what_leads_do(
    shown: TermDefinition, colleague: Person, signed_in: SignIn
) -> None:
    assert "Take it off the pages" not in signed_in(colleague).get(page(shown.term)).content.decode()


def test_a_reviewer_without_other_roles_sees_the_texts_and_no_form(
    shown: TermDefinition, reviewer: Person, signed_in: SignIn
) -> None:
    html = signed_in(reviewer).get(page(shown.term)).content.decode()
    assert "Propose" not in html
    assert "Approved by reviewer" in html


def test_an_approval_by_the_author_says_so(colleague: Person, signed_in: SignIn, settings: Any) -> None:
    settings.SINGLE_CLINICIAN = True
    mine = terms.define(by=colleague, name="spasticity", language="en", text=TEXT)
    html = send(signed_in(colleague), mine, "approve").content.decode()
    assert "Approved by colleague (the author)" in " ".join(html.split())


@pytest.fixture
def in_every_state(shown: TermDefinition, author: Person, reviewer: Person, lead: Person) -> None:
    """A term that is shown, one that waits, one that is both, and one that is retired."""

    def defined(name: str, text: str = "Text.") -> TermDefinition:
        newest = TermDefinition.objects.filter(term__name=name).last()
        return terms.define(
            by=author, name=name, language="en", text=text, seen=newest.pk if newest else None
        )

    defined("waiting")
    for name in ("both", "retired"):
        definition = defined(name)
        terms.approve(definition=definition, by=reviewer, seen=terms.text_hash(definition))
    defined("both", "A better text.")
    terms.retire(term=Term.objects.get(name="retired"), by=lead, reason="Enough.")


def test_the_list_says_what_patients_see_and_what_waits(
    in_every_state: None, author: Person, signed_in: SignIn
) -> None:
    found = signed_in(author).get(LIST).context["cl"].result_list
    admin = signed_in(author).get(LIST).context["cl"].model_admin
    states = {term.name: admin.state(term) for term in found}
    assert {name: state.split(">")[1].split("<")[0] for name, state in states.items()} == {
        "spasticity": "Shown",
        "waiting": "Waiting",
        "both": "Shown, another text waiting",
        "retired": "Not shown",
    }


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("waiting", {"waiting", "both"}),
        ("shown", {"spasticity", "both"}),
        ("retired", {"retired"}),
        ("nonsense", {"spasticity", "waiting", "both", "retired"}),
    ],
)
def test_the_list_narrows_to_a_state(
    in_every_state: None, author: Person, signed_in: SignIn, state: str, expected: set[str]
) -> None:
    found = signed_in(author).get(LIST, {"state": state}).context["cl"].queryset
    assert {term.name for term in found} == expected


def test_search_finds_names_forms_and_meanings(
    in_every_state: None, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    for words, name in (("spastici", "spasticity"), ("relax", "spasticity"), ("better", "both")):
        assert [term.name for term in client.get(LIST, {"q": words}).context["cl"].queryset] == [name]


def test_the_start_page_counts_what_waits_for_approval(
    in_every_state: None, reviewer: Person, signed_in: SignIn
) -> None:
    html = signed_in(reviewer).get(reverse("admin:index")).content.decode()
    assert (
        f'<a href="{LIST}?state=waiting">Explanations to approve <span class="desk-count">2</span></a>'
        in html
    )


def test_the_list_needs_the_same_queries_for_one_term_and_for_many(
    waiting: TermDefinition,
    author: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(author)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    for n in range(5):
        terms.define(by=author, name=f"term {n}", language="en", text="Text.")
    with django_assert_num_queries(8):
        client.get(LIST)


def test_history_leads_to_the_acts_about_the_term(
    shown: TermDefinition, author: Person, signed_in: SignIn
) -> None:
    response = signed_in(author).get(reverse("admin:faq_term_history", args=[shown.term_id]), follow=True)
    kinds = {event.kind for event in response.context["cl"].queryset}
    assert kinds == {Event.Kind.TERM_DEFINED, Event.Kind.TERM_APPROVED}
