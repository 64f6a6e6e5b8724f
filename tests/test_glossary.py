"""Terms explained in place: which words become buttons, and that nothing else changes."""

import re
from html import escape
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.glossary import Entry, Glossary, spelling
from faq.rendering import render

SPASTICITY = Entry("term-1", "spasticity", "Stiff muscles.", ("spastic", "spasms"))
CORD = Entry("term-2", "spinal cord", "The nerves in your back.")
FLUID = Entry("term-3", "spinal fluid", "What surrounds them.", ("Parkinson’s disease", "R&D", "CSF"))
ARABIC = Entry("term-4", "الحبل الشوكي", "أعصاب داخل الظهر.")
ACCENTED = Entry("term-5", "año", "Doce meses.")
GLOSSARY = Glossary([SPASTICITY, CORD, FLUID, ARABIC, ACCENTED])

BUTTON = re.compile(
    r'<button type="button" class="term" popovertarget="(term-\d+)" aria-describedby="\1-means">(.*?)</button>',
    re.DOTALL,
)


def explained(html: str, already: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The ids of the terms that were explained, with the words on their buttons."""
    return BUTTON.findall(GLOSSARY.explain(html, already)[0])


def words(html: str) -> list[str]:
    return [word for _, word in explained(html)]


def without_marks(html: str) -> str:
    return re.sub(r'<span class="term-line">(.*?)</span>', r"\1", BUTTON.sub(r"\2", html), flags=re.DOTALL)


class Text(HTMLParser):
    """What a reader sees of HTML, and the elements around it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.inside, self.open = "", list[str](), list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "button":
            self.inside += self.open
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def test_first_use_becomes_a_button_that_opens_and_is_described_by_the_definition() -> None:
    html, used = GLOSSARY.explain("<p>Does spasticity hurt? Spasticity may.</p>")
    assert html == (
        '<p>Does <button type="button" class="term" popovertarget="term-1" aria-describedby="term-1-means">'
        "spasticity</button> hurt? Spasticity may.</p>"
    )
    assert used == [SPASTICITY]


@pytest.mark.parametrize(
    ("text", "unbroken"),
    [
        ("A spastic.", "spastic."),
        ("A (spastic), but", "(spastic),"),
        ("A “spastic”.", "“spastic”."),
        ("¿Spastic?", "¿Spastic?"),
        ("The spinal cord's nerves", "spinal cord's"),
        ("Is <strong>spastic</strong>.", "<strong>spastic</strong>."),
        ("Is (<em><strong>spastic</strong></em>).", "(<em><strong>spastic</strong></em>)."),
        ("A spastic…………", "spastic…………"),
    ],
)
def test_punctuation_stays_on_the_line_of_its_word(text: str, unbroken: str) -> None:
    html, _ = GLOSSARY.explain(f"<p>{text}</p>")
    line = re.search(r'<span class="term-line">(.*?)</span>', html)
    assert line
    assert BUTTON.sub(r"\2", line[1]) == unbroken
    assert without_marks(html) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "text", ["A spastic leg", "A <em>spastic</em> leg", "<em>So spastic</em>", "spastic &amp; so"]
)
def test_a_word_among_spaces_needs_nothing_more(text: str) -> None:
    assert "term-line" not in GLOSSARY.explain(f"<p>{text}</p>")[0]


def test_terms_side_by_side_are_each_explained() -> None:
    html, used = GLOSSARY.explain("<p>(spastic,spinal cord,“CSF”)</p>")
    assert [entry.id for entry in used] == ["term-1", "term-2", "term-3"]
    assert without_marks(html) == "<p>(spastic,spinal cord,“CSF”)</p>"


def test_a_term_explained_further_up_is_not_explained_again() -> None:
    assert explained("<p>Spasticity of the spinal cord.</p>", ("term-1",)) == [("term-2", "spinal cord")]


def test_terms_are_named_in_the_order_of_their_use() -> None:
    _, used = GLOSSARY.explain("<p>The spinal cord, CSF and spasms.</p>")
    assert used == [CORD, FLUID, SPASTICITY]


@pytest.mark.parametrize(
    "word",
    [
        *(
            "SPASTICITY",
            "Spastic",
            "spasms",
            "spinal  cord",
            "spinal\ncord",
            "spinal&nbsp;cord",
            "Spinal Fluid",
        ),
        *(
            "Parkinson's disease",
            "Parkinson’s disease",
            "R&amp;D",
            "Año",
            "an\u0303o",
            "spas\u00adticity",
            "ＣＳＦ",
        ),
        *("الحبل الشوكي", "حبل شوكي", "بالحبل الشوكي", "وللحبل الشوكي", "الحَبْلُ الشَّوْكيّ", "الحبـــل الشوكي"),
    ],
)
def test_a_term_is_found_however_it_is_written(word: str) -> None:
    assert words(f"<p>A {word}.</p>") == [word]
    assert words(f"<p>({word})</p>") == [word]
    assert words(f"<p>{word}, “{word}”</p>") == [word]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "spasticities",
            "aspastic",
            "non-spastic",
            "spastic-like",
            "spastic.example",
            "me@spastic",
            "spastic_x",
        ),
        *(
            "spinal, cord",
            "spinal",
            "cord",
            "spinal cords",
            "ano",
            "añosa",
            "https://spastic",
            "www.x.org/spastic",
        ),
        *("والحبلي الشوكي", "حبلشوكي", "spasti&shy;", "R & D", "RD", "&spastic;", "CSF\u0301"),
    ],
)
def test_part_of_a_word_or_of_a_phrase_is_no_term(text: str) -> None:
    assert words(f"<p>{text}</p>") == []


def test_possessive_of_a_term_is_the_term() -> None:
    assert words("<p>The spinal cord’s nerves, spasticity's cause</p>") == ["spinal cord", "spasticity"]


def test_the_longest_form_wins() -> None:
    nested = Glossary([Entry("term-1", "white", "A colour."), Entry("term-2", "white matter", "Nerves.")])
    assert BUTTON.findall(nested.explain("<p>White matter, white matters.</p>")[0]) == [
        ("term-2", "White matter"),
        ("term-1", "white"),
    ]


def test_a_form_that_two_terms_share_belongs_to_the_first() -> None:
    shared = Glossary([Entry("term-1", "pump", "A."), Entry("term-2", "device", "B.", ("pump",))])
    assert shared.explain("<p>pump</p>")[1][0].id == "term-1"


def test_an_arabic_article_that_belongs_to_the_word_stays_with_it() -> None:
    inflammation = Glossary([Entry("term-1", "التهاب", "x")])
    for word in ("التهاب", "الالتهاب", "بالتهاب"):
        assert inflammation.explain(f"<p>{word}</p>")[1], word
    assert not inflammation.explain("<p>الهاب</p>")[1]


@pytest.mark.parametrize(
    "quiet",
    [
        '<a href="/x">spastic</a>',
        '<a href="/x"><strong>a spastic</strong></a>',
        "<h3>Spastic</h3>",
        '<h4><span class="callout-kind">Tip:</span> spastic</h4>',
        "<p><code>spastic</code></p>",
        "<pre><code>spastic\nspastic</code></pre>",
        '<button type="button">spastic</button>',
        '<p><img src="/x.png" alt="spastic &gt; 1" title="spastic"></p>',
    ],
)
def test_links_headings_code_and_buttons_stay_as_they_are(quiet: str) -> None:
    assert GLOSSARY.explain(quiet) == (quiet, [])
    assert GLOSSARY.explain(quiet + "<p>spastic</p>")[1] == [SPASTICITY]


@pytest.mark.parametrize("around", ["strong", "em", "li", "td", "blockquote"])
def test_terms_are_explained_in_prose_of_every_kind(around: str) -> None:
    assert words(f"<{around}>spastic</{around}>") == ["spastic"]


def test_a_title_of_a_callout_is_left_alone_and_its_text_is_not() -> None:
    html = render("::: urgent Spasticity\nIf your spinal cord hurts.\n:::")
    assert words(html) == ["spinal cord"]


def test_what_our_renderer_cannot_have_made_is_left_alone() -> None:
    for broken in ("<p>a < spastic</p>", "a <spastic", "<p title='", "</", "<a>spastic", "spastic</p"):
        html, _ = GLOSSARY.explain(broken)
        assert without_marks(html) == broken


def test_nothing_of_a_definition_gets_into_the_text() -> None:
    hostile = Glossary([Entry('"><script>', "spastic", "<script>")])
    assert "<script>" not in hostile.explain("<p>spastic</p>")[0]


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "spastic",
                "spinal cord",
                "spinal",
                "cord",
                "R&D",
                "الحبل الشوكي",
                "بالحبل",
                "año",
                "CSF",
                "spasms",
            ),
            *(
                " ",
                "\n\n",
                "\n",
                "**",
                "*",
                "`",
                "#",
                "# ",
                "- ",
                "> ",
                "[",
                "](/x)",
                "](https://x.example)",
                "|",
            ),
            *(
                "```\n",
                "<b>",
                "&",
                "&amp;",
                "\u00a0",
                "\u00ad",
                "'",
                "’",
                "-",
                ".",
                "\\",
                "::: tip x\n",
                ":::\n",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60), st.builds("{} spinal cord {}".format, st.text(), st.text())))
def test_only_buttons_are_added_to_whatever_an_author_writes(markdown: str) -> None:
    before = render(markdown)
    after, used = GLOSSARY.explain(before)
    assert without_marks(after) == before
    assert Text(after).text == Text(before).text
    assert len(BUTTON.findall(after)) == len(used) == len({entry.id for entry in used})
    assert not {"a", "button", "code", "h3", "h4", "h5", "h6", "pre"} & set(Text(after).inside)
    assert GLOSSARY.explain(after, [entry.id for entry in used]) == (after, [])


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_every_form_is_found_where_it_stands_alone(form: str) -> None:
    alone = Glossary([Entry("term-1", form, "x")])
    _, used = alone.explain(f"<p>{escape(form, quote=False)}</p>")
    assert bool(used) == bool(spelling(form))


def test_the_cost_grows_with_the_text_and_not_with_the_terms() -> None:
    text = "<p>" + "word and other <em>words</em> of a text\n" * 2_000 + "</p>"
    few = Glossary([Entry("term-0", "term0 of", "x")])
    many = Glossary([Entry(f"term-{n}", f"term{n} of", "x", (f"word {n}",)) for n in range(3_000)])

    def seconds(glossary: Glossary, html: str) -> float:
        took = []
        for _ in range(3):
            begun = process_time()
            glossary.explain(html)
            took.append(process_time() - begun)
        return min(took)

    assert seconds(many, text) < 3 * seconds(few, text) + 0.05
    assert seconds(many, text * 4) < 8 * seconds(many, text) + 0.05


@pytest.mark.parametrize("hostile", ["a a a a b", "<p>", "&amp;", "x-", "&", "<", "spinal "])
def test_hostile_text_costs_no_more_than_its_length(hostile: str) -> None:
    repeated = Glossary([Entry("term-1", "a " * 49 + "c", "x"), CORD])
    begun = process_time()
    repeated.explain(hostile * 20_000)
    assert process_time() - begun < 5
