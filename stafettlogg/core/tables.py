"""Whether the tables are those of this version: what the code has to migrate, and what the database says is done."""

from __future__ import annotations

from functools import cache

from django.db import ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader


def pending() -> list[str]:
    """The migrations of this version that have not run, by name; all of them in an empty database.

    Raises `django.db.DatabaseError` when the database does not answer. Cheap enough for every look at `/klar`.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            done = {(app, name) for app, name in cursor.fetchall()}
    except ProgrammingError:  # not a single table yet
        done = set()
    return sorted(f"{app}.{name}" for app, name in _of_this_version() - done)


@cache
def _of_this_version() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())
