"""The bench's own installation: a folder with keys, database and settings as in production, loaded once and kept."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg import sql

from stafettlogg.config import env, initialise, postgres

LOGS = int(os.environ.get("LOGS", "10000"))
PORT = int(os.environ.get("PORT", "8190"))
FOLDER = Path(os.environ.get("BENCH_DATA") or f"{env.default_folder()}-bench-{LOGS}")
WAIT = 60
# what makes a load of ten million texts bearable, and is taken back before anything is measured
HURRIED = {"max_wal_size": "16GB", "checkpoint_timeout": "30min", "synchronous_commit": "off"}

os.environ.update(
    DJANGO_SETTINGS_MODULE="stafettlogg.config.settings",
    STAFETTLOGG_MODE="production",
    STAFETTLOGG_ROLE="app",
    STAFETTLOGG_DATA=str(FOLDER),
    STAFETTLOGG_TLS="True",
    STAFETTLOGG_HOSTS="localhost,127.0.0.1",
    PORT=str(PORT),
)
initialise.initialise()  # the settings read them
django.setup()

from bench.volume import EVENTS, Municipality, Sealing, Size, load  # noqa: E402 – it knows the vault's models
from stafettlogg.management.commands import serve  # noqa: E402
from stafettlogg.vault import keys  # noqa: E402

A_MUNICIPALITY = 10_000
SIZE = Size(municipalities=max(1, LOGS // A_MUNICIPALITY), logs=min(LOGS, A_MUNICIPALITY))

Database = psycopg.Connection[Any]  # Any: what a row holds


@contextmanager
def database() -> Iterator[postgres.Server]:
    """The cluster of this folder, running, with tables and rows in it."""
    subprocess.run(
        serve.command("migrate", "--verbosity", "0"), check=True, env=os.environ | {"STAFETTLOGG_ROLE": "owner"}
    )
    server = postgres.start(FOLDER, bound=True)
    try:
        prepare(server)
        yield server
    finally:
        server.stop()


def prepare(server: postgres.Server) -> None:
    """Load what is missing; take away what an earlier run wrote, so that every run begins alike."""
    marker = FOLDER / "loaded.json"
    if not marker.exists():
        began = time.monotonic()
        fill(server)
        marker.write_text(json.dumps({"at": datetime.now(UTC).isoformat(), "seconds": round(time.monotonic() - began)}))
    with psycopg.connect(server.dsn("superuser"), autocommit=True) as connection:
        loaded = SIZE.municipalities * SIZE.logs * EVENTS
        connection.execute(
            "DELETE FROM relay_note USING core_auditevent e WHERE e.number > %s AND e.object_id = relay_note.id",
            [loaded],
        )
        connection.execute("DELETE FROM core_auditevent WHERE number > %s", [loaded])
        connection.execute("SELECT setval('core_event_number', %s)", [loaded])
        connection.execute("TRUNCATE django_session")
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


# --- loading ------------------------------------------------------------------------------------------------------


def fill(server: postgres.Server) -> None:
    """Seal and copy every municipality on two processors, with the indexes made afterwards."""
    dsn = server.dsn("superuser")
    with psycopg.connect(dsn, autocommit=True) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(core|identity|relay|vault)_'")
        names = [sql.Identifier(table) for (table,) in tables if table != "core_installation"]
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(names)))
        with hurrying(connection), without_indexes(connection):
            copying = partial(copy, dsn, secrets.token_bytes(32), datetime.now(UTC))
            with Pool(2) as pool:
                for number in pool.imap_unordered(copying, range(SIZE.municipalities)):
                    print(f"  municipality {number} is loaded", file=sys.stderr, flush=True)


def copy(dsn: str, seed: bytes, now: datetime, number: int) -> int:
    """Seal and copy one municipality."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        load(connection, Municipality(SIZE, number, Sealing(keys.root_key(), seed), now))
    return number


@contextmanager
def hurrying(connection: Database) -> Iterator[None]:
    """Let the database save seldom while it is loaded; nothing is lost that cannot be loaded again."""
    for setting, value in HURRIED.items():
        connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(setting), sql.Literal(value)))
    connection.execute("SELECT pg_reload_conf()")
    yield
    connection.execute("ALTER SYSTEM RESET ALL")
    connection.execute("SELECT pg_reload_conf()")


@contextmanager
def without_indexes(connection: Database) -> Iterator[None]:
    """Take indexes and constraints away, and make them again over the loaded rows: so every foreign key is tested too."""
    ours = "~ '^(core|identity|relay|vault)_'"
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE contype IN ('p', 'u', 'f') AND conrelid::regclass::text {ours} ORDER BY contype = 'f', contype = 'u'"
    ).fetchall()
    for table, constraint, _ in reversed(constraints):
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(constraint))
        )
    indexes = connection.execute(
        f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename {ours}"
    ).fetchall()
    for index, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
    yield
    connection.execute("SET maintenance_work_mem = '1GB'")
    for table, constraint, definition in constraints[:]:
        if not definition.startswith("FOREIGN"):
            _add(connection, table, constraint, definition)
    for _, definition in indexes:
        connection.execute(definition)
    for table, constraint, definition in constraints:
        if definition.startswith("FOREIGN"):
            _add(connection, table, constraint, definition)
    connection.execute("RESET maintenance_work_mem")


def _add(connection: Database, table: str, constraint: str, definition: str) -> None:
    statement = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(constraint))
    connection.execute(statement + sql.SQL(definition))


# --- serving ------------------------------------------------------------------------------------------------------


@contextmanager
def running(words: list[str], ready: str) -> Iterator[int]:
    """A server in processes of its own, from when it answers until one is done with it; tells the first one's pid."""
    process = subprocess.Popen(words)
    try:
        end = time.monotonic() + WAIT
        while not answers(ready):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"{' '.join(words)} did not start.")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(WAIT)


def postmaster() -> int:
    """The first process of the database."""
    return int((postgres.Server(FOLDER).data / "postmaster.pid").read_text().split("\n")[0])


def answers(path: str) -> bool:
    """Whether somebody answers there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=2):
            return True
    except urllib.error.HTTPError:
        return False
    except OSError:
        return False


def serving() -> Any:
    """The service as in production: `stafettlogg serve`, two web processes as app, and the worker."""
    return running(serve.command("serve"), "/klar")


def serving_floor() -> Any:
    """The floor behind as many of the same web servers with the same flags."""
    return running([sys.executable, "-m", "bench.beside"], "/leve")
