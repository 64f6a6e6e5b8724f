"""What a clinically dangerous change is, as the rest of the site sees it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a change touches; where it touches several things, the most telling one."""

    DOSE = "dose"
    UNIT = "unit"
    NUMBER = "number"
    FREQUENCY = "frequency"
    DURATION = "duration"
    TIME = "time"
    TEMPERATURE = "temperature"
    PHONE = "phone"
    NEGATION = "negation"
    OBLIGATION = "obligation"
    LIMIT = "limit"
    ROUTE = "route"
    LATERALITY = "laterality"
    SITE = "site"
    AGE = "age"
    ACTION = "action"
    OPPOSITE = "opposite"
    MEDICINE = "medicine"
    ILLNESS = "illness"
    CONDITION = "condition"
    URGENCY = "urgency"
    ORDER = "order"

    @property
    def label(self) -> str:
        """The kind in words for clinicians."""
        return _LABELS.get(self, self.value)


_LABELS = {
    Kind.TIME: "time of day",
    Kind.PHONE: "phone number",
    Kind.OBLIGATION: "must, should or may",
    Kind.LIMIT: "at least, at most, only",
    Kind.LATERALITY: "left or right",
    Kind.SITE: "part of the body",
    Kind.AGE: "age or group of people",
    Kind.ACTION: "start, stop, more or less",
    Kind.OPPOSITE: "opposite word",
    Kind.MEDICINE: "name of a medicine",
    Kind.CONDITION: "and, or, if",
    Kind.ORDER: "order",
}


@dataclass(frozen=True)
class Change:
    """One dangerous change: what stood before, what stands after ("" for nothing), and both in a short line."""

    kind: Kind
    before: str
    after: str
    said: str


Span = tuple[int, int]
"""Where a stretch of a text begins and ends, in characters."""


@dataclass(frozen=True)
class Found:
    """A change, and where the words are that it is made of in each of the two texts."""

    change: Change
    in_first: tuple[Span, ...]
    in_second: tuple[Span, ...]
