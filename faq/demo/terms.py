"""The words that the demonstration explains, and what they mean."""

from typing import NamedTuple

from faq import terms
from faq.models import Person, TermDefinition


class Word(NamedTuple):
    """A term with its definition, and its other forms, one per line."""

    language: str
    name: str
    text: str
    other_forms: str = ""

    def define(self, by: Person) -> None:
        """Propose the definition."""
        terms.define(by=by, **self._asdict())

    def approve(self, by: Person) -> None:
        """Have a colleague approve it."""
        definition = TermDefinition.objects.get(term__name=self.name, term__language=self.language)
        terms.approve(definition=definition, by=by, seen=terms.text_hash(definition))


SHOWN = (
    Word(
        "en",
        "spasticity",
        "Muscles that are stiff and hard to relax, because of how the brain or the nerves work.",
    ),
    Word(
        "en",
        "dystonia",
        "Muscles that tighten when you do not want them to. This can twist or pull parts of the body.",
    ),
    Word(
        "en",
        "spinal cord",
        "The thick bundle of nerves inside your back. It carries messages between your brain and your body.",
    ),
    Word("en", "catheter", "A thin, soft tube that carries fluid into or out of the body.", "catheters"),
    Word(
        "en",
        "general anaesthetic",
        "Medicine that puts you into a deep sleep for an operation, so that you feel nothing.",
        "general anesthetic",
    ),
    Word(
        "es",
        "médula espinal",
        "El haz grueso de nervios dentro de la espalda. Lleva mensajes entre el cerebro y el cuerpo.",
    ),
    Word("ar", "الحبل الشوكي", "حزمة سميكة من الأعصاب داخل الظهر. تنقل الرسائل بين الدماغ والجسم."),
)
WAITING = Word(
    "en", "seizure", "A burst of activity in the brain that can make you shake or pass out.", "seizures"
)
