"""The few words that a rendering adds to an answer, in the language of the answer.

Fixed here rather than translated with the pages: a rendering is frozen and must come out the same at any time,
whoever asks for it. To change a word is to change the renderer (`faq.rendering.RENDERER`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from faq.callouts import Kind


@dataclass(frozen=True)
class Words:
    """Words in one language."""

    table: str  # names the box in which a table scrolls
    image_without_description: str
    kinds: Mapping[Kind, str]  # the kind of a callout, also its title where it has none


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            "Table",
            "[image without description]",
            {
                Kind.EMERGENCY: "Emergency",
                Kind.URGENT: "Urgent advice",
                Kind.WARNING: "Warning",
                Kind.TIP: "Tip",
                Kind.ASK: "Ask your team",
            },
        ),
        "es": Words(
            "Tabla",
            "[imagen sin descripción]",
            {
                Kind.EMERGENCY: "Emergencia",
                Kind.URGENT: "Aviso urgente",
                Kind.WARNING: "Advertencia",
                Kind.TIP: "Consejo",
                Kind.ASK: "Pregunte a su equipo",
            },
        ),
        "ar": Words(
            "جدول",
            "[صورة بلا وصف]",
            {
                Kind.EMERGENCY: "حالة طارئة",
                Kind.URGENT: "تنبيه عاجل",
                Kind.WARNING: "تحذير",
                Kind.TIP: "نصيحة",
                Kind.ASK: "اسأل فريقك",
            },
        ),
    }
)


def in_language(language: str) -> Words:
    """The words for a language code ("es", "es-MX"); English for a language that has none here."""
    return WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
