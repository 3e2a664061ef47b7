"""A small made-up world: two municipalities, three logs, and people named by how they stand to the log.

Everything is done through operations, at its own time; only municipalities, units and the first posts come from
`bootstrap`. Nobody here exists.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import Scoped, enter, everywhere, system
from stafettlogg.identity import bootstrap, numbers
from stafettlogg.identity.models import Municipality, Person, Unit
from stafettlogg.relay import consents, opening, people, transfers
from stafettlogg.relay.models import Consent, Membership, RelayLog, Transfer
from stafettlogg.relay.opening import GuardianEntry
from tests.roles import as_worker

S = TypeVar("S", bound=Scoped)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=clock.NORWAY)
OPENED = datetime(2026, 9, 1, 12, 0, tzinfo=clock.NORWAY)
SINCE = date(2025, 8, 1)

CHILD_BORN = date(2010, 3, 12)
LITTLE_BORN = date(2021, 5, 4)
FAR_BORN = date(2018, 2, 20)


@dataclass
class World:
    """Everybody and everything, by the name the tests use."""

    fjordvik: Municipality
    havvik: Municipality
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    log: RelayLog = field(init=False)
    quiet_log: RelayLog = field(init=False)
    other_log: RelayLog = field(init=False)
    far_log: RelayLog = field(init=False)
    transfer: Transfer = field(init=False)

    @property
    def unit(self) -> Unit:
        """The school where most of it happens."""
        return self.units["school"]

    def as_(self, name: str, hat: Hat | None = None) -> Caller:
        """The caller that this person is, under the hat one would expect, or the one that is said."""
        person = self.people[name]
        return Caller(person.pk, person.municipality_id, hat or HATS.get(name, Hat.STAFF))

    def with_key(self, name: str, hat: Hat | None = None) -> Caller:
        """The same, with the one-time key of a form."""
        by = self.as_(name, hat)
        return Caller(by.person, by.municipality, by.hat, key=uuid4())

    @contextmanager
    def inside(self, name: str, log: RelayLog | None = None, hat: Hat | None = None) -> Iterator[RelayLog]:
        """The log as this person reaches it, in a transaction."""
        by = self.as_(name, hat)
        with acting(by):
            yield entered(by, log or self.log)

    def consents(self, log: RelayLog, by: Caller) -> list[Consent]:
        """The consents of a log, opened, so that they can be read after the transaction."""
        with acting(by):
            return [_opened(row) for row in consents.consents(entered(by, log))]

    def memberships(self, log: RelayLog, by: Caller) -> list[Membership]:
        """The people of a log, opened."""
        with acting(by):
            return [_opened(row) for row in people.memberships(entered(by, log))]


HATS = {
    "guardian": Hat.FAMILY,
    "second_guardian": Hat.FAMILY,
    "child": Hat.FAMILY,
    "administrator": Hat.ADMINISTRATION,
    "officer": Hat.OFFICER,
    "far_guardian": Hat.FAMILY,
}

STAFF: tuple[tuple[str, str, str, str], ...] = (
    ("leader", "Ragnhild Nes", "school", "leader"),
    ("substitute", "Torgeir Vik", "school", "substitute"),
    ("holder", "Solveig Bakke", "school", "employee"),
    ("deputy", "Marit Haug", "school", "employee"),
    ("employee", "Jonas Lie", "school", "employee"),
    ("colleague", "Eli Strand", "school", "employee"),
    ("receiver", "Per Dal", "school", "employee"),
    ("teacher_mother", "Ingunn Moe", "school", "employee"),
    ("other_leader", "Gro Sande", "kindergarten", "leader"),
    ("other_holder", "Liv Tveit", "kindergarten", "employee"),
    ("ppt_leader", "Odd Berg", "ppt", "leader"),
)
FAMILY: tuple[tuple[str, str, date], ...] = (
    ("guardian", "Anne Fjell", date(1982, 6, 3)),
    ("second_guardian", "Bjørn Fjell", date(1980, 1, 15)),
    ("other_guardian", "Siri Aas", date(1990, 9, 9)),
    ("stranger", "Kari Ukjend", date(1975, 4, 4)),
)


def _opened(row: S) -> S:
    for column in row._meta.concrete_fields:
        getattr(row, column.attname)
    return row


def entered(by: Caller, root: RelayLog) -> RelayLog:
    """The log with the caller's permit; the caller must stand in some relation to it."""
    found = enter(by, RelayLog, root.pk, ("municipality", "child", "unit", "holder"))
    assert found is not None, "no relation to the log"
    return found


def _number(world: World, name: str, born: date) -> str:
    turn = sum(1 for known in world.numbers.values() if known[4:6] == f"{born.year % 100:02}")
    world.numbers[name] = numbers.synthetic(born, turn)
    return world.numbers[name]


def _add(world: World, key: str, name: str, municipality: Municipality, born: date = date(1979, 5, 17)) -> Person:
    person = bootstrap.add_person(municipality, name, _number(world, key, born))
    world.people[key] = person
    return person


def _found(world: World) -> None:
    """Units, first people and posts."""
    kinds = {"kindergarten": Unit.Kind.KINDERGARTEN, "school": Unit.Kind.SCHOOL, "ppt": Unit.Kind.PPT}
    for municipality, before in ((world.fjordvik, ""), (world.havvik, "far_")):
        for key, kind in kinds.items():
            world.units[before + key] = bootstrap.add_unit(municipality, f"{municipality.name} {key}", kind)
    for key, name, unit, post in STAFF:
        bootstrap.add_post(_add(world, key, name, world.fjordvik), post, unit=world.units[unit], from_date=SINCE)
    for key, name, born in FAMILY:
        _add(world, key, name, world.fjordvik, born)
    for key, name in (("administrator", "Astrid Lund"), ("officer", "Nils Holm")):
        bootstrap.add_post(_add(world, key, name, world.fjordvik), key, from_date=SINCE)
    bootstrap.add_post(
        _add(world, "far_leader", "Hege Øyen", world.havvik), "leader", unit=world.units["far_school"], from_date=SINCE
    )
    _add(world, "far_guardian", "Tor Hav", world.havvik, date(1984, 2, 2))


def guardian_entry(world: World, key: str, basis: str = "parental", call_name: str = "mamma") -> GuardianEntry:
    """One guardian of the world as written on the form."""
    return GuardianEntry(world.people[key].name, world.numbers[key], basis, call_name)


def say_yes(world: World, log: RelayLog, key: str) -> Consent:
    """Let a guardian or the child answer yes to what it is asked on the log."""
    by = world.as_(key, Hat.FAMILY)
    own = next(row for row in world.consents(log, by) if row.person_id == by.person and row.is_open)
    return consents.answer(by, own, is_yes=True)


def _main_log(world: World) -> None:
    leader = world.as_("leader")
    world.log = opening.open_log(
        leader,
        world.unit,
        child_name="Nora Fjell",
        child_number=_number(world, "child", CHILD_BORN),
        holder=world.people["holder"].pk,
        guardians=[
            guardian_entry(world, "guardian"),
            guardian_entry(world, "second_guardian", call_name="pappa"),
            guardian_entry(world, "teacher_mother", "without", "stemor"),
        ],
    )
    membership = people.invite_child(leader, world.log, number=world.numbers["child"])
    with system("the world names its people"), acting(leader):
        world.people["child"] = _opened(Person.objects.get(pk=membership.person_id))
    people.admit(leader, world.log, person=world.people["employee"])
    people.appoint_deputy(leader, world.log, person=world.people["deputy"])


def _other_logs(world: World) -> None:
    world.quiet_log = opening.open_log(
        world.as_("leader"),
        world.unit,
        child_name="Emil Aas",
        child_born=date(2016, 8, 8),
        holder=world.people["colleague"].pk,
        guardians=[guardian_entry(world, "other_guardian")],
    )
    world.other_log = opening.open_log(
        world.as_("other_leader"),
        world.units["kindergarten"],
        child_name="Live Aas",
        child_number=_number(world, "little_child", LITTLE_BORN),
        holder=world.people["other_holder"].pk,
        guardians=[guardian_entry(world, "other_guardian")],
    )
    world.far_log = opening.open_log(
        world.as_("far_leader"),
        world.units["far_school"],
        child_name="Sigrid Hav",
        child_number=_number(world, "far_child", FAR_BORN),
        guardians=[guardian_entry(world, "far_guardian", call_name="pappa")],
    )


def build() -> World:
    """Make the world: the log is opened in September, active, and offered yesterday; quiet_log waits for consent."""
    with clock.fixed(OPENED - timedelta(days=30)), as_worker():
        world = World(
            bootstrap.add_municipality("4699", "Fjordvik", "nn"), bootstrap.add_municipality("4698", "Havvik", "nb")
        )
        _found(world)
    with clock.fixed(OPENED):
        _main_log(world)
    with clock.fixed(OPENED + timedelta(days=1)):
        for key in ("guardian", "second_guardian", "child"):
            say_yes(world, world.log, key)
    with clock.fixed(NOW - timedelta(days=20)):
        _other_logs(world)
        say_yes(world, world.other_log, "other_guardian")
        say_yes(world, world.far_log, "far_guardian")
    with clock.fixed(NOW - timedelta(days=1)):
        world.transfer = transfers.offer(world.as_("leader"), world.log, to=world.people["receiver"])
    return world


# --- once through operations, then the same rows again --------------------------------------------------------------

ROWS: list[type[Model]] = [AuditEvent]
ROWS += [row for app in ("vault", "identity", "relay") for row in apps.get_app_config(app).get_models()]
TABLES = [row._meta.db_table for row in ROWS]


@dataclass(frozen=True, slots=True)
class Built:
    """A world and the rows it is made of, as they stand in the tables."""

    world: World
    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # Any: whatever a column holds


_built: list[Built] = []


def _rows(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [column.name for column in cursor.description], cursor.fetchall()


def _put(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    one = "(" + ", ".join(["%s"] * len(columns)) + ")"
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        statement = f'INSERT INTO "{table}" ({names}) VALUES {", ".join([one] * len(rows))}'
        cursor.execute(statement, [value for row in rows for value in row])


def ready() -> World:
    """The world, for a test of one's own: built the first time, then the same rows are put back, which is quicker."""
    if not _built:
        made = build()
        with as_worker(), everywhere("the rows of the world"):
            _built.append(Built(made, {table: _rows(table) for table in TABLES}))
        return copy.deepcopy(made)
    with as_worker(), everywhere("the rows of the world"):
        for table, (columns, rows) in _built[0].rows.items():
            if rows:
                _put(table, columns, rows)
    return copy.deepcopy(_built[0].world)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The world on 24 November 2026 at ten, in a transaction that is rolled back."""
    made = ready()
    with clock.fixed(NOW):
        yield made


__all__ = ["NOW", "World", "build", "entered", "guardian_entry", "ready", "say_yes", "world"]
