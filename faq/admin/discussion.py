"""What colleagues say about a text, as its page shows it: threads, the words they quote, and the forms to answer."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from faq import comments
from faq.admin.editor import PlainText
from faq.models import Answer, AnswerVersion, Comment, Person
from faq.policy import NotAllowed, WorkflowError


class TalkForm(forms.Form):
    """Something that is said about a text. After a refusal it holds the reason and what was typed."""

    done: ClassVar[str]
    http_status = 200

    def __init__(
        self, answer: Answer, data: QueryDict | None = None, ids: str = "talk", **initial: Any
    ) -> None:
        super().__init__(data, auto_id=f"id_{ids}_%s", initial=initial, label_suffix="")
        self.answer, self.sent = answer, data

    def perform(self, by: Person) -> Comment | None:
        """Say it, and return the thread that it belongs to; None if it was refused."""
        if not self.is_valid():
            return None
        try:
            return self.said(by)
        except WorkflowError as error:
            self.http_status = 403 if isinstance(error, NotAllowed) else 200
            self.add_error(error.field if error.field in self.fields else None, str(error))
            return None

    def said(self, by: Person) -> Comment:
        """Say it. Raises ``WorkflowError``."""
        raise NotImplementedError


class CommentForm(TalkForm):
    """Begins a thread. ``field`` and ``occurrence`` come from a selection in the page, where scripts run."""

    done = "Your comment stands below the text. Patients see nothing of it."
    version = forms.IntegerField(widget=forms.HiddenInput)
    field = forms.CharField(required=False, widget=forms.HiddenInput)
    occurrence = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    passage = PlainText(
        rows=2,
        label="Which words is it about?",
        help_text="Select them in the text above, or copy them here. Empty: the text as a whole.",
    )
    text = PlainText(
        rows=3,
        label="Your comment",
        help_text="Suggested words stay a suggestion: the author writes them into the text, and answers for them.",
    )

    def said(self, by: Person) -> Comment:
        """Begin the thread on the version that was on the screen."""
        version = AnswerVersion.objects.filter(answer=self.answer, pk=self.cleaned_data["version"]).first()
        if version is None:
            raise WorkflowError("Open the text again: this page does not say which one it shows.")
        return comments.comment(
            version=version,
            by=by,
            **{name: self.cleaned_data[name] for name in self.fields if name != "version"},
        )

    def show_for(self, shown: AnswerVersion) -> None:
        """After a refusal: keep what was typed, for the text on the page. Which words are meant is sought anew."""
        if self.sent is not None:
            sent = self.sent.copy()
            sent["version"], sent["field"], sent["occurrence"] = str(shown.pk), "", ""
            self.data = sent


class ThreadForm(TalkForm):
    """Something that is done with a thread."""

    thread = forms.IntegerField(widget=forms.HiddenInput)

    def present_thread(self) -> Comment:
        """The thread, if it is about a text of this answer."""
        found = Comment.objects.filter(pk=self.cleaned_data["thread"], version__answer=self.answer).first()
        if found is None:
            raise WorkflowError("This comment does not stand here. Open the answer again.")
        return found


class ReplyForm(ThreadForm):
    """Answers a comment."""

    done = "Your reply stands below the comment."
    text = PlainText(rows=2, label="Your reply")

    def said(self, by: Person) -> Comment:
        """Reply, and return the thread."""
        thread = self.present_thread()
        comments.reply(thread=thread, by=by, text=self.cleaned_data["text"])
        return thread


class ResolveForm(ThreadForm):
    """Says that a comment asks for nothing any more."""

    done = "The comment is resolved. It stays on this page, under “Resolved”."

    def said(self, by: Person) -> Comment:
        """Resolve the thread."""
        return comments.resolve(thread=self.present_thread(), by=by)


TALKS: dict[str, type[TalkForm]] = {"comment": CommentForm, "reply": ReplyForm, "resolve": ResolveForm}
"""What can be said, by the last word of the address that it is sent to."""


@dataclass(frozen=True)
class Thread:
    """A comment with its replies, and where the words that it quotes stand in the text on the page."""

    comment: Comment
    number: int
    replies: list[Comment]
    place: comments.Place | None  # None: these words are gone
    is_earlier: bool  # said of a version before the one on the page
    may_resolve: bool
    reply: ReplyForm


@dataclass(frozen=True)
class Segment:
    """A stretch of a text, the threads that quote it, and those whose words begin here."""

    text: str
    threads: list[Thread]
    begins: list[Thread]


@dataclass(frozen=True)
class QuotedField:
    """One field of a text as its author typed it, with the quoted words."""

    name: str
    label: str
    segments: list[Segment]


@dataclass(frozen=True)
class Discussion:
    """Everything that is said of the text on a page, and of those before it."""

    shown: AnswerVersion
    open: list[Thread]
    resolved: list[Thread]
    form: CommentForm | None  # None where nobody begins a thread any more
    refused: TalkForm | None = None  # what was just said and came to nothing

    @classmethod
    def of(cls, shown: AnswerVersion, by: Person, refused: TalkForm | None = None) -> "Discussion":
        """Read the threads, in one query however many there are."""
        said = Comment.objects.up_to(shown) | Comment.objects.filter(version=shown)
        replies: dict[int | None, list[Comment]] = {}
        for one in said.select_related("version", "written_by", "resolved_by"):
            replies.setdefault(one.thread_id, []).append(one)
        held = by.held
        threads = [
            Thread(
                comment=one,
                number=number,
                replies=replies.get(one.pk, []),
                place=comments.place_in(shown, one),
                is_earlier=one.version_id != shown.pk,
                may_resolve=comments.may_resolve(one, by, held),
                reply=_reply_form(one, shown.answer, refused),
            )
            for number, one in enumerate(sorted(replies.get(None, []), key=_open_first), start=1)
        ]
        return cls(
            shown,
            [thread for thread in threads if not thread.comment.resolved_at],
            [thread for thread in threads if thread.comment.resolved_at],
            _comment_form(shown, refused),
            refused,
        )

    @property
    def said(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.open or self.resolved)

    @property
    def fields(self) -> list[QuotedField]:
        """The text as it was typed, with the words that open threads quote."""
        return [
            QuotedField(name, str(label), list(self._segments(name, getattr(self.shown, name))))
            for name, label in Comment.Field.choices
        ]

    @property
    def lost(self) -> str:
        """What was typed for a thread that is not open any more, for copying."""
        if not isinstance(self.refused, ReplyForm) or self.refused in [thread.reply for thread in self.open]:
            return ""
        return str(self.refused["text"].value() or "")

    def _segments(self, name: str, text: str) -> list[Segment]:
        spans = []
        for thread in self.open:
            if thread.place and thread.place.field == name:
                start = comments.starts(text, thread.place.passage)[thread.place.occurrence]
                spans.append((start, start + len(thread.place.passage), thread))
        cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
        return [
            Segment(
                text[begin:end],
                [thread for s, e, thread in spans if s <= begin and end <= e],
                [thread for s, _, thread in spans if s == begin],
            )
            for begin, end in pairwise(cuts)
        ]


def _open_first(thread: Comment) -> tuple[bool, int]:
    return thread.resolved_at is not None, thread.pk


def _comment_form(shown: AnswerVersion, refused: TalkForm | None) -> CommentForm | None:
    if isinstance(refused, CommentForm):
        refused.show_for(shown)
        return refused
    if shown.state not in comments.COMMENTED_STATES:
        return None
    return CommentForm(shown.answer, version=shown.pk)


def _reply_form(thread: Comment, answer: Answer, refused: TalkForm | None) -> ReplyForm:
    if isinstance(refused, ReplyForm) and refused["thread"].value() == str(thread.pk):
        return refused
    return ReplyForm(answer, ids=f"reply_{thread.pk}", thread=thread.pk)
