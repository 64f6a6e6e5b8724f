"""Everything that the page of one answer shows, gathered for its template."""

import copy
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from faq import clock, presence, reading
from faq.admin.act_forms import ActForm, EditorForm
from faq.admin.acts import BUTTONS, Offer, offers
from faq.admin.answer_feedback import AnswerFeedback
from faq.admin.discussion import Discussion, TalkForm
from faq.admin.editor import findings_in
from faq.admin.merge import Merge
from faq.admin.rendered_text import RenderedText
from faq.admin.resuming import Resumed
from faq.admin.review import Review
from faq.admin.standing import Standing
from faq.admin.translations import Languages, Translation
from faq.admin.unsaved import Unsaved
from faq.content import as_typed
from faq.drafting import TEXT_FIELDS
from faq.models import (
    OPEN_STATES,
    Answer,
    AnswerVersion,
    Approval,
    Category,
    Event,
    ImportedItem,
    Person,
    Placement,
    Question,
    SignOff,
    State,
)
from faq.policy import Act, NotAllowed, TextChanged, WorkflowError

EVENTS_SHOWN = 100


@dataclass(frozen=True)
class Attempt:
    """An act that was tried and came to nothing: its input, and why."""

    act: Act
    data: QueryDict
    error: WorkflowError | None = None  # None: the form's own fields say why
    is_restored: bool = False  # nothing was tried: a working copy goes back into the editor

    @property
    def http_status(self) -> int:
        """How HTTP calls it."""
        if isinstance(self.error, NotAllowed):
            return 403
        return 409 if isinstance(self.error, TextChanged) else 200

    @classmethod
    def restoring(cls, person: Person, answer: Answer, lineage: str) -> "Attempt | None":
        """A working copy that its writer takes back without a script; None if there is none that fits."""
        if not lineage:
            return None
        newest = answer.versions.order_by("-number").first()
        sent = Unsaved.of(person, answer, newest).as_sent(lineage)
        return cls(Act.EDIT, sent, is_restored=True) if sent else None


@dataclass(frozen=True)
class Line:
    """One event of the answer's trail, in words."""

    event: Event
    why: str

    @classmethod
    def of(cls, event: Event) -> "Line":
        """An event with the reason that was given for it."""
        detail = json.loads(event.detail)
        row = detail.get("rows", {}).get(f"answerversion:{event.version_id}", {})
        begun_from = detail.get("from_version")
        came_from = f"From the text of version {begun_from}." if begun_from else ""
        said = detail.get("reason") or detail.get("note") or row.get("decision_note") or came_from
        return cls(event, said)


@dataclass(frozen=True)
class Origin:
    """The file that an answer came from, and what the importer found in it that no check of the text can see."""

    item: ImportedItem
    findings: list[str]

    @classmethod
    def of(cls, answer: Answer) -> "Origin | None":
        """The newest import of an answer, if it was imported."""
        item = answer.imported_items.select_related("file__imported_by").order_by("-pk").first()
        if item is None:
            return None
        found = item.file.report["findings"]
        in_file = [
            f["message"] for f in found if f["question"] == item.wording and f["code"] in _ONLY_IN_FILES
        ]
        return cls(item, in_file)


_ONLY_IN_FILES = {"page_furniture", "duplicate_question"}


@dataclass
class AnswerPage:
    """One answer before one person; with what that person just tried, if it came to nothing."""

    answer: Answer
    person: Person
    attempt: Attempt | None = None
    refused: TalkForm | None = None  # what was just said about the text, and came to nothing
    resumed: Resumed | None = None
    standing: Standing = field(init=False)
    offers: dict[str, Offer] = field(init=False)
    lost: ActForm | None = field(init=False, default=None)  # input of an act that is not open any more
    merge: Merge | None = field(init=False, default=None)  # with what a colleague saved meanwhile
    shown: AnswerVersion = field(init=False)  # the text in the middle of the page

    def __post_init__(self) -> None:
        """Read where the answer stands, and put back what was typed."""
        self.standing = Standing.of(self.answer)
        self.offers = {str(offer.act): offer for offer in offers(self.standing, self.person)}
        if self.attempt and self.attempt.is_restored and Act.EDIT not in self.offers:
            self.attempt = None  # there is no editor for it: the page offers it for copying
        if self.attempt:
            self._keep_input(self.attempt)
        elif self.resumed and self.resumed.act in self.offers:
            self.resumed.fill_in(self.offers[self.resumed.act].form)
        self.shown = self._shown()

    def _shown(self) -> AnswerVersion:
        """The newest text; after a refused save, as it stands in the editor."""
        newest = self.standing.newest
        if newest.state == State.DISCARDED and self.standing.approved:
            return self.standing.approved
        typed = copy.copy(newest)
        if self.editor and self.editor.is_bound:
            for name in TEXT_FIELDS:
                setattr(typed, name, as_typed(str(self.editor[name].value() or "")))
        return typed

    def _keep_input(self, attempt: Attempt) -> None:
        button, error = BUTTONS[attempt.act], attempt.error
        form = button.form(attempt.act, self.standing, self.person, attempt.data)
        form.full_clean()
        if attempt.act not in self.offers:
            self.lost = form
            return
        if error and error.field in form.fields:
            form.add_error(error.field, str(error))
        if isinstance(error, TextChanged) and attempt.act == Act.EDIT:
            self.merge = Merge.of(self.standing.newest, form, attempt.data)
            if not self.merge.must_choose:
                data = self.merge.merged_into(attempt.data)
                form = button.form(attempt.act, self.standing, self.person, data)
        elif isinstance(error, TextChanged):
            form.show_present_text()
        self.offers[str(attempt.act)] = Offer(attempt.act, button, form)

    @property
    def alert(self) -> str:
        """Why the act that was tried came to nothing."""
        if self.attempt is None or self.attempt.is_restored:
            return ""
        if self.merge:
            return self.merge.alert
        return str(self.attempt.error or "Something is missing. See below.")

    @property
    def editor(self) -> EditorForm | None:
        """The editor, where the person may write."""
        offer = self.offers.get(Act.EDIT)
        return offer.form if offer and isinstance(offer.form, EditorForm) else None

    @property
    def main_offers(self) -> list[Offer]:
        """What is most likely to be done next, besides writing."""
        elsewhere = {Act.SUBMIT} if self.editor else set()  # the editor has that button itself
        if self.live or self.review.is_due:
            elsewhere.add(Act.CONFIRM)  # stands beside the text that it signs, or above it when it is due
        return [o for o in self.offers.values() if o.button.is_main and o.act not in elsewhere]

    @cached_property
    def live(self) -> RenderedText | None:
        """The approved text, where a newer one stands in the middle of the page."""
        approved = self.standing.approved
        return RenderedText.of(approved) if approved and approved.pk != self.shown.pk else None

    @property
    def other_offers(self) -> list[Offer]:
        """What is done now and then."""
        return [o for o in self.offers.values() if not o.button.is_main and o.act != Act.EDIT]

    @cached_property
    def public(self) -> reading.PublicAnswer | None:
        """What patients see of this answer now."""
        question = Question.objects.filter(pk=self.answer.question_id)
        return next(reading.answers_to(question, self.answer.language, clock.now()), None)

    @cached_property
    def text(self) -> RenderedText:
        """The newest text, as patients would read it."""
        return RenderedText.of(self.shown)

    @cached_property
    def review(self) -> Review:
        """What a reviewer needs besides the text."""
        tried = self.attempt or self.resumed
        seen = self.attempt.data.get("content_hash", "") if self.attempt else ""
        return Review.of(
            self.standing,
            self.text,
            self.person,
            self.offers,
            public=self.public,
            act=tried.act if tried else None,
            seen=self.resumed.seen if self.resumed else seen,
        )

    @property
    def original_text(self) -> RenderedText | None:
        """The text that the one in review is a translation of, to be read beside it."""
        source = self.shown.translated_from
        return RenderedText.of(source) if source and self.review.is_open else None

    @property
    def topics(self) -> list[Category]:
        """The topics on whose pages the question stands."""
        standing = Placement.objects.current().filter(question=self.answer.question_id)
        return [
            placement.category
            for placement in standing.select_related("category").order_by("category__title")
        ]

    @property
    def findings(self) -> list[dict[str, str]]:
        """What the checks find in a text that can still be changed or returned."""
        if self.shown.state not in OPEN_STATES:
            return []
        return findings_in(self.shown.wording, self.shown.body)

    @property
    def contributors(self) -> list[Person]:
        """Who wrote the newest version."""
        return [entry.person for entry in self.standing.newest.contributors.select_related("person")]

    @property
    def signatures(self) -> list[Approval | SignOff]:
        """Every signature over a text of this answer, newest first."""
        approvals = (
            Approval.objects.filter(version__answer=self.answer).select_related("version").order_by("-pk")
        )
        sign_offs = (
            SignOff.objects.filter(version__answer=self.answer).select_related("version").order_by("-pk")
        )
        return sorted([*approvals, *sign_offs], key=lambda signed: signed.signed_at, reverse=True)

    @property
    def trail(self) -> list[Line]:
        """The newest events of this answer."""
        events = self.answer.events.select_related("version").order_by("-sequence")
        return [Line.of(event) for event in events[:EVENTS_SHOWN]]

    def context(self) -> dict[str, Any]:
        """The page for its template; every part of it is read once."""
        return {
            "page": self,
            "standing": self.standing,
            "returned": self.standing.returned,
            "public": self.public,
            "text": self.text,
            "review": self.review,
            "discussion": Discussion.of(self.shown, self.person, self.refused),
            "topics": self.topics,
            "original_text": self.original_text,
            "resumed": self.offers.get(self.resumed.act) if self.resumed else None,
            "live": self.live,
            "confirm": self.offers.get(Act.CONFIRM),
            "editor": self.editor,
            "unsaved": Unsaved.of(
                self.person,
                self.answer,
                self.standing.newest,
                self.attempt.data if self.attempt else None,
                can_write=self.editor is not None,
            ),
            "present": presence.others(than=self.person, at=self.standing.newest),
            "findings": self.findings,
            "origin": Origin.of(self.answer),
            "translation": Translation.of(self.standing.newest),
            "languages": Languages.of(self.answer, self.person),
            "feedback": AnswerFeedback.of(self.answer),
            "contributors": self.contributors,
            "signatures": self.signatures,
            "trail": self.trail,
        }
