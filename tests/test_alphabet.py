"""Titles under their first letters."""

import pytest

from faq.alphabet import Letter, by_letter


def listed(*titles: str) -> dict[str, list[str]]:
    letters: list[Letter[str]] = by_letter(titles, str)
    return {letter.name: letter.entries for letter in letters}


def test_titles_stand_in_alphabetical_order_under_their_letters() -> None:
    titles = listed("Pumps", "botox", "Baclofen")
    assert titles == {"B": ["Baclofen", "botox"], "P": ["Pumps"]}
    assert list(titles) == ["B", "P"]


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("Épilepsie", "E"),
        ("E\u0301pilepsie", "E"),
        ("¿Qué es?", "Q"),
        ("“Botox”", "B"),
        ("ﬁbrosis", "F"),
        ("ßeta", "S"),
        ("مضخة", "م"),
        ("أدوية", "ا"),
        ("التهاب", "ا"),
        ("24-hour help", "0–9"),
        ("٢٤ ساعة", "0–9"),
        ("¿?", "0–9"),
        ("", "0–9"),
    ],
)
def test_accents_and_signs_do_not_count(title: str, letter: str) -> None:
    assert listed(title) == {letter: [title]}


def test_titles_without_a_letter_come_last() -> None:
    assert list(listed("24-hour help", "مضخة", "Zebra")) == ["Z", "م", "0–9"]


def test_accents_do_not_change_the_order() -> None:
    assert listed("Épine", "Eczema", "Edema") == {"E": ["Eczema", "Edema", "Épine"]}


def test_every_letter_has_an_anchor_of_its_own() -> None:
    anchors = [letter.anchor for letter in by_letter(["a", "Ä", "b", "1", "م"], str)]
    assert anchors == ["letter-a", "letter-b", "letter-م", "letter-other"]
