"""What an author types reaches a patient as harmless, readable HTML, and no word of it is lost."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from faq import rendering
from faq.rendering import plain_text, render, render_sources, safe
from faq.sanitiser import sanitised

PROJECT = Path(__file__).resolve().parents[1]
SHARED_DATA = PROJECT / "../shared/data"
EXTERNAL = 'rel="nofollow noopener noreferrer"'
IMAGE_WITHOUT_DESCRIPTION = "[image without description]"
OWN_IMAGE = f"/media/answers/{'0a' * 32}.png"

# Written out again, independently of the code: every tag, attribute and value that may reach a reader.
ANY = r"(?s:.*)"
PLAIN = ["h3", "h4", "h5", "h6", "p", "blockquote", "hr", "br", "pre", "code", "em", "strong", "li"]
ALLOWED: dict[str, dict[str, str]] = {
    **{tag: {} for tag in [*PLAIN, "table", "thead", "tbody", "tr"]},
    "a": {
        "href": r"(?is:https?:.*|mailto:.*|tel:.*|/.*|#.*)",
        "title": ANY,
        "rel": "nofollow noopener noreferrer",
    },
    "img": {
        "src": r"/media/answers/[0-9a-f]{64}\.(png|jpg|webp)",
        "alt": r"(?s:.+)",
        "title": ANY,
        "loading": "lazy",
    },
    "ol": {"start": r"\d{1,9}"},
    "ul": {"class": "sources"},
    "div": {
        "class": "table-scroll|callout callout-(emergency|urgent|warning|tip|ask)",
        "tabindex": "0",
        "role": "region|group",
        "aria-label": "Table|Emergency|Urgent advice|Warning|Tip|Ask your team",
    },
    "span": {"class": "callout-kind"},
    "th": {"scope": "col", "class": "align-(right|center)"},
    "td": {"class": "align-(right|center)"},
}


class Reading(HTMLParser):
    """What a reader's parser makes of HTML: its start tags, and its words (an image stands for its alt)."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.oddities: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += dict(attrs).get("alt") or ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.oddities.append(data)

    def handle_decl(self, decl: str) -> None:
        self.oddities.append(decl)

    def forbidden(self) -> list[str]:
        """Everything in the HTML that the allow-list does not name."""
        found = list(self.oddities)
        for tag, attributes in self.elements:
            if tag not in ALLOWED:
                found.append(tag)
                continue
            for name, value in attributes.items():
                if not re.fullmatch(ALLOWED[tag].get(name, "(?!)"), value or ""):
                    found.append(f"{tag} {name}={value}")
            if (
                tag == "a"
                and re.match(r"(?i)https?:|//", attributes.get("href") or "")
                and "rel" not in attributes
            ):
                found.append(f"external link without rel: {attributes}")
        return found


def shared(name: str) -> str:
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"{path.name} is not beside this project")
    return path.read_text(encoding="utf-8")


# Headings, lists, tables


def test_the_page_owns_the_first_two_heading_levels() -> None:
    html = render("# a\n## b\n### c\n#### d\n##### e\n###### f\n\ng\n===\n\nh\n---")
    assert [tag for tag, _ in Reading(html).elements] == ["h3", "h4", "h5", "h6", "h6", "h6", "h3", "h4"]


def test_headings_follow_each_other_without_a_gap() -> None:
    html = render("## a\n#### b\n###### c\n### d\n# e\n### f")
    assert [tag for tag, _ in Reading(html).elements] == ["h3", "h4", "h5", "h4", "h3", "h4"]


@pytest.mark.parametrize(("marker", "tag"), [("- ", "ul"), ("* ", "ul"), ("1. ", "ol")])
def test_a_list_directly_below_a_line_is_a_list(marker: str, tag: str) -> None:
    html = render(f"Call us if you have:\n{marker}fever\n{marker}itching")
    assert html == (f"<p>Call us if you have:</p>\n<{tag}>\n<li>fever</li>\n<li>itching</li>\n</{tag}>\n")


def test_a_list_keeps_the_number_it_starts_with() -> None:
    assert '<ol start="4">' in render("4. Fill the pump")


def test_a_table_scrolls_in_a_box_and_aligns_without_style() -> None:
    html = render("|Dose|mcg|Day|\n|:--|--:|:-:|\n|low|50|1|")
    assert html.replace("\n", "") == (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>'
        '<thead><tr><th scope="col">Dose</th><th scope="col" class="align-right">mcg</th>'
        '<th scope="col" class="align-center">Day</th></tr></thead>'
        '<tbody><tr><td>low</td><td class="align-right">50</td><td class="align-center">1</td></tr></tbody>'
        "</table></div>"
    )


def test_an_author_cannot_choose_a_class_through_a_code_fence() -> None:
    assert render("```table-scroll\nx\n```") == "<pre><code>x\n</code></pre>\n"


def test_raw_html_is_shown_as_text() -> None:
    assert render('a <b class="x">b</b>') == '<p>a &lt;b class="x"&gt;b&lt;/b&gt;</p>\n'
    assert render("<div onclick=x>\n") == "<p>&lt;div onclick=x&gt;</p>\n"


# Links


@pytest.mark.parametrize("href", ["http://a.example/b", "HTTPS://a.example", "//a.example/b"])
def test_a_link_to_another_site_is_marked_as_external(href: str) -> None:
    assert render(f"[a]({href})") == f'<p><a href="{href}" {EXTERNAL}>a</a></p>\n'


@pytest.mark.parametrize("href", ["/topics/pump/", "#refill", "mailto:ward@a.example", "tel:+441632960000"])
def test_a_link_within_the_site_or_to_mail_or_telephone_is_plain(href: str) -> None:
    assert render(f"[a]({href})") == f'<p><a href="{href}">a</a></p>\n'


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x0A;script:alert(1)",
        "&#106;avascript&colon;alert(1)",
        "<\tjavascript:alert(1)>",
        "%6Aavascript:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "ftp://a.example",
        "leaflet.html",
        "../admin",
        "?as_of=2020-01-01",
        "",
    ],
)
def test_any_other_link_leaves_only_its_words(href: str) -> None:
    assert render(f"read [the **leaflet**]({href}) first") == (
        "<p>read the <strong>leaflet</strong> first</p>\n"
    )


def test_a_refused_link_does_not_take_its_neighbour_along() -> None:
    assert render("[a](x:y)[b](/b)[c](x:y)") == '<p>a<a href="/b">b</a>c</p>\n'


def test_a_backslash_does_not_lead_to_another_site() -> None:
    assert render("[a](/\\evil.example)") == '<p><a href="/%5Cevil.example">a</a></p>\n'


# Images


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_an_image_of_the_site_with_a_description_is_shown(suffix: str) -> None:
    src = OWN_IMAGE.replace("png", suffix)
    assert render(f"![the *pump*\nin place]({src})") == (
        f'<p><img src="{src}" alt="the pump in place" loading="lazy"></p>\n'
    )


@pytest.mark.parametrize(
    "src",
    [
        "https://a.example/x.png",
        f"https://a.example{OWN_IMAGE}",
        f"//a.example{OWN_IMAGE}",
        OWN_IMAGE.replace("png", "svg"),
        OWN_IMAGE.replace("0a", "0A"),
        OWN_IMAGE.replace("0a0a", "0a", 1),
        f"{OWN_IMAGE}?x",
        f"{OWN_IMAGE}%0A",
        f"/media/answers/../{OWN_IMAGE}",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_any_other_image_becomes_its_description(src: str) -> None:
    assert render(f"![the *pump*]({src})") == "<p>the pump</p>\n"


@pytest.mark.parametrize("description", ["", " ", "&nbsp;", "&#8203;"])
@pytest.mark.parametrize("src", [OWN_IMAGE, "https://a.example/x.png"])
def test_an_image_without_description_says_so(description: str, src: str) -> None:
    assert render(f"![{description}]({src})") == f"<p>{IMAGE_WITHOUT_DESCRIPTION}</p>\n"


def test_an_image_inside_an_image_or_link_is_its_description() -> None:
    assert render(f"[![a ![b]({OWN_IMAGE})](x)](/c)") == '<p><a href="/c">a b</a></p>\n'


# Hostile and damaged text


def test_nul_and_lone_surrogates_become_replacement_characters() -> None:
    damaged = "a\x00b\ud800c\udfffd &#xD800;"
    assert render(damaged) == "<p>a\ufffdb\ufffdc\ufffdd \ufffd</p>\n"
    assert plain_text(damaged) == "a\ufffdb\ufffdc\ufffdd \ufffd"
    assert "a\ufffdb" in render_sources("a\ud800b")


def test_an_address_that_decodes_to_a_lone_surrogate_is_readable() -> None:
    assert Reading(render("<http://xn--ib9b>")).text == "http://\ufffd\n"
    assert plain_text("<http://xn--ib9b>") == "http://\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 20_000,
        "]" * 20_000,
        "[a](" * 10_000,
        "*" * 20_000 + "dose",
        "a**b" + "c* " * 10_000,
        "`a" * 20_001,
        "\\" * 20_001 + "dose",
        "<" * 20_000,
        "> " * 20_000 + "dose",
        "- " * 20_000 + "dose",
        "1. " * 20_000 + "dose",
        "*" * 20_000 + "dose" + "*" * 20_000,
        "> - " * 19 + "dose",
    ],
    ids=lambda text: f"{text[:8]!r} x {len(text)}",
)
def test_a_hostile_text_loses_no_word(text: str) -> None:
    reading = Reading(render(text))
    assert reading.forbidden() == []
    letters_and_brackets = re.sub(r"[^a-z\[\](<!]", "", text)
    assert re.sub(r"[^a-z\[\](<!]", "", reading.text) == letters_and_brackets


def test_text_nested_beyond_following_is_shown_as_typed() -> None:
    for typed in ("> " * 30 + "50 mcg\n\nafter *it*", "*" * 60 + "50 mcg" + "*" * 60):
        reading = Reading(render(typed))
        assert reading.text == f"{typed}\n"
        assert [tag for tag, _ in reading.elements] == ["pre", "code"]


@pytest.mark.parametrize("line", ["> # dose", "> ```", ">     dose", "> > > dose\n> # dose", "> ::: tip"])
def test_quotations_that_would_be_read_again_and_again_are_shown_as_typed(line: str) -> None:
    # The parser would read what follows once more for each of these lines: minutes, for a text of this length.
    typed = f"{line}\nmcg\n" * 2_000
    assert Reading(render(typed)).text == f"{typed}\n"
    assert render(typed).startswith("<pre><code>")


def test_quotations_that_a_person_may_write_are_rendered() -> None:
    assert render("> dose\nmcg\n\n" * 100) == "<blockquote>\n<p>dose\nmcg</p>\n</blockquote>\n" * 100
    assert render("> dose\n\n" * 2_000).count("<blockquote>") == 2_000


def test_nesting_that_a_person_may_write_is_rendered() -> None:
    html = render("- a\n  - b\n    - c\n      > d\n      > > e")
    assert html.count("<ul>") == 3
    assert html.count("<blockquote>") == 2


PIECES = [
    *("<script>", "</script>", "<style>", "<img src=x onerror=a>", "<svg/onload=a>", "javascript:", "data:"),
    *(
        "](",
        ")",
        "![",
        "[",
        "|",
        "|-|\n",
        "\n",
        "> ",
        "- ",
        "```",
        "`",
        "*",
        "_",
        "\\",
        "&#",
        "x6A;",
        ";",
        '"',
    ),
    *(
        "<http://",
        ">",
        "//",
        "https://a.example",
        OWN_IMAGE,
        "\x00",
        "\ud800",
        "\t",
        "# ",
        " style=",
        "[a]: ",
    ),
    *("::: urgent ", "\n::: tip\n", "\n:::\n", "::: foo", ":::"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30).map("".join))
def test_whatever_is_typed_only_allowed_html_comes_out(text: str) -> None:
    assert Reading(render(text)).forbidden() == []
    assert render(text) == render(text)
    assert Reading(render_sources(text)).forbidden() == []
    assert "\n" not in plain_text(text)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>a</script>",
        "<style>a</style>",
        "<iframe src=//a.example></iframe>",
        '<p style="a" class="a" id="a" onclick="a">b</p>',
        '<a href="javascript:a">b</a>',
        '<a href="leaflet.html" target="_blank">b</a>',
        '<img src="https://a.example/x.png">',
        '<div class="evil" role="alert">b</div>',
        "<!-- a -->",
    ],
)
def test_the_sanitiser_alone_stops_what_the_parser_would_never_write(attack: str) -> None:
    assert Reading(attack).forbidden() != []
    assert Reading(sanitised(attack)).forbidden() == []


# Public collections


def in_every_position(text: str) -> str:
    """The text as it stands, and as the destination or title of links and images."""
    places = ["{}", "[a]({})", "[a](<{}>)", "![a]({})", "<{}>", "[a](/b '{}')", "[a]: {}", "[a]"]
    return "\n\n".join(place.replace("{}", text) for place in places)


def test_no_naughty_string_gets_through() -> None:
    strings = json.loads(shared("naughty-strings.json"))
    assert len(strings) > 400
    assert [text for text in strings if Reading(render(in_every_position(text))).forbidden()] == []


def test_no_attack_of_the_owasp_sheet_gets_through() -> None:
    sheet = shared("owasp_xss_filter_evasion.md")
    attacks = [*re.findall(r"(?ms)^ *```\w*\n(.*?)^ *```", sheet), *re.findall(r"`([^`\n]+)`", sheet)]
    assert len(attacks) > 80
    assert [text for text in [sheet, *attacks] if Reading(render(in_every_position(text))).forbidden()] == []


def commonmark_cases() -> list[tuple[int, str, str]]:
    """Number, Markdown and expected HTML of the CommonMark examples that contain no raw HTML."""
    parser = MarkdownIt("commonmark")
    cases = json.loads(shared("commonmark_0.31.2.json").replace("→", "\\t"))  # the spec prints tabs as arrows
    return [
        # markdown-it writes no line end into an empty quotation
        (case["number"], case["markdown"], case["html"].replace("<blockquote>\n</", "<blockquote></"))
        for case in cases
        if not any(
            part.type in {"html_block", "html_inline"}
            for block in parser.parse(case["markdown"])
            for part in (block, *(block.children or ()))
        )
    ]


def test_the_parser_follows_commonmark_before_our_rules() -> None:
    cases = commonmark_cases()
    assert len(cases) > 550
    assert [number for number, markdown, html in cases if rendering._MARKDOWN.render(markdown) != html] == []


def test_our_rules_change_no_word_and_no_structure_of_commonmark() -> None:
    headings = {f"h{level}" for level in range(1, 7)}
    for number, markdown, html in commonmark_cases():
        expected, ours = Reading(html), Reading(render(markdown))
        words = ours.text.replace(IMAGE_WITHOUT_DESCRIPTION, "")
        assert words == expected.text, number
        assert ["h" if tag in headings else tag for tag, _ in ours.elements if tag != "a"] == [
            "h" if tag in headings else tag for tag, _ in expected.elements if tag not in {"a", "img"}
        ], number


# Plain text, sources, safe


def test_plain_text_is_the_words_on_one_line() -> None:
    markdown = f"# Pump\n\nA *small*\npump & <b>\n- 50 mcg\n- ![the pump]({OWN_IMAGE})\n\n"
    markdown += "|a|b|\n|-|-|\n|c|`d`|\n\n    e"
    assert plain_text(markdown) == "Pump A small pump & <b> 50 mcg the pump a b c d e"


def test_plain_text_has_the_words_of_the_rendering() -> None:
    for _, markdown, _ in commonmark_cases():
        assert plain_text(markdown).split() == Reading(render(markdown)).text.split()


def test_each_line_of_sources_is_an_item_with_its_address_as_link() -> None:
    assert render_sources("Smith & Lee, <Pumps>\r\n\n  See https://a.example/b?c=1&d=2.  ") == (
        '<ul class="sources">\n<li>Smith &amp; Lee, &lt;Pumps&gt;</li>\n'
        f'<li>See <a href="https://a.example/b?c=1&amp;d=2" {EXTERNAL}>https://a.example/b?c=1&amp;d=2</a>.</li>\n</ul>'
    )


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("(https://a.example/b).", "https://a.example/b"),
        ("https://a.example/Pump_(device), 2020", "https://a.example/Pump_(device)"),
        ("(see https://a.example/Pump_(device))", "https://a.example/Pump_(device)"),
        ("“https://a.example”;", "https://a.example"),
        ("<https://a.example/>", "https://a.example/"),
        ("https://a.example/?!)))", "https://a.example/"),
        ("https://a.example/?a&copy=b", "https://a.example/?a&copy=b"),
    ],
)
def test_punctuation_around_an_address_is_not_part_of_it(source: str, address: str) -> None:
    reading = Reading(render_sources(source))
    assert [attributes["href"] for tag, attributes in reading.elements if tag == "a"] == [address]
    assert reading.text.strip() == source


@pytest.mark.parametrize("source", ["javascript:alert(1)", "http://.", "ftp://a.example", "www.a.example"])
def test_a_source_without_a_web_address_has_no_link(source: str) -> None:
    assert "<a" not in render_sources(source)


@pytest.mark.parametrize("sources", ["", " \n\t\n"])
def test_no_sources_give_no_list(sources: str) -> None:
    assert render_sources(sources) == ""


def test_a_rendering_is_not_escaped_again_by_a_template() -> None:
    html = safe(render("a"))
    assert isinstance(html, SafeString)
    assert html == "<p>a</p>\n"


def test_nothing_else_in_the_project_marks_html_as_safe() -> None:
    found = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("faq", "faqsite")
        for path in (PROJECT / folder).rglob("*.py")
        if "mark_safe" in path.read_text(encoding="utf-8")
    }
    assert found == {"faq/rendering.py"}
