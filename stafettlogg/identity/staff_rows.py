"""A row about somebody who works in a unit: what it means, what is wrong with it, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.operation import Refused
from stafettlogg.identity import numbers, posts
from stafettlogg.identity.imports import Reading, Verdict, by_key
from stafettlogg.identity.models import Municipality, Post, Unit
from stafettlogg.identity.tables import Column, Row
from stafettlogg.vault import keys

COLUMNS = (
    Column("name", lazy("Name"), frozenset({"namn", "navn", "name", "fullt namn", "fullt navn"})),
    Column(
        "number",
        lazy("National identity number"),
        frozenset({"fødselsnummer", "fodselsnummer", "personnummer", "fnr", "national identity number"}),
        is_text=True,
    ),
    Column(
        "unit",
        lazy("Organisation number of the unit"),
        frozenset(
            {"organisasjonsnummer", "org nr", "orgnr", "eining", "enhet", "unit", "organisation number"}
            | {
                "organisasjonsnummeret til eininga",
                "organisasjonsnummeret til enheten",
                "organisation number of the unit",
            }
        ),
        is_text=True,
    ),
    Column("kind", lazy("Role"), frozenset({"rolle", "role"}), is_required=False),
    Column(
        "title",
        lazy("Title"),
        frozenset({"tittel", "stillingstittel", "stilling", "title", "position"}),
        is_required=False,
    ),
    Column(
        "from_date", lazy("From"), frozenset({"frå", "fra", "from", "frå dato", "fra dato", "start"}), is_required=False
    ),
    Column("until_date", lazy("Until"), frozenset({"til", "until", "to", "til dato", "slutt"}), is_required=False),
)
KINDS: dict[str, str] = {
    "tilsett": Post.Kind.EMPLOYEE,
    "ansatt": Post.Kind.EMPLOYEE,
    "employee": Post.Kind.EMPLOYEE,
    "leiar": Post.Kind.LEADER,
    "leder": Post.Kind.LEADER,
    "leader": Post.Kind.LEADER,
    "stadfortredar": Post.Kind.SUBSTITUTE,
    "stedfortreder": Post.Kind.SUBSTITUTE,
    "vikar for leiar": Post.Kind.SUBSTITUTE,
    "substitute": Post.Kind.SUBSTITUTE,
    "substitute leader": Post.Kind.SUBSTITUTE,
}
ROUNDED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")

Key = tuple[Unit, bytes, str]  # where, who by the keyed hash, as what: one post in force of each


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it is meant."""

    line: int
    name: str
    digits: str
    hash: bytes
    unit: Unit
    kind: str
    title: str | None
    from_date: date | None
    until_date: date | None
    tells_until: bool

    @property
    def key(self) -> Key:
        """Which post it is."""
        return (self.unit, self.hash, self.kind)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.until_date is not None and self.until_date < clock.today()


Read = tuple[Reading, Entry | None, str]


def read(municipality: Municipality, rows: list[Row], units: dict[str, Unit]) -> tuple[list[Entry], list[Verdict]]:
    """The rows that are right, and a verdict on everything that is wrong; `units` by their organisation number."""
    readings = [_read(municipality, row, units) for row in rows]
    _compare(readings)
    entries, wrong = list[Entry](), list[Verdict]()
    for reading, entry, name in readings:
        if reading.faults or entry is None:
            wrong += reading.verdicts(name, entry.unit.name if entry else "")
        else:
            entries.append(entry)
    return entries, wrong


def _read(municipality: Municipality, row: Row, here: dict[str, Unit]) -> Read:
    reading = Reading(row, by_key(COLUMNS))
    name = _name(reading.text("name", 80))
    digits = _number(reading)
    unit = _unit(reading, here)
    kind = reading.one_of("kind", KINDS, Post.Kind.EMPLOYEE)
    title = reading.text("title", 60) if "title" in row.cells else None
    from_date, until_date = reading.day("from_date"), reading.day("until_date")
    if from_date and until_date and until_date < from_date:
        reading.wrong("until_date", _("The last day comes before the first."))
    if from_date and from_date > clock.today() and kind in posts.LEADING:
        reading.wrong("from_date", _("A leader begins today or before. Bring the file in again on the first day."))
    if not (digits and unit and kind):
        return reading, None, name
    entry = Entry(
        row.line,
        name,
        digits,
        keys.lookup_hash(municipality.pk, digits),
        unit,
        kind,
        title,
        from_date,
        until_date,
        "until_date" in row.cells,
    )
    return reading, entry, name


def _name(told: str) -> str:
    """`Lunde, Kari` as payrolls write it is Kari Lunde."""
    last, comma, first = told.partition(", ")
    return f"{first} {last}" if comma and first and "," not in first else told


def _number(reading: Reading) -> str:
    told = reading.text("number", 30)
    if not told:
        return ""
    if ROUNDED.fullmatch(told):
        reading.wrong(
            "number",
            _("The spreadsheet has rounded the number. Make the whole column text, and write all eleven digits."),
        )
        return ""
    if len(told) == 10 and told.isdigit():
        reading.wrong("number", _("A zero in front is lost. Make the whole column text, and write all eleven digits."))
        return ""
    try:
        return numbers.parse(told).digits
    except Refused as refused:
        reading.wrong("number", str(refused))
        return ""


def _unit(reading: Reading, here: dict[str, Unit]) -> Unit | None:
    told = "".join(reading.text("unit", 30).split())
    if told and told not in here:
        reading.wrong(
            "unit", _("No unit here has the organisation number “%(told)s”. Bring in the units first.") % {"told": told}
        )
    return here.get(told)


def _compare(readings: list[Read]) -> None:
    """See that no row contradicts another."""
    first_name: dict[bytes, Read] = {}
    first_post: dict[tuple[Unit, bytes], int] = {}
    first_leader: dict[tuple[Unit, str], int] = {}
    for reading, entry, name in readings:
        if entry is None:
            continue
        other = first_name.setdefault(entry.hash, (reading, entry, name))
        if other[2].casefold() != name.casefold():
            reading.wrong("name", _("Row %(line)d has another name on this number.") % {"line": other[0].row.line})
        line = first_post.setdefault((entry.unit, entry.hash), entry.line)
        if line != entry.line:
            reading.wrong("number", _("Row %(line)d has this person in the same unit.") % {"line": line})
        if entry.kind in posts.LEADING and not entry.is_over:
            line = first_leader.setdefault((entry.unit, entry.kind), entry.line)
            if line != entry.line:
                reading.wrong(
                    "kind", _("Row %(line)d has this role in the same unit, and a unit has one.") % {"line": line}
                )
