"""What readers said of one answer, as its page shows it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from faq.models import Answer, Feedback

COMMENTS_SHOWN = 10


@dataclass(frozen=True)
class VersionFeedback:
    """How many readers one version helped, and how many it did not."""

    number: int
    helpful: int
    not_helpful: int


@dataclass(frozen=True)
class AnswerFeedback:
    """What readers said of an answer: counts by version, newest version first, and the newest comments."""

    versions: list[VersionFeedback]
    comments: list[Feedback]
    unread: int

    @classmethod
    def of(cls, answer: Answer) -> "AnswerFeedback | None":
        """Everything in two queries, however much there is; None where nobody said anything yet."""
        given = Feedback.objects.filter(version__answer=answer)
        counted = list(
            given.order_by("-version__number")
            .values("version__number")
            .annotate(
                helpful=Count("pk", filter=Q(is_helpful=True)),
                not_helpful=Count("pk", filter=Q(is_helpful=False)),
                unread=Count("pk", filter=Q(read_at=None)),
            )
        )
        if not counted:
            return None
        return cls(
            [VersionFeedback(c["version__number"], c["helpful"], c["not_helpful"]) for c in counted],
            list(given.exclude(comment="").select_related("version")[:COMMENTS_SHOWN]),
            sum(c["unread"] for c in counted),
        )
