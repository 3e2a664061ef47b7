"""Bring the catalogues in line with the texts of code and templates, and compile them (`make messages`).

A new text is added without its translation, and named; what no longer stands anywhere is taken out. Django's own
`makemessages` is not used: it does not know the short names we import `gettext_lazy` under, and drops their texts.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "stafettlogg"
LANGUAGES = ("nn", "nb")
WIDTH = 78
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


def catalogue(language: str) -> polib.POFile:
    """The written catalogue of a language."""
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"), wrapwidth=WIDTH)


def texts() -> dict[Key, tuple[str, str]]:
    """Each text in the code and the templates, by context and words: its plural if it has one, and a file it stands in."""
    found: dict[Key, tuple[str, str]] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        source = path.read_text()
        if path.suffix == ".html":
            # the tag `_("…")` of templates and the translate tags alike become calls, one line each
            source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            text, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
            if text:
                found[context, text] = plural or "", path.relative_to(PACKAGE).as_posix()
    return found


def collect(language: str) -> list[str]:
    """Write and compile one catalogue; gives the texts that wait for a translation."""
    written, there = catalogue(language), texts()
    entries: dict[Key, polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in written if not entry.obsolete}
    for key, (plural, _) in there.items():
        if key not in entries:
            context, text = key
            entries[key] = polib.POEntry(msgctxt=context, msgid=text, msgid_plural=plural)
            if plural:
                entries[key].msgstr_plural = {0: "", 1: ""}
    written[:] = [entries[key] for key in sorted(there, key=lambda key: (key[1], key[0] or ""))]
    written.save()
    written.save_as_mofile(str(Path(written.fpath).with_suffix(".mo")))
    return [entry.msgid for entry in (*written.untranslated_entries(), *written.fuzzy_entries())]


def main() -> None:
    """All languages; ends with 1 where a text waits for its translation."""
    waiting = [(language, text) for language in LANGUAGES for text in collect(language)]
    for language, text in waiting:
        sys.stderr.write(f"{language}: {text!r} is not translated\n")
    sys.exit(1 if waiting else 0)


if __name__ == "__main__":
    main()
