"""The demonstration in other languages: answers translated from an approved version of the English one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from faq import clock, topics, workflow
from faq.models import AnswerVersion, Category, Person, Question, State

_TEXTS = Path(__file__).parent / "translations"


@dataclass(frozen=True)
class Translation:
    """The words of one answer in another language, and the question that they answer."""

    slug: str
    language: str
    wording: str
    body: str

    def submit(self, by: Person) -> AnswerVersion:
        """Write the translation down, made from what is approved at that moment, and submit it."""
        question = Question.objects.get(slug=self.slug)
        original = AnswerVersion.objects.get(
            answer__question=question, answer__language=settings.LANGUAGE_CODE, state=State.APPROVED
        )
        draft = workflow.create_answer(
            by=by,
            text={"wording": self.wording, "body": self.body, "sources": original.sources},
            language=self.language,
            question=question,
            translated_from=original,
        )
        return workflow.submit(version=draft, by=by)

    def approve(self, by: Person) -> None:
        """Have a colleague sign it."""
        version = AnswerVersion.objects.get(
            answer__question__slug=self.slug, answer__language=self.language, state=State.IN_REVIEW
        )
        workflow.approve(
            version=version,
            by=by,
            content_hash=version.content_hash,
            next_review_on=clock.today() + timedelta(days=365),
        )


@dataclass(frozen=True)
class TopicText:
    """What the page of a topic says in another language."""

    slug: str
    language: str
    title: str
    introduction: str

    def write(self, by: Person) -> None:
        """Give the topic its text; in the site's own language it has one already."""
        if self.language != settings.LANGUAGE_CODE:
            topics.revise(
                category=Category.objects.get(slug=self.slug),
                by=by,
                title=self.title,
                introduction=self.introduction,
                language=self.language,
            )


TOPICS = (
    TopicText(
        "baclofen-pump",
        "es",
        "Bomba de baclofeno",
        "Una bomba de baclofeno lleva el medicamento para los músculos tensos directamente al líquido que rodea "
        "la médula espinal.",
    ),
    TopicText(
        "baclofen-pump",
        "ar",
        "مضخة الباكلوفين",
        "توصل مضخة الباكلوفين دواء العضلات المشدودة مباشرة إلى السائل المحيط بالحبل الشوكي.",
    ),
)


def translations() -> Iterator[Translation]:
    """Every translation that the demonstration has."""
    for file in sorted(_TEXTS.glob("*/*.md")):
        heading, _, body = file.read_text(encoding="utf-8").partition("\n")
        if file.parent.name != settings.LANGUAGE_CODE:  # there, the demonstration's own texts stand already
            yield Translation(file.stem, file.parent.name, heading.removeprefix("# "), body.strip())
