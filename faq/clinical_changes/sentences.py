"""A text, plain or in Markdown, as sentences of words; each word knows where it stands."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from faq.clinical_changes.numerals import NUMBER, value

_HIDDEN = (
    "\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff"  # seen by nobody, copied by everybody
)
_MARKS = rf"[\u0300-\u036f\u0640\u064b-\u0655\u0670{_HIDDEN}]"
_UNSEEN = re.compile(rf"[{_HIDDEN}\u0640]")
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"(?P<number>{NUMBER})"
    rf"|(?P<word>(?:{_LETTER}\.){{2,}}{_LETTER}?(?![^\W_])"  # b.d., t.d.s, a.m.
    rf"|{_LETTER}(?:[^\W_]|{_MARKS}|['’](?={_LETTER}))*"
    r"|(?<=\d)(?:st|nd|rd|th)\b)"
    r"|(?P<sign>[%٪‰°<>≤≥±↑↓✓✔✗✘×/]|:::)"
    r"|(?P<stop>[.!?؟…]+(?=[\s\"”’')*_|]|$))"
    r"|(?P<comma>[,،;؛()\[\]|]|(?<!\d)—|(?<!\d)\s–\s)"
)
# What goes on for so many words is no sentence, and is cut at its commas, then anywhere.
_LONG, _LONGEST = 120, 240
_SIGN_WORDS = {"✔": "✓", "✘": "✗"}

# What a reader of the page does not see; white space of the same length keeps every place where it is.
_UNREAD = re.compile(
    r"(?<=\])\((?!\s*<?tel:)[^()\s]*(?:\s+\"[^\"]*\")?\)"  # the address of a link
    r"|<?https?://[^\s>)]+>?|\bwww\.[^\s)]+"
    r"|^[ \t]*(?:>[ \t]?)+"  # a quotation
    r"|^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*(?:\|[ \t]*)?$",  # the line below a table's head
    re.MULTILINE,
)
_ENTITY = re.compile(r"&(?:\w+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_MARKER = re.compile(r"[ \t]*(?:[-*+•]|(\d{1,3})[.)])[ \t]+")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]|[ \t]*(?:\*\*|__)[^*_]+(?:\*\*|__):?[ \t]*$|.*:\**[ \t]*$")
_LOWER_FOLLOWS = re.compile(r"[\"”’')*_\s]*[a-zà-öø-ÿ]")


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A word as words are compared: no capitals, accents, vowel marks, invisible characters or wide forms."""
    plain = unicodedata.normalize("NFKD", _UNSEEN.sub("", text)).replace("’", "'")
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a sign of a text."""

    key: str  # as compared
    raw: str
    start: int
    end: int
    is_number: bool = False
    is_bound: bool = False  # a comma, a bracket or a border of a cell, which ends a clause


@dataclass(frozen=True)
class Sentence:
    """A sentence, a heading, an item of a list or a row of a table."""

    words: tuple[Word, ...]  # bounds of clauses included
    block: int  # the number of its paragraph in the text
    heading: str  # the keys of the heading that it stands under
    is_row: bool = False

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What its words are compared by; equal for sentences that say the same in the same words."""
        return tuple(word.key for word in self.words if not word.is_bound)

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in its text."""
        return self.words[0].start, self.words[-1].end


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order. How its lines are wrapped and what is bold makes no difference."""
    read = _read_as(text)
    found: list[Sentence] = []
    heading = ""
    for number, block in enumerate(_blocks(read)):
        inside = [sentence for sentence in _split(read, block) if any(not w.is_bound for w in sentence)]
        if block.is_heading and inside:
            heading = " ".join(w.key for sentence in inside for w in sentence)
        found += [Sentence(tuple(words), number, heading, block.is_row) for words in inside]
    return found


@dataclass
class _Block:
    start: int
    end: int
    is_row: bool = False
    is_heading: bool = False


def _read_as(text: str) -> str:
    text = _UNREAD.sub(lambda found: " " * len(found[0]), text)
    return _ENTITY.sub(lambda found: _decoded(found[0]), text)


def _decoded(entity: str) -> str:
    character = html.unescape(entity)
    return character.ljust(len(entity)) if len(character) <= len(entity) else entity


def _blocks(text: str) -> list[_Block]:
    """Paragraphs, items, headings and rows. A line begins a new one or goes on with the one above."""
    blocks: list[_Block] = []
    place, goes_on, in_list = 0, False, False
    for line in text.splitlines(keepends=True):
        start, place = place, place + len(line)
        if not line.strip():
            goes_on = in_list = False
            continue
        marker = _MARKER.match(line)
        is_item = marker is not None and (marker[1] in (None, "1") or in_list or not goes_on)
        is_row = line.lstrip().startswith("|")
        is_heading = _HEADING.fullmatch(line.rstrip()) is not None or line.lstrip().startswith("#")
        is_alone = is_row or line.lstrip().startswith(("#", ":::"))
        if is_item and marker:
            start += marker.end()
            in_list = True
        if goes_on and not (is_item or is_alone):
            blocks[-1].end = place
        else:
            blocks.append(_Block(start, place, is_row, is_heading))
        goes_on = not is_alone
    return blocks


def _split(text: str, block: _Block) -> list[list[Word]]:
    split: list[list[Word]] = [[]]
    for found in _TOKEN.finditer(text, block.start, block.end):
        if found.lastgroup == "stop":
            if not _LOWER_FOLLOWS.match(text, found.end()):
                split.append([])
            continue
        length = len(split[-1])
        if length > _LONG and (found.lastgroup == "comma" or length > _LONGEST):
            split.append([])
        split[-1] += _words(found)
    return split


_NOT = re.compile(r"(can(?=not)|[a-z]+(?=n't))(not|n't)", re.IGNORECASE)
_SHORTENED = {"ca": "can", "wo": "will", "sha": "shall"}


def _words(found: re.Match[str]) -> list[Word]:
    """A word; two for "cannot" and "don't", of which the second is "not"."""
    word = _word(found)
    shortened = _NOT.fullmatch(word.raw.replace("’", "'"))
    if found.lastgroup != "word" or not shortened:
        return [word]
    middle = word.start + shortened.end(1)
    verb = folded(shortened[1])
    return [
        Word(_SHORTENED.get(verb, verb), word.raw[: middle - word.start], word.start, middle),
        Word("not", word.raw[middle - word.start :], middle, word.end),
    ]


def _word(found: re.Match[str]) -> Word:
    raw = found[0]
    kind = found.lastgroup
    if kind == "number":
        return Word(value(raw), raw, found.start(), found.end(), is_number=True)
    key = _SIGN_WORDS.get(raw, raw) if kind in ("sign", "comma") else folded(raw)
    if kind == "word":
        key = key.replace(".", "")
        key = key.removesuffix("'s") or key
    return Word(key, raw, found.start(), found.end(), is_bound=kind == "comma")
