"""The acts on an answer's page: one table, which the buttons and the addresses behind them share."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html

from faq import sign_offs, workflow
from faq.admin.act_forms import (
    ActForm,
    AssignForm,
    DiscardForm,
    EditorForm,
    ReinstateForm,
    ReturnForm,
    SignatureForm,
    SignOffForm,
    TextForm,
    WithdrawForm,
)
from faq.admin.proof_of_reading import require_proof
from faq.admin.standing import Standing
from faq.admin.translations import TranslatedFromForm, originals_for
from faq.admin.turn import who_reviews
from faq.importing.split import split_question
from faq.models import OPEN_STATES, AnswerVersion, Person
from faq.policy import Act, NotAllowed, TextChanged, refusal, require

Input = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """An act as the page offers it: its words, its inputs, and the workflow's function behind them."""

    label: str
    effect: str  # what it does to what patients see, in one line
    done: str
    perform: Callable[[Standing, Person, Input], object]
    form: type[ActForm] = ActForm
    # What the workflow asks of the answer, besides the person and the state of one version.
    applies: Callable[[Standing], bool] = lambda standing: True
    is_main: bool = False
    heading: str = ""  # over the folded form, where the button's words would not do
    signs: bool = False  # asks for a fresh sign-in, and for proof that the text was on the screen


@dataclass(frozen=True)
class Offer:
    """A button that a person may press now, with its form."""

    act: Act
    button: Button
    form: ActForm

    @property
    def has_inputs(self) -> bool:
        """Whether anything has to be filled in before pressing."""
        return bool(self.form.visible_fields())


def _as_seen(version: AnswerVersion, data: Input) -> AnswerVersion:
    """The version, if its text is the one that the person had on the screen."""
    if version.content_hash != data["content_hash"]:
        raise TextChanged(
            "This is not the text that you had on the screen. Read it as it is now, then decide again.",
            version,
        )
    return version


def _save(standing: Standing, by: Person, data: Input) -> None:
    text = {name: value for name, value in data.items() if name != "token"}
    workflow.edit(version=standing.newest, by=by, text=text, seen=data["token"])


def _as_read(version: AnswerVersion | None, by: Person, data: Input) -> AnswerVersion:
    """The version that a person is about to sign, if a page has shown that person the text of this hash."""
    if version is None:
        raise NotAllowed("There is no approved text to sign.")
    require_proof(data["proof"], by=by, version=version, content_hash=data["content_hash"])
    return version


def _sign(function: Callable[..., object], version: AnswerVersion | None, by: Person, data: Input) -> None:
    version = _as_read(version, by, data)
    function(version=version, by=by, content_hash=data["content_hash"], next_review_on=data["next_review_on"])


BUTTONS: dict[Act, Button] = {
    Act.EDIT: Button(
        "Save draft",
        "Patients see no change.",
        "The draft is saved.",
        _save,
        EditorForm,
    ),
    Act.SUBMIT: Button(
        "Submit for review",
        "A colleague checks it. Patients see no change until it is approved.",
        "The text is submitted.",
        lambda standing, by, data: workflow.submit(version=_as_seen(standing.newest, data), by=by),
        TextForm,
        is_main=True,
    ),
    Act.APPROVE: Button(
        "Approve",
        "From now on patients read this text.",
        "Approved. Patients read this text now.",
        lambda standing, by, data: _sign(workflow.approve, standing.newest, by, data),
        SignatureForm,
        is_main=True,
        signs=True,
    ),
    Act.SIGN_OFF: Button(
        "Sign off",
        "Patients see no change. A reviewer can approve once every sign-off is there.",
        "Signed off. A reviewer can approve once every sign-off is there.",
        lambda standing, by, data: sign_offs.sign_off(
            version=_as_read(standing.signed, by, data),
            by=by,
            capacity=data["capacity"],
            content_hash=data["content_hash"],
        ),
        SignOffForm,
        is_main=True,
        signs=True,
    ),
    Act.RETURN: Button(
        "Return with a note",
        "The author can correct it. Patients see no change.",
        "The text is returned. A new draft stands ready for the author.",
        lambda standing, by, data: workflow.return_to_author(
            version=_as_seen(standing.newest, data), by=by, note=data["note"]
        ),
        ReturnForm,
        is_main=True,
    ),
    Act.CONFIRM: Button(
        "Still correct, no change",
        "Patients keep reading the same text, with a new review date.",
        "Confirmed. Patients see the new review date.",
        lambda standing, by, data: _sign(workflow.confirm, standing.approved, by, data),
        SignatureForm,
        lambda standing: standing.approved is not None and standing.withdrawal is None,
        is_main=True,
        signs=True,
    ),
    Act.REINSTATE: Button(
        "Reinstate",
        "Patients read the approved text again, at once.",
        "Reinstated. Patients read the answer again.",
        lambda standing, by, data: workflow.reinstate(answer=standing.answer, by=by, note=data["note"]),
        ReinstateForm,
        lambda standing: standing.withdrawal is not None,
        is_main=True,
    ),
    Act.START_VERSION: Button(
        "Start a new version",
        "Patients see no change until the new version is approved.",
        "A new version is begun. Patients see no change until it is approved.",
        lambda standing, by, data: workflow.start_version(answer=standing.answer, by=by),
        applies=lambda standing: standing.newest.state not in OPEN_STATES,
        is_main=True,
    ),
    Act.ANNOUNCE: Button(
        "Announce the question",
        "Patients see the question, marked “Not yet approved”, without an answer.",
        "Announced. Patients see the question, without an answer.",
        lambda standing, by, data: workflow.announce(version=_as_seen(standing.newest, data), by=by),
        TextForm,
        lambda standing: not standing.was_ever_approved and standing.announcement is None,
    ),
    Act.RETRACT: Button(
        "Take the announcement back",
        "Patients no longer see the question.",
        "Taken back. Patients no longer see the question.",
        lambda standing, by, data: workflow.retract(answer=standing.answer, by=by),
        applies=lambda standing: standing.announcement is not None,
    ),
    Act.DISCARD: Button(
        "Discard this draft",
        "It is kept in the history. What patients see stays as it is.",
        "The draft is discarded.",
        lambda standing, by, data: workflow.discard(
            version=_as_seen(standing.newest, data), by=by, reason=data["reason"]
        ),
        DiscardForm,
        lambda standing: standing.announcement is None or standing.was_ever_approved,
    ),
    Act.WITHDRAW: Button(
        "Withdraw",
        "Patients no longer read this answer, at once. A short notice stands in its place.",
        "Withdrawn. Patients see a short notice in its place.",
        lambda standing, by, data: workflow.withdraw(answer=standing.answer, by=by, reason=data["reason"]),
        WithdrawForm,
        lambda standing: standing.approved is not None and standing.withdrawal is None,
    ),
    Act.TRANSLATE_FROM: Button(
        "Save what it is translated from",
        "Part of what the next signature covers. Patients see no change until then.",
        "Saved. The text is signed as the translation of that one.",
        lambda standing, by, data: workflow.translate_from(
            version=_as_seen(standing.newest, data), by=by, original=data["translated_from"]
        ),
        TranslatedFromForm,
        lambda standing: originals_for(standing.newest.answer.question, standing.answer.language).exists(),
        heading="Translated from",
    ),
    Act.ASSIGN: Button(
        "Save owner and interval",
        "Says who keeps the answer in date. Patients see no change.",
        "Saved.",
        lambda standing, by, data: workflow.assign(
            answer=standing.answer,
            by=by,
            seen=data["token"],
            owner=data["owner"],
            deputy=data["deputy"],
            review_interval=data["review_interval"],
        ),
        AssignForm,
        heading="Owner, deputy and interval",
    ),
}


def offers(standing: Standing, by: Person) -> Iterator[Offer]:
    """The acts that a person may do on an answer now, by the check that the acts themselves make."""
    roles = by.roles
    for act, button in BUTTONS.items():
        if button.applies(standing) and refusal(act, by, standing.subject_of(act), roles) is None:
            yield Offer(act, button, button.form(act, standing, by))


def perform(form: ActForm) -> bool:
    """Do the act that a form asks for. False if its inputs are not valid; ``WorkflowError`` if it is refused.

    Run it in one turn of the trail, with the standing read in the same turn: then nothing changes between
    reading and acting, nor before a follow-up.
    """
    standing, by = form.standing, form.by
    require(form.act, by, standing.subject_of(form.act))
    if not form.is_valid():
        return False
    BUTTONS[form.act].perform(standing, by, form.cleaned_data)
    return True


def done(act: Act, version: AnswerVersion) -> str:
    """What an act has done to a version, in words; after a submission also whose turn it is."""
    said = BUTTONS[act].done
    return f"{said} {who_reviews(version)}" if act == Act.SUBMIT else said


@dataclass(frozen=True)
class FollowUp:
    """What the editor's save goes on to do with the saved text. ``perform`` says what was done."""

    perform: Callable[[AnswerVersion, Person], str]


def follow_up(act: Act, data: QueryDict) -> FollowUp | None:
    """What a request asks to be done after the save, if it is one."""
    if act != Act.EDIT:
        return None
    if data.get("then") == Act.SUBMIT:
        return FollowUp(_submit)
    span = re.fullmatch(r"([0-9]{1,6})-([0-9]{1,6})", data.get("split", ""))
    return FollowUp(partial(_split, int(span[1]), int(span[2]))) if span else None


def _submit(version: AnswerVersion, by: Person) -> str:
    workflow.submit(version=version, by=by)
    return done(Act.SUBMIT, version)


def _split(start: int, end: int, version: AnswerVersion, by: Person) -> str:
    version.refresh_from_db()  # as the save before has left it
    seen = workflow.editing_token(version)
    new = split_question(version=version, by=by, finding_start=start, finding_end=end, seen=seen)
    return format_html(
        '“<a href="{}">{}</a>” is a question of its own now: a draft in the same topics.',
        reverse("admin:faq_answer_change", args=[new.answer_id]),
        new.wording,
    )
