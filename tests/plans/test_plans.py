"""With a hundred thousand logs a list costs what one has, not what the municipality has: no statement reads every log."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from pytest_django import DjangoDbBlocker

from bench import volume
from bench.volume import Municipality, Size, Unsealed, Volume
from stafettlogg.config.binaries import binary_folder
from stafettlogg.config.postgres import Server
from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import enter
from stafettlogg.relay import standing
from stafettlogg.relay.models import Concern, Measure, RelayLog

pytestmark = pytest.mark.slow

DATABASE = "volume"
SIZE = Size(staff=2_000, logs=100_000, concerns=1, entries=0)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LARGE = {
    "relay_relaylog",
    "relay_membership",
    "relay_measure",
    "relay_concern",
    "identity_child",
    "core_access",
}


@pytest.fixture(scope="module")
def loaded(postgres: Server, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Volume]:
    """A database of its own with the volume in it, and Django's connection in that one as app."""
    with psycopg.connect(postgres.dsn("superuser", "postgres"), autocommit=True) as main:
        main.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE)))
    superuser = postgres.dsn("superuser", DATABASE)
    dump = subprocess.run(
        [_program("pg_dump"), "--schema-only", postgres.dsn("superuser")], check=True, capture_output=True
    ).stdout
    subprocess.run(
        [_program("psql"), "-q", "-v", "ON_ERROR_STOP=1", superuser], input=dump, check=True, stdout=subprocess.DEVNULL
    )
    with psycopg.connect(superuser, autocommit=True) as made:
        made.execute("SET search_path = public")
        place = Municipality(SIZE, 0, Unsealed(), NOW)
        volume.load(made, place)
        made.execute("VACUUM ANALYZE")
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _move(DATABASE)
        try:
            with clock.fixed(NOW):
                yield volume.asked(place)
        finally:
            _move(before)
    with psycopg.connect(postgres.dsn("superuser", "postgres"), autocommit=True) as main:
        main.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def _program(name: str) -> str:
    return str(binary_folder() / name)


def _move(database: str) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has a pool
    connection.settings_dict["NAME"] = database


def plans(by: Caller, ask: Callable[[], Any]) -> list[tuple[str, dict[str, Any]]]:
    """The plan of every statement that `ask` runs, as app, with the belt on."""
    with acting(by):
        with CaptureQueriesContext(connection) as captured:
            assert ask(), "a plan for something that is there"
        found = []
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT") and "set_config" not in query["sql"]:
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN (FORMAT JSON, ANALYZE) " + query["sql"].replace("%", "%%"))
                    told = cursor.fetchone()
                    assert told is not None
                    found.append((query["sql"], told[0][0]))
    return found


def scanned(plan: dict[str, Any]) -> set[str]:
    """The large tables that the plan reads from end to end."""
    here = {plan["Relation Name"]} if plan.get("Node Type") == "Seq Scan" else set()
    return (here & LARGE).union(*(scanned(part) for part in plan.get("Plans", ())))


def touched(plan: dict[str, Any]) -> float:
    """How many rows the plan took up at its widest, each time it did."""
    rows = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    widest: float = max([rows, *(touched(part) for part in plan.get("Plans", ()))])
    return widest


def my_logs(by: Caller, _: Volume) -> object:
    """The statement of the start page, short of opening the names: there are none to open here."""
    return standing.MINE.of(by, soon=clock.today())


def unit_logs(by: Caller, asked: Volume) -> object:
    return standing.OF_UNIT.of(by, unit=asked.unit, soon=clock.today())


def open_log(by: Caller, asked: Volume) -> object:
    log = enter(by, RelayLog, asked.log, ("municipality", "unit", "child", "holder"))
    assert log is not None
    return [
        *Concern.objects.of(log.permit).select_related("by"),
        *Measure.objects.of(log.permit).select_related("responsible"),
    ]


QUESTIONS: dict[str, tuple[str, Hat, Callable[[Caller, Volume], object]]] = {
    "my logs as holder": ("holder", Hat.STAFF, my_logs),
    "my logs as guardian": ("guardian", Hat.FAMILY, my_logs),
    "my unit's logs": ("leader", Hat.STAFF, unit_logs),
    "a log as holder": ("holder", Hat.STAFF, open_log),
    "a log as leader": ("leader", Hat.STAFF, open_log),
    "a log as guardian": ("guardian", Hat.FAMILY, open_log),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_reads_a_large_table_from_end_to_end(question: str, loaded: Volume) -> None:
    name, hat, ask = QUESTIONS[question]
    by = Caller(getattr(loaded, name), loaded.municipality, hat)
    found = plans(by, lambda: ask(by, loaded))

    assert found
    for statement, told in found:
        assert scanned(told["Plan"]) == set(), f"{statement}\n{told}"
        assert touched(told["Plan"]) < SIZE.logs / 10, f"{statement}\n{told}"
        assert told["Execution Time"] < 1000, f"{statement}\n{told['Execution Time']} ms"


def test_the_look_would_find_a_scan(loaded: Volume) -> None:
    by = Caller(loaded.leader, loaded.municipality, Hat.STAFF)
    with acting(by), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_indexonlyscan = off")
        cursor.execute("EXPLAIN (FORMAT JSON) SELECT id FROM relay_relaylog WHERE unit_id = %s", [loaded.unit])
        told = cursor.fetchone()
    assert told is not None
    assert scanned(told[0][0]["Plan"]) & {"relay_relaylog"}
