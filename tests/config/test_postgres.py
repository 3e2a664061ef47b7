"""The embedded PostgreSQL: closed, durable, one password a role, and gone when it should be."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stafettlogg.config import postgres as embedded
from stafettlogg.config.postgres import ROLES, Server


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of its own that the unprivileged user reaches."""
    made = Path(tempfile.mkdtemp(prefix="stafettlogg-pg-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def shown(postgres: Server, name: str) -> str:
    """A setting of the running cluster."""
    with psycopg.connect(postgres.dsn("app")) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row
    return str(row[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("log_statement", "none"),
        ("server_encoding", "UTF8"),
    ],
)
def test_the_cluster_is_durable_closed_and_silent(postgres: Server, name: str, value: str) -> None:
    assert shown(postgres, name) == value


def test_a_wrong_password_does_not_come_in(postgres: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.dsn("app"), password="guessed")


def test_passwords_are_read_by_their_user_alone(postgres: Server) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in postgres.passwords.iterdir()}

    assert modes == dict.fromkeys(("superuser", *ROLES), 0o400)
    assert stat.S_IMODE(postgres.passwords.stat().st_mode) == 0o700
    assert len({(postgres.passwords / role).read_text() for role in modes}) == len(modes)


def test_no_role_can_more_than_it_needs(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("superuser")) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles"
            " WHERE rolname LIKE 'stafettlogg%' ORDER BY rolname"
        ).fetchall()

    assert found == [
        ("stafettlogg_app", False, False, False, False, False),
        ("stafettlogg_backup", False, False, False, False, True),
        ("stafettlogg_owner", False, False, False, False, False),
        ("stafettlogg_worker", False, False, False, False, False),
    ]


@pytest.mark.parametrize("role", ["app", "worker", "backup"])
def test_only_owner_makes_tables(postgres: Server, role: str) -> None:
    with psycopg.connect(postgres.dsn(role)) as connection, pytest.raises(psycopg.Error):
        connection.execute("CREATE TABLE public.mine (id int)")


def test_backup_writes_nothing(owner: psycopg.Connection[tuple[object, ...]], postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("backup")) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connection.execute("DELETE FROM django_migrations")


def test_postgres_never_runs_as_root(postgres: Server) -> None:
    assert postgres.data.stat().st_uid != 0
    pid = (postgres.data / "postmaster.pid").read_text().split("\n")[0]
    assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_roles_are_prepared_twice_without_harm(postgres: Server) -> None:
    passwords = {role: embedded.password(postgres.passwords, role) for role in ROLES}

    embedded.prepare_roles(postgres.dsn("superuser", "postgres"), passwords)

    with psycopg.connect(postgres.dsn("app")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("stafettlogg_app",)


@pytest.mark.slow
def test_it_runs_as_long_as_somebody_uses_it(folder: Path) -> None:
    first, second = embedded.start(folder), embedded.start(folder)

    first.stop()
    assert second.is_running()

    second.stop()
    assert not second.is_running()


@pytest.mark.slow
def test_what_was_written_is_there_after_a_restart(folder: Path) -> None:
    server = embedded.start(folder)
    with psycopg.connect(server.dsn("owner")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()

    server = embedded.start(folder)
    with psycopg.connect(server.dsn("owner")) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    server.stop()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_a_bound_one_ends_with_a_killed_process(folder: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from stafettlogg.config import postgres;"
        "postgres.start(Path(sys.argv[1]), bound=True); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"up\n"
        process.kill()

    end = time.monotonic() + 10
    while Server(folder).is_running() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Server(folder).is_running()
