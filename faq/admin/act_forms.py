"""What an act on an answer asks of a person. Texts come through the editor alone; acts name what was read."""

from django import forms
from django.db.models import Q
from django.http import QueryDict

from faq import clock, drafting, sign_offs, workflow
from faq.admin.editor import MarkdownText, PlainText
from faq.admin.proof_of_reading import proof_of_reading
from faq.admin.standing import Standing
from faq.models import AnswerVersion, Approval, Person, Role, SignOff
from faq.policy import Act

WORDING_HELP = "As patients would ask it, ending in a question mark."
SOURCES_HELP = "One per line, with its address if it has one."


class ActForm(forms.Form):
    """The inputs of one act. Several stand on one page, so each names its inputs' ids after its act."""

    seen = ""  # the hidden input that names the text on the screen

    def __init__(self, act: Act, standing: Standing, by: Person, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"id_{act}_%s", label_suffix="")
        self.act, self.standing, self.by, self.sent = act, standing, by, data
        self.prepare()

    def prepare(self) -> None:
        """Fill in what the standing of the answer suggests."""

    def present(self) -> str:
        """What ``seen`` is for the text as it stands now."""
        raise NotImplementedError

    def show_present_text(self) -> None:
        """After a refusal because the text changed: the page shows it as it is now, and this form says so."""
        if self.sent is not None and self.seen:
            sent = self.sent.copy()
            for name, value in self.handed_out().items():
                sent[name] = value
            self.data = sent

    def handed_out(self) -> dict[str, str]:
        """What the page gives a form along with the text that it shows."""
        return {self.seen: self.present()}


class TextForm(ActForm):
    """An act on the very text that the page shows."""

    seen = "content_hash"
    content_hash = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Name the text."""
        self.fields["content_hash"].initial = self.present()

    def present(self) -> str:
        """The hash of the text."""
        subject = self.standing.subject_of(self.act)
        return subject.content_hash if isinstance(subject, AnswerVersion) else ""


class ReadForm(TextForm):
    """An act that nobody does without having opened the text: a signature."""

    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Hand out the proof, with the text that it is about."""
        super().prepare()
        self.fields["proof"].initial = self.handed_out()["proof"]

    def handed_out(self) -> dict[str, str]:
        """The hash of the text, and the proof that this page shows it to this person."""
        subject = self.standing.subject_of(self.act)
        read = proof_of_reading(self.by, subject) if isinstance(subject, AnswerVersion) else ""
        return super().handed_out() | {"proof": read}


class DiscardForm(TextForm):
    """Gives up a draft."""

    reason = PlainText(rows=2, label="Why is it given up?")


class ReturnForm(TextForm):
    """Sends a text back."""

    note = PlainText(rows=3, label="What should the author change?")


class SignatureForm(ReadForm):
    """A signature over the text on the screen."""

    next_review_on = forms.DateField(
        label="Next review on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say when the answer is reviewed next.",
            "invalid": "Write the date as year-month-day, for example 2027-05-31.",
        },
    )

    def prepare(self) -> None:
        """Suggest the day that the answer's interval gives."""
        super().prepare()
        self.fields["next_review_on"].initial = clock.months_after(
            clock.today(), self.standing.answer.months_between_reviews
        )

    @property
    def declaration(self) -> str:
        """What the signature says."""
        meaning = Approval.Meaning.CONFIRMED if self.act == Act.CONFIRM else Approval.Meaning.APPROVED
        return meaning.label


class SignOffForm(ReadForm):
    """A signature that a topic asks for besides the approval."""

    declaration = SignOff.MEANING
    capacity = forms.ChoiceField(
        label="As",
        error_messages={"required": "Say in which capacity you sign.", "invalid_choice": "Choose one."},
    )

    def prepare(self) -> None:
        """Offer the capacities that are missing and the person's own; a single one needs no choice."""
        super().prepare()
        subject = self.standing.subject_of(self.act)
        own = sign_offs.capacities_to_sign_in(subject, self.by) if isinstance(subject, AnswerVersion) else []
        capacity = self.fields["capacity"]
        assert isinstance(capacity, forms.ChoiceField)  # noqa: S101 - for the type checker
        capacity.choices = [(each.value, each.label) for each in own]
        if len(own) == 1:
            capacity.initial = own[0].value
            capacity.widget = forms.HiddenInput()


class WithdrawForm(ActForm):
    """Takes an answer away from patients."""

    reason = PlainText(rows=2, label="Why is it withdrawn?")


class ReinstateForm(ActForm):
    """Gives an answer back to patients."""

    note = PlainText(rows=2, label="Why may it be shown again?")


class AssignForm(ActForm):
    """Says who keeps an answer in date."""

    seen = "token"
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    owner = forms.ModelChoiceField(Person.objects.none(), empty_label=None)
    deputy = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody")
    review_interval = forms.IntegerField(
        label="Months between reviews",
        help_text="Empty: as its topics ask.",
        required=False,
        min_value=1,
        max_value=60,
        error_messages={
            "min_value": "The review interval must be between 1 and 60 months.",
            "max_value": "The review interval must be between 1 and 60 months.",
        },
    )

    def prepare(self) -> None:
        """Offer everyone who holds a role, and whoever holds the task now."""
        answer = self.standing.answer
        holders = Q(is_active=True, groups__name__in=Role.values) | Q(
            pk__in=[answer.owner_id, answer.deputy_id]
        )
        people = Person.objects.filter(holders).distinct().order_by("last_name", "username")
        for task in ("owner", "deputy"):
            field = self.fields[task]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = people
        self.initial = {
            "owner": answer.owner_id,
            "deputy": answer.deputy_id,
            "review_interval": answer.review_interval,
            "token": self.present(),
        }

    def present(self) -> str:
        """The token of the assignment."""
        return workflow.assignment_token(self.standing.answer)


class EditorForm(ActForm):
    """The editor of a draft: the only place through which a text changes."""

    seen = "token"
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    wording = PlainText(rows=2, label="Question", help_text=WORDING_HELP)
    body = MarkdownText()
    sources = PlainText(rows=4, label="Sources", help_text=SOURCES_HELP)
    change_note = PlainText(rows=2, label="What changed", help_text="Since the last version, in plain words.")

    def prepare(self) -> None:
        """Show the draft's text. What changed is for patients: without an approved text, they have seen none."""
        draft = self.standing.newest
        if not self.standing.was_ever_approved:
            del self.fields["change_note"]
        self.initial = {**drafting.text_of(draft), "token": self.present()}

    def present(self) -> str:
        """The token of the draft's text."""
        return workflow.editing_token(self.standing.newest)
