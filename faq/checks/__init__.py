"""What an editor should know before submitting an answer.

One check per file, each a pure function of the question and its answer.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from faq.checks.callouts import callouts
from faq.checks.embedded_question import embedded_question
from faq.checks.finding import Finding
from faq.checks.missing_list import missing_list
from faq.checks.repeated_question import repeats_question
from faq.checks.unanswered_question import unanswered_question

__all__ = ["CHECKS", "Check", "Finding", "check_answer"]

Check = Callable[[str, str], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (repeats_question, unanswered_question, embedded_question, missing_list, callouts)

# Nobody reads more, and a hostile text must not fill the memory with findings.
MOST_FINDINGS_PER_CHECK = 100


def check_answer(question: str, body: str) -> list[Finding]:
    """Everything the checks find in an answer's body, in order of position. Takes time linear in the body."""
    found = [
        finding for check in CHECKS for finding in islice(check(question, body), MOST_FINDINGS_PER_CHECK)
    ]
    return sorted(found, key=lambda finding: (finding.start, finding.end))
