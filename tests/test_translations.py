"""Every text a person meets is there in nynorsk and bokmål, and the compiled catalogues are those that were written."""

from __future__ import annotations

import io
import re
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "stafettlogg"
LANGUAGES = ("nn", "nb")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]


def _catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


def _texts() -> dict[Key, str]:
    """Each text in the code and the templates, and a file it stands in."""
    found: dict[Key, str] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        source = path.read_text()
        if path.suffix == ".html":
            # the tag `_("…")` of templates and the translate tags alike become calls, one line each
            source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                found[context, text] = path.relative_to(PACKAGE).as_posix()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_the_catalogue(language: str) -> None:
    known = {(entry.msgctxt, entry.msgid) for entry in _catalogue(language) if not entry.obsolete}
    assert {key: path for key, path in _texts().items() if key not in known} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_untranslated_or_fuzzy(language: str) -> None:
    catalogue = _catalogue(language)
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    def holes(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", text))

    for entry in _catalogue(language):
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert holes(text) == holes(entry.msgid_plural or entry.msgid), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_that_was_written(language: str) -> None:
    compiled = polib.mofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"))
    written = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in _catalogue(language) if not e.obsolete}
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == written


def test_the_search_for_texts_finds_what_stands_in_code_and_in_templates() -> None:
    texts = _texts()
    assert texts[None, "Practice – everybody here is made up"] == "web/templates/base.html"
    assert texts["hat", "family"] == "core/caller.py"
