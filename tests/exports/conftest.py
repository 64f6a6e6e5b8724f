"""A site with an answer in every state, of which only some are for patients."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from faq import clock, topics, workflow
from faq.exports import FORMATS
from faq.exports.download import public_download
from faq.models import AnswerVersion, Category, Person

from ..conftest import change, sign, write


@pytest.fixture
def every_state(author: Person, reviewer: Person, lead: Person, topic: Category) -> dict[str, AnswerVersion]:
    """One answer for each state. Texts that must not leave the site hold the word SECRET."""

    def published(wording: str, body: str) -> AnswerVersion:
        return sign(workflow.submit(version=write(author, topic, wording, body), by=author), reviewer)

    versions = {
        "approved": published("Approved?", "PUBLIC text."),
        "updated": published("Being updated?", "PUBLIC old text."),
        "superseded": published("Superseded?", "SECRET superseded text."),
        "withdrawn": published("Withdrawn?", "SECRET withdrawn text."),
        "draft": write(author, topic, "SECRET draft?", "SECRET text."),
        "announced": write(author, topic, "Announced?", "SECRET text."),
    }
    change(
        workflow.start_version(answer=versions["updated"].answer, by=author), author, body="SECRET new text."
    )
    newer = workflow.start_version(answer=versions["superseded"].answer, by=author)
    change(newer, author, body="PUBLIC newer text.")
    versions["newer"] = sign(workflow.submit(version=newer, by=author), reviewer)
    workflow.withdraw(answer=versions["withdrawn"].answer, by=lead, reason="SECRET reason.")
    in_review = write(author, topic, "SECRET in review?", "SECRET text.")
    versions["in_review"] = workflow.submit(version=in_review, by=author)
    returned = workflow.submit(version=write(author, topic, "SECRET returned?", "SECRET text."), by=author)
    workflow.return_to_author(version=returned, by=reviewer, note="SECRET note.")
    workflow.discard(
        version=write(author, topic, "SECRET discarded?", "SECRET text."), by=author, reason="No."
    )
    workflow.announce(version=versions["announced"], by=reviewer)
    unplaced = published("Unplaced?", "PUBLIC unplaced text.")
    topics.remove(question=unplaced.answer.question, category=topic, by=lead)
    versions["unplaced"] = unplaced
    return versions


PUBLISHED = {"Approved?", "Being updated?", "Superseded?", "Unplaced?"}


def by_function(format: str, client: Any, tmp_path: Any) -> bytes:
    assert format in FORMATS
    return b"".join(public_download(format=format, moment=clock.now()).content)


def by_command(format: str, client: Any, tmp_path: Any) -> bytes:
    file = tmp_path / "answers"
    call_command("export_answers", format=format, output=file)
    return bytes(file.read_bytes())


def by_address(format: str, client: Any, tmp_path: Any) -> bytes:
    response = client.get(f"/export/answers.{format}")
    assert response.status_code == 200
    return bytes(response.getvalue())


WAYS: list[Callable[..., bytes]] = [by_function, by_command, by_address]
