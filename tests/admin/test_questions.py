"""Questions on the desk: their description, their topics, and what stays as it was made."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from faq import questions, topics
from faq.models import AlternativePhrasing, AnswerVersion, Category, ClinicalCode, Event, Person, Question
from faq.questions import Phrasing
from tests.admin.filling import errors_of, filled
from tests.conftest import describe, write

pytestmark = pytest.mark.one_database

SignIn = Callable[[Person], Client]
Phrase = Callable[..., AlternativePhrasing]
SNOMED = ClinicalCode.System.SNOMED_CT


@pytest.fixture
def question(draft: AnswerVersion) -> Question:
    return draft.answer.question


def _page(question: Question) -> str:
    return reverse("admin:faq_question_change", args=[question.pk])


def _described(question: Question) -> dict[str, Any]:
    return {
        "phrasings": list(question.alternative_phrasings.current().values_list("text", flat=True)),
        "codes": list(question.clinical_codes.values_list("system", "code", "display")),
        "related": list(question.related.all()),
    }


@pytest.mark.parametrize("who", ["author", "lead"])
def test_authors_and_leads_describe_a_question_on_the_trail(
    who: str, question: Question, topic: Category, author: Person, signed_in: SignIn, request: Any
) -> None:
    other = write(author, topic, "Other?", "Answer.").answer.question
    client = signed_in(request.getfixturevalue(who))
    page = client.get(_page(question))
    client.post(
        _page(question),
        filled(
            page,
            related=[other.pk],
            **{
                "alternative_phrasings-0-text": "What is an ITB pump?",
                "clinical_codes-0-system": SNOMED,
                "clinical_codes-0-code": "398057008",
                "clinical_codes-0-display": "Intrathecal pump",
            },
        ),
    )

    assert _described(question) == {
        "phrasings": ["What is an ITB pump?"],
        "codes": [(SNOMED, "398057008", "Intrathecal pump")],
        "related": [other],
    }
    told = json.loads(Event.objects.latest("sequence").detail)
    assert told["question"] == question.slug
    added = {"language": "en", "text": "What is an ITB pump?"}
    assert told["changes"]["phrasings"] == [[], [added]]


def test_a_phrasing_and_a_code_can_be_taken_out(
    question: Question, author: Person, signed_in: SignIn
) -> None:
    questions.describe(
        question=question,
        by=author,
        seen=questions.description_token(question),
        phrasings=[Phrasing("en", "One?"), Phrasing("en", "Two?")],
        related=[],
        codes=[questions.Code(SNOMED, "398057008", "Pump")],
    )
    client = signed_in(author)
    client.post(
        _page(question),
        filled(
            client.get(_page(question)),
            **{"alternative_phrasings-0-DELETE": "on", "clinical_codes-0-DELETE": "on"},
        ),
    )

    assert _described(question) == {"phrasings": ["Two?"], "codes": [], "related": []}


def test_a_phrasing_is_added_in_a_language_and_waits_for_a_colleague(
    question: Question, author: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    added = {"alternative_phrasings-0-language": "es", "alternative_phrasings-0-text": "¿Qué es la bomba?"}
    client.post(_page(question), filled(client.get(_page(question)), **added))

    phrasing = question.alternative_phrasings.get()
    assert (phrasing.language, phrasing.added_by, phrasing.released_at) == ("es", author, None)
    assert "not yet: waits for a colleague" in client.get(_page(question)).content.decode()


def test_a_reworded_phrasing_waits_again_and_the_former_is_kept(
    question: Question, phrase: Phrase, draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    former = phrase(draft, "What is an ITB pump?")
    client = signed_in(author)
    reworded = {"alternative_phrasings-0-text": "What is an ITB device?"}
    client.post(_page(question), filled(client.get(_page(question)), **reworded))

    former.refresh_from_db()
    assert (former.text, former.removed_by) == ("What is an ITB pump?", author)
    assert question.alternative_phrasings.current().get().released_at is None


def test_a_phrasing_taken_out_can_be_added_again(
    question: Question, phrase: Phrase, draft: AnswerVersion, author: Person, signed_in: SignIn
) -> None:
    phrase(draft, "What is an ITB pump?")
    client = signed_in(author)
    client.post(
        _page(question),
        filled(client.get(_page(question)), **{"alternative_phrasings-0-DELETE": "on"}),
    )
    assert _described(question)["phrasings"] == []
    again = {"alternative_phrasings-0-text": "What is an ITB pump?"}
    client.post(_page(question), filled(client.get(_page(question)), **again))
    assert _described(question)["phrasings"] == ["What is an ITB pump?"]


def _release(client: Client, question: Question, phrasing: object) -> str:
    address = reverse("admin:faq_question_release", args=[question.pk])
    return client.post(address, {"phrasing": phrasing}, follow=True).content.decode()


def test_a_reviewer_shows_a_phrasing_to_patients_from_the_page(
    question: Question, phrase: Phrase, draft: AnswerVersion, reviewer: Person, signed_in: SignIn
) -> None:
    phrasing = phrase(draft, "What is an ITB pump?", released=False)
    client = signed_in(reviewer)
    before = client.get(_page(question)).content.decode()
    assert f'name="phrasing" value="{phrasing.pk}"' in before

    after = _release(client, question, phrasing.pk)
    assert "Patients see “What is an ITB pump?” beside the answer from now on." in after
    assert 'name="phrasing"' not in after
    phrasing.refresh_from_db()
    assert phrasing.released_by == reviewer
    assert f"by {reviewer}" in after


def test_the_button_is_offered_to_those_alone_who_may(
    question: Question, colleague: Person, author: Person, signed_in: SignIn
) -> None:
    describe(question, colleague, [Phrasing("en", "What is an ITB pump?")])
    for by, why in ((author, "needs the role “reviewer”"), (colleague, "you added it")):
        html = signed_in(by).get(_page(question)).content.decode()
        assert 'name="phrasing"' not in html
        assert why in html


def test_a_crafted_request_shows_nothing_that_the_page_would_not(
    question: Question, colleague: Person, author: Person, signed_in: SignIn
) -> None:
    describe(question, colleague, [Phrasing("en", "What is an ITB pump?")])
    phrasing = question.alternative_phrasings.get()
    assert "you added it" in _release(signed_in(colleague), question, phrasing.pk)
    address = reverse("admin:faq_question_release", args=[question.pk])
    assert signed_in(author).post(address, {"phrasing": phrasing.pk}).status_code == 403

    phrasing.refresh_from_db()
    assert phrasing.released_at is None


def test_a_phrasing_of_another_question_is_not_shown_from_here(
    question: Question, phrase: Phrase, topic: Category, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    other = phrase(write(author, topic, "Other?", "Answer."), "Others?", released=False)
    assert "Press the button beside" in _release(signed_in(reviewer), question, other.pk)
    assert not AlternativePhrasing.objects.exclude(released_at=None).exists()


def test_reviewers_find_the_questions_in_which_a_phrasing_waits(
    question: Question, phrase: Phrase, topic: Category, author: Person, reviewer: Person, signed_in: SignIn
) -> None:
    shown, removed = (write(author, topic, f"{name}?", "Answer.") for name in ("Shown", "Removed"))
    phrase(shown, "How is it shown?")
    phrase(removed, "How is it removed?", released=False)
    describe(removed.answer.question, author)
    describe(question, author, [Phrasing("en", "What is an ITB pump?")])
    page = signed_in(reviewer).get(reverse("admin:faq_question_changelist"), {"phrasings": "waiting"})

    assert [found.pk for found in page.context["cl"].result_list] == [question.pk]


@pytest.mark.parametrize("chosen", ["", "999999", "9" * 40, "x", "²"])
def test_a_phrasing_that_does_not_exist_gets_a_message(
    question: Question, reviewer: Person, signed_in: SignIn, chosen: str
) -> None:
    assert "Press the button beside" in _release(signed_in(reviewer), question, chosen)


def test_a_save_without_change_is_no_act(question: Question, author: Person, signed_in: SignIn) -> None:
    client, before = signed_in(author), Event.objects.count()
    client.post(_page(question), filled(client.get(_page(question))))

    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (SNOMED, "12"),
        (SNOMED, "abc1234"),
        (ClinicalCode.System.ICD_10, "801"),
        (ClinicalCode.System.RXNORM, "1-2"),
    ],
)
def test_a_code_that_its_system_cannot_have_is_refused(
    question: Question, author: Person, signed_in: SignIn, system: str, code: str
) -> None:
    client = signed_in(author)
    page = client.post(
        _page(question),
        filled(
            client.get(_page(question)),
            **{
                "clinical_codes-0-system": system,
                "clinical_codes-0-code": code,
                "clinical_codes-0-display": "X",
            },
        ),
    )

    assert "Copy it again" in str(errors_of(page)["__all__"])
    assert not ClinicalCode.objects.exists()


def test_what_a_colleague_described_meanwhile_is_not_overwritten(
    question: Question, author: Person, lead: Person, signed_in: SignIn
) -> None:
    client = signed_in(author)
    stale = filled(client.get(_page(question)), **{"alternative_phrasings-0-text": "Mine?"})
    questions.describe(
        question=question,
        by=lead,
        seen=questions.description_token(question),
        phrasings=[Phrasing("en", "Theirs?")],
        related=[],
        codes=[],
    )

    page = client.post(_page(question), stale)

    assert "Somebody else has changed this question" in page.content.decode()
    assert _described(question)["phrasings"] == ["Theirs?"]


def test_address_working_title_and_demonstration_flag_stay_whatever_is_posted(
    question: Question, author: Person, signed_in: SignIn
) -> None:
    before = (question.slug, question.working_title, question.is_demonstration)
    client = signed_in(author)
    client.post(
        _page(question),
        filled(client.get(_page(question)), slug="other", working_title="Other", is_demonstration="on"),
    )

    question.refresh_from_db()
    assert (question.slug, question.working_title, question.is_demonstration) == before


def test_a_question_is_not_related_to_itself(question: Question, author: Person, signed_in: SignIn) -> None:
    client = signed_in(author)
    page = client.post(_page(question), filled(client.get(_page(question)), related=[question.pk]))

    assert "related" in errors_of(page)


def test_a_reviewer_reads_and_cannot_describe(
    question: Question, reviewer: Person, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)

    assert client.get(_page(question)).status_code == 200
    assert client.post(_page(question), {"related": []}).status_code == 403


def test_a_question_is_added_to_the_end_of_a_topic(
    question: Question, author: Person, lead: Person, signed_in: SignIn
) -> None:
    other = topics.create(by=lead, slug="other", title="Other")
    write(author, other, "First?", "Answer.")
    signed_in(author).post(reverse("admin:faq_question_place", args=[question.pk]), {"topic": other.pk})

    assert [p.question for p in other.placements.current()][-1] == question


@pytest.mark.parametrize("chosen", ["", "999999", "9" * 40, "x", "²"])
def test_a_topic_that_does_not_exist_gets_a_message(
    question: Question, author: Person, signed_in: SignIn, chosen: str
) -> None:
    page = signed_in(author).post(
        reverse("admin:faq_question_place", args=[question.pk]), {"topic": chosen}, follow=True
    )

    assert "Choose a topic first." in page.content.decode()


def test_search_finds_a_question_by_another_way_of_asking(
    question: Question, author: Person, signed_in: SignIn
) -> None:
    questions.describe(
        question=question,
        by=author,
        seen=questions.description_token(question),
        phrasings=[Phrasing("en", "What is an ITB device?")],
        related=[],
        codes=[],
    )
    page = signed_in(author).get(reverse("admin:faq_question_changelist"), {"q": "ITB device"})

    assert [found.pk for found in page.context["cl"].result_list] == [question.pk]


@pytest.mark.parametrize(("chosen", "count"), [("baclofen-pump", 1), ("-", 1), ("", 2)])
def test_the_list_is_filtered_by_topic(
    question: Question,
    topic: Category,
    author: Person,
    lead: Person,
    signed_in: SignIn,
    chosen: str,
    count: int,
) -> None:
    lonely = write(author, topic, "Lonely?", "Answer.").answer.question
    topics.remove(question=lonely, category=topic, by=lead)
    page = signed_in(author).get(
        reverse("admin:faq_question_changelist"), {"topic": chosen} if chosen else {}
    )

    assert page.context["cl"].result_count == count


def test_the_list_needs_the_same_queries_for_one_question_and_for_many(
    question: Question,
    topic: Category,
    author: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(author)
    client.get(reverse("admin:faq_question_changelist"))
    with django_assert_num_queries(11):
        client.get(reverse("admin:faq_question_changelist"))
    for n in range(5):
        write(author, topic, f"Question {n}?", "Answer.")
    with django_assert_num_queries(11):
        client.get(reverse("admin:faq_question_changelist"))
