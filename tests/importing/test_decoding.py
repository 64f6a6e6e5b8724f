import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.importing.decoding import MAX_BYTES, decode
from faq.importing.refusal import ImportRefused

TEXT = "What is “spasticity”?\n\nStiff muscles – café, 38 °C.\n"


def test_utf8_is_read_without_a_word():
    decoded = decode(TEXT.encode())
    assert (decoded.text, decoded.encoding, decoded.notices) == (TEXT, "utf-8", [])


def test_a_utf8_byte_order_mark_is_not_part_of_the_text():
    decoded = decode(codecs.BOM_UTF8 + TEXT.encode())
    assert (decoded.text, decoded.encoding, decoded.notices) == (TEXT, "utf-8-sig", [])


def test_windows_1252_is_read_and_said():
    decoded = decode(TEXT.encode("cp1252"))
    assert decoded.text == TEXT
    assert decoded.notices == [
        "This file was saved in Windows-1252, not UTF-8. Check that accents and quotation marks look right."
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_declared_wide_encoding_is_read_and_said(encoding):
    decoded = decode(("\ufeff" + TEXT).encode(encoding))
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)
    assert encoding[:6].upper() in decoded.notices[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_and_said_when_evident(encoding):
    decoded = decode(TEXT.encode(encoding))
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)
    assert "UTF-16" in decoded.notices[0]


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_every_line_end_becomes_a_newline(line_end):
    assert decode(f"a?{line_end}{line_end}b".encode()).text == "a?\n\nb"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \x00"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(ImportRefused, match="This file is empty"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "an old Word"),
        (b"{\\rtf1\\ansi What is it?}", "a rich text document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    ],
)
def test_a_binary_file_is_refused_by_name_with_what_to_do(data, kind):
    with pytest.raises(ImportRefused, match=f"This file is {kind}.*save it as plain text"):
        decode(data)


def test_an_unknown_binary_file_is_refused():
    with pytest.raises(ImportRefused, match="does not hold text"):
        decode(bytes(range(1, 32)) * 10)


def test_bytes_that_no_encoding_explains_are_refused_with_their_line():
    with pytest.raises(ImportRefused, match=r"cannot be read \(first in line 2\)"):
        decode(b"What is it?\n\x81\x8d\x8f\n")


@pytest.mark.parametrize(
    "data",
    [
        b"What?\nIt \x00 is.\n",
        "What?\nIt \x00 is.\n".encode("utf-16"),
        ("What?\nIt \x00 is.\n" + "And so on. " * 9).encode("utf-16-le"),
    ],
)
def test_a_nul_is_refused_with_its_line(data):
    with pytest.raises(ImportRefused, match=r"NUL byte \(first in line 2\)"):
        decode(data)


def test_a_damaged_utf16_file_is_refused():
    with pytest.raises(ImportRefused, match="says that it is UTF-16, but it is damaged"):
        decode(codecs.BOM_UTF16_LE + b"a\x00b")


def test_utf8_with_one_damaged_character_is_refused_instead_of_misread():
    with pytest.raises(ImportRefused, match="a character in line 3 is not"):
        decode("38 °C\n40 °C\n".encode() + b"41 \xb0C\n")


def test_the_largest_allowed_file_is_read():
    assert len(decode(b"a" * MAX_BYTES).text) == MAX_BYTES


def test_a_larger_file_is_refused_with_the_limit():
    with pytest.raises(ImportRefused, match=r"too large: it has 10\.0 MB, and at most 10 MB"):
        decode(b"a" * (MAX_BYTES + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data):
    try:
        text = decode(data).text
    except ImportRefused as refusal:
        assert str(refusal).endswith((".", "again."))  # noqa: PT017 - both outcomes are right
    else:
        assert text.strip()
        assert "\x00" not in text
        assert "\r" not in text
