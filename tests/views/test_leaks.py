"""What was never approved, or is no more, stands on no public page."""

from collections.abc import Callable

import pytest
from django.test import Client

from faq import workflow
from faq.models import AnswerVersion, Category, Person
from tests.conftest import change, describe, sign, write

SECRETS = [
    f"{state}-{where}"
    for state in ("Zdraft", "Zreview", "Zreturned", "Zcorrected", "Zdiscarded", "Zupdate", "Zsuperseded")
    for where in ("wording", "body", "source")
] + [
    "Zwithdrawn-body",
    "Zwithdrawn-source",
    "Zchange-note",
    "Zreturn-note",
    "Zdiscard-note",
    "Zwithdraw-note",
]


def _text(state: str) -> dict[str, str]:
    return {"body": f"The pump, {state}-body.", "sources": f"{state}-source"}


@pytest.fixture
def questions(
    topic: Category,
    author: Person,
    reviewer: Person,
    lead: Person,
    publish: Callable[..., AnswerVersion],
) -> list[str]:
    """The slugs of questions in every state of the workflow, each text with a mark of its own."""
    shown = publish("Shown pump?", "The pump, Zapproved-body.", sources="Zapproved-source")

    draft = write(author, topic, "Zdraft-wording?", change_note="Zchange-note", **_text("Zdraft"))
    review = write(author, topic, "Zreview-wording?", **_text("Zreview"))
    workflow.submit(version=review, by=author)

    returned = write(author, topic, "Zreturned-wording?", **_text("Zreturned"))
    workflow.submit(version=returned, by=author)
    corrected = workflow.return_to_author(version=returned, by=reviewer, note="Zreturn-note")
    change(corrected, author, wording="Zcorrected-wording?", **_text("Zcorrected"))

    discarded = write(author, topic, "Zdiscarded-wording?", **_text("Zdiscarded"))
    workflow.discard(version=discarded, by=author, reason="Zdiscard-note")

    superseded = publish("Zsuperseded-wording?", "The pump, Zsuperseded-body.", sources="Zsuperseded-source")
    newer = change(
        workflow.start_version(answer=superseded.answer, by=author),
        author,
        wording="Which newer pump?",
        body="The pump, Zapproved-newer.",
        sources="",
    )
    sign(workflow.submit(version=newer, by=author), reviewer)
    update = workflow.start_version(answer=superseded.answer, by=author)
    change(update, author, wording="Zupdate-wording?", **_text("Zupdate"))

    withdrawn = publish("Taken back pump?", "The pump, Zwithdrawn-body.", sources="Zwithdrawn-source")
    workflow.withdraw(answer=withdrawn.answer, by=lead, reason="Zwithdraw-note")

    versions = [shown, draft, review, returned, discarded, superseded, withdrawn]
    for version in versions:
        version.answer.question.related.set([v.answer.question for v in versions if v != version])
    return [version.answer.question.slug for version in versions]


def _public_addresses(slugs: list[str]) -> list[str]:
    return [
        "/",
        "/topics/baclofen-pump/",
        "/es/topics/baclofen-pump/",
        *[f"/questions/{slug}/" for slug in slugs],
        *[f"/es/questions/{slug}/" for slug in slugs],
        "/glossary/",
        "/topics/",
        "/about/review/",
        "/feed.atom",
        "/topics/baclofen-pump/feed.atom",
        "/es/feed.atom",
        "/sitemap.xml",
        "/search/",
        "/search/?q=pump",
        "/nothing-here/",
        "/export/answers.json",
        "/export/answers.csv",
    ]


def test_no_public_address_shows_what_is_not_approved(patient: Client, questions: list[str]) -> None:
    for address in _public_addresses(questions):
        content = patient.get(address).getvalue().decode()
        # The slug of a question is its address for good and comes from its first wording, approved or not.
        content = content.replace("zsuperseded-wording", "")
        leaked = [secret for secret in SECRETS if secret.lower() in content.lower()]
        assert not leaked, address


def test_no_public_address_shows_a_phrasing_that_patients_should_not_see(
    patient: Client, questions: list[str], phrase: Callable[..., object], author: Person
) -> None:
    phrased = {slug: AnswerVersion.objects.filter(answer__question__slug=slug)[0] for slug in questions}
    shown, draft, withdrawn = (phrased[slug] for slug in (questions[0], questions[1], questions[-1]))
    phrase(shown, "Zshown-phrasing")
    phrase(shown, "Zwaiting-phrasing", released=False)
    phrase(draft, "Zdrafts-phrasing")
    phrase(withdrawn, "Zwithdrawn-phrasing")
    slips = [f"/search/?q={name}-phrasin" for name in ("Zwaitin", "Zdraft", "Zwithdraw")]
    for address in [*_public_addresses(questions), *slips]:
        content = patient.get(address).getvalue().decode()
        for secret in ("Zwaiting-phrasing", "Zdrafts-phrasing", "Zwithdrawn-phrasing"):
            assert secret.lower() not in content.lower(), address
    assert b"Zshown-phrasing" in patient.get(f"/questions/{questions[0]}/").content

    describe(shown.answer.question, author)
    assert b"Zshown-phrasing" not in patient.get(f"/questions/{questions[0]}/").content


def test_the_approved_text_is_where_it_should_be(patient: Client, questions: list[str]) -> None:
    for address in (
        "/topics/baclofen-pump/",
        "/topics/baclofen-pump/feed.atom",
        "/feed.atom",
        "/questions/shown-pump/",
        "/search/?q=pump",
        "/export/answers.json",
        "/export/answers.csv",
    ):
        assert b"Zapproved-body" in patient.get(address).getvalue(), address
    assert b"Zapproved-newer" in patient.get("/questions/zsuperseded-wording/").getvalue()


def test_search_finds_nothing_by_words_that_are_not_approved(patient: Client, questions: list[str]) -> None:
    assert b"<mark>" in patient.get("/search/?q=Zapproved").content
    for word in {secret.split("-")[0] for secret in SECRETS}:
        content = patient.get(f"/search/?q={word}").content.decode()
        assert "No approved answer was found" in content, word
        assert "<mark>" not in content, word


def test_unpublished_questions_cannot_be_told_from_ones_that_never_existed(
    patient: Client, questions: list[str]
) -> None:
    never = patient.get("/questions/never-asked/")
    assert never.status_code == 404
    for slug in questions[1:5]:
        response = patient.get(f"/questions/{slug}/")
        assert response.status_code == 404
        assert response.content == never.content
