"""Rows by the hundred thousand, for plans and benches alone: written by COPY as superuser, with nothing sealed in them.

Fifty units of two municipalities, 2 000 employees, 100 000 logs with a leg, three memberships, two concerns and four
measures each. Nobody here exists, and nobody can read a text: the cells hold one byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

LOGS = 100_000
UNITS = 50
STAFF = 2_000
AT = datetime(2026, 9, 1, 10, tzinfo=UTC)
SEALED = b"\x01"

Row = Sequence[Any]  # Any: what a column holds


@dataclass(frozen=True)
class Volume:
    """Somebody to ask as: a holder of fifty logs, the leader of a unit with two thousand, a guardian of one."""

    municipality: UUID
    unit: UUID
    holder: UUID
    leader: UUID
    guardian: UUID
    log: UUID


def _id(kind: int, number: int) -> UUID:
    """A random-looking id that is the same every time: neighbours in number lie far apart in the index."""
    return UUID(int=((kind * 1_000_003 + number) * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128)


def _copy(connection: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


MUNICIPALITY, UNIT, PERSON, POST, CHILD, LOG, LEG, MEMBER, CONCERN, MEASURE, GUARDIAN = range(1, 12)


def _content(kind: int, per_log: int) -> Iterator[tuple[UUID, int, int]]:
    numbers = count()
    for log in range(LOGS):
        for turn in range(per_log):
            yield _id(kind, next(numbers)), log, turn


def unit_of(log: int) -> UUID:
    """The unit a log belongs to."""
    return _id(UNIT, log % UNITS)


def staff_of(log: int) -> UUID:
    """Who holds a log."""
    return _id(PERSON, log % STAFF)


def load(connection: psycopg.Connection[Any]) -> Volume:
    """Fill the empty database."""
    here = _id(MUNICIPALITY, 0)
    _copy(
        connection,
        "identity_municipality",
        ("id", "number", "name", "language", "all_guardians_consent", "consent_age", "evaluate_from_days",
         "evaluate_until_days", "wonder_days", "forget_wonder_days", "unopened_days", "accessibility_url"),
        [(_id(MUNICIPALITY, n), str(4690 + n), f"Volume {n}", "nn", True, 15, 28, 56, 14, 90, 60, "") for n in range(2)],
    )  # fmt: skip
    _copy(connection, "identity_unit", ("id", "name", "kind", "municipality_id"),
          [(_id(UNIT, n), f"Unit {n}", "school", here) for n in range(UNITS)])  # fmt: skip
    people = [*(_id(PERSON, n) for n in range(STAFF)), *(_id(GUARDIAN, n) for n in range(LOGS))]
    _copy(
        connection,
        "identity_person",
        ("id", "name", "language", "municipality_id"),
        [(p, SEALED, "", here) for p in people],
    )
    _copy(
        connection,
        "identity_post",
        ("id", "kind", "title", "from_date", "municipality_id", "person_id", "unit_id"),
        [(_id(POST, n), "leader" if n < UNITS else "employee", "", AT.date(), here, _id(PERSON, n), _id(UNIT, n % UNITS))
         for n in range(STAFF)],
    )  # fmt: skip
    _copy(connection, "identity_child", ("id", "name", "born", "likeness_hash", "protection", "municipality_id"),
          ((_id(CHILD, n), SEALED, SEALED, n.to_bytes(32, "big"), "none", here) for n in range(LOGS)))  # fmt: skip
    _copy(
        connection,
        "relay_relaylog",
        ("id", "level", "opened_at", "activated_at", "closing_reason", "duplicate_tries", "child_id", "holder_id",
         "municipality_id", "unit_id"),
        ((_id(LOG, n), 1, AT, AT, "", 0, _id(CHILD, n), staff_of(n), here, unit_of(n)) for n in range(LOGS)),
    )  # fmt: skip
    _copy(connection, "relay_transfer", ("id", "at", "accepted_at", "by_id", "log_id", "to_id"),
          ((pk, AT, AT, staff_of(log), _id(LOG, log), staff_of(log)) for pk, log, _ in _content(LEG, 1)))  # fmt: skip
    _copy(
        connection,
        "relay_membership",
        ("id", "at", "kind", "basis", "from_date", "by_id", "log_id", "person_id"),
        ((pk, AT, *(("guardian", "parental") if turn == 0 else ("employee", "")), AT.date(), staff_of(log), _id(LOG, log),
          _id(GUARDIAN, log) if turn == 0 else _id(PERSON, (log + turn * UNITS) % STAFF))
         for pk, log, turn in _content(MEMBER, 3)),
    )  # fmt: skip
    _copy(connection, "relay_concern", ("id", "at", "version", "area", "text", "by_id", "log_id"),
          ((pk, AT, 1, "play", SEALED, staff_of(log), _id(LOG, log)) for pk, log, _ in _content(CONCERN, 2)))  # fmt: skip
    _copy(
        connection,
        "relay_measure",
        ("id", "at", "version", "arena", "title", "goal", "how", "start", "evaluate_by", "by_id", "concern_id", "log_id",
         "responsible_id"),
        ((pk, AT, 1, "unit" if turn % 2 else "home", SEALED, SEALED, SEALED, AT.date(), date(2026, 10, 20), staff_of(log),
          _id(CONCERN, log * 2 + turn // 2), _id(LOG, log), staff_of(log)) for pk, log, turn in _content(MEASURE, 4)),
    )  # fmt: skip
    connection.execute("ANALYZE")
    chosen = UNITS + 7
    return Volume(here, _id(UNIT, 7), _id(PERSON, chosen), _id(PERSON, 7), _id(GUARDIAN, chosen), _id(LOG, chosen))
