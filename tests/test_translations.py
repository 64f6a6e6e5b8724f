"""The words of the site in its other languages: all there, none doubtful, none left over."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import ngettext

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "faq" / "locale"
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]  # the texts in the code are English
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def _words(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_language_of_the_site_has_its_words() -> None:
    assert {path.name for path in LOCALE.iterdir() if path.is_dir()} == set(OTHERS)


@pytest.fixture(scope="module")
def texts_of_the_site(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Every text that code and templates mark for translation, with its context and its plural."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here: `apt-get install gettext` lets this test find the site's texts")
    copy = tmp_path_factory.mktemp("site")
    for folder in ("faq", "faqsite", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    found = copy / "found"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr(settings, "LOCALE_PATHS", [found])
        call_command("makemessages", locale=["es"], no_wrap=True, no_location=True, verbosity=0)
    entries = polib.pofile(str(found / "es" / "LC_MESSAGES" / "django.po"))
    return {_key(entry) for entry in entries}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_site_has_its_words_and_none_is_left_over(
    texts_of_the_site: set[tuple[str, str, str]], language: str
) -> None:
    known = {_key(entry) for entry in _catalogue(language) if not entry.obsolete}
    hint = "run `make messages` and translate what is new"
    assert texts_of_the_site - known == set(), hint
    assert known - texts_of_the_site == set(), hint


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_missing_or_doubtful(language: str) -> None:
    catalogue = _catalogue(language)
    assert len(catalogue) > 100
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(_words(entry))] == []
    assert not catalogue.metadata_is_fuzzy


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_what_is_filled_in(language: str) -> None:
    """One for a single number may leave the number out: "one answer"."""
    for entry in _catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for words in _words(entry):
            kept = set(PLACEHOLDER.findall(words))
            assert kept == wanted or (entry.msgid_plural and kept == wanted - {"counter"}), words
            assert "%" not in PLACEHOLDER.sub("", words), words


@pytest.mark.parametrize("language", OTHERS)
def test_only_forms_for_a_single_number_leave_it_out(language: str) -> None:
    catalogue = _catalogue(language)
    with translation.override(language):
        for entry in catalogue:
            for number in (0, 1, 2, 3, 11, 100, 101, 102, 1_000_000) if entry.msgid_plural else ():
                said = ngettext(entry.msgid, entry.msgid_plural, number)
                if "%(counter)s" in entry.msgid_plural and "%(counter)s" not in said:
                    assert number <= 2, said


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_markup(language: str) -> None:
    for entry in _catalogue(language):
        for words in _words(entry):
            assert sorted(re.findall(r"<[^>]*>", words)) == sorted(re.findall(r"<[^>]*>", entry.msgid)), words


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_words_are_those_that_can_be_read(language: str) -> None:
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))
    in_file = {_key(entry): _words(entry) for entry in compiled}
    readable = {_key(entry): _words(entry) for entry in _catalogue(language)}
    assert in_file == readable, "run `make messages`"


def test_arabic_counts_in_its_six_ways() -> None:
    assert "nplurals=6" in _catalogue("ar").metadata["Plural-Forms"]
    with translation.override("ar"):
        said = [
            ngettext("%(counter)s answer", "%(counter)s answers", n) % {"counter": n}
            for n in (0, 1, 2, 3, 11, 100)
        ]
    assert said == ["لا توجد إجابات", "إجابة واحدة", "إجابتان", "3 إجابات", "11 إجابة", "100 إجابة"]


def test_texts_for_patients_are_addressed_politely_in_spanish() -> None:
    """Usted, throughout: an informal word among formal ones reads like another site's."""
    informal = re.compile(r"\b(tú|tu|tus|ti|contigo|puedes|debes|tienes)\b", re.IGNORECASE)
    assert [words for entry in _catalogue("es") for words in _words(entry) if informal.search(words)] == []
