"""What an installation needs before its database: the root key, and a password for each role. Made once, never anew.

A new key opens nothing of what was sealed with the old one, so where one is missing and the database is in use, it is
asked for and not made (security § 1). `init` and `demo` call this; nothing else makes a secret.
"""

from __future__ import annotations

import base64
import secrets
import shutil
from pathlib import Path

import psycopg
from psycopg import conninfo

from stafettlogg.config import env, postgres
from stafettlogg.config.binaries import NoPostgres
from stafettlogg.core import durable

KEY_BYTES = 32
EVERY_ROLE = ("superuser", *postgres.ROLES)
USED = "SELECT to_regclass('public.identity_municipality') IS NOT NULL"
ANYBODY = "SELECT EXISTS (SELECT 1 FROM identity_municipality)"


class InUse(Exception):
    """A secret is missing whose database is in use, or cannot be asked; the message says which file to put back."""


def initialise(superuser: str = "") -> list[Path]:
    """Make the secrets that are missing, and say which; `superuser` connects to a PostgreSQL outside that is not prepared.

    Raises `InUse`.
    """
    lacking = missing()
    if not lacking:
        return []
    files = ", ".join(str(file) for file in lacking)
    try:
        in_use = _is_in_use(superuser)
    except (psycopg.Error, NoPostgres) as silent:
        raise InUse(
            f"{files} is missing, and the database that is configured cannot be asked whether it is in use: "
            f"{' '.join(str(silent).split())} If the installation is in use, put the file back from the copy you keep apart. If it is "
            'new, let a superuser of the database ask: PGPASSWORD=… stafettlogg init "host=… user=…"'
        ) from None
    if in_use:
        raise InUse(
            f"{files} is missing, and there is a municipality in the database. Nothing was made, for a new one would not "
            "open what is written there: put the file back from the copy you keep apart."
        )
    return make_secrets()


def missing() -> list[Path]:
    """The secrets that are not there, or empty: a power cut has left such files."""
    return [file for file in _secrets() if not (file.exists() and file.stat().st_size)]


def make_secrets() -> list[Path]:
    """Make those that are missing, whatever the database says; the ones made."""
    made = missing()
    for file in made:
        _make(file, new_root_key() if file == env.root_key_file() else new_password())
    if made:
        (env.FOLDER.read() / "prepared").unlink(missing_ok=True)  # the roles of our own cluster learn new passwords
    return made


def make_passwords(folder: Path) -> None:
    """A password for each role of a cluster of its own, in files that only this user reads."""
    for role in EVERY_ROLE:
        _make(folder / role, new_password())


def _make(file: Path, secret: str) -> None:
    durable.make_folder(file.parent)
    if not durable.write_new(file, secret) and not file.stat().st_size:
        durable.replace(file, secret)


def new_root_key() -> str:
    """What stands in a new root key file."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n"


def new_password() -> str:
    """What stands in a new password file."""
    return secrets.token_urlsafe(KEY_BYTES) + "\n"


def begin_anew(folder: Path) -> None:
    """Remove a training site's database, files and static files; passwords and key stay. Raises `NoPostgres` while it runs."""
    if postgres.Server(folder.resolve()).is_running():
        raise NoPostgres("The training site is running. Stop it first, then begin anew.")
    for name in ("postgres", "files", "static"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("prepared", "belongs-to", "mark"):
        (folder / name).unlink(missing_ok=True)


def _secrets() -> list[Path]:
    roles = EVERY_ROLE if env.uses_embedded() else postgres.ROLES
    return [env.root_key_file(), *(env.passwords() / role for role in roles)]


def _is_in_use(superuser: str) -> bool:
    """Whether there is a municipality; raises what the database says when it cannot be asked."""
    if not env.uses_embedded():
        return _outside_is_in_use(superuser)
    server = postgres.Server(env.FOLDER.read().resolve())
    if not (server.folder / "prepared").exists():
        return False  # no cluster yet, or one that was broken off before it had a database
    if not postgres.password(server.passwords, "superuser"):
        raise NoPostgres("Its superuser's password is among what is missing.")
    running = postgres.start(server.folder)
    try:
        return _has_municipality(running.dsn("superuser"))
    finally:
        running.stop()


def _outside_is_in_use(superuser: str) -> bool:
    if not superuser:
        place = env.connection("app")
        return _has_municipality(
            conninfo.make_conninfo(
                host=place["HOST"], port=place["PORT"] or None, dbname=place["NAME"], user=place["USER"],
                password=place["PASSWORD"], connect_timeout=5,
            )
        )  # fmt: skip
    name = env.DATABASE_URL.read()["NAME"]
    with psycopg.connect(superuser, connect_timeout=5) as database:
        if not database.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
    return _has_municipality(conninfo.make_conninfo(superuser, dbname=name))


def _has_municipality(how: str) -> bool:
    with psycopg.connect(how) as database:
        return _yes(database, USED) and _yes(database, ANYBODY)


def _yes(database: psycopg.Connection[tuple[object, ...]], question: str) -> bool:
    row = database.execute(question).fetchone()  # one of the two above
    return bool(row and row[0])
