"""A migration finds its moment, and nobody at work waits for it longer than a moment (security.md § 6)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, connections, migrations, models
from django.db.migrations.state import ProjectState
from pytest_django import DjangoDbBlocker

from stafettlogg.config.postgres import Server, password, user_of
from stafettlogg.management import patience

TABLE, ALIAS = "relay_patient", "patient"


class Made(migrations.Migration):
    operations = [migrations.CreateModel("Patient", [("id", models.BigAutoField(primary_key=True))])]


class Grown(migrations.Migration):
    operations = [
        migrations.AddField("patient", "more", models.IntegerField(null=True)),
        migrations.RunSQL("SELECT pg_sleep(0.05)"),
    ]


class Longest(migrations.Migration):
    operations = [
        migrations.AddField("patient", "more", models.IntegerField(null=True)),
        migrations.RunPython(lambda apps, editor: time.sleep(1.5)),
    ]


@pytest.fixture
def executor(postgres: Server, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[patience.Patient]:
    """Migrations as owner, and a table with a row that is gone afterwards."""
    as_owner = {
        **connection.settings_dict,
        "USER": user_of("owner"),
        "PASSWORD": password(postgres.passwords, "owner"),
        "OPTIONS": {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"},
    }
    connections.settings[ALIAS] = as_owner
    owner = connections[ALIAS]
    with django_db_blocker.unblock(), psycopg.connect(postgres.dsn("owner"), autocommit=True) as direct:
        made = patience.Patient(owner)
        made.apply_migration(ProjectState(), Made("made", "relay"))
        direct.execute(f"INSERT INTO {TABLE} VALUES (1)")
        yield made
        owner.close()
        del connections[ALIAS], connections.settings[ALIAS]
        direct.execute(f"DROP TABLE {TABLE}")
        direct.execute("DELETE FROM django_migrations WHERE name IN ('made', 'grown')")


def state() -> ProjectState:
    """The models before `Grown`."""
    before = ProjectState()
    Made("made", "relay").mutate_state(before, preserve=False)
    return before


@contextmanager
def holding(server: Server, seconds: float) -> Iterator[None]:
    """Somebody holds the row for so long, from before the block on."""
    begun = threading.Event()

    def hold() -> None:
        with psycopg.connect(server.dsn("owner")) as somebody:
            somebody.execute(f"SELECT * FROM {TABLE} FOR UPDATE")
            begun.set()
            time.sleep(seconds)

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(10)
    yield
    holder.join()


class Reader(threading.Thread):
    """Somebody who reads the table again and again; tells how long the longest wait was."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server, self.over, self.longest, self.reads = server, threading.Event(), 0.0, 0

    def run(self) -> None:
        with psycopg.connect(self.server.dsn("owner"), autocommit=True) as somebody:
            while not self.over.wait(0.01):
                began = time.monotonic()
                somebody.execute(f"SELECT count(*) FROM {TABLE}")
                self.longest, self.reads = max(self.longest, time.monotonic() - began), self.reads + 1


@contextmanager
def reading(server: Server) -> Iterator[Reader]:
    """The reader, meanwhile."""
    reader = Reader(server)
    reader.start()
    yield reader
    reader.over.set()
    reader.join()


def columns(server: Server) -> int:
    """How many columns the table has."""
    with psycopg.connect(server.dsn("owner")) as looking:
        return len(looking.execute(f"SELECT * FROM {TABLE}").description or ())


def test_a_migration_waits_for_its_moment_and_lets_others_pass(executor: patience.Patient, postgres: Server) -> None:
    with reading(postgres) as reader, holding(postgres, 1.5):
        executor.apply_migration(state(), Grown("grown", "relay"))

    assert columns(postgres) == 2
    assert reader.reads > 10 and reader.longest < 0.6, reader.longest


def test_one_that_would_hold_others_up_too_long_is_broken_off_and_leaves_nothing(
    executor: patience.Patient, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 2.0)
    with reading(postgres) as reader, pytest.raises(patience.StillBusy, match=r"relay.longest"):
        executor.apply_migration(state(), Longest("longest", "relay"))

    assert columns(postgres) == 1
    assert reader.longest < 0.6, reader.longest


def test_a_fault_of_the_migration_itself_is_told_at_once(executor: patience.Patient) -> None:
    class Wrong(migrations.Migration):
        operations = [migrations.RunSQL("SELECT nothing_like_it")]

    with pytest.raises(Exception, match="nothing_like_it"):
        executor.apply_migration(state(), Wrong("wrong", "relay"))
