"""Changes between two texts of an answer that may harm somebody: doses, units, negations, and the like.

It reads plain text and Markdown in the languages of the site, knows no answer and no request, and would rather
point at a word too many than miss one. What it finds is for a reviewer to judge.
"""

from faq.clinical_changes.finding import found
from faq.clinical_changes.kinds import Change, Kind
from faq.clinical_changes.marking import MarkedPassage, marked_difference

__all__ = ["Change", "Kind", "MarkedPassage", "clinical_changes", "marked_difference"]


def clinical_changes(first: str, second: str) -> list[Change]:
    """The dangerous changes from a first to a second text, in the order in which they stand in the second."""
    return [each.change for each in found(first, second)]
