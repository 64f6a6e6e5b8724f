"""Other ways in which patients ask the questions of the demonstration, and what clinicians relate to each other."""

from dataclasses import dataclass

from faq import questions
from faq.models import AlternativePhrasing, Person, Question
from faq.questions import Phrasing


@dataclass(frozen=True)
class Description:
    """What is said about one question, named by its address."""

    slug: str
    phrasings: tuple[Phrasing, ...]
    related: tuple[str, ...] = ()

    def write(self, by: Person) -> None:
        """Describe the question; what it had before stays."""
        question = Question.objects.get(slug=self.slug)
        held = [Phrasing(p.language, p.text) for p in question.alternative_phrasings.current()]
        questions.describe(
            question=question,
            by=by,
            seen=questions.description_token(question),
            phrasings=[*held, *self.phrasings],
            related=[*question.related.all(), *Question.objects.filter(slug__in=self.related)],
            codes=[],
        )

    def show(self, by: Person) -> None:
        """Have a colleague show the ways of asking to patients."""
        for phrasing in self.phrasings:
            added = AlternativePhrasing.objects.get(
                question__slug=self.slug, language=phrasing.language, text=phrasing.text
            )
            questions.release(phrasing=added, by=by)


SHOWN = (
    Description(
        "what-is-a-baclofen-pump",
        (
            Phrasing("en", "What is an ITB pump?"),
            Phrasing("en", "What is intrathecal baclofen?"),
            Phrasing("es", "¿Qué es una bomba intratecal?"),
        ),
        related=("what-are-botulinum-toxin-injections-for-spasticity",),
    ),
    Description(
        "why-must-i-never-stop-baclofen-suddenly",
        (
            Phrasing("en", "What happens if baclofen stops suddenly?"),
            Phrasing("en", "What is baclofen withdrawal?"),
        ),
        related=("when-should-i-get-urgent-help",),
    ),
    Description(
        "what-are-botulinum-toxin-injections-for-spasticity",
        (Phrasing("en", "What is Botox for tight muscles?"),),
    ),
)
WAITING = Description("what-is-a-baclofen-pump", (Phrasing("en", "What is that thing under my skin?"),))
