import pytest

from faq.checks import check_answer
from faq.checks.callouts import callouts


def found(body):
    """Code, quoted line and message of each finding."""
    findings = list(callouts("When should I call?", body))
    return [(finding.code, body[finding.start : finding.end], finding.message) for finding in findings]


def codes(body):
    return [(code, line) for code, line, _ in found(body)]


@pytest.mark.parametrize(
    "body",
    [
        "Call us.",
        "Call us at 10:30::",
        "::: urgent Call us if\n- you feel hot\n:::",
        "::: urgent\nCall us.\n:::\n\n:::tip\nRest.\n:::\n\n- a\n  ::: ask\n  b\n  :::\n- c",
        "```\n::: foo\n```",
        r"\::: foo",
    ],
)
def test_blocks_as_they_should_be_have_no_finding(body):
    assert found(body) == []


@pytest.mark.parametrize(
    "line",
    ["::: foo", "::: urgently", "::: achtung Call us", ":: urgent", "::urgent", "::: urgent: Call us"],
)
def test_a_name_that_no_block_has_is_found(line):
    [(code, quoted, message)] = found(f"Before.\n\n{line}\nCall us.")
    assert (code, quoted) == ("unknown_block", line)
    assert line in message
    assert "emergency, urgent, warning, tip or ask" in message


def test_a_block_indented_like_code_is_found():
    assert codes("Before.\n\n    ::: urgent\n    Call us.") == [("unknown_block", "::: urgent")]


def test_a_block_in_the_quotation_of_another_is_told_by_its_line():
    assert codes("> a\n> ::: foo\n> b") == [("unknown_block", "> ::: foo")]


def test_a_line_that_ends_no_block_is_found():
    [(code, quoted, message)] = found("::: tip\na\n:::\nb\n\n:::")
    assert (code, quoted) == ("stray_block_end", ":::")
    assert "cannot stand inside another" in message


@pytest.mark.parametrize("inside", ["", "\n", "\n  \n", "\n[a]: /b\n"])
def test_a_block_with_nothing_in_it_is_found(inside):
    [(code, quoted, message)] = found(f"a\n\n::: urgent Call us\n{inside}:::\n\nb")
    assert (code, quoted) == ("empty_block", "::: urgent Call us")
    assert "nothing in the block “::: urgent Call us”" in message


def test_a_block_that_is_not_ended_is_found():
    [(code, quoted, message)] = found("a\n\n::: urgent\nb\n\nc")
    assert (code, quoted) == ("unclosed_block", "::: urgent")
    assert "everything below it belongs to it" in message


def test_a_block_that_the_next_one_ends_is_found():
    [(code, quoted, message)] = found("::: tip\na\n\n::: urgent\nb\n:::")
    assert (code, quoted) == ("unclosed_block", "::: tip")
    assert "until the next block begins" in message


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_place_is_right_whatever_ends_the_lines(newline):
    assert codes(newline.join(["a", "", "- b", "  ::: foo", "c", "", "::: tip"])) == [
        ("unknown_block", "::: foo"),
        ("empty_block", "::: tip"),
    ]


def test_a_hostile_text_does_not_stop_the_checks():
    assert {code for code, _ in codes("::: urgent\n" * 3_000)} == {"empty_block"}
    assert codes("> ::: tip\nlazy\n" * 3_000) == []  # shown as typed from its first line to its last


# What the other checks make of blocks


def test_what_to_ask_the_team_is_no_stray_question():
    asked = "Can I swim with the pump? How long does it last?"
    assert check_answer("What is a pump?", f"A disc.\n\n::: ask\n{asked}\n:::\n\nIt gives medicine.") == []
    assert check_answer("What is a pump?", f"A disc. {asked} For years.\n\nIt gives medicine.") != []


def test_a_block_keeps_its_words_together_when_a_question_is_moved_out():
    body = "A disc.\n\nHow is it refilled?\n\nWith a needle.\n\n::: urgent\nCall us if it beeps.\n:::"
    [finding] = check_answer("What is a baclofen pump?", body)
    assert finding.reply == "With a needle."


def test_a_title_announces_the_list_in_its_block():
    assert (
        check_answer("When should I call?", "::: urgent Call us if you have:\n- a fever\n:::\n\nRest.") == []
    )


def test_a_list_announced_before_the_end_of_a_block_is_missing():
    body = "::: urgent\nCall us. The signs are:\n:::\n\nFever and chills."
    [finding] = check_answer("When should I call?", body)
    assert finding.code == "missing_list"
