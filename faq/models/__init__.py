"""The tables of the site: fields, constraints, queryset verbs and properties of one row."""

from .answer import Announcement, Answer, Withdrawal
from .approval import Approval
from .category import Category, CategoryRevision, Placement
from .event import Event, TrailHead
from .feedback import AskedQuestion, Feedback
from .imported import ImportedFile, ImportedItem
from .person import Person, Role
from .question import AlternativePhrasing, ClinicalCode, Question
from .term import Term, TermDefinition
from .version import OPEN_STATES, AnswerVersion, Contributor, Rendering, State

__all__ = [
    "OPEN_STATES",
    "AlternativePhrasing",
    "Announcement",
    "Answer",
    "AnswerVersion",
    "Approval",
    "AskedQuestion",
    "Category",
    "CategoryRevision",
    "ClinicalCode",
    "Contributor",
    "Event",
    "Feedback",
    "ImportedFile",
    "ImportedItem",
    "Person",
    "Placement",
    "Question",
    "Rendering",
    "Role",
    "State",
    "Term",
    "TermDefinition",
    "TrailHead",
    "Withdrawal",
]
