"""Two writers: what the page shows when somebody else changed the text first, and what one chooses to keep (R14).

What the other alone has changed is taken into the form; what I alone have changed stands. Where both have written,
the two texts are shown beside each other, and the next sending says which of them to keep, or both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stafettlogg.relay import called, changes
from stafettlogg.relay.wordings import in_words
from stafettlogg.web.dates import day_and_clock
from stafettlogg.web.labels import FIELDS
from stafettlogg.web.widgets import LongText

MINE, THEIRS, BOTH = "mine", "theirs", "both"
NEWEST, CLASHING, KEEP = "newest", "clashing", "keep"
WORD = re.compile(r"\s*\S+")
ALIKE = 0.5  # texts less alike than this are easier to read one after the other than woven together


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand in both texts, or in one of them alone."""

    kind: str
    text: str

    @property
    def space(self) -> str:
        """The blanks before the words: they are not marked."""
        return self.text[: len(self.text) - len(self.words)]

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.text.lstrip()


def compare(mine: str, theirs: str) -> list[Piece]:
    """The two texts as one, word by word: what is the same, what I alone have, what the other alone has.

    Where little is the same: the one text, then the other.
    """
    ours, others = WORD.findall(mine), WORD.findall(theirs)
    matcher = SequenceMatcher(None, [word.strip() for word in ours], [word.strip() for word in others], autojunk=False)
    pieces: list[Piece] = []
    if matcher.ratio() < ALIKE:
        return [Piece(whose, text) for whose, text in ((MINE, mine), (THEIRS, theirs)) if text]
    for kind, begin, end, from_, to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(others[from_:to])))
            continue
        pieces += [
            Piece(whose, "".join(words))
            for whose, words in ((MINE, ours[begin:end]), (THEIRS, others[from_:to]))
            if words
        ]
    return pieces


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both have written in: the two texts, and what can be kept."""

    name: str
    pieces: list[Piece]
    choices: list[tuple[str, str]]
    chosen: str = ""

    @property
    def group(self) -> str:
        """What the choice is sent as."""
        return f"{KEEP}-{self.name}"

    @property
    def has_theirs(self) -> bool:
        """Whether anything stands in the log now."""
        return any(piece.kind != MINE for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """Something the other changed that I had not: as it was, and as it is now."""

    label: str | Promise
    pieces: list[Piece]


@dataclass(slots=True)
class Overtaken:
    """What is shown to the one who came second: who was first and when, what was changed, and what must be chosen."""

    said: str
    newest: int
    has_ended: bool = False
    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def clashing(self) -> str:
        """The names of the fields to choose for, as the form sends them."""
        return ",".join(clash.name for clash in self.clashes)


def overtaken(form: forms.Form, row: Any, columns: dict[str, str]) -> Overtaken:
    """Find out what was changed since the form was opened. Any: whatever the operation changes, with a version.

    The version in the form stays the one its writer saw: only a sending that has seen the newest and chosen goes on.
    """
    seen = changes.since(row, int(form.cleaned_data["version"]))
    found = Overtaken(_who(seen), row.version, seen.has_ended)
    data = {**dict(form.data.lists()), "version": [str(form.cleaned_data["version"])]}  # type: ignore[attr-defined]
    asked = set(columns.values())
    for name, column in columns.items():
        mine, now, before = _plain(form.cleaned_data.get(name)), _plain(_value(row, column)), seen.before.get(column)
        could_be_empty = row._meta.get_field(column).null
        is_untouched = seen.is_known and before is None and not could_be_empty  # an empty text leaves no wording behind
        if mine == now or is_untouched or not (mine or could_be_empty):
            continue
        if before is not None and mine == _plain(before):  # the other alone changed it
            data[name] = [_typed(form, row, name, column)]
            found.changes.append(_change(row, form.fields[name].label, column, before, now))
            continue
        clash = _clash(form, row, name, column, mine, now)
        form.fields[name].clash = clash  # type: ignore[attr-defined]  # shown with its field
        found.clashes.append(clash)
    for column, before in seen.before.items():
        if column not in asked:
            found.changes.append(_change(row, FIELDS[column], column, before, in_words(_value(row, column))))
    form.data = MultiValueDict(data)
    return found


def settle(form: forms.Form, row: Any, columns: dict[str, str]) -> None:
    """Do as was chosen, when a choice was made for every text and nobody has changed the row since."""
    data: Any = form.data
    if data.get(NEWEST) != str(row.version):
        return
    chosen = {name: data.get(f"{KEEP}-{name}") for name in data.get(CLASHING, "").split(",") if name in columns}
    if not {*chosen.values()} <= {MINE, THEIRS, BOTH}:
        return
    settled = data.copy() if isinstance(data, QueryDict) else MultiValueDict(dict(data.lists()))
    for name, choice in chosen.items():
        theirs = _typed(form, row, name, columns[name])
        if choice == THEIRS:
            settled[name] = theirs
        elif choice == BOTH:
            settled[name] = "\n\n".join(filter(None, (data.get(name, "").strip(), theirs)))
    settled["version"] = str(row.version)
    form.data = settled


def is_waiting(form: forms.Form, row: Any) -> bool:
    """Whether the page was shown already, and a choice is missing."""
    return bool(form.data.get(NEWEST) == str(row.version))


def columns_of(form: forms.Form, row: object) -> dict[str, str]:
    """The form's fields that are columns of the row, as the form calls them and as the row does."""
    if not isinstance(row, models.Model):
        return {}
    known, meant = {column.name for column in row._meta.concrete_fields}, getattr(form, "columns", {})
    named = {name: meant.get(name, name) for name in form.fields if name != "version"}
    return {
        name: column for name, column in named.items() if column in known and not form.fields[name].widget.is_hidden
    }


def _who(seen: changes.Changes) -> str:
    if seen.by and seen.at:
        return _("%(name)s changed this %(when)s.") % {"name": seen.by, "when": day_and_clock(seen.at)}
    if seen.at:
        return _("It was changed %(when)s.") % {"when": day_and_clock(seen.at)}
    return _("It was changed after you opened it.")


def _clash(form: forms.Form, row: Any, name: str, column: str, mine: str, now: str) -> Clash:
    choices = [(MINE, _("Keep mine")), (THEIRS, _("Keep the other"))]
    if isinstance(form.fields[name].widget, LongText) and mine and now:
        choices.append((BOTH, _("Keep both: mine first, then the other")))
    chosen = form.data.get(f"{KEEP}-{name}", "")
    pieces = compare(_told(row, column, mine), _told(row, column, now))
    if not any(piece.kind == "same" for piece in pieces):  # mine stands in the field beside it
        pieces = [piece for piece in pieces if piece.kind == THEIRS]
    return Clash(name, pieces, choices, chosen)


def _change(row: Any, label: Any, column: str, before: str, now: str) -> Change:
    return Change(label or FIELDS.get(column, ""), compare(_told(row, column, before), _told(row, column, now)))


def _plain(value: object) -> str:
    """The value in words, with the line ends of no particular browser."""
    return in_words(value).replace("\r\n", "\n")


def _value(row: Any, column: str) -> Any:
    return getattr(row, row._meta.get_field(column).attname)


def _typed(form: forms.Form, row: Any, name: str, column: str) -> str:
    """What stands in the row, as it would be typed in the field."""
    value = _value(row, column)
    return "" if value is None else str(form.fields[name].prepare_value(value))


def _told(row: Any, column: str, text: str) -> str:
    """A value as people read it: a person's name, a choice by its label, a day in words."""
    kept = row._meta.get_field(column)
    if not text:
        return ""
    if kept.is_relation:
        return called.names(row.log, {UUID(text)}).get(UUID(text), "")
    if isinstance(kept, models.DateField):
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    return str(dict(kept.flatchoices).get(text, text))
