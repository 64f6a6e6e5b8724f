"""The questions of a topic in their order, as its page on the desk shows and changes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from faq import topics, trail
from faq.admin.answer_list import seen_by_patients, work_on
from faq.models import Answer, Category, Person, Placement, Question
from faq.policy import WorkflowError
from faq.standings import status_of, with_standing
from faq.status import Status


@dataclass(frozen=True)
class AnswerLine:
    """One answer to a question: its language, what patients are told about it, and what goes on with it."""

    pk: int
    language: str
    status: Status
    seen: str
    work: str


@dataclass(frozen=True)
class QuestionLine:
    """One question at its place, counted from 1."""

    question: Question
    place: int
    is_first: bool
    is_last: bool
    answers: list[AnswerLine] = field(default_factory=list)


class TopicOrder:
    """Which questions stand on a topic's page now, in which order."""

    def __init__(self, category: Category) -> None:
        self.category = category
        self.placements: list[Placement] = list(
            category.placements.current().select_related("question").order_by("position", "pk")
        )

    @property
    def token(self) -> str:
        """Stands for this order. Moving a question ends its placement and begins another, so any change shows."""
        return ",".join(str(placement.pk) for placement in self.placements)

    def lines(self) -> Iterator[QuestionLine]:
        """The questions with their answers, in two queries however many there are."""
        answers = answer_lines([placement.question for placement in self.placements])
        for place, placement in enumerate(self.placements, start=1):
            question = placement.question
            yield QuestionLine(
                question, place, place == 1, place == len(self.placements), answers.get(question.pk, [])
            )

    @trail.in_turn()  # so that the order checked here is the order changed
    def change(self, asked: Mapping[str, Any], *, by: Person) -> str:
        """Do what one button of the page asks for and say so. Raises ``WorkflowError``.

        ``remove``, ``up`` and ``down`` hold a question's id; without them the numbers beside the questions count.
        """
        if asked.get("seen") != TopicOrder(self.category).token:
            raise WorkflowError(
                "The questions of this topic have changed since you opened it. They are shown as they are now."
            )
        if "remove" in asked:
            question = self._standing(asked["remove"])
            topics.remove(question=question, category=self.category, by=by)
            return f"“{question}” no longer stands in this topic. Its own page and its other topics stay."
        topics.arrange(category=self.category, by=by, questions=self._wanted(asked))
        return "The order is saved. Patients see it now."

    def _wanted(self, asked: Mapping[str, Any]) -> list[Question]:
        order = [placement.question for placement in self.placements]
        for name, step in (("up", -1), ("down", 1)):
            if name in asked:
                place = order.index(self._standing(asked[name]))
                other = min(max(place + step, 0), len(order) - 1)
                order[place], order[other] = order[other], order[place]
                return order
        return sorted(
            order, key=lambda question: self._wanted_place(asked, question, order.index(question) + 1)
        )

    def _wanted_place(self, asked: Mapping[str, Any], question: Question, place: int) -> tuple[int, int]:
        try:
            wanted = int(str(asked.get(f"place-{question.pk}", "")))
        except ValueError:
            raise WorkflowError(f"Give “{question}” a whole number for its place.") from None
        # Of two that want one place, the one that was moved gets it, and the other makes room.
        return wanted, (wanted > place) - (wanted < place)

    def _standing(self, pk: str) -> Question:
        for placement in self.placements:
            if str(placement.question_id) == pk:
                return placement.question
        raise WorkflowError("This question does not stand in the topic. Open the topic again.")


def answer_lines(questions: list[Question]) -> dict[int, list[AnswerLine]]:
    """The answers to some questions, by the question's id, in one query."""
    found: dict[int, list[AnswerLine]] = {}
    for answer in with_standing(Answer.objects.filter(question__in=questions)):
        line = AnswerLine(
            answer.pk,
            answer.get_language_display(),
            status_of(answer),
            seen_by_patients(answer),
            work_on(answer),
        )
        found.setdefault(answer.question_id, []).append(line)
    return found
