"""Translations on the desk: what a text was translated from, what became of it, and which languages are missing."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db.models import Case, QuerySet, When

from faq import clock
from faq.admin.act_forms import TextForm
from faq.difference import Passage, difference
from faq.models import Answer, AnswerVersion, Person, Question, Role, State, Withdrawal
from faq.status import OriginalState, original_state


class OriginalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """The approved text that another one is a translation of."""

    def __init__(self) -> None:
        super().__init__(
            AnswerVersion.objects.none(),
            required=False,
            label="Translated from",
            empty_label="No other text: it was written in this language",
            help_text="Patients are told when that text changes or is withdrawn.",
            error_messages={
                "invalid_choice": "That text is not the approved one any more. Choose it as it is now."
            },
        )

    def label_from_instance(self, obj: AnswerVersion) -> str:
        """Language, number and question."""
        return f"{obj.answer.get_language_display()}, version {obj.number}: {obj.wording}"


class TranslatedFromForm(TextForm):
    """Says what a draft is the translation of."""

    translated_from = OriginalField()

    def prepare(self) -> None:
        """Offer what is approved in other languages; keep what the draft says now."""
        super().prepare()
        draft = self.standing.newest
        field = self.fields["translated_from"]
        assert isinstance(field, OriginalField)  # noqa: S101 - for the type checker
        field.queryset = originals_for(draft.answer.question, draft.answer.language)
        self.initial = {"translated_from": draft.translated_from_id}


def originals_for(question: Question, language: str) -> QuerySet[AnswerVersion]:
    """The approved texts of a question in other languages, the site's own first."""
    approved = AnswerVersion.objects.filter(answer__question=question, state=State.APPROVED)
    elsewhere = approved.exclude(answer__language=language).select_related("answer")
    return elsewhere.order_by(Case(When(answer__language=settings.LANGUAGE_CODE, then=0), default=1), "pk")


@dataclass(frozen=True)
class Translation:
    """A version's original before a clinician: the text as it was translated, and what became of it since."""

    source: AnswerVersion
    newest: AnswerVersion
    state: OriginalState
    changes: list[tuple[str, list[Passage]]]  # by field, of the original since the translation

    @classmethod
    def of(cls, version: AnswerVersion) -> "Translation | None":
        """What a version was translated from; None if it was not."""
        source = version.translated_from
        if source is None:
            return None
        moment = clock.now()
        newest = AnswerVersion.objects.approved_by(moment).get(answer=source.answer_id)
        withdrawn = Withdrawal.objects.in_force_at(moment).filter(answer=source.answer_id).exists()
        compared = [
            (label, difference(getattr(source, name), getattr(newest, name)))
            for name, label in (("wording", "Question"), ("body", "Answer"), ("sources", "Sources"))
        ]
        return cls(
            source=source,
            newest=newest,
            state=original_state(source.number, newest.number, is_withdrawn=withdrawn),
            changes=[(label, parts) for label, parts in compared if any(p.found_in != "both" for p in parts)],
        )


@dataclass(frozen=True)
class Languages:
    """The other answers to a question, and the languages in which a person could still write one."""

    others: list[Answer]
    missing: list[tuple[str, str]]

    @classmethod
    def of(cls, answer: Answer, person: Person) -> "Languages":
        """The languages around one answer."""
        others = list(Answer.objects.filter(question=answer.question_id).exclude(pk=answer.pk))
        present = {answer.language, *(other.language for other in others)}
        writes = Role.AUTHOR in person.roles
        return cls(others, [(c, name) for c, name in settings.LANGUAGES if writes and c not in present])
