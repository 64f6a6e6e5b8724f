"""Turn a question that stands inside another answer into a question of its own."""

from faq import topics, trail, workflow
from faq.checks import check_answer
from faq.models import AnswerVersion, Category, Person
from faq.policy import TextChanged


@trail.in_turn()
def split_question(
    *, version: AnswerVersion, by: Person, finding_start: int, finding_end: int, seen: str
) -> AnswerVersion:
    """Move the embedded question at these offsets of a draft's body, with its reply, to a draft of its own.

    Nothing is rewritten: the words leave the one text and begin the other, in the same topics. ``seen`` is the
    editing token of the text in which the question was found. Returns the new draft.
    """
    version = AnswerVersion.objects.select_related("answer__question").get(pk=version.pk)
    found = next(
        (
            finding
            for finding in check_answer(version.wording, version.body)
            if finding.question and (finding.start, finding.end) == (finding_start, finding_end)
        ),
        None,
    )
    if found is None or seen != workflow.editing_token(version):
        raise TextChanged(
            "Somebody has changed this text since you opened it. Read it as it is now, then go on.", version
        )
    workflow.edit(
        version=version, by=by, text={"body": _without(version.body, finding_start, finding_end)}, seen=seen
    )
    answer = version.answer
    writers = Person.objects.filter(contributions__version__answer=answer).distinct()
    new = workflow.create_answer(
        by=by,
        text={"wording": found.question, "body": found.reply, "sources": version.sources},
        language=answer.language,
        owner=answer.owner,
        also_written_by=writers,  # splitting is no writing: who wrote the words still cannot approve them
        is_demonstration=answer.question.is_demonstration,
    )
    for category in Category.objects.filter(placements__in=answer.question.placements.current()):
        topics.place(question=new.answer.question, category=category, by=by)
    return new


def _without(body: str, start: int, end: int) -> str:
    before, after = body[:start], body[end:]
    kept_before, kept_after = before.rstrip(), after.lstrip()
    if not kept_before or not kept_after:
        return kept_before + kept_after
    gap = before[len(kept_before) :] + after[: len(after) - len(kept_after)]
    return kept_before + ("\n\n" if "\n" in gap else " ") + kept_after
