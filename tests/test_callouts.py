"""Urgent words reach a patient in a block that says so, in words, and none of them is lost on the way."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import callouts, rendering, rendering_words
from faq.rendering import MAX_NESTING, callout_remarks, plain_text, render
from faq.sanitiser import sanitised
from tests.test_rendering import OWN_IMAGE, Reading

KINDS = {
    "emergency": "Emergency",
    "urgent": "Urgent advice",
    "warning": "Warning",
    "tip": "Tip",
    "ask": "Ask your team",
}
URGENT = '<div class="callout callout-urgent" role="group" aria-label="Urgent advice">\n'


def headings(html: str) -> list[int]:
    return [int(tag[1]) for tag, _ in Reading(html).elements if re.fullmatch("h[1-6]", tag)]


def boxes(html: str) -> list[str | None]:
    return [attributes["class"] for tag, attributes in Reading(html).elements if tag == "div"]


# What an author writes, and what comes of it


@pytest.mark.parametrize(("name", "words"), KINDS.items())
def test_each_kind_says_in_words_what_it_is(name: str, words: str) -> None:
    assert render(f"::: {name} Call today if\n- you feel **hot**\n:::\n\nAfter") == (
        f'<div class="callout callout-{name}" role="group" aria-label="{words}">\n'
        f'<h3><span class="callout-kind">{words}:</span> Call today if</h3>\n'
        "<ul>\n<li>you feel <strong>hot</strong></li>\n</ul>\n</div>\n<p>After</p>\n"
    )


@pytest.mark.parametrize(("name", "words"), KINDS.items())
def test_without_a_title_the_kind_is_the_title(name: str, words: str) -> None:
    # Nothing that instructs: what to do is for a clinician to write, and for a reviewer to sign.
    assert render(f":::{name}\nText\n:::").splitlines()[1:3] == [f"<h3>{words}</h3>", "<p>Text</p>"]


def test_a_title_may_have_emphasis_and_links() -> None:
    title = Reading(render("::: tip Read the [*leaflet*](/questions/leaflet/)\na\n:::"))
    assert ("a", {"href": "/questions/leaflet/"}) in title.elements
    assert title.text.startswith("\nTip: Read the leaflet\n")


def test_a_block_may_hold_lists_tables_and_quotations() -> None:
    html = render("::: urgent\n1. a\n   - b\n     - c\n\n   d\n\n|e|\n|-|\n|f|\n\n> g\n:::\nh")
    assert html.startswith(URGENT)
    assert html.endswith("</blockquote>\n</div>\n<p>h</p>\n")
    assert html.count("<ul>") == 2
    assert '<div class="table-scroll"' in html


def test_a_block_may_stand_in_a_list_or_a_quotation() -> None:
    assert "<li>a\n" + URGENT in render("- a\n  ::: urgent\n  b\n  :::\n- c")
    assert render("> ::: urgent\n> b\n> :::\n> c").endswith("<p>b</p>\n</div>\n<p>c</p>\n</blockquote>\n")


def test_a_block_needs_no_empty_line_around_it() -> None:
    assert render("a\n::: urgent\nb\n:::\nc") == (
        f"<p>a</p>\n{URGENT}<h3>Urgent advice</h3>\n<p>b</p>\n</div>\n<p>c</p>\n"
    )


def test_a_name_may_be_written_large() -> None:
    assert boxes(render("::: Urgent\na\n:::")) == ["callout callout-urgent"]


def test_more_than_three_colons_do_as_well() -> None:
    assert boxes(render(":::: urgent\na\n:::::\nb")) == ["callout callout-urgent"]
    assert render(":::: urgent\na\n:::::\nb").endswith("</div>\n<p>b</p>\n")


# What is no block stays text


@pytest.mark.parametrize(
    "line",
    [
        "::: foo",
        "::: urgently",
        "::: uRgEnT!",
        "::: a\N{LATIN SMALL LETTER LONG S}k",
        "::: {.urgent}",
        ":: urgent",
        ":::",
        r"\::: urgent",
    ],
)
def test_a_line_that_begins_no_block_is_shown_as_typed(line: str) -> None:
    assert render(f"{line}\n\nText") == f"<p>{line.removeprefix(chr(92))}</p>\n<p>Text</p>\n"


def test_a_block_in_code_is_code() -> None:
    assert boxes(render("```\n::: urgent\n```\n\n    ::: urgent")) == []


def test_colons_in_code_end_no_block() -> None:
    assert render("::: tip\na\n\n    :::\n\nb\n:::").endswith(
        "<pre><code>:::\n</code></pre>\n<p>b</p>\n</div>\n"
    )


def test_a_block_that_is_not_ended_goes_on_to_the_end_of_the_text() -> None:
    assert render("::: urgent\na\n\nb") == f"{URGENT}<h3>Urgent advice</h3>\n<p>a</p>\n<p>b</p>\n</div>\n"


def test_the_next_block_ends_one_that_is_not_ended() -> None:
    # An emergency must never stand inside a tip whose end was forgotten.
    html = render("::: tip\na\n\n::: emergency\nb\n:::\nc")
    assert boxes(html) == ["callout callout-tip", "callout callout-emergency"]
    assert html.index("</div>") < html.index("callout-emergency")
    assert html.endswith("</div>\n<p>c</p>\n")


# Headings in order


def test_a_title_stands_below_the_heading_above_it_and_above_those_inside() -> None:
    html = render("# a\n\n## b\n\n::: tip t\n## c\n\n### d\n:::\n\n### e\n\n# f")
    assert headings(html) == [3, 4, 5, 6, 6, 5, 3]


PIECES = st.sampled_from(
    ["# h", "## h", "### h", "###### h", "::: tip t", "::: ask", ":::", "text", "> # h", "- ### h"]
)


@given(st.lists(PIECES, max_size=12).map("\n\n".join))
def test_no_text_skips_a_level_of_the_page(text: str) -> None:
    levels = [2, *headings(render(text))]  # the question above the answer is the h2
    assert all(below <= above + 1 for above, below in pairwise(levels))


# Words in the language of the answer


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        ("es", ["Emergencia", "Aviso urgente", "Advertencia", "Consejo", "Pregunte a su equipo"]),
        ("ar", ["حالة طارئة", "تنبيه عاجل", "تحذير", "نصيحة", "اسأل فريقك"]),
    ],
)
def test_a_block_speaks_the_language_of_the_answer(language: str, kinds: list[str]) -> None:
    for name, kind in zip(KINDS, kinds, strict=True):
        html = render(f"::: {name} x\ny\n:::", language)
        assert f'aria-label="{kind}">\n<h3><span class="callout-kind">{kind}:</span> x</h3>' in html
        assert plain_text(f"::: {name}\ny\n:::", language) == f"{kind} y"


@pytest.mark.parametrize(("language", "label"), [("en", "Table"), ("es", "Tabla"), ("ar", "جدول")])
def test_a_table_is_named_in_the_language_of_the_answer(language: str, label: str) -> None:
    assert f'aria-label="{label}"' in render("|a|\n|-|\n|b|", language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "[image without description]"), ("es", "[imagen sin descripción]"), ("ar", "[صورة بلا وصف]")],
)
def test_a_missing_description_is_said_in_the_language_of_the_answer(language: str, words: str) -> None:
    assert render(f"![]({OWN_IMAGE})", language) == f"<p>{words}</p>\n"


@pytest.mark.parametrize(
    ("language", "tip"), [("es-MX", "Consejo"), ("ES", "Consejo"), ("pl", "Tip"), ("", "Tip")]
)
def test_a_region_speaks_its_language_and_an_unknown_one_english(language: str, tip: str) -> None:
    assert plain_text("::: tip\na", language) == f"{tip} a"


@pytest.mark.parametrize("language", rendering_words.WORDS)
def test_every_language_tells_the_kinds_apart(language: str) -> None:
    kinds = rendering_words.WORDS[language].kinds
    assert set(kinds) == set(callouts.Kind)
    assert len(set(kinds.values())) == len(KINDS)


def test_plain_text_has_the_kind_the_title_and_the_words() -> None:
    assert (
        plain_text("::: urgent Call *us* if\n- a\n:::\nb\n::: tip\nc")
        == "Urgent advice: Call us if a b Tip c"
    )


# Hostile text


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        '" onclick="alert(1)',
        "<b style=x>",
        "[a](javascript:alert(1))",
        "![a](https://a.example/x.png)",
        "{.evil #id}",
        "&lt;i&gt;",
        "*" * 60 + "a" + "*" * 60,
        "a" * 500_000,
    ],
    ids=lambda title: title[:20],
)
def test_a_hostile_title_is_harmless(title: str) -> None:
    html = render(f"::: urgent {title}\ntext\n:::")
    assert Reading(html).forbidden() == []
    assert "text" in Reading(html).text


@given(st.text(alphabet=":urgentip \n>-#\t`*<a|", max_size=60))
def test_whatever_is_typed_with_colons_comes_out_as_allowed_html(text: str) -> None:
    html = render(text)
    assert Reading(html).forbidden() == []
    assert sanitised(html) == html  # nothing that the second wall would mend
    list(callout_remarks(text))


LINES = st.sampled_from(
    [
        *(f"::: {name}" for name in KINDS),
        "::: foo",
        ":::",
        "::::",
        "",
        "- ",
        "> ",
        "  ",
        "    ",
        "1. ",
        "## ",
        "\t",
    ]
)


@given(st.lists(st.tuples(LINES, st.booleans()), max_size=14))
def test_no_word_is_lost_whatever_the_blocks(lines: list[tuple[str, bool]]) -> None:
    text = "\n".join(f"{'> ' * deeper}{begin} word{number}" for number, (begin, deeper) in enumerate(lines))
    words = re.findall(r"\bword\d+", text)
    assert re.findall(r"\bword\d+", Reading(render(text)).text) == words
    assert re.findall(r"\bword\d+", plain_text(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "::: urgent\n" * 20_000 + "dose",
        "::: urgent dose\n" * 2_000,
        "> " * (MAX_NESTING + 2) + "::: urgent dose",
        "> " * (MAX_NESTING - 1) + "::: urgent\n" + "> " * (MAX_NESTING - 1) + "dose",
        "".join("  " * depth + "- ::: urgent\n" for depth in range(40)) + "dose",
        ":::\n" * 20_000 + "dose",
        "::: foo\n" * 20_000 + "dose",
    ],
    ids=lambda text: f"{text[:12]!r} x {len(text)}",
)
def test_a_flood_of_colons_loses_no_word(text: str) -> None:
    reading = Reading(render(text))
    assert reading.forbidden() == []
    assert reading.text.count("dose") == text.count("dose")


@pytest.mark.parametrize(
    "flood",
    [
        "::: urgent\n",
        ":::\n",
        "::: foo\n",
        "::: urgent\na\n:::\n",
        "- ::: tip\n",
        "> ::: tip\n\n",
        "::: tip\n- a\n",
        "a\n::: x\n",
    ],
)
def test_twice_the_lines_are_read_twice_as_often(flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Counted, not timed: nothing else in the rule grows with the text.
    read = []
    real = callouts._line

    def counted(state: callouts.StateBlock, line: int) -> str:
        read.append(line)
        return real(state, line)

    monkeypatch.setattr(callouts, "_line", counted)
    counts = []
    for times in (500, 1_000):
        read.clear()
        list(callout_remarks(flood * times))
        counts.append(len(read))
    assert 0 < counts[1] <= 2 * counts[0] + 10


# Beside the text


def test_a_callout_looks_the_same_to_a_reviewer_and_to_a_patient() -> None:
    section = re.compile(r"/\* --- Callouts: .*?(?=/\* --- )", re.DOTALL)
    static = rendering.__file__.replace("faq/rendering.py", "static/faq")
    sections = []
    for name in ("site.css", "admin/answer.css"):
        with open(f"{static}/{name}", encoding="utf-8") as file:
            sections += section.findall(file.read())
    assert len(sections) == 2
    assert sections[0] == sections[1]
    assert all(f".callout-{name} {{" in sections[0] for name in KINDS)
