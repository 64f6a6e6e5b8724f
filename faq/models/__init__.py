"""The tables of the site: fields, constraints, queryset verbs and properties of one row."""

from .answer import Announcement, Answer, Withdrawal
from .approval import Approval
from .category import Category, CategoryRevision, Placement
from .comment import Comment
from .event import Event, TrailHead
from .feedback import AskedQuestion, Feedback
from .imported import ImportedFile, ImportedItem
from .person import Capacity, Person, Role
from .question import AlternativePhrasing, ClinicalCode, Question
from .reminder import Digest, Mention, ReviewLink
from .sign_in import FailedSignIn
from .sign_off import RequiredSignOff, SignOff
from .term import Term, TermDefinition
from .version import OPEN_STATES, AnswerVersion, Contributor, Rendering, State
from .writing import Presence, WorkingCopy

__all__ = [
    "OPEN_STATES",
    "AlternativePhrasing",
    "Announcement",
    "Answer",
    "AnswerVersion",
    "Approval",
    "AskedQuestion",
    "Capacity",
    "Category",
    "CategoryRevision",
    "ClinicalCode",
    "Comment",
    "Contributor",
    "Digest",
    "Event",
    "FailedSignIn",
    "Feedback",
    "ImportedFile",
    "ImportedItem",
    "Mention",
    "Person",
    "Placement",
    "Presence",
    "Question",
    "Rendering",
    "RequiredSignOff",
    "ReviewLink",
    "Role",
    "SignOff",
    "State",
    "Term",
    "TermDefinition",
    "TrailHead",
    "Withdrawal",
    "WorkingCopy",
]
