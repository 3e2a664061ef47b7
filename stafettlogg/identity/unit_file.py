"""The units of a municipality from a file: known by their organisation number, added and put right, never taken away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.identity import organisations, units
from stafettlogg.identity.imports import Plan, Reading, Verdict, What, by_key
from stafettlogg.identity.models import Municipality, Unit
from stafettlogg.identity.tables import Column, Row

COLUMNS = (
    Column("name", lazy("Name"), frozenset({"namn", "navn", "name", "eining", "enhet", "unit"})),
    Column("kind", lazy("Kind"), frozenset({"type", "slag", "kind"})),
    Column(
        "organisation_number",
        lazy("Organisation number"),
        frozenset({"organisasjonsnummer", "org nr", "orgnr", "organisation number"}),
        is_text=True,
    ),
)
KINDS: dict[str, str] = {
    "barnehage": Unit.Kind.KINDERGARTEN,
    "kindergarten": Unit.Kind.KINDERGARTEN,
    "skule": Unit.Kind.SCHOOL,
    "skole": Unit.Kind.SCHOOL,
    "school": Unit.Kind.SCHOOL,
    "ppt": Unit.Kind.PPT,
    "helsestasjon": Unit.Kind.HEALTH_STATION,
    "health station": Unit.Kind.HEALTH_STATION,
    "barnevern": Unit.Kind.CHILD_WELFARE,
    "child welfare": Unit.Kind.CHILD_WELFARE,
    "anna": Unit.Kind.OTHER,
    "annet": Unit.Kind.OTHER,
    "other": Unit.Kind.OTHER,
}


@dataclass
class UnitPlan(Plan):
    """The verdicts, and the units as they would be written."""

    written: list[tuple[Unit | None, dict[str, str]]] = field(default_factory=list)


def plan(municipality: Municipality, rows: list[Row]) -> UnitPlan:
    """What the rows would do; the permit of the municipality is asked."""
    municipality.permit.must_be_alive()
    here = units.everything(municipality.pk)
    by_number = {unit.organisation_number: unit for unit in here if unit.organisation_number}
    by_name = {unit.name.casefold(): unit for unit in here}
    readings = [_read(row) for row in rows]
    times = Counter(value for _, told in readings for value in (told["organisation_number"], told["name"].casefold()))
    made = UnitPlan()
    for reading, told in readings:
        same_name = by_name.get(told["name"].casefold())
        known = by_number.get(told["organisation_number"])
        if known is None and same_name is not None and not same_name.organisation_number:
            known = same_name  # a unit from before files, which gets its number now
        if told["organisation_number"] and times[told["organisation_number"]] > 1:
            reading.wrong("organisation_number", _("Two rows have this organisation number."))
        if told["name"] and times[told["name"].casefold()] > 1:
            reading.wrong("name", _("Two rows have this name."))
        elif same_name is not None and same_name != known:
            reading.wrong("name", _("Another unit has this name already."))
        made.verdicts += reading.verdicts(told["name"]) if reading.faults else [_verdict(reading.row.line, known, told)]
        made.written.append((known, told))
    return made


def _read(row: Row) -> tuple[Reading, dict[str, str]]:
    reading = Reading(row, by_key(COLUMNS))
    told = {"name": reading.text("name", 80), "kind": reading.one_of("kind", KINDS)}
    number = reading.text("organisation_number", 30)
    try:
        told["organisation_number"] = organisations.parse(number) if number else ""
    except Refused as refused:
        told["organisation_number"] = ""
        reading.wrong("organisation_number", str(refused))
    return reading, told


def _verdict(line: int, known: Unit | None, told: dict[str, str]) -> Verdict:
    if known is None:
        return Verdict(line, What.NEW, told["name"])
    changed = [
        _("%(column)s, from “%(old)s”") % {"column": column.label, "old": _old(known, column.key) or "–"}
        for column in COLUMNS
        if getattr(known, column.key) != told[column.key]
    ]
    return Verdict(line, What.CHANGED if changed else What.SAME, told["name"], sentence="; ".join(changed))


def _old(unit: Unit, key: str) -> str:
    return str(unit.get_kind_display()) if key == "kind" else str(getattr(unit, key))


@operation(Action.UNITS_IMPORT)
def carry_out(by: Caller, municipality: Municipality, /, *, rows: list[Row], seen: str) -> Municipality:
    """Write all of it, or nothing; `seen` is the print of what somebody has looked at. Raises `Refused`."""
    looked = plan(municipality, rows)
    looked.must_be_as_shown(seen, is_meant=True)
    for known, told in looked.written:
        units.write(known or Unit(municipality=municipality), **told)
    return municipality
