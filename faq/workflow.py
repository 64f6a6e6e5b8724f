"""The workflow: the only writer of an answer's state. Every act is atomic, named and on the trail.

Every function needs ``by``, asks ``faq.policy`` whether that person may, and raises ``WorkflowError`` with a
message for a clinician when not; then nothing was written.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.conf import settings

from faq import clock, content, drafting, rendering, trail
from faq.models import (
    Announcement,
    Answer,
    AnswerVersion,
    Approval,
    Contributor,
    Event,
    Person,
    Question,
    Rendering,
    Role,
    State,
    Withdrawal,
)
from faq.policy import Act, NotAllowed, TextChanged, WorkflowError, contributors_since_approval, require

LONGEST_INTERVAL = timedelta(days=5 * 366)  # a date beyond this is a slip of the keyboard


@trail.in_turn()
def create_answer(
    *,
    by: Person,
    text: Mapping[str, str],
    language: str = "",
    question: Question | None = None,
    translated_from: AnswerVersion | None = None,
    owner: Person | None = None,
    also_written_by: Iterable[Person] = (),
    is_demonstration: bool = False,
    imported_from: str = "",
) -> AnswerVersion:
    """Begin an answer with its first draft, to a new question unless ``question`` is given.

    ``text`` has the keys wording, body, sources and change_note; only wording is required. Whoever else the
    words come from is named in ``also_written_by``: none of them can approve the answer. ``translated_from`` is
    the approved version, of the same question in another language, that the text says in its own.
    """
    if Role.AUTHOR not in by.roles:
        raise NotAllowed(
            "You cannot write an answer: that needs the role “author”. Ask a lead to give it to you."
        )
    text = drafting.checked_text(text)
    language = language or settings.LANGUAGE_CODE
    rows: list[Question | Answer] = []
    if question is None:
        question = Question.objects.create(
            slug=drafting.free_slug(text["wording"]),
            working_title=drafting.working_title(text["wording"]),
            is_demonstration=is_demonstration,
            created_at=clock.now(),
            created_by=by,
        )
        rows.append(question)
    elif question.answers.filter(language=language).exists():
        raise WorkflowError(
            "This question has an answer in that language already. Start a new version of it instead.",
            "language",
        )
    answer = Answer.objects.create(
        question=question, language=language, owner=owner or by, created_at=clock.now(), created_by=by
    )
    original = drafting.checked_original(answer, translated_from)
    version = drafting.new_draft(answer, 1, text, by, original)
    contributors = [drafting.contribute(version, writer) for writer in {by, *also_written_by}]
    kind = Event.Kind.IMPORTED if imported_from else Event.Kind.CREATED
    trail.append(
        kind,
        by=by,
        version=version,
        rows=[*rows, answer, version, *contributors],
        imported_from=imported_from,
    )
    return version


@trail.in_turn()
def start_version(*, answer: Answer, by: Person) -> AnswerVersion:
    """Begin a new version from the text of the newest one; what patients read stays as it is."""
    answer = _present(answer)
    require(Act.START_VERSION, by, answer)
    newest = answer.versions.order_by("-number").first()
    if newest is None:
        raise WorkflowError("This answer has no version to start from.")
    if answer.versions.open().exists():
        raise NotAllowed(
            "A new version is under way already. Open it to go on with it, or wait until it is reviewed."
        )
    basis = answer.versions.filter(state=State.APPROVED).first() or newest
    drafting.refuse_foreign_change(basis)
    version = drafting.new_draft(
        answer, newest.number + 1, drafting.text_of(basis), by, basis.translated_from
    )
    trail.append(Event.Kind.CREATED, by=by, version=version, rows=[version], from_version=basis.number)
    return version


@trail.in_turn()
def edit(
    *, version: AnswerVersion, by: Person, text: Mapping[str, str], seen: str, imported_from: str = ""
) -> AnswerVersion:
    """Save a draft's text and note the person as a contributor. A save without change is no act at all.

    ``seen`` is the ``editing_token`` of the text that the person began from. Raises ``TextChanged`` with the
    present text if somebody saved another one since.
    """
    version = _present_version(version)
    require(Act.EDIT, by, version)
    text = drafting.checked_text(drafting.text_of(version) | dict(text))
    answered_for = drafting.is_answered_for(version)
    if text == drafting.text_of(version) and answered_for:
        return version
    if seen != editing_token(version):
        raise TextChanged(
            "Somebody else has saved this text since you opened it. Nothing of yours is lost: "
            "both texts are shown below. Bring them together, then save again.",
            version,
        )
    # Whoever saves a text that was changed outside the editor answers for it from here on.
    changed_text = not answered_for or any(
        text[name] != getattr(version, name) for name in drafting.TEXT_FIELDS
    )
    for name, value in text.items():
        setattr(version, name, value)
    version.content_hash = content.content_hash(version.content)
    version.save()
    rows: list[AnswerVersion | Contributor] = [version]
    if changed_text:
        rows.append(drafting.contribute(version, by))
        Question.objects.filter(pk=version.answer.question_id).update(
            working_title=drafting.working_title(version.wording)
        )
    kind = Event.Kind.IMPORTED if imported_from else Event.Kind.EDITED
    trail.append(kind, by=by, version=version, rows=rows, imported_from=imported_from)
    return version


@trail.in_turn()
def translate_from(*, version: AnswerVersion, by: Person, original: AnswerVersion | None) -> AnswerVersion:
    """Say which approved text, in another language, a draft is the translation of; None: of none.

    That is part of what is signed, so whoever says it contributes to the text.
    """
    version = _present_version(version)
    require(Act.TRANSLATE_FROM, by, version)
    drafting.refuse_foreign_change(version)
    if not drafting.originals_of(version.answer).exists():
        raise NotAllowed(
            "There is nothing to translate: this question has no approved answer in another language."
        )
    original = drafting.checked_original(version.answer, original)
    if original == version.translated_from:
        return version
    version.translated_from = original
    version.content_hash = content.content_hash(version.content)
    version.save()
    contributor = drafting.contribute(version, by)
    trail.append(Event.Kind.EDITED, by=by, version=version, rows=[version, contributor])
    return version


@trail.in_turn()
def submit(*, version: AnswerVersion, by: Person) -> AnswerVersion:
    """Freeze a draft, with its rendering, and put it before the reviewers."""
    version = _present_version(version)
    require(Act.SUBMIT, by, version)
    drafting.refuse_foreign_change(version)
    drafting.refuse_unchanged(version)
    if not version.body.strip():
        raise WorkflowError("The answer is empty. Write the answer before you submit it.", "body")
    version.state = State.IN_REVIEW
    version.submitted_at, version.submitted_by = clock.now(), by
    version.save()
    rendered = _rendering_of(version)
    rendered.save()
    trail.append(Event.Kind.SUBMITTED, by=by, version=version, rows=[version, rendered])
    return version


@trail.in_turn()
def discard(*, version: AnswerVersion, by: Person, reason: str) -> AnswerVersion:
    """Give up a draft. It is kept, but leads nowhere; what patients read stays as it is."""
    version = _present_version(version)
    require(Act.DISCARD, by, version)
    reason = drafting.required(reason, "reason", "Say why the draft is discarded.")
    drafting.refuse_foreign_change(version)
    is_approved = Approval.objects.filter(version__answer=version.answer).exists()
    if not is_approved and version.answer.announcements.filter(retracted_at=None).exists():
        raise NotAllowed(
            "Patients see this question announced. Take the announcement back first, then discard."
        )
    _decide(version, State.DISCARDED, by, reason)
    version.save()
    trail.append(Event.Kind.DISCARDED, by=by, version=version, rows=[version])
    return version


@trail.in_turn()
def return_to_author(*, version: AnswerVersion, by: Person, note: str) -> AnswerVersion:
    """Send a submitted text back with a note. Returns the new draft in which it can be corrected."""
    version = _present_version(version)
    require(Act.RETURN, by, version)
    note = drafting.required(note, "note", "Tell the author what should be changed.")
    drafting.refuse_foreign_change(version)
    _decide(version, State.RETURNED, by, note)
    version.save()
    draft = drafting.new_draft(
        version.answer, version.number + 1, drafting.text_of(version), by, version.translated_from
    )
    trail.append(Event.Kind.RETURNED, by=by, version=version, rows=[version], note=note)
    trail.append(Event.Kind.CREATED, by=by, version=draft, rows=[draft], from_version=version.number)
    return draft


@trail.in_turn()
def approve(*, version: AnswerVersion, by: Person, content_hash: str, next_review_on: date) -> Approval:
    """Sign a submitted text; it becomes what patients read.

    ``content_hash`` is the hash of the text that the signer has read; ``TextChanged`` if it is another one.
    """
    version = _present_version(version)
    require(Act.APPROVE, by, version)
    drafting.refuse_unchanged(version)
    approval = _sign(version, by, Approval.Meaning.APPROVED, content_hash, next_review_on)
    rows: list[AnswerVersion | Approval] = [approval, version]
    for older in version.answer.versions.filter(state=State.APPROVED):
        older.state = State.SUPERSEDED
        older.save()
        rows.append(older)
    _decide(version, State.APPROVED, by, "")
    # The line comes first: the database lets nothing be approved that is not on the trail.
    trail.append(Event.Kind.APPROVED, by=by, version=version, rows=rows)
    version.save()
    return approval


@trail.in_turn()
def confirm(*, version: AnswerVersion, by: Person, content_hash: str, next_review_on: date) -> Approval:
    """Sign that an approved text is still correct as it stands. This, not an edit, renews the review date."""
    version = _present_version(version)
    require(Act.CONFIRM, by, version)
    if version.answer.withdrawals.filter(reinstated_at=None).exists():
        raise NotAllowed(
            "You cannot confirm this text: the answer is withdrawn. A lead has to reinstate it first."
        )
    approval = _sign(version, by, Approval.Meaning.CONFIRMED, content_hash, next_review_on)
    trail.append(Event.Kind.CONFIRMED, by=by, version=version, rows=[approval])
    return approval


@trail.in_turn()
def withdraw(*, answer: Answer, by: Person, reason: str) -> Withdrawal:
    """Take an answer away from patients at once. Everywhere it stood, a short notice stands instead."""
    answer = _present(answer)
    require(Act.WITHDRAW, by, answer)
    reason = drafting.required(reason, "reason", "Say why the answer is withdrawn.")
    if not answer.versions.filter(state=State.APPROVED).exists():
        raise NotAllowed("There is nothing to withdraw: no version of this answer is approved.")
    if answer.withdrawals.filter(reinstated_at=None).exists():
        raise NotAllowed("This answer is withdrawn already.")
    withdrawal = Withdrawal.objects.create(
        answer=answer, reason=reason, withdrawn_at=clock.now(), withdrawn_by=by
    )
    trail.append(Event.Kind.WITHDRAWN, by=by, answer=answer, rows=[withdrawal], reason=reason)
    return withdrawal


@trail.in_turn()
def reinstate(*, answer: Answer, by: Person, note: str) -> Withdrawal:
    """End a withdrawal: patients read the newest approved version again."""
    answer = _present(answer)
    require(Act.REINSTATE, by, answer)
    note = drafting.required(note, "note", "Say why the answer may be shown again.")
    withdrawal = answer.withdrawals.filter(reinstated_at=None).first()
    if withdrawal is None:
        raise NotAllowed("This answer is not withdrawn.")
    withdrawal.reinstated_at, withdrawal.reinstated_by = clock.now(), by
    withdrawal.reinstatement_note = note
    withdrawal.save()
    trail.append(Event.Kind.REINSTATED, by=by, answer=answer, rows=[withdrawal], note=note)
    return withdrawal


@trail.in_turn()
def announce(*, version: AnswerVersion, by: Person) -> Announcement:
    """Show patients the wording of a question whose answer is not yet approved, and nothing else of it."""
    version = _present_version(version)
    require(Act.ANNOUNCE, by, version)
    answer = version.answer
    if Approval.objects.filter(version__answer=answer).exists():
        raise NotAllowed("Patients see this question already: it has an approved answer.")
    if answer.announcements.filter(retracted_at=None).exists():
        raise NotAllowed("This question is announced already.")
    drafting.refuse_foreign_change(version)
    announcement = Announcement.objects.create(
        answer=answer, wording=version.wording, announced_at=clock.now(), announced_by=by
    )
    trail.append(Event.Kind.ANNOUNCED, by=by, version=version, rows=[announcement])
    return announcement


@trail.in_turn()
def retract(*, answer: Answer, by: Person) -> Announcement:
    """Take an announced question off the public pages again."""
    answer = _present(answer)
    require(Act.RETRACT, by, answer)
    announcement = answer.announcements.filter(retracted_at=None).first()
    if announcement is None:
        raise NotAllowed("This question is not announced.")
    announcement.retracted_at, announcement.retracted_by = clock.now(), by
    announcement.save()
    trail.append(Event.Kind.RETRACTED, by=by, answer=answer, rows=[announcement])
    return announcement


@trail.in_turn()
def assign(
    *,
    answer: Answer,
    by: Person,
    seen: str,
    owner: Person,
    deputy: Person | None,
    review_interval: int | None,
) -> Answer:
    """Say who keeps an answer in date, and how many months may pass between reviews; None: as its topics ask.

    ``seen`` is the ``assignment_token`` of what the person had on the screen.
    """
    answer = _present(answer)
    require(Act.ASSIGN, by, answer)
    if seen != assignment_token(answer):
        raise WorkflowError(
            "Somebody else has changed owner, deputy or interval since you opened the page. "
            "They are shown as they are now; make your change again."
        )
    if review_interval is not None and not 1 <= review_interval <= 60:
        raise WorkflowError("The review interval must be between 1 and 60 months.", "review_interval")
    if deputy == owner:
        raise WorkflowError("The deputy must be somebody else than the owner.", "deputy")
    wanted = (owner, deputy, review_interval)
    if wanted != (answer.owner, answer.deputy, answer.review_interval):
        answer.owner, answer.deputy, answer.review_interval = wanted
        answer.save()
        trail.append(Event.Kind.ASSIGNED, by=by, answer=answer, rows=[answer])
    return answer


@trail.in_turn()
def rerender(*, version: AnswerVersion, by: Person) -> Rendering | None:
    """Render a frozen version anew, after a change of renderer or sanitiser. None if nothing differs."""
    version = _present_version(version)
    require(Act.RERENDER, by, version)
    drafting.refuse_foreign_change(version)
    recorded = version.events.exclude(html_hash="").order_by("-sequence").first()
    kept = {former.html_hash for former in version.renderings.all()}
    rendered = _rendering_of(version)
    if recorded and rendered.html_hash == recorded.html_hash and recorded.html_hash in kept:
        return None
    rendered.save()
    trail.append(Event.Kind.RERENDERED, by=by, version=version, rows=[rendered], renderer=rendering.RENDERER)
    return rendered


def assignment_token(answer: Answer) -> str:
    """Names owner, deputy and interval, so that a change over another one is noticed."""
    return f"{answer.owner_id}-{answer.deputy_id or ''}-{answer.review_interval or ''}"


def editing_token(version: AnswerVersion) -> str:
    """Names the text and change note that an editor began from, so that a save over another one is noticed."""
    return content.sha256(content.canonical_json(drafting.text_of(version)))


def _present(answer: Answer) -> Answer:
    return Answer.objects.get(pk=answer.pk)  # as it is in our turn, whatever the caller had on the screen


def _present_version(version: AnswerVersion) -> AnswerVersion:
    answer = _present(version.answer)
    version = AnswerVersion.objects.get(pk=version.pk)
    version.answer = answer
    return version


def _decide(version: AnswerVersion, state: State, by: Person, note: str) -> None:
    version.state = state
    version.decided_at, version.decided_by, version.decision_note = clock.now(), by, note


def _rendering_of(version: AnswerVersion) -> Rendering:
    return Rendering(
        version=version,
        renderer=rendering.RENDERER,
        body_html=rendering.render(version.body, version.answer.language),
        sources_html=rendering.render_sources(version.sources),
        rendered_at=clock.now(),
    )


def _sign(
    version: AnswerVersion, by: Person, meaning: Approval.Meaning, seen_hash: str, next_review_on: date
) -> Approval:
    drafting.refuse_foreign_change(version)
    if seen_hash != version.content_hash:
        raise TextChanged(
            "This is not the text that you had on the screen. Read it as it is now, then sign it.", version
        )
    if not clock.today() < next_review_on <= clock.today() + LONGEST_INTERVAL:
        raise WorkflowError("The next review must be after today and within five years.", "next_review_on")
    return Approval.objects.create(
        version=version,
        content_hash=version.content_hash,
        meaning=meaning,
        signer=by,
        printed_name=by.printed_name,
        printed_role=by.printed_role,
        # Only where policy lets an author sign at all: on a site with a single clinician.
        reviewed_by_author=by.pk in contributors_since_approval(version),
        signed_at=clock.now(),
        next_review_on=next_review_on,
    )
