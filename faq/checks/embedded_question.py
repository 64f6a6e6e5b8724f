"""A second question with its own reply inside an answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from faq.checks.blocks import Block, BlockKind, blocks
from faq.checks.finding import Finding, quoted
from faq.checks.repeated_question import repetition
from faq.checks.sentences import (
    Sentence,
    addresses_reader,
    asks_patient_question,
    bare_wording,
    is_question,
    sentences,
)


@dataclass(slots=True)
class _Embedded:
    """A question and, as far as it has been read, its reply."""

    start: int
    question_end: int
    reply_end: int
    # A question that closes its paragraph is answered by the paragraphs below it; one inside a paragraph is
    # answered by the rest of that paragraph, because what comes after usually goes on with the main answer.
    answered_below: bool = False

    @property
    def has_reply(self) -> bool:
        return self.reply_end > self.question_end


def _finding(body: str, found: _Embedded) -> Finding:
    asked = bare_wording(body[found.start : found.question_end])
    is_opening = not body[: found.start].strip()
    return Finding(
        "embedded_question",
        f"This answer opens with another question: {quoted(asked)}. If it only asks again what stands above, "
        "delete it. If not, make it a question of its own."
        if is_opening
        else f"A second question with its own reply stands inside this answer: {quoted(asked)}. Make it a "
        "question of its own, so that patients can find it.",
        found.start,
        found.reply_end,
        question=asked,
        reply=body[found.question_end : found.reply_end].strip(),
    )


def _is_stray(body: str, sentence: Sentence, block: Block) -> bool:
    wording = body[sentence.start : sentence.end]
    if (sentence.start, sentence.end) == (block.start, block.end):
        # A paragraph that is nothing but a question asks in earnest, even if it says "it".
        return is_question(wording) and not addresses_reader(wording)
    return asks_patient_question(wording)


def _embedded(body: str, answer_start: int) -> Iterator[_Embedded]:
    current: _Embedded | None = None
    for block in blocks(body):
        if block.kind is BlockKind.HEADING:
            if current:
                yield current
            current = None
            continue
        if block.kind is not BlockKind.PARAGRAPH:
            if current:
                # A list or table goes on with the paragraph above it.
                current.reply_end = block.end
            continue
        if current and not current.answered_below:
            yield current
            current = None
        for sentence in sentences(body, block.start, block.end):
            is_stray = sentence.start >= answer_start and _is_stray(body, sentence, block)
            if is_stray and current and not current.has_reply:
                # Questions in a row share the reply that follows the last of them.
                current.question_end = current.reply_end = sentence.end
            elif is_stray:
                if current:
                    yield current
                current = _Embedded(sentence.start, sentence.end, sentence.end)
            elif current:
                current.reply_end = sentence.end
        if current and not current.has_reply:
            current.answered_below = True
    if current:
        yield current


def embedded_question(question: str, body: str) -> Iterator[Finding]:
    """One finding for each question inside the prose of the body that has a reply there.

    Questions in headings, lists, tables and quotations are structure, not accidents, and are left alone; so
    are questions put to the reader ("Do you have questions? Call us.") and rhetorical ones (see
    ``asks_patient_question``).
    """
    _, answer_start = repetition(question, body) or (0, 0)
    for found in _embedded(body, answer_start):
        if found.has_reply:
            yield _finding(body, found)
