"""Two people changed one text: nobody's words disappear, and no sentence is made that neither of them wrote."""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faq.merging import (
    CHOICES,
    MOST_PASSAGES,
    Agreed,
    Choice,
    Conflict,
    Merged,
    lines,
    merge,
    sentences,
    whole,
)

BASE = (
    "Take 50 mg daily. Drink water with it. Ask us first.\n"
    "\n"
    "- Do not drive.\n"
    "- Do not drink.\n"
    "\n"
    "| Week | Dose |\n"
    "|---|---|\n"
    "| 1 | 5 mg |\n"
    "| 2 | 10 mg |\n"
    "\n"
    "## After\n"
    "Come back in June."
)


def changed(**replacements: str) -> str:
    text = BASE
    for old, new in replacements.items():
        old = old.replace("_", " ")
        assert old in text
        text = text.replace(old, new)
    return text


def words(text: str) -> Counter[str]:
    return Counter(text.split())


def test_changes_in_different_paragraphs_are_taken_together() -> None:
    merged = merge(BASE, changed(daily="weekly"), changed(June="July"))
    assert merged.conflicts == []
    assert merged.text() == changed(daily="weekly", June="July")


def test_dose_and_unit_changed_in_one_sentence_are_shown_to_a_person() -> None:
    mine, theirs = changed(Take_50="Take 500"), changed(mg_daily="mcg daily")
    (conflict,) = merge(BASE, mine, theirs).conflicts
    assert conflict == Conflict("Take 500 mg daily. ", "Take 50 mcg daily. ", "Take 50 mg daily. ")
    assert "500 mcg" not in merge(BASE, mine, theirs).text(["mine"])


def test_a_sentence_that_goes_on_over_the_end_of_a_line_is_one() -> None:
    base = "Take\n50\nmg\nonce\ndaily.\n"
    assert len(merge(base, base.replace("50", "500"), base.replace("daily", "weekly")).conflicts) == 1


def test_two_numbers_in_one_table_are_shown_to_a_person() -> None:
    merged = merge(BASE, changed(Dose="Dose (mcg)"), changed(**{"10_mg": "20 mg"}))
    assert len(merged.conflicts) == 1


def test_neighbouring_points_of_a_list_are_taken_together() -> None:
    merged = merge(BASE, changed(Do_not_drive="Never drive"), changed(Do_not_drink="Never drink"))
    assert merged.conflicts == []
    assert "- Never drive.\n- Never drink.\n" in merged.text()


def test_neighbouring_sentences_are_shown_to_a_person() -> None:
    # What ends a sentence cannot be told for certain: "Take e.g. Lioresal 10 mg" may be one or two.
    merged = merge(BASE, changed(daily="weekly"), changed(water="milk"))
    assert len(merged.conflicts) == 1


def test_a_paragraph_that_one_removed_and_the_other_changed_is_shown_to_a_person() -> None:
    (conflict,) = merge("One.\n\nTwo.\n", "One.\n", "One.\n\nTwo!\n").conflicts
    assert conflict.mine == ""
    assert "Two!" in conflict.theirs


def test_what_both_changed_alike_is_taken_once() -> None:
    merged = merge(BASE, changed(daily="weekly"), changed(daily="weekly", June="July"))
    assert merged.conflicts == []
    assert merged.text() == changed(daily="weekly", June="July")


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "A mine."), ("theirs", "A theirs."), ("both", "A mine. A theirs.")]
)
def test_the_choice_decides(choice: str, text: str) -> None:
    merged = merge("A base.", "A mine.", "A theirs.")
    (decision,) = [known for known in CHOICES if known == choice]
    assert " ".join(merged.text([decision]).split()) == text


def test_a_text_with_open_decisions_cannot_be_had() -> None:
    with pytest.raises(ValueError, match="one choice"):
        merge("A base.", "A mine.", "A theirs.").text()


def test_without_the_text_that_both_began_from_every_difference_is_a_conflict() -> None:
    merged = merge(None, changed(daily="weekly"), changed(June="July"))
    assert [conflict.base for conflict in merged.conflicts] == [None, None]
    assert merged.text(["mine", "theirs"]) == changed(daily="weekly", June="July")


@pytest.mark.parametrize(
    "text",
    ["Take e.g. Lioresal 10 mg.", "See Dr. Smith on Monday.", "About 1.5 ml. of it", "It is approx. 50 mg."],
)
def test_a_sentence_with_an_abbreviation_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("One. Two! Three?\n", ["One. ", "Two! ", "Three?\n"]),
        ("ما هي المضخة؟ إنها جهاز. شكرا", ["ما هي المضخة؟ ", "إنها جهاز. ", "شكرا"]),
        ("# Head\nText\n", ["# Head\n", "Text\n"]),
        ("::: urgent Call\nNow\n:::\n", ["::: urgent Call\n", "Now\n", ":::\n"]),
        ("- one\n  goes on\n- two\n", ["- one\n  goes on\n", "- two\n"]),
        ("a\n\n\n\nb", ["a\n", "\n\n\n", "b"]),
        ("", []),
    ],
)
def test_where_a_passage_ends(text: str, passages: list[str]) -> None:
    assert sentences(text) == passages


def test_a_text_that_is_made_to_be_hard_to_compare_becomes_one_passage() -> None:
    long = "\n\n".join(str(number % 7) for number in range(MOST_PASSAGES))
    assert len(merge(long, f"x{long}", f"{long}y").conflicts) == 1


_SENTENCES = st.sampled_from(
    [
        "Take 50 mg. ",
        "Not now. ",
        "Ask us.\n",
        "\n",
        "- one\n",
        "- two\n",
        "| 1 | 2 |\n",
        "word ",
        "## Head\n",
    ]
)
_TEXTS = st.lists(_SENTENCES, max_size=9).map("".join)
_CUTS = st.sampled_from([sentences, lines, whole])


def shown(merged: Merged) -> Counter[str]:
    """Every word that is in the merged text or in a passage that somebody is asked about."""
    parts = [part.text if isinstance(part, Agreed) else f"{part.mine} {part.theirs}" for part in merged.parts]
    return words(" ".join(parts))


@given(_TEXTS)
def test_passages_together_are_the_text(text: str) -> None:
    for cut in (sentences, lines, whole):
        assert "".join(cut(text)) == text


@given(_TEXTS | st.none(), _TEXTS, _TEXTS, _CUTS)
def test_nobodys_words_disappear(base: str | None, mine: str, theirs: str, cut: object) -> None:
    merged = merge(base, mine, theirs, cut)  # type: ignore[arg-type]
    for written in (mine, theirs):
        added = words(written) - words(base or "")
        assert not added - shown(merged)
    both = merged.text(["both"] * len(merged.conflicts))
    assert not shown(merged) - words(both)


@given(_TEXTS, _TEXTS, _TEXTS, st.sampled_from(["mine", "theirs"]))
@example(base="| 1 | 2 |\n", mine="Take 50 mg. | 1 | 2 |\n", theirs="| 1 | 2 |\nTake 50 mg. ", side="mine")
def test_no_sentence_is_made_that_neither_wrote(base: str, mine: str, theirs: str, side: Choice) -> None:
    merged = merge(base, mine, theirs)
    text = merged.text([side] * len(merged.conflicts))
    written = {" ".join(sentence.split()) for wrote in (mine, theirs) for sentence in sentences(wrote)}
    assert {" ".join(sentence.split()) for sentence in sentences(text)} <= written


@given(_TEXTS, _TEXTS)
def test_who_alone_changed_a_text_gets_it_as_it_is(base: str, changed: str) -> None:
    assert merge(base, changed, base).text() == changed
    assert merge(base, base, changed).text() == changed
    assert merge(base, changed, changed).text() == changed


@given(_TEXTS, _TEXTS, _TEXTS)
def test_it_does_not_matter_whose_text_comes_first(base: str, mine: str, theirs: str) -> None:
    merged, mirrored = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(c.mine, c.theirs) for c in merged.conflicts] == [(c.theirs, c.mine) for c in mirrored.conflicts]


@given(_TEXTS, _TEXTS, _TEXTS)
def test_mine_everywhere_is_my_text_with_what_the_colleague_alone_changed(
    base: str, mine: str, theirs: str
) -> None:
    merged = merge(base, mine, theirs)
    undone = "".join(
        part.mine if isinstance(part, Conflict) else (part.base if part.by == "theirs" else part.text)
        for part in merged.parts
    )
    assert undone.removesuffix("\n") == mine.removesuffix("\n")
