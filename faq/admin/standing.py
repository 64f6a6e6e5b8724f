"""Where one answer stands: the rows that its page and its acts are about."""

from dataclasses import dataclass

from faq.models import Announcement, Answer, AnswerVersion, Approval, Capacity, SignOff, State, Withdrawal
from faq.policy import Act, missing_sign_offs


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
        return self.signed if act == Act.SIGN_OFF else self.newest

    @property
    def signed(self) -> AnswerVersion:
        """The text that a sign-off would be over: the one in review, else the approved one."""
        return self.approved if self.approved and self.newest.state != State.IN_REVIEW else self.newest

    @property
    def missing_sign_offs(self) -> list[Capacity]:
        """The sign-offs that its topics ask for and nobody has given yet."""
        return missing_sign_offs(self.signed) if self.signed.state in SIGNED_STATES else []

    @property
    def sign_offs(self) -> list[SignOff]:
        """The sign-offs over the text in review, or over the approved one."""
        return list(self.signed.sign_offs.all())


SIGNED_STATES = {State.IN_REVIEW, State.APPROVED}
_ABOUT_THE_ANSWER = {Act.START_VERSION, Act.WITHDRAW, Act.REINSTATE, Act.RETRACT, Act.ASSIGN}
