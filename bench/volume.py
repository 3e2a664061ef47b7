"""Rows by the hundred thousand, for plans and benches alone: written by COPY as superuser, by one loader.

A municipality has units, people at work in them, and logs; a log has a child, two guardians, an employee let in, a
concern or more with a measure in the unit and one at home, steps, consents and entries. Nobody in it exists. With
`Sealing` every text is sealed to its own row with its log's own wrapped key, as the product does it; with `Unsealed`,
where only plans are looked at, every sealed cell holds one byte.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import count, cycle, islice
from typing import Any, Protocol
from uuid import UUID

import psycopg
from django.apps import apps
from psycopg import sql

from stafettlogg.vault import keys
from stafettlogg.vault.seal import Key, Place, seal

Row = Sequence[Any]  # Any: what a column holds
Table = tuple[str, tuple[str, ...], Iterable[Row]]

ENTRY = 340
STEPS = 3
EVENTS = 12
(MUNICIPALITY, UNIT, PERSON, POST, CHILD, LOG, LEG, MEMBER, CONCERN, MEASURE, GUARDIAN, STEP, CONSENT, NOTE, EVENT, KEY,
 ACCESS) = range(1, 18)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much: so many municipalities, and in each of them so many units, people at work and logs."""

    municipalities: int = 1
    units: int = 50
    staff: int = 500
    logs: int = 10_000
    concerns: int = 1
    entries: int = 10


@dataclass(frozen=True)
class Volume:
    """Somebody to ask as: a holder, the leader of a unit, a guardian of one of the holder's logs."""

    municipality: UUID
    unit: UUID
    holder: UUID
    leader: UUID
    guardian: UUID
    log: UUID


@lru_cache(maxsize=300_000)  # rows that belong together name each other
def pk(kind: int, number: int) -> UUID:
    """A random-looking id that is the same every time: neighbours in number lie far apart in the index."""
    return UUID(int=((kind << 40) + number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)


# --- sealing ------------------------------------------------------------------------------------------------------


class Seals(Protocol):
    """What a loader asks of its keys."""

    def wrapped(self, municipality: UUID, root: UUID) -> tuple[UUID, bytes]:
        """The id of a root's key, and the key as the table keeps it."""

    def text(self, municipality: UUID, root: UUID, row: UUID, code: str, text: str) -> bytes:
        """The cell of a text."""


class Sealing:
    """Seals as the vault does; keys are drawn from one seed, so that several processes agree on them."""

    def __init__(self, root_key: Key, seed: bytes) -> None:
        self.root_key, self.seed = root_key, seed
        self.key = lru_cache(maxsize=4)(self._key)

    def _key(self, root: UUID) -> Key:
        drawn = (hmac.new(self.seed, what + root.bytes, sha256).digest() for what in (b"id", b"key"))
        return Key(UUID(bytes=next(drawn)[:16]), next(drawn))

    def wrapped(self, municipality: UUID, root: UUID) -> tuple[UUID, bytes]:
        """The municipality's key wrapped by the installation's, a log's by its municipality's."""
        wrapping = self.root_key if root == municipality else self.key(municipality)
        key = self.key(root)
        return key.id, seal(wrapping, key.secret, keys._binding(municipality, root))

    def text(self, municipality: UUID, root: UUID, row: UUID, code: str, text: str) -> bytes:
        """The text, sealed to its place."""
        return seal(self.key(root), text.encode(), Place(municipality, root, row, code).binding)


class Unsealed:
    """One byte in every sealed cell, which nobody can open."""

    def wrapped(self, municipality: UUID, root: UUID) -> tuple[UUID, bytes]:
        """No key."""
        return root, b"\x01"

    def text(self, municipality: UUID, root: UUID, row: UUID, code: str, text: str) -> bytes:
        """No text."""
        return b"\x01"


# --- what they write ----------------------------------------------------------------------------------------------

FIRST = (
    "Ada",
    "Birk",
    "Eira",
    "Falk",
    "Gro",
    "Håkon",
    "Iben",
    "Jørn",
    "Liv",
    "Mikkel",
    "Nora",
    "Odin",
    "Runa",
    "Storm",
)
LAST = ("Aaland", "Bakkevik", "Djupvik", "Eikrem", "Fossdal", "Granheim", "Hovland", "Kvalsvik", "Lillebø", "Øygard")
SENTENCES = (
    "I dag var det ein god dag, og samlingsstunda gjekk utan avbrot.",
    "Vi såg at det var lettare då planen hang på tavla frå morgonen av.",
    "To av dei andre spurde sjølve om å få vere med i leiken etter maten.",
    "Overgangen til garderoben var framleis krevjande, særleg då det var mange der.",
    "Vi prøvde med ein fast vaksen, og det gav ro i om lag tjue minutt.",
    "Heime fortel dei om det same, og vi er samde om å halde fram ei veke til.",
    "Det som hjelper best, er å få vite i god tid kva som skal skje.",
    "Neste gong vil vi øve på å spørje om hjelp før det blir for vanskeleg.",
)


def name(number: int) -> str:
    """What somebody is called who does not exist."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


@lru_cache(maxsize=len(SENTENCES))
def written(first: int, length: int = ENTRY) -> str:
    """A text of that many characters."""
    return " ".join(islice(cycle(SENTENCES), first, first + length // 40))[:length]


# --- one municipality ---------------------------------------------------------------------------------------------


class Municipality:
    """The rows of one municipality; every number is counted on through all of them."""

    def __init__(self, size: Size, number: int, seals: Seals, now: datetime) -> None:
        self.size, self.number, self.seals, self.now = size, number, seals, now
        self.pk = pk(MUNICIPALITY, number)

    def unit(self, number: int) -> UUID:
        """A unit by anything that is counted: a log's or a person's number."""
        return pk(UNIT, self.number * self.size.units + number % self.size.units)

    def person(self, number: int) -> UUID:
        """Somebody at work; the one with a log's number holds the log and works in its unit."""
        return pk(PERSON, self.number * self.size.staff + number % self.size.staff)

    def child(self, log: int) -> UUID:
        """Whom the log is about."""
        return pk(CHILD, self.of_log(log, 1))

    def log(self, number: int) -> UUID:
        """A log."""
        return pk(LOG, self.of_log(number, 1))

    def of_log(self, log: int, per_log: int, turn: int = 0) -> int:
        """The number of what comes so many times in each log."""
        return (self.number * self.size.logs + log) * per_log + turn

    def _own(self, row: UUID, code: str, text: str) -> bytes:
        return self.seals.text(self.pk, self.pk, row, code, text)

    def _in_log(self, log: int, row: UUID, code: str, text: str) -> bytes:
        return self.seals.text(self.pk, self.log(log), row, code, text)

    def _content(self, kind: int, per_log: int) -> Iterator[tuple[UUID, int, int]]:
        for log in range(self.size.logs):
            for turn in range(per_log):
                yield pk(kind, self.of_log(log, per_log, turn)), log, turn

    def tables(self) -> Iterator[Table]:
        """Every table with its columns and rows, in the order that foreign keys ask for."""
        yield "identity_municipality", (
            "id", "number", "name", "language", "all_guardians_consent", "consent_age", "evaluate_from_days",
            "evaluate_until_days", "wonder_days", "forget_wonder_days", "unopened_days", "accessibility_url",
        ), [(self.pk, str(9000 + self.number), f"Kommune {self.number}", "nn", True, 15, 28, 56, 14, 90, 60, "")]  # fmt: skip
        yield "identity_unit", ("id", "municipality_id", "name", "kind"), self._units()
        yield "identity_person", ("id", "municipality_id", "name", "language"), self._people()
        yield "identity_post", (
            "id", "municipality_id", "person_id", "unit_id", "kind", "sealed_title", "from_date",
        ), self._posts()  # fmt: skip
        yield "identity_child", (
            "id", "municipality_id", "name", "born", "likeness_hash", "protection",
        ), self._children()  # fmt: skip
        yield "relay_relaylog", (
            "id", "municipality_id", "unit_id", "child_id", "holder_id", "level", "opened_at", "activated_at",
            "closing_reason", "duplicate_tries",
        ), self._logs()  # fmt: skip
        yield "vault_vaultkey", ("id", "municipality", "root", "wrapped", "made_at"), self._keys()
        content = ("id", "log_id", "by_id", "at")
        yield "relay_transfer", (*content, "to_id", "accepted_at"), self._legs()
        yield "relay_membership", (*content, "person_id", "kind", "basis", "from_date"), self._members()
        yield "relay_consent", (
            *content, "person_id", "is_childs", "level", "words", "from_date", "answered_at", "is_yes", "way",
        ), self._consents()  # fmt: skip
        yield "relay_concern", (*content, "version", "area", "text"), self._concerns()
        yield "relay_measure", (
            *content, "version", "concern_id", "arena", "title", "goal", "how", "responsible_id", "start", "evaluate_by",
        ), self._measures()  # fmt: skip
        yield "relay_step", (*content, "version", "place", "text"), self._steps()
        yield "relay_note", (*content, "version", "kind", "arena", "text", "seen_on"), self._notes()
        yield "core_access", ("id", "root", "person", "hat", "because"), self._access()
        yield "core_auditevent", (
            "id", "number", "at", "act", "municipality", "person", "hat", "relation", "via", "action", "outcome", "root",
            "object_kind", "object_id", "reason",
        ), self._events()  # fmt: skip

    # --- people and places

    def _units(self) -> Iterator[Row]:
        for n in range(self.size.units):
            yield self.unit(n), self.pk, f"Skule {n}", "school"

    def _people(self) -> Iterator[Row]:
        for n in range(self.size.staff):
            yield (who := self.person(n)), self.pk, self._own(who, "person.name", name(n)), ""
        for who, log, turn in self._content(GUARDIAN, 2):
            yield who, self.pk, self._own(who, "person.name", name(log * 2 + turn)), ""

    def _posts(self) -> Iterator[Row]:
        for n in range(self.size.staff):
            kind = "leader" if n < self.size.units else "employee"
            number = self.number * self.size.staff + n
            yield pk(POST, number), self.pk, self.person(n), self.unit(n), kind, None, self._day(400)

    def _children(self) -> Iterator[Row]:
        for log in range(self.size.logs):
            child = self.child(log)
            born = self._own(child, "child.born", self._day(365 * 7 + log % 1000).isoformat())
            likeness = self.of_log(log, 1).to_bytes(32, "big")
            yield child, self.pk, self._own(child, "child.name", name(log)), born, likeness, "none"

    # --- logs

    def _day(self, ago: int) -> Any:
        return self._at(ago).date()

    def _at(self, ago: int) -> datetime:
        return self.now - timedelta(days=ago)

    def _logs(self) -> Iterator[Row]:
        for n in range(self.size.logs):
            yield (
                self.log(n), self.pk, self.unit(n), self.child(n), self.person(n), 1, self._at(90), self._at(89), "", 0,
            )  # fmt: skip

    def _keys(self) -> Iterator[Row]:
        for root in (self.pk, *(self.log(n) for n in range(self.size.logs))):
            key, wrapped = self.seals.wrapped(self.pk, root)
            yield key, self.pk, root, wrapped, self._at(90)

    def _legs(self) -> Iterator[Row]:
        for row, log, _ in self._content(LEG, 1):
            yield row, self.log(log), self.person(log), self._at(90), self.person(log), self._at(90)

    def _members(self) -> Iterator[Row]:
        for row, log, turn in self._content(MEMBER, 3):
            kind, basis = ("guardian", "parental") if turn < 2 else ("employee", "")
            yield (
                row,
                self.log(log),
                self.person(log),
                self._at(90),
                self._member(log, turn),
                kind,
                basis,
                self._day(90),
            )

    def _member(self, log: int, turn: int) -> UUID:
        """Two guardians, and somebody else of the unit."""
        return pk(GUARDIAN, self.of_log(log, 2, turn)) if turn < 2 else self.person(log + self.size.units)

    def _consents(self) -> Iterator[Row]:
        for row, log, turn in self._content(CONSENT, 2):
            words = self._in_log(log, row, "consent.words", written(turn))
            yield (
                row, self.log(log), self.person(log), self._at(90), self._member(log, turn), False, 1, words,
                self._day(89), self._at(89), True, "product",
            )  # fmt: skip

    def _concerns(self) -> Iterator[Row]:
        for row, log, turn in self._content(CONCERN, self.size.concerns):
            text = self._in_log(log, row, "concern.text", written(turn))
            yield row, self.log(log), self.person(log), self._at(80), 1, ("play", "language")[turn % 2], text

    def _measures(self) -> Iterator[Row]:
        for row, log, turn in self._content(MEASURE, self.size.concerns * 2):
            concern = pk(CONCERN, self.of_log(log, self.size.concerns, turn // 2))
            begun = 20 + log % 30
            yield (
                row, self.log(log), self.person(log), self._at(begun), 1, concern, ("unit", "home")[turn % 2],
                self._in_log(log, row, "measure.title", written(turn, 40)),
                self._in_log(log, row, "measure.goal", written(turn + 1, 160)),
                self._in_log(log, row, "measure.how", written(turn + 2)),
                self.person(log), self._day(begun), self._day(begun - 42),
            )  # fmt: skip

    def _steps(self) -> Iterator[Row]:
        for row, log, turn in self._content(STEP, STEPS if self.size.entries else 0):
            text = self._in_log(log, row, "step.text", written(turn, 40))
            yield row, self.log(log), self.person(log), self._at(70), 1, turn + 1, text

    def _notes(self) -> Iterator[Row]:
        for row, log, turn in self._content(NOTE, self.size.entries):
            kind = "voice" if turn == 0 else "glimpse" if turn % 4 == 0 else "note"
            text = self._in_log(log, row, "note.text", written(turn % len(SENTENCES)))
            ago, arena = 60 - turn * 5, "unit" if kind == "glimpse" else ""
            yield row, self.log(log), self.person(log), self._at(ago), 1, kind, arena, text, self._day(ago)

    def _access(self) -> Iterator[Row]:
        """What the triggers would have written: the holder, and every member under her hat."""
        numbers = count(self.of_log(0, 4))
        for n in range(self.size.logs):
            yield pk(ACCESS, next(numbers)), self.log(n), self.person(n), "staff", self.log(n)
            for turn in range(3):
                because = pk(MEMBER, self.of_log(n, 3, turn))
                hat = "family" if turn < 2 else "staff"
                yield pk(ACCESS, next(numbers)), self.log(n), self._member(n, turn), hat, because

    def _events(self) -> Iterator[Row]:
        """The trail: every entry that was added, and two reads."""
        for row, log, turn in self._content(EVENT, EVENTS if self.size.entries else 0):
            is_entry = turn < self.size.entries
            note = pk(NOTE, self.of_log(log, self.size.entries, turn)) if is_entry else None
            yield (
                row, self.of_log(log, EVENTS, turn) + 1, self._at(60 - turn * 5), row, self.pk, self.person(log), "staff",
                "holder", "web", "note.add" if is_entry else "log.read", "done" if is_entry else "seen", self.log(log),
                "note" if is_entry else "", note, "",
            )  # fmt: skip


# --- loading ------------------------------------------------------------------------------------------------------


TYPES = "SELECT attname, atttypid FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"


def load(connection: psycopg.Connection[Any], place: Municipality) -> None:
    """Write one municipality; `session_replication_role` keeps triggers and foreign keys quiet meanwhile."""
    connection.execute("SET session_replication_role = replica")
    for table, columns, rows in place.tables():
        rest = defaults(table, columns)
        names = sql.SQL(", ").join(map(sql.Identifier, (*columns, *rest)))
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table), names)
        types = dict(connection.execute(TYPES, [table]).fetchall())
        with connection.cursor().copy(statement) as copy:
            copy.set_types([types[column] for column in (*columns, *rest)])
            for row in rows:
                copy.write_row((*row, *rest.values()))
    connection.execute("RESET session_replication_role")


def defaults(table: str, columns: Sequence[str]) -> dict[str, Any]:
    """What the model says of columns that are not named here and must hold something."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    left = (field for field in model._meta.concrete_fields if field.column not in columns and not field.null)
    return {field.column: field.get_default() for field in left}


def asked(place: Municipality) -> Volume:
    """Somebody of the municipality to ask as."""
    chosen = place.size.units + 7
    return Volume(
        municipality=place.pk,
        unit=place.unit(7),
        holder=place.person(chosen),
        leader=place.person(7),
        guardian=pk(GUARDIAN, place.of_log(chosen, 2)),
        log=place.log(chosen),
    )
