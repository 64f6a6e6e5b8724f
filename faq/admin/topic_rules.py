"""How often the answers of a topic are reviewed and who signs them, as its page on the desk shows and changes it."""

from typing import Any

from django import forms
from django.http import QueryDict

from faq import topics
from faq.models import Capacity, Category, Person
from faq.models.answer import DEFAULT_REVIEW_INTERVAL


class TopicRulesForm(forms.Form):
    """The rules of a topic. ``seen`` stands for those that the person had on the screen."""

    review_interval = forms.IntegerField(
        label="Months between reviews",
        required=False,
        min_value=1,
        max_value=60,
        help_text=f"For answers without an interval of their own. Empty: {DEFAULT_REVIEW_INTERVAL} months.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            "Write a whole number of months between 1 and 60, or leave it empty.",
        ),
    )
    sign_offs = forms.MultipleChoiceField(
        label="Before an approval, also signed off by a",
        choices=Capacity.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Each signs the very text that is approved. Any edit voids all signatures.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, category: Category, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_rules_%s", label_suffix="", initial=_standing(category))
        self.category = category

    def save(self, by: Person) -> None:
        """Change the rules. Raises ``WorkflowError`` if that is refused."""
        topics.rule(category=self.category, by=by, **self.cleaned_data)


def _standing(category: Category) -> dict[str, Any]:
    rules = topics.rules_of(category)
    return {
        "review_interval": rules.review_interval,
        "sign_offs": rules.sign_offs,
        "seen": rules.token,
    }
