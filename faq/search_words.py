"""Words as search compares them: what counts as one, which are alike, and which say nothing."""

import re
import unicodedata

ARABIC_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
"""Lengthening and vowel marks: written or left out as one likes, so no difference to whoever searches."""

UNMARKED = dict.fromkeys(map(ord, ARABIC_MARKS))
"""For ``str.translate``: a word without them."""

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

_SPANISH = """
    a al antes asi como con cual cuales cuando cuanta cuantas cuanto cuantos de debe debo del desde despues donde
    durante e el ella ellas ellos en entre es esa ese eso esta estan estar estas este esto estos estoy ha hace
    hacer hago han hasta hay he la las le les lo los mas me mi mis muy ni no nos o para pero por porque puede
    pueden puedo que quien quienes se ser si sin sobre son soy su sus tambien te tener tengo tiene tu tus u un una
    unas uno unos y ya yo
"""
_ARABIC = """
    ما ماذا هل كيف متى أين من لماذا كم هو هي هم أنا أنت نحن في على إلى عن مع بعد قبل أثناء خلال منذ حتى أن إن إذا
    لا لم لن ليس أو و ثم هذا هذه ذلك تلك التي الذي كان كانت يكون تكون أكون يمكن يمكنني يجب عند عندما عندي بين كل أي
    لي له لها بي به بها قد هناك فيه فيها منه منها عنه عنها عليه عليها
"""
FUNCTION_WORDS = {
    "en": STOP_WORDS,
    "es": frozenset(_SPANISH.split()),
    "ar": frozenset(_ARABIC.split()),
}
"""By language, folded: the words that hold a sentence together and say nothing of what it is about."""

_MARK = re.compile(MARKS)
_ENDING = re.compile(r"(?<=\w{3})(?:'?s|es|ed|ing|ly|er|ers|ion|ions|ation|ations|ment|ments|y|ies|e)$")


def folded(word: str) -> str:
    """A word as search compares it: in lower case, without Latin accents and Arabic vowel marks."""
    return unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFD", word))).lower()


def rough_stem(word: str) -> str:
    """A word folded and without an English ending: enough to see that two are akin.

    It decides which words are marked and which questions are similar, never what search finds: that is for the
    stemmer of the database.
    """
    return _ENDING.sub("", folded(word))
