"""What a web page leaves behind when its text is copied: link boxes, buttons, page numbers, layout tags."""

import re

from faq.importing.lines import Line
from faq.importing.markers import is_heading

# Furniture is short; nothing longer is looked at.
LONGEST_FURNITURE = 160

_DECORATION = " \t#*_:>|.…[]«»›‹→←↑"
_BULLET = re.compile(r"[-+*•·–—][ \t]")


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# A heading of a box: the links below it are furniture, too.
_BOX = _any_of(
    r"you (?:might|may) also (?:like|be interested in|enjoy|want to read)",
    r"related (?:articles?|content|topics?|pages?|links?|posts?|reading|stories|questions)",
    r"recommended (?:for you|articles?|reading)",
    r"more (?:like this|articles?|stories|on this topic)",
    r"read (?:next|this next)",
    r"popular (?:articles?|posts?|topics?)",
    r"recent (?:posts?|articles?)",
    r"latest news",
    r"share(?: this)?(?: (?:page|article|post|story|on|via))?",
    r"follow us(?: on)?",
    r"tags",
    r"leave a (?:comment|reply)",
    r"comments",
    r"in this section",
    r"on this page",
    r"quick links",
    r"site (?:map|navigation)",
    r"(?:was|is) this (?:page|article|answer|information) (?:helpful|useful)\??",
    r"did you find (?:this|what)(?: [a-z]+){0,5}\??",
    r"subscribe(?: to)?(?: [a-z]+){0,4}",
    r"sign up (?:for|to)(?: [a-z]+){0,4}",
)
# A button or line that stands for itself. Single words that could close an answer's own list ("Home", "Next")
# are left out on purpose: furniture in an answer is seen and deleted, a line missing from it is not.
_LINE = _any_of(
    r"share (?:this )?(?:on|via) .*+",
    r"(?:print|email|save) this(?: (?:page|article))?",
    r"back to (?:the )?(?:top|home|contents)",
    r"top of page",
    r"skip to (?:main )?(?:content|navigation)",
    r"next page",
    r"previous page",
    r"(?:read|learn|show|view|see) more",
    r"advertisements?",
    r"sponsored content",
    r"page [0-9]++ (?:of|/) [0-9]++",
    r"©.*+",
    r"copyright (?:©|[0-9]{4}).*+",
    r"all rights reserved",
    r"last (?:updated|modified)\b.*+",
    r"(?:privacy|cookie) policy",
    r"terms (?:of use|and conditions|of service)",
)
_LAYOUT = re.compile(r"(?:<[/!]?[a-zA-Z-][^<>]*+>[ \t]*+)++|[-*_=]{3,}+")
_FEEDBACK = re.compile(
    r"(?:was|is) this (?:page|article|answer|information) (?:helpful|useful)|did you find (?:this|what) .*+",
    re.IGNORECASE,
)

FURNITURE = "part of a web page, not of an answer"
LAYOUT = "layout marks"
SECTION = "section heading"


def asks_for_feedback(question: str) -> bool:
    """Whether a question asks about the page ("Was this page helpful?") instead of the topic."""
    return _FEEDBACK.fullmatch(question[:LONGEST_FURNITURE].strip(_DECORATION + "?")) is not None


def _is_box(line: str) -> bool:
    return len(line) <= LONGEST_FURNITURE and _BOX.fullmatch(line.strip(_DECORATION)) is not None


def is_furniture(line: str) -> bool:
    """Whether a stripped line is a button, a box heading or another remnant of a web page in words."""
    if len(line) > LONGEST_FURNITURE or _BULLET.match(line):
        return False
    return _is_box(line) or _LINE.fullmatch(line.strip(_DECORATION)) is not None


def is_layout(line: str) -> bool:
    """Whether a stripped line holds nothing but HTML tags or a horizontal rule."""
    return len(line) <= LONGEST_FURNITURE and _LAYOUT.fullmatch(line) is not None


def furniture_reason(block: str) -> str:
    """Why a block that ``furniture_start`` cut off is not part of an answer."""
    stripped = [line.strip() for line in block.split("\n") if line.strip()]
    if any(is_furniture(line) for line in stripped):
        return FURNITURE
    return LAYOUT if all(is_layout(line) for line in stripped) else SECTION


def _could_be_link(line: str) -> bool:
    """Whether a line below "You might also like" could be one of its links: short, and not a sentence."""
    return len(line) <= LONGEST_FURNITURE and line[-1] not in ".!;,"


def furniture_start(text: str, lines: list[Line], first: int, stop: int) -> int:
    """The index from which on ``lines[first:stop]`` hold only page furniture; ``stop`` if they end in real
    text.

    A section heading with nothing under it counts as well: it belongs to the questions after it.
    """
    cut, below_are_links = stop, False
    for index in range(stop - 1, first - 1, -1):
        line = text[lines[index].start : lines[index].end]
        is_empty_section = cut == index + 1 and is_heading(text, lines[index])
        is_remnant = is_furniture(line) or is_layout(line) or is_empty_section
        if _is_box(line) or (is_remnant and not below_are_links):
            cut, below_are_links = index, False
        elif _could_be_link(line):
            below_are_links = True
        else:
            break
    return cut
