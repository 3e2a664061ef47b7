"""What every test stands on: one PostgreSQL of the run's own, migrated by owner, with Django as the app role.

The roles are the product's own, so row-level security holds in every test. Quick tests run in a transaction that is
rolled back; tests marked `transaction=True` commit for real, and owner empties the tables after them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from psycopg import sql

from stafettlogg.config import initialise
from stafettlogg.config import postgres as embedded

FOLDER = Path(tempfile.mkdtemp(prefix="stafettlogg-test-"))
KEPT = ("django_migrations", "core_installation")

# Settings are read when Django starts, so the folder, its passwords and its key are there before that.
for name in [name for name in os.environ if name.startswith("STAFETTLOGG_") or name == "DATABASE_URL"]:
    del os.environ[name]
os.environ.update(
    DJANGO_SETTINGS_MODULE="stafettlogg.config.settings",
    STAFETTLOGG_MODE="training",
    STAFETTLOGG_DATA=str(FOLDER),
    STAFETTLOGG_HOSTS="testserver,localhost,127.0.0.1",
    STAFETTLOGG_FREE="0",  # a full disk has tests of its own
)
initialise.initialise()
(FOLDER / "static").mkdir()
django.setup()
del os.environ[
    "DJANGO_SETTINGS_MODULE"
]  # a process that tests beside this one has a folder, and so settings, of its own


@pytest.fixture(scope="session")
def postgres() -> Iterator[embedded.Server]:
    """The cluster of this run; `postgres.dsn(role)` connects to it."""
    from django.db import connection

    server = embedded.start(FOLDER, bound=True)
    yield server
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has a pool
    server.stop()


def pytest_unconfigure() -> None:
    """Remove the run's folder, with its keys."""
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(postgres: embedded.Server, request: pytest.FixtureRequest) -> None:
    """Tables by owner, in a process of its own; the app role may become worker here, as the command line does."""
    subprocess.run([sys.executable, "-m", "stafettlogg", "migrate", "--skip-checks", "--verbosity", "0"], check=True)
    with psycopg.connect(postgres.dsn("superuser"), autocommit=True) as connection:
        connection.execute("GRANT stafettlogg_worker TO stafettlogg_app WITH INHERIT FALSE, SET TRUE")


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> None:
    """The static files under their hashed names, as pages link to them; compressing them would take its time."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def owner(postgres: embedded.Server, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection as owner, for looking at the tables themselves; what it writes is committed at once."""
    with psycopg.connect(postgres.dsn("owner"), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_owner(request: pytest.FixtureRequest) -> None:
    """Let owner empty the tables after a test that commits: Django's flush would do it as app, who must not."""
    from django.test import TransactionTestCase

    def empty(_: TransactionTestCase) -> None:
        empty_tables(FOLDER)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


def empty_tables(folder: Path) -> None:
    """Take every row out of every table but those that say what the database is."""
    with psycopg.connect(embedded.Server(folder).dsn("owner"), autocommit=True) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        names = sql.SQL(", ").join(sql.Identifier(table) for (table,) in tables if table not in KEPT)
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Texts as they stand in the code; what a page says in nynorsk and bokmål has tests of its own."""
    from django.utils import translation

    with translation.override("en"):
        yield
