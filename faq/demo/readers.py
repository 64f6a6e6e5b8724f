"""What readers of the demonstration said of its answers, and asked in vain. Each text says that it is made up."""

from dataclasses import dataclass

from faq import clock, feedback
from faq.models import AnswerVersion, AskedQuestion, Feedback, Person

_LANGUAGE = "en"


@dataclass(frozen=True)
class Said:
    """Whether an answer helped, so many days ago."""

    days_ago: int
    wording: str
    is_helpful: bool
    comment: str = ""

    def send(self) -> None:
        """Give it, about the version that could be read on that day."""
        readable = AnswerVersion.objects.published(clock.now())
        version = readable.get(wording=self.wording, answer__language=_LANGUAGE)
        feedback.give(version=version, is_helpful=self.is_helpful, comment=self.comment)


SAID = (
    # This one was read, and the answer says it since.
    Said(30, "Why must I never stop baclofen suddenly?", False, "Demonstration: Whom do I call at night?"),
    Said(10, "Why must I never stop baclofen suddenly?", True, "Demonstration: Now I know what to do."),
    Said(8, "What is a baclofen pump?", True),
)
READ_DAYS_AGO = 20
ASKED_DAYS_AGO, _ASKED = 5, "Demonstration: Can I travel by plane with a pump?"


def read(by: Person) -> None:
    """Note that a clinician has read what there is."""
    feedback.mark_read(feedback=Feedback.objects.all(), by=by)


def ask() -> AskedQuestion:
    """Ask a question that the demonstration does not answer."""
    return feedback.ask(text=_ASKED, language=_LANGUAGE)
