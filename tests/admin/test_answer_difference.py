"""The difference that is shown when two people changed one text."""

import time

from hypothesis import given
from hypothesis import strategies as st

from faq.difference import difference

TEXTS = st.text(alphabet=st.sampled_from("ab \n\r\u2028\x0b"), max_size=60) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it_completely(first: str, second: str) -> None:
    passages = difference(first, second)
    assert "".join(p.text for p in passages if p.found_in != "second") == first
    assert "".join(p.text for p in passages if p.found_in != "first") == second


def test_changed_words_are_told_from_those_that_stayed() -> None:
    passages = difference("It gives 50 mcg a day.", "It gives 500 mcg a day.")
    assert [(p.found_in, p.text) for p in passages if p.found_in != "both"] == [
        ("first", "50"),
        ("second", "500"),
    ]


def test_long_texts_are_compared_quickly() -> None:
    begun = time.monotonic()
    difference("the pump gives a dose " * 4_000, "the dose gives a pump " * 4_000)
    assert time.monotonic() - begun < 5
