"""Where one answer stands: the rows that its page and its acts are about."""

from dataclasses import dataclass

from faq.models import Announcement, Answer, AnswerVersion, Approval, State, Withdrawal
from faq.policy import Act


@dataclass(frozen=True)
class Standing:
    """An answer with its newest and its approved version, and what else decides about its public page."""

    answer: Answer
    newest: AnswerVersion
    approved: AnswerVersion | None
    withdrawal: Withdrawal | None  # in force
    announcement: Announcement | None  # not retracted
    was_ever_approved: bool

    @classmethod
    def of(cls, answer: Answer) -> "Standing":
        """Read where an answer stands now."""
        versions = answer.versions.select_related(
            "answer", "submitted_by", "decided_by", "translated_from__answer"
        )
        return cls(
            answer=answer,
            newest=versions.order_by("-number")[0],
            approved=versions.filter(state=State.APPROVED).first(),
            withdrawal=answer.withdrawals.filter(reinstated_at=None).first(),
            announcement=answer.announcements.filter(retracted_at=None).first(),
            was_ever_approved=Approval.objects.filter(version__answer=answer).exists(),
        )

    @property
    def returned(self) -> AnswerVersion | None:
        """The version that came back from review, if the newest one is there to correct it."""
        if self.newest.state != State.DRAFT:
            return None
        before = self.answer.versions.select_related("decided_by").filter(number=self.newest.number - 1)
        return before.filter(state=State.RETURNED).first()

    def subject_of(self, act: Act) -> AnswerVersion | Answer:
        """What an act on this answer's page is about."""
        if act in _ABOUT_THE_ANSWER:
            return self.answer
        if act == Act.CONFIRM and self.approved:
            return self.approved
        return self.newest


_ABOUT_THE_ANSWER = {Act.START_VERSION, Act.WITHDRAW, Act.REINSTATE, Act.RETRACT, Act.ASSIGN}
