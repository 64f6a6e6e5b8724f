"""Words as search compares them: what counts as one, which are alike, and which say nothing."""

import re
import unicodedata

ARABIC_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
"""Lengthening and vowel marks: written or left out as one likes, so no difference to whoever searches."""

MARKS = rf"[\u0300-\u036f{ARABIC_MARKS}]"
"""Any of them or of the combining accents, as a regular expression."""

WORD = re.compile(rf"[^\W_](?:[^\W_]|{MARKS})*")
"""Letters and digits with their marks; everything else separates words."""

_STOP_WORDS = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves what which who whom this that these those am is are
    was were be been being have has had having do does did doing a an the and but if or because as until while
    of at by for with about against between into through during before after above below to from up down in out
    on off over under again further then once here there when where why how all any both each few more most
    other some such no nor not only own same so than too very s t can will just don should now
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""What PostgreSQL's English dictionary leaves out of its index; left out of queries on both engines."""

_MARK = re.compile(MARKS)


def folded(word: str) -> str:
    """A word as search compares it: in lower case, without Latin accents and Arabic vowel marks."""
    return unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFD", word))).lower()
