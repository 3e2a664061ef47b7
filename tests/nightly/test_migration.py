"""From the schema of 3c76dc7 with 10 000 logs to today's, while people work: done in minutes, and nobody waits for it (security.md § 6)."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from stafettlogg.vault import keys
from stafettlogg.vault.seal import KEY_BYTES, Key, Place, seal
from tests.nightly import debian, site
from tests.nightly.site import STAFETTLOGG

OLD = Path(__file__).parent / "old"
CLIENTS, HOLD, PAUSE = 6, 1.0, 0.5
MOST_SECONDS = 600
LONGEST_WAIT = (
    300  # milliseconds that somebody waits for a lock: the server's own account, whatever else the machine does
)
WAITS = {"deadlock_timeout": str(LONGEST_WAIT), "log_lock_waits": "on", "log_line_prefix": "%u "}
EMPTIED = {"django_session", "identity_providersession"}
HOW_IT_IS_SAID = re.compile(r"::character varying|::text(\[\])?|[()]")
LEFT_OUT = {"django_migrations", *EMPTIED}  # what a migration is meant to change

Environment = dict[str, str]


@dataclass
class Clients:
    """People at work: each saves something in a log and holds it for a while, again and again."""

    dsn: str
    waited: list[tuple[float, str]] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """All of them, meanwhile."""
        threads = [threading.Thread(target=self.work, args=[number]) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def work(self, number: int) -> None:
        """One of them, until it is over."""
        chance = random.Random(number)
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            while not self.over.is_set():
                try:
                    with connection.transaction():
                        self.save(
                            connection, *(CLIENTS * chance.randrange(1600) + number for _ in range(2))
                        )  # each has their own
                        time.sleep(chance.uniform(0, HOLD))
                except psycopg.Error as failed:
                    self.failed[f"{type(failed).__name__}: {failed}".split("\n")[0]] += 1
                time.sleep(chance.uniform(0, PAUSE))

    def save(self, connection: psycopg.Connection[Any], log: int, person: int) -> None:
        """What the code of 3c76dc7 does when somebody adds a note: look, lock, write, record."""
        the = {"log": f"log{log}", "by": f"person{log % 500}", "who": f"person{person}"}
        for statement in (
            "SELECT name FROM identity_person WHERE id = md5(%(who)s)::uuid",
            "SELECT kind FROM identity_post WHERE person_id = md5(%(by)s)::uuid",
            "SELECT kind FROM relay_membership WHERE log_id = md5(%(log)s)::uuid",
            "SELECT * FROM relay_relaylog WHERE id = md5(%(log)s)::uuid FOR UPDATE",
            "UPDATE relay_relaylog SET duplicate_tries = duplicate_tries WHERE id = md5(%(log)s)::uuid",
            "UPDATE identity_person SET signed_in_at = now() WHERE id = md5(%(who)s)::uuid",
            "INSERT INTO relay_note (id, at, version, kind, arena, text, seen_on, by_id, log_id) VALUES (gen_random_uuid(), now(), 1, 'note', '', '\\x01', current_date, md5(%(by)s)::uuid, md5(%(log)s)::uuid)",
            "INSERT INTO core_auditevent (id, at, act, municipality, person, hat, relation, via, action, outcome, root, object_kind, reason) VALUES (gen_random_uuid(), now(), gen_random_uuid(), md5('municipality0')::uuid, md5(%(by)s)::uuid, 'staff', 'holder', 'web', 'note.add', 'done', md5(%(log)s)::uuid, 'note', '')",
        ):
            began = time.monotonic()
            connection.execute(statement, the)
            self.waited.append((time.monotonic() - began, statement[:40]))


@pytest.fixture(scope="module")
def postgres() -> Iterator[tuple[debian.Postgres, Environment]]:
    """Debian's PostgreSQL with the roles of an installation, and an empty database."""
    with site.folder("migration") as folder, debian.cluster(folder, **WAITS) as made:
        environ = site.environment(
            folder / "installation", STAFETTLOGG_MODE="production", STAFETTLOGG_TLS="True", DATABASE_URL=made.url,
            PYTHONUNBUFFERED="1", LOG=str(folder / "postgres.log"),
        )  # fmt: skip
        debian.command(environ, "init", made.superuser(), PGPASSWORD=made.secret)
        debian.command(environ, "roles", made.superuser(), PGPASSWORD=made.secret)
        yield made, environ


def old(postgres: debian.Postgres, environ: Environment) -> Environment:
    """A new database with the tables and rows of then, and a data folder of its own; gives its environment."""
    name, home = f"old_{random.randrange(10**9)}", Path(environ["STAFETTLOGG_DATA"])
    there = environ | {
        "DATABASE_URL": postgres.url.replace("/stafettlogg", f"/{name}"),
        "STAFETTLOGG_DATA": str(home.with_name(name)),
        "STAFETTLOGG_PASSWORDS": str(home / "passwords"),
        "STAFETTLOGG_ROOT_KEY_FILE": str(home / "root.key"),
    }
    Path(there["STAFETTLOGG_DATA"]).mkdir()
    debian.command(there, "roles", postgres.superuser(), PGPASSWORD=postgres.secret)
    with psycopg.connect(postgres.superuser(name), autocommit=True) as connection:
        connection.execute((OLD / "schema.sql").read_bytes())
        connection.execute((OLD / "rows.sql").read_bytes())
        _keys(connection, home)
    return there


def _keys(connection: psycopg.Connection[Any], folder: Path) -> None:
    """The municipality's key for real, and everybody's name sealed under it, for migrations that open what is sealed."""
    row = connection.execute("SELECT id FROM identity_municipality").fetchone()
    assert row
    place, key = row[0], Key(uuid4(), os.urandom(KEY_BYTES))
    wrapped = seal(keys._root_key(folder / "root.key"), key.secret, keys._binding(place, place))
    connection.execute("INSERT INTO vault_vaultkey VALUES (%s, %s, %s, %s, now())", [key.id, place, place, wrapped])
    people = connection.execute("SELECT id FROM identity_person").fetchall()
    with connection.cursor() as cursor, connection.transaction():
        cursor.executemany(
            "UPDATE identity_person SET name = %s WHERE id = %s",
            [(seal(key, b"Ada Aaland", Place(place, place, pk, "person.name").binding), pk) for (pk,) in people],
        )


def name_of(environ: Environment) -> str:
    """The database of that environment."""
    return environ["DATABASE_URL"].rsplit("/", 1)[1]


def dump(postgres: debian.Postgres, name: str) -> list[str]:
    """Everything but the rows of a database; a check that was dumped and read once says the same in other words."""
    done = subprocess.run(
        [debian.BINARIES / "pg_dump", "--schema-only", postgres.superuser(name)],
        check=True,
        capture_output=True,
        text=True,
    )
    lines = (line for line in done.stdout.split("\n") if line and not line.startswith(("\\", "--")))
    return [HOW_IT_IS_SAID.sub("", line) for line in lines]


def counts(postgres: debian.Postgres, name: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(postgres.superuser(name), autocommit=True) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore[index]
            for (table,) in tables
        }


def held_up(environ: Environment) -> list[str]:
    """Everybody but owner who waited too long, as the server tells it: what for, and for how long in the end."""
    told = Path(environ["LOG"]).read_text().split("\n")
    waits = re.compile(r"^(?!stafettlogg_owner).* (still waiting for|acquired) .* after ")
    return [line for line in told if waits.match(line)]


def migrate_killed(environ: Environment) -> int:
    """Migrate, and kill it after each step; how often."""
    for kills in range(200):
        process = subprocess.Popen(
            [*STAFETTLOGG, "migrate"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout
        said = []
        with process.stdout:
            for line in process.stdout:
                said.append(line)
                if line.endswith(" OK\n"):
                    os.kill(process.pid, signal.SIGKILL)
                    break
        if process.wait() == 0:
            return kills
        assert process.returncode == -signal.SIGKILL, "".join(said)
    raise AssertionError("It never came to an end.")


def today(postgres: debian.Postgres, environ: Environment) -> list[str]:
    """The schema of a database that was empty."""
    debian.command(environ, "migrate", "--verbosity", "0")
    return dump(postgres, "stafettlogg")


def test_old_logs_are_migrated_while_people_work_and_nobody_waits(
    postgres: tuple[debian.Postgres, Environment],
) -> None:
    server, environ = postgres
    there = old(server, environ)
    before, clients = counts(server, name_of(there)), Clients(server.superuser(name_of(there)))

    began = time.monotonic()
    with clients.at_work():
        debian.command(there, "migrate", "--verbosity", "0")
        seconds = time.monotonic() - began
        time.sleep(2)

    print(f"{seconds:.0f} s, {len(clients.waited)} statements, the slowest {max(clients.waited)}")
    assert seconds < MOST_SECONDS
    assert held_up(there) == []
    assert clients.failed == {}
    assert_whole(server, there, before)
    assert dump(server, name_of(there)) == today(server, environ)


def test_killed_after_each_step_it_ends_right(postgres: tuple[debian.Postgres, Environment]) -> None:
    server, environ = postgres
    there = old(server, environ)
    before, clients = counts(server, name_of(there)), Clients(server.superuser(name_of(there)))

    with clients.at_work():
        kills = migrate_killed(there)

    assert kills > 3
    assert held_up(there) == []
    assert clients.failed == {}
    assert_whole(server, there, before)
    assert dump(server, name_of(there)) == today(server, environ)


def assert_whole(server: debian.Postgres, there: Environment, before: dict[str, int]) -> None:
    """Nothing is lost, and the doctor finds nothing wrong with the database."""
    after = counts(server, name_of(there))
    kept = {table: number for table, number in before.items() if table not in LEFT_OUT}
    grown = {"relay_note", "core_auditevent"}
    assert {table for table, number in kept.items() if after.get(table, -1) < number} == set()
    assert {table for table, number in kept.items() if after[table] != number} <= grown
