"""Everything that the page of one answer shows, gathered for its template."""

import copy
import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from faq import clock, reading, rendering
from faq.admin.act_forms import ActForm, EditorForm
from faq.admin.acts import BUTTONS, Offer, offers
from faq.admin.answer_feedback import AnswerFeedback
from faq.admin.editor import findings_in
from faq.admin.standing import Standing
from faq.admin.translations import Languages, Translation
from faq.content import as_typed
from faq.difference import Passage, difference
from faq.drafting import TEXT_FIELDS
from faq.models import (
    OPEN_STATES,
    Answer,
    AnswerVersion,
    Approval,
    Event,
    ImportedItem,
    Person,
    Question,
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

    @property
    def http_status(self) -> int:
        """How HTTP calls it."""
        if isinstance(self.error, NotAllowed):
            return 403
        return 409 if isinstance(self.error, TextChanged) else 200


@dataclass(frozen=True)
class RenderedText:
    """A version as patients get it, or would."""

    version: AnswerVersion
    body_html: SafeString
    sources_html: SafeString

    @classmethod
    def of(cls, version: AnswerVersion) -> "RenderedText":
        """The rendering that was frozen with a version; a draft is rendered now."""
        if frozen := reading.recorded_rendering(version):
            return cls(version, rendering.safe(frozen.body_html), rendering.safe(frozen.sources_html))
        body = rendering.render(version.body, version.answer.language)
        return cls(version, rendering.safe(body), rendering.safe(rendering.render_sources(version.sources)))


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
        return cls(event, detail.get("reason") or detail.get("note") or row.get("decision_note", ""))


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


@dataclass(frozen=True)
class Conflict:
    """Two texts of one draft: the one that a colleague saved meanwhile, and the one in the editor."""

    saved_by: str
    fields: list[tuple[str, list[Passage]]]

    @classmethod
    def between(cls, saved: AnswerVersion, mine: ActForm) -> "Conflict":
        """Compare the saved draft with what the editor sent."""
        last = saved.events.filter(kind=Event.Kind.EDITED).order_by("-sequence").first()
        compared = [
            (str(bound.label), difference(getattr(saved, bound.name), as_typed(str(bound.value() or ""))))
            for bound in mine.visible_fields()
        ]
        differing = [(label, parts) for label, parts in compared if any(p.found_in != "both" for p in parts)]
        return cls(last.by_name if last else "a colleague", differing)


@dataclass
class AnswerPage:
    """One answer before one person; with what that person just tried, if it came to nothing."""

    answer: Answer
    person: Person
    attempt: Attempt | None = None
    standing: Standing = field(init=False)
    offers: dict[str, Offer] = field(init=False)
    lost: ActForm | None = field(init=False, default=None)  # input of an act that is not open any more
    conflict: Conflict | None = field(init=False, default=None)
    shown: AnswerVersion = field(init=False)  # the text in the middle of the page

    def __post_init__(self) -> None:
        """Read where the answer stands, and put back what was typed."""
        self.standing = Standing.of(self.answer)
        self.offers = {str(offer.act): offer for offer in offers(self.standing, self.person)}
        if self.attempt:
            self._keep_input(self.attempt)
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
        if isinstance(error, TextChanged):
            form.show_present_text()
            if attempt.act == Act.EDIT:
                self.conflict = Conflict.between(self.standing.newest, form)
        self.offers[str(attempt.act)] = Offer(attempt.act, button, form)

    @property
    def alert(self) -> str:
        """Why the act that was tried came to nothing."""
        if self.attempt is None:
            return ""
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
        if self.live:
            elsewhere.add(Act.CONFIRM)  # stands beside the text that it signs
        return [o for o in self.offers.values() if o.button.is_main and o.act not in elsewhere]

    @property
    def live(self) -> RenderedText | None:
        """The approved text, where a newer one stands in the middle of the page."""
        approved = self.standing.approved
        return RenderedText.of(approved) if approved and approved.pk != self.shown.pk else None

    @property
    def other_offers(self) -> list[Offer]:
        """What is done now and then."""
        return [o for o in self.offers.values() if not o.button.is_main and o.act != Act.EDIT]

    @property
    def public(self) -> reading.PublicAnswer | None:
        """What patients see of this answer now."""
        question = Question.objects.filter(pk=self.answer.question_id)
        return next(reading.answers_to(question, self.answer.language, clock.now()), None)

    @property
    def text(self) -> RenderedText:
        """The newest text, as patients would read it."""
        return RenderedText.of(self.shown)

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
    def approvals(self) -> list[Approval]:
        """Every signature over a text of this answer, newest first."""
        signed = Approval.objects.filter(version__answer=self.answer)
        return list(signed.select_related("version").order_by("-signed_at", "-pk"))

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
            "live": self.live,
            "confirm": self.offers.get(Act.CONFIRM),
            "editor": self.editor,
            "findings": self.findings,
            "origin": Origin.of(self.answer),
            "translation": Translation.of(self.standing.newest),
            "languages": Languages.of(self.answer, self.person),
            "feedback": AnswerFeedback.of(self.answer),
            "contributors": self.contributors,
            "approvals": self.approvals,
            "trail": self.trail,
        }
