"""What is dangerous to change is marked, what says the same is not, and the texts stay whole."""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.clinical_changes import (
    Change,
    Kind,
    clinical_changes,
    marked_difference,
    words_ar,
    words_en,
    words_es,
)
from faq.clinical_changes.finding import found
from faq.clinical_changes.lexicon import Phrase, keys_of, language_of, lexicon, phrases
from faq.clinical_changes.sentences import sentences
from faq.clinical_changes.terms import terms

from .clinical_edits import DANGEROUS, HARMLESS

MEDQUAD = Path(__file__).resolve().parents[2] / "shared" / "data" / "medquad.jsonl.gz"
MOST_FALSE_MARKS = 0.02  # of the harmless rewordings

PIECES = """
    Take 5 mg| daily|. |do not |**|50|- |left |½|½ tablet |1,000|can't |لا |٥ |no tome |µg|\u00a0|e\u0301|\u200b|&lt;|
    ](x) |::: urgent|. Take it.|twice |to |100 |hundred |every |other |week|/|kg|<|un|safe|baclofen|or
"""
TEXTS = st.lists(
    st.sampled_from([*PIECES.strip().split("|"), "\n\n", "\n", "| a | 1 |\n"]) | st.text(max_size=6),
    max_size=12,
).map("".join)


def kinds(before: str, after: str) -> list[Kind]:
    return [change.kind for change in clinical_changes(before, after)]


def said(before: str, after: str) -> list[str]:
    return [change.said for change in clinical_changes(before, after)]


@pytest.mark.parametrize("kind", Kind)
def test_dangerous_change_is_marked_for_what_it_is(kind: Kind) -> None:
    of_kind = [edit for edit in DANGEROUS if edit.kind == kind]
    assert of_kind
    assert [edit for edit in of_kind if kind not in kinds(edit.before, edit.after)] == []


def test_dangerous_change_is_marked_when_it_is_taken_back() -> None:
    assert [edit for edit in DANGEROUS if not clinical_changes(edit.after, edit.before)] == []


def test_there_are_hundreds_of_dangerous_changes_to_try() -> None:
    assert {edit.kind for edit in DANGEROUS} == set(Kind)
    assert len(DANGEROUS) >= 400
    assert len({(edit.before, edit.after) for edit in DANGEROUS}) == len(DANGEROUS)


def test_dangerous_change_is_marked_in_the_middle_of_a_long_answer() -> None:
    around = "\n\n".join(edit.before for edit in HARMLESS[:40])
    english = [edit for edit in DANGEROUS if language_of(keys_of(edit.before)) == "en"]
    missed = [
        edit
        for edit in english[::9]
        if not clinical_changes(f"{around}\n\n{edit.before}\n\nEnd.", f"{around}\n\n{edit.after}\n\nEnd.")
    ]
    assert missed == []


def test_harmless_rewordings_stay_unmarked_but_for_very_few() -> None:
    assert len(HARMLESS) >= 180
    marked = [(edit.before, edit.after) for edit in HARMLESS if clinical_changes(edit.before, edit.after)]
    assert len(marked) <= MOST_FALSE_MARKS * len(HARMLESS), marked


@given(TEXTS)
def test_text_that_did_not_change_has_no_change(text: str) -> None:
    assert clinical_changes(text, text) == []


@settings(deadline=None, max_examples=60)
@given(TEXTS, TEXTS)
def test_passages_give_both_texts_back_and_mark_every_word_of_a_change(first: str, second: str) -> None:
    passages = marked_difference(first, second)
    for text, other, spans in (
        (first, "second", [span for each in found(first, second) for span in each.in_first]),
        (second, "first", [span for each in found(first, second) for span in each.in_second]),
    ):
        own = [passage for passage in passages if passage.found_in != other]
        assert "".join(passage.text for passage in own) == text
        marks = "".join(("x" if passage.change else " ") * len(passage.text) for passage in own)
        assert all(set(marks[start:end]) == {"x"} for start, end in spans)
    assert all(passage.text for passage in passages)
    assert not [passage for passage in passages if passage.found_in == "both" and passage.change]


def test_the_very_words_are_marked() -> None:
    passages = marked_difference("The pump gives 50mcg **daily**.", "The pump gives 50mg **weekly**.")
    assert [(p.found_in, p.text, p.change and p.change.kind) for p in passages if p.change] == [
        ("first", "mcg", Kind.UNIT),
        ("second", "mg", Kind.UNIT),
        ("first", "daily", Kind.FREQUENCY),
        ("second", "weekly", Kind.FREQUENCY),
    ]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Take 50 mcg.", "Take 500 mcg.", "50 → 500"),
        ("Take 50 mcg.", "Take 50 mg.", "mcg → mg"),
        ("Do not stop.", "Do stop.", "“not” is gone"),
        ("Do stop.", "Do not stop.", "“not” is new"),
        ("Take it daily.", "Take it weekly.", "daily → weekly"),
        ("Avoid milk.", "Drink milk.", "Avoid → Drink"),
        ("Rest. Do not drive.", "Rest.", "“Do not drive” is gone"),
    ],
)
def test_change_is_said_in_a_few_words(before: str, after: str, line: str) -> None:
    assert said(before, after) == [line]


def test_change_names_the_whole_dose_before_and_after() -> None:
    assert clinical_changes("Take 50 mcg.", "Take 500 mcg.") == [
        Change(Kind.DOSE, "50 mcg", "500 mcg", "50 → 500")
    ]


@pytest.mark.parametrize("language", [words_ar, words_en, words_es])
def test_no_phrase_is_listed_as_saying_two_things(language: ModuleType) -> None:
    said_by: dict[Phrase, set[str]] = defaultdict(set)
    for line in language.TERMS.strip().splitlines():
        what, _, listed = line.partition(": ")
        for phrase in phrases(listed):
            said_by[phrase].add(what)
    assert {phrase: things for phrase, things in said_by.items() if len(things) > 1} == {}


def test_arabic_prefix_is_taken_off_before_a_longer_one() -> None:
    [sentence] = sentences("الركبة وكلا")  # and both, not: and as no
    assert [term.kind for term in terms(sentence.words, lexicon("en"))][-1:] == [Kind.LATERALITY]


def test_every_kind_has_a_label_for_people() -> None:
    assert all(kind.label and kind.label == kind.label.strip() for kind in Kind)
    assert len({kind.label for kind in Kind}) == len(Kind)


def test_whole_paragraph_that_moved_is_not_marked() -> None:
    assert said("It is round.\n\nTake 5 mg.\n\nThe end.", "Take 5 mg.\n\nIt is round.\n\nThe end.") == []


def test_dose_that_moved_below_the_heading_for_other_people_is_marked() -> None:
    before = "## Adults\n\nTake 10 mg.\n\n## Children\n\nTake 5 mg."
    after = "## Adults\n\nTake 5 mg.\n\n## Children\n\nTake 10 mg."
    assert Kind.DOSE in kinds(before, after)


def test_doses_that_changed_rows_are_marked_in_a_table_as_patients_read_it() -> None:
    assert kinds("Ramipril 5 mg\nLosartan 10 mg\n", "Ramipril 10 mg\nLosartan 5 mg\n") == [Kind.DOSE] * 2


def test_block_that_is_less_pressing_is_marked_as_patients_read_it() -> None:
    assert Kind.URGENCY in kinds("Emergency: Call us if you\n• choke\n", "Tip: Call us if you\n• choke\n")


def test_edit_in_a_paragraph_that_moved_is_marked() -> None:
    before = "It is a round pump.\n\nTake 5 mg of it with some food in the morning.\n\nThe end."
    after = "Take 50 mg of it with some food in the morning.\n\nIt is a round pump.\n\nThe end."
    assert kinds(before, after) == [Kind.DOSE]


def by(
    pattern: str, replacement: str | Callable[[re.Match[str]], str]
) -> Callable[[str, random.Random], str]:
    def mutated(text: str, chance: random.Random) -> str:
        found = chance.choice([*re.finditer(pattern, text)] or [None])
        if found is None:
            return text
        new = replacement(found) if callable(replacement) else replacement
        return text[: found.start()] + new + text[found.end() :]

    return mutated


MUTATIONS = {
    "number times ten": by(r"(?<![\w.,/-])\d{1,3}(?![\w.,/-])", lambda found: f"{found[0]}0"),
    "decimal point lost": by(r"(?<![\d.])\d+\.\d+(?![\d.])", lambda found: found[0].replace(".", "")),
    "unit": by(r"\b(mg|milligrams?)\b", "mcg"),
    "not deleted": by(r"\bnot ", ""),
    "not added": by(r"\b(is|are|can|should|may) (?!not)", lambda found: f"{found[0]}not "),
    "without": by(r"\bwithout\b", "with"),
    "unless": by(r"\bunless\b", "if"),
    "daily": by(r"\bdaily\b", "weekly"),
    "days": by(r"\bdays\b", "weeks"),
    "months": by(r"\bmonths\b", "years"),
    "left": by(r"\bleft\b", "right"),
    "adults": by(r"\badults\b", "children"),
    "pregnant": by(r"\bpregnant\b", "healthy"),
    "by mouth": by(r"\bby mouth\b", "into a vein"),
    "increase": by(r"\bincrease\b", "decrease"),
    "high": by(r"\bhigh\b", "low"),
    "more than": by(r"\bmore than\b", "less than"),
    "must": by(r"\bmust\b", "may"),
    "before": by(r"\bbefore\b", "after"),
    "two": by(r"\btwo\b", "three"),
    "hypo": by(r"\bhypo(?=\w)", "hyper"),
    "never": by(r"\bnever\b", "always"),
}


@pytest.fixture(scope="module")
def answers() -> list[str]:
    if not MEDQUAD.exists():
        pytest.skip("the collection of real answers is not beside this project")
    with gzip.open(MEDQUAD, "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["answer"] for line, _ in zip(lines, range(2_500), strict=False)]
    return [answer for answer in found if 200 < len(answer) < 2_500]


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_of_a_real_answer_is_marked(name: str, answers: list[str]) -> None:
    chance = random.Random(4)
    mutated = ((answer, MUTATIONS[name](answer, chance)) for answer in answers)
    changed = [pair for pair, _ in zip((p for p in mutated if p[0] != p[1]), range(4), strict=False)]
    assert changed
    assert [pair for pair in changed if not clinical_changes(*pair)] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the pump gives a dose " * 1_000, "the dose gives a pump " * 1_000),
        ("1 2 3 " * 2_000, "3 2 1 " * 2_000),
        ("Not. " * 3_000, "No 5. " * 3_000),
        ("a" * 50_000, "a" * 49_999 + "b"),
        ("1," * 25_000, "2." * 25_000),
        (" " * 50_000, " " * 49_999 + "x"),
    ],
    ids=["one line", "numbers", "short sentences", "one word", "commas", "spaces"],
)
def test_time_grows_with_the_length_of_any_text(first: str, second: str) -> None:
    begun = process_time()
    clinical_changes(first, second)
    assert process_time() - begun < 5
