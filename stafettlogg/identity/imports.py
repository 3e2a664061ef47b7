"""What a file would do before it does it: a verdict on every row, and whether all of it can be carried out.

What the rows mean stands in `unit_file` and `staff_file`; a file is carried out whole or not at all. Between the look
and the deed the rows travel sealed in the page itself, so that nothing of a file is ever kept here (docs/adr/0016).
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused
from stafettlogg.identity.tables import Column, Row
from stafettlogg.vault import keys
from stafettlogg.vault.seal import Place, Unopenable, seal, unseal

DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FORMULA = ("=", "+", "@", "-", "\t")
LONGEST_TOLD = 40


class What(StrEnum):
    """What happens to a row."""

    WRONG = "wrong"
    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"
    OVER = "over"
    SAME = "same"

    @property
    def label(self) -> str:
        """The word people read."""
        return str(LABELS[self])


LABELS = {
    What.WRONG: pgettext_lazy("row of a file", "must be put right"),
    What.NEW: pgettext_lazy("row of a file", "new"),
    What.CHANGED: pgettext_lazy("row of a file", "changed"),
    What.ENDED: pgettext_lazy("row of a file", "ends"),
    What.OVER: pgettext_lazy("row of a file", "over already"),
    What.SAME: pgettext_lazy("row of a file", "as before"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to one row, in which words; line 0 is somebody who is here and not in the file."""

    line: int
    what: What
    about: str
    place: str = ""
    column: str = ""
    sentence: str = ""


@dataclass
class Plan:
    """All that a file would do."""

    verdicts: list[Verdict] = field(default_factory=list)
    must_be_meant: bool = False

    def count(self, what: What) -> int:
        """How many rows."""
        return Counter(verdict.what for verdict in self.verdicts)[what]

    @property
    def is_possible(self) -> bool:
        """Whether nothing is wrong."""
        return not self.count(What.WRONG)

    @property
    def is_needed(self) -> bool:
        """Whether anything would be otherwise afterwards."""
        return any(verdict.what in (What.NEW, What.CHANGED, What.ENDED) for verdict in self.verdicts)

    @property
    def seen(self) -> str:
        """The print of it all: what is carried out is what was shown, or nothing."""
        told = [[one.line, one.what, one.about, one.place, one.sentence] for one in self.verdicts]
        return sha256(json.dumps(told).encode()).hexdigest()

    def must_be_as_shown(self, seen: str, *, is_meant: bool) -> None:
        """Raise `Refused` unless it can be carried out, is what somebody has looked at, and many endings are meant."""
        if not self.is_possible:
            raise Refused(_("Nothing is carried out before every row is right."))
        if seen != self.seen:
            raise Refused(_("Somebody has changed something meanwhile. Look through it once more."))
        if self.must_be_meant and not is_meant:
            raise Refused(_("Tick that so many are to end."), field="is_meant")


class Reading:
    """One row being read: gives clean values and gathers what is wrong, each on its column with what to write instead."""

    def __init__(self, row: Row, columns: Mapping[str, Column]) -> None:
        self.row, self.columns = row, columns
        self.faults: list[tuple[str, str]] = []

    def wrong(self, key: str, sentence: str) -> None:
        """Something is wrong in this column."""
        self.faults.append((key, sentence))

    def text(self, key: str, most: int) -> str:
        """What stands there, on one line; empty where there is nothing, or something wrong."""
        value = self.row.cells.get(key, "")
        if value.startswith(FORMULA):
            self.wrong(key, _("A formula stands here. Write the value itself."))
        elif not value and self.columns[key].is_required:
            self.wrong(key, _("Nothing stands here."))
        elif len(value) > most:
            self.wrong(key, _("This is too long: at most %(most)d letters.") % {"most": most})
        else:
            return value
        return ""

    def day(self, key: str) -> date | None:
        """The day that stands there."""
        value = self.text(key, 30)
        if not value:
            return None
        found = DAY.fullmatch(value)
        year, month, day = found.groups()[::-1] if found else _iso(value)
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            self.wrong(key, _("“%(told)s” is no day. Write day.month.year, for instance 1.8.2026.") % {"told": value})
            return None

    def one_of(self, key: str, words: Mapping[str, str], usual: str = "") -> str:
        """Which of the words stands there, as our own name for it."""
        value = self.text(key, 60)
        if not value:
            return usual
        chosen = words.get(" ".join(value.casefold().split()))
        if chosen is None:
            self.wrong(
                key,
                _("“%(told)s” is not known. Write one of these: %(words)s.")
                % {"told": value[:LONGEST_TOLD], "words": ", ".join(one_of_each(words))},
            )
        return chosen or ""

    def verdicts(self, about: str, place: str = "") -> Iterable[Verdict]:
        """A verdict for each fault."""
        for key, sentence in self.faults:
            yield Verdict(self.row.line, What.WRONG, about, place, str(self.columns[key].label), sentence)


def _iso(value: str) -> tuple[str, ...]:
    found = ISO_DAY.match(value)
    return found.groups() if found else ("0", "0", "0")


def one_of_each(words: Mapping[str, str]) -> list[str]:
    """The first word for each of our own names: what the sentence offers."""
    first: dict[str, str] = {}
    for word, name in words.items():
        first.setdefault(name, word)
    return list(first.values())


def by_key(columns: Iterable[Column]) -> dict[str, Column]:
    """The columns by our own name for them."""
    return {column.key: column for column in columns}


# --- between the two looks ------------------------------------------------------------------------------------------


def packed(by: Caller, kind: str, rows: list[Row]) -> str:
    """The rows, sealed for this administrator, to travel in the page and come back unchanged."""
    told = json.dumps([[row.line, row.cells] for row in rows], ensure_ascii=False).encode()
    place = Place(by.municipality, by.municipality, by.person, f"file.{kind}")
    sealed = seal(keys.key(by.municipality, by.municipality), zlib.compress(told, 9), place.binding)
    return urlsafe_b64encode(sealed).decode()


def unpacked(by: Caller, kind: str, text: str) -> list[Row]:
    """The rows that `packed` was given; raises `Refused` for anything else."""
    place = Place(by.municipality, by.municipality, by.person, f"file.{kind}")
    try:
        sealed = urlsafe_b64decode(text)
        told = json.loads(zlib.decompress(unseal(keys.key(by.municipality, by.municipality), sealed, place.binding)))
    except (Unopenable, ValueError, zlib.error):
        raise Refused(_("Choose the file once more."), field="file") from None
    return [Row(line, cells) for line, cells in told]
