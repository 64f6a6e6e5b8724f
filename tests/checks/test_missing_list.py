import pytest

from faq.checks.missing_list import missing_list


def announcements(body):
    return [body[finding.start : finding.end] for finding in missing_list("What are the side effects?", body)]


@pytest.mark.parametrize(
    ("body", "announcement"),
    [
        (
            "It helps. Some of the side effects of baclofen are: Stopping suddenly may cause seizures.",
            "Some of the side effects of baclofen are:",
        ),
        ("It helps. Side effects include:", "Side effects include:"),
        ("Call the ward if you see:", "Call the ward if you see:"),
        ("**Side effects are:** Stopping baclofen may cause harm.", "**Side effects are:**"),
        ("Side effects include:\n\nStopping baclofen can be dangerous.", "Side effects include:"),
        ("Side effects include:\n\n## When to call\n\nAt once.", "Side effects include:"),
        ("Watch for the following symptoms: You should call us.", "Watch for the following symptoms:"),
    ],
)
def test_a_list_that_is_announced_and_missing_is_found(body, announcement):
    assert announcements(body) == [announcement]


@pytest.mark.parametrize(
    "body",
    [
        "Side effects are:\n- drowsiness\n- weakness",
        "Side effects are:\n\n* Drowsiness\n* Weakness",
        "Side effects are:\n\n1. Drowsiness\n2. Weakness",
        "Side effects are: drowsiness, weakness and nausea.",
        "Side effects are: Drowsiness, weakness and nausea.",
        "Side effects include: Drowsiness.",
        "Side effects include: • Drowsiness • Weakness",
        "Side effects are:\nDrowsiness\nWeakness",
        "Side effects are:\n\nDrowsiness\n\nWeakness",
        "Doses are:\n\n| Age | Dose |\n|---|---|\n| 4 | 5 |",
        "Doses are:\n\n![Table of doses](doses.png)",
        "Visits are at 10:30 and the ratios are 1:2.",
        "The addresses are https://example.org and https://example.com.",
        "Important: Never stop baclofen suddenly.",
        "Side effects: Baclofen may cause drowsiness.",
        "The answer is simple: You should call.",
        "",
    ],
)
def test_a_colon_that_is_followed_by_what_it_announces_is_left_alone(body):
    assert announcements(body) == []
