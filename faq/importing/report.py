"""What an import says it did, or would do."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one question of the file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True)
class ItemReport:
    """One question of the file, its lines (from 1), and what became of it."""

    question: str
    question_line: int
    first_line: int
    last_line: int
    outcome: Outcome
    message: str
    answer_id: int | None


@dataclass(frozen=True)
class FindingReport:
    """Something that an editor should look at. ``question`` is empty where it concerns no single one."""

    line: int
    code: str
    message: str
    question: str


@dataclass(frozen=True)
class LeftoverReport:
    """Text of the file that is neither question nor answer, verbatim."""

    text: str
    first_line: int
    last_line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """Everything about the import of one file. ``file_id`` is None where nothing was written."""

    name: str
    sha256: str
    encoding: str
    notices: list[str]
    items: list[ItemReport]
    findings: list[FindingReport]
    leftovers: list[LeftoverReport]
    file_id: int | None = None

    def count(self, outcome: Outcome) -> int:
        """How many questions had this outcome."""
        return sum(item.outcome == outcome for item in self.items)

    @property
    def changes_something(self) -> bool:
        """Whether any draft is written."""
        return any(item.outcome in {Outcome.NEW, Outcome.CHANGED} for item in self.items)
