from faq.importing.page_furniture import LAYOUT
from faq.importing.plain_text import PREAMBLE, parse


def answers(text):
    return [item.answer for item in parse(text).items]


def test_links_below_a_box_are_left_over_with_it():
    parsed = parse("What is it?\n\nA disc.\n\nRelated articles\nSpasticity in children\nLiving with a pump")
    assert [item.answer for item in parsed.items] == ["A disc."]
    assert [leftover.text for leftover in parsed.leftovers] == [
        "Related articles\nSpasticity in children\nLiving with a pump"
    ]


def test_real_text_below_a_furniture_line_stays_in_the_answer_with_a_finding():
    text = "What is it?\n\nA disc.\n\nShare this\n\nIt is placed under the skin."
    assert answers(text) == ["A disc.\n\nShare this\n\nIt is placed under the skin."]
    assert [(finding.line, finding.code) for finding in parse(text).findings] == [(5, "page_furniture")]


def test_a_short_last_line_of_an_answer_is_not_taken_for_furniture():
    assert answers("Where?\n\n- Hospital\n- Home") == ["- Hospital\n- Home"]


def test_a_question_about_the_page_is_furniture():
    parsed = parse("What is it?\nA disc.\nWas this page helpful?\nYes\nNo")
    assert [leftover.text for leftover in parsed.leftovers] == ["Was this page helpful?\nYes\nNo"]


def test_layout_tags_are_left_over_without_a_finding():
    parsed = parse(
        '<div id="a">\n\n## What is it?\n\nA disc.\n</div>\n<div id="b">\n\n## Who?\n\nYou.\n</div>'
    )
    assert [leftover.reason for leftover in parsed.leftovers] == [PREAMBLE, LAYOUT, LAYOUT]
    assert parsed.findings == []
