"""Every text a person meets is there in nynorsk and bokmål, and the compiled catalogues are those that were written."""

from __future__ import annotations

import re

import polib
import pytest

from tools.messages import LANGUAGES, PACKAGE, catalogue, texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_thecatalogue(language: str) -> None:
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue(language) if not entry.obsolete}
    assert {key: path for key, (_plural, path) in texts().items() if key not in known} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_untranslated_or_fuzzy(language: str) -> None:
    written = catalogue(language)
    assert [entry.msgid for entry in written.untranslated_entries()] == []
    assert [entry.msgid for entry in written.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    def holes(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", text))

    for entry in catalogue(language):
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert holes(text) == holes(entry.msgid_plural or entry.msgid), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_that_was_written(language: str) -> None:
    compiled = polib.mofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"))
    written = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in catalogue(language) if not e.obsolete}
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == written


def test_the_search_for_texts_finds_what_stands_in_code_and_in_templates() -> None:
    found = {key: path for key, (_plural, path) in texts().items()}
    assert found[None, "Practice – everybody here is made up"] == "web/templates/base.html"
    assert found["hat", "family"] == "core/caller.py"
