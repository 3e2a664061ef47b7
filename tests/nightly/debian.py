"""Debian's own PostgreSQL 15 and PgBouncer, in folders of their own and on ports that nobody uses."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from stafettlogg.config import postgres
from tests.browser.site import free_port
from tests.nightly.site import STAFETTLOGG, soon

BINARIES = Path("/usr/lib/postgresql/15/bin")
AS_POSTGRES = ("runuser", "-u", "postgres", "--")
SUPERUSER = "stafettlogg_setup"


@dataclass(frozen=True)
class Postgres:
    """A cluster on 127.0.0.1, with a superuser who prepares it."""

    port: int
    secret: str

    @property
    def url(self) -> str:
        """As DATABASE_URL has it."""
        return f"postgresql://127.0.0.1:{self.port}/stafettlogg"

    def superuser(self, database: str = "postgres") -> str:
        """How its superuser connects."""
        return make_conninfo(
            host="127.0.0.1", port=self.port, user=SUPERUSER, password=self.secret, dbname=database, connect_timeout=5
        )

    def owner(self, folder: Path) -> str:
        """How owner connects, with the password of the installation in this folder."""
        secret = postgres.password(folder / "passwords", "owner")
        return make_conninfo(self.superuser("stafettlogg"), user="stafettlogg_owner", password=secret)


@contextmanager
def cluster(folder: Path, **settings: str) -> Iterator[Postgres]:
    """A new cluster of Debian's PostgreSQL, running."""
    made = Postgres(free_port(), secrets.token_urlsafe(24))
    home = folder / "debian"
    subprocess.run(["install", "-d", "-o", "postgres", "-m", "700", home], check=True)
    (home / "secret").write_text(made.secret)
    (home / "secret").chmod(0o644)
    data = home / "data"
    subprocess.run(
        [*AS_POSTGRES, BINARIES / "initdb", "-D", data, "-U", SUPERUSER, "--auth", "scram-sha-256",
         "--pwfile", home / "secret", "--encoding", "UTF8", "--locale", "C.UTF-8"],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    chosen = {"port": str(made.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(home), **settings}
    with (folder / "postgres.log").open("ab") as log:
        process = subprocess.Popen(
            [*AS_POSTGRES, BINARIES / "postgres", "-D", data, *(f"--{name}={value}" for name, value in chosen.items())],
            stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
    try:
        assert soon(lambda: answers(made.superuser())), (folder / "postgres.log").read_text()
        yield made
    finally:
        subprocess.run([*AS_POSTGRES, BINARIES / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], check=False, cwd="/",
                       capture_output=True)  # fmt: skip
        process.wait(60)


def answers(dsn: str) -> bool:
    """Whether somebody lets one in there."""
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def pgbouncer(folder: Path, text: str, dsn: str) -> Iterator[None]:
    """Debian's PgBouncer with this configuration, as the user it runs as there, once it lets that one through."""
    file = folder / "pgbouncer.ini"
    file.write_text(text)
    with (folder / "pgbouncer.log").open("ab") as log:
        process = subprocess.Popen([*AS_POSTGRES, "/usr/sbin/pgbouncer", file], stdout=log, stderr=log, cwd="/")
    try:
        assert soon(lambda: answers(dsn)), (folder / "pgbouncer.log").read_text()
        yield
    finally:
        subprocess.run(["pkill", "-INT", "-P", str(process.pid)], check=False)
        process.wait(30)


def command(environ: dict[str, str], *words: str, **more: str) -> str:
    """What a command of the product says; that it fails is a failure."""
    done = subprocess.run(
        [*STAFETTLOGG, *words], env={**environ, **more}, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout
