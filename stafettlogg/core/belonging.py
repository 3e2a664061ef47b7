"""Which database a data folder belongs to, written in the folder: a restored copy of the one must not work on the other's.

A worker on a copy of the database sees the files that came after it as nobody's, and would clear them away. So the folder
names its database – PostgreSQL's own identifier of the cluster, and the database's number in it – and nobody works in a
folder that names another. Only `stafettlogg adopt`, run by hand, changes the name.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from stafettlogg.core import durable

IDENTITY = (
    "SELECT system_identifier::text || ' ' || (SELECT oid::text FROM pg_database WHERE datname = current_database())"
    " FROM pg_control_system()"
)


class NotOurs(Exception):
    """The data folder belongs to another database, and nothing in it may be touched."""


def database() -> str:
    """What the database is called that nobody else is called; a copy of it made by a dump has another name."""
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        return str(cursor.fetchone()[0])


def named() -> str:
    """The database this data folder names; nothing where it names none."""
    try:
        return _file().read_text().strip()
    except FileNotFoundError:
        return ""


def must_be_ours() -> None:
    """Raises `NotOurs` where the data folder does not name this database."""
    if named() != database():
        raise NotOurs("The data folder is another database's. Give this one its own, or see stafettlogg adopt.")


def adopt() -> None:
    """Let the data folder belong to this database from now on."""
    durable.replace(_file(), database() + "\n", mode=0o600)


def _file() -> Path:
    return Path(settings.DATA) / "belongs-to"
