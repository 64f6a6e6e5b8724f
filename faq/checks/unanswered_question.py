"""An answer that ends in a question nobody answers."""

from collections import deque
from collections.abc import Iterator

from faq.checks.blocks import BlockKind, blocks
from faq.checks.finding import Finding, quoted
from faq.checks.repeated_question import repetition
from faq.checks.sentences import Sentence, addresses_reader, bare_wording, is_question, sentences

# A text that ends in more questions than this is not an answer; the last ones are enough to say so.
MOST_REPORTED = 20


def _closing_questions(body: str) -> Iterator[Sentence]:
    if not is_question(body[-200:].rstrip()):
        return
    closing: deque[Sentence] = deque(maxlen=MOST_REPORTED)
    for block in blocks(body):
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            # "Ask your doctor: - How long will I stay?" is a list of questions for the reader to ask.
            closing.clear()
            continue
        for sentence in sentences(body, block.start, block.end):
            if is_question(body[sentence.start : sentence.end]):
                closing.append(sentence)
            else:
                closing.clear()
    yield from closing


def unanswered_question(question: str, body: str) -> Iterator[Finding]:
    """One finding for each question the body ends in, unless it asks the reader ("Any questions?")."""
    _, answer_start = repetition(question, body) or (0, 0)
    for sentence in _closing_questions(body):
        asked = body[sentence.start : sentence.end]
        if sentence.start < answer_start or addresses_reader(asked):
            continue
        yield Finding(
            "unanswered_question",
            f"The answer ends with a question that nobody answers: {quoted(asked)}. Answer it, make it a "
            "question of its own, or delete it.",
            sentence.start,
            sentence.end,
            question=bare_wording(asked),
        )
