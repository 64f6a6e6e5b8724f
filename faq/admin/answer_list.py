"""What the list of answers says of each."""

from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, ChangeList

from faq.models import State
from faq.standings import status_of
from faq.status import Status


def seen_by_patients(answer: Any) -> str:
    """What patients are told about an answer, in words; of one that nobody announced they see nothing."""
    status = status_of(answer)
    hidden = status == Status.NOT_YET_APPROVED and not answer.is_announced
    return "Nothing yet" if hidden else status.label


def work_on(answer: Any) -> str:
    """What is going on with an answer, whatever patients see of it meanwhile; empty if nothing is."""
    if answer.open_state is None:
        return ""
    if answer.open_state == State.DRAFT and answer.came_back:
        return f"Draft {answer.open_number}, returned"
    return f"{State(answer.open_state).label} {answer.open_number}"


class AnswerList(ChangeList):
    """The stock list, under its own name, which marks the column that it is ordered by from the start."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "Answers"

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """The marked columns. Django looks the default up in the model, which knows nothing of events."""
        if ORDER_VAR in self.params:
            return super().get_ordering_field_columns()
        return {self.list_display.index("last_changed"): "desc"}
