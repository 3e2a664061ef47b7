"""`/leve` and `/klar` tell machines how the service is, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

Owner = psycopg.Connection[Any]


def heard(owner: Owner, ago: str) -> None:
    """A worker that was last heard of so long ago."""
    owner.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", [ago])


def test_a_process_that_answers_lives_without_a_database(client: Client) -> None:
    answer = client.get("/leve")

    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.django_db(transaction=True)
def test_all_parts_well_is_ready(client: Client, owner: Owner) -> None:
    heard(owner, "3 seconds")

    answer = client.get("/klar")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db(transaction=True)
def test_a_silent_worker_is_named(client: Client, owner: Owner) -> None:
    heard(owner, "5 minutes")

    answer = client.get("/klar")

    assert (answer.status_code, answer.content) == (503, b"not ready: worker\n")


@pytest.mark.django_db(transaction=True)
def test_a_missing_key_is_named(client: Client, owner: Owner, settings: Settings, tmp_path: Path) -> None:
    heard(owner, "3 seconds")
    settings.ROOT_KEY_FILE = tmp_path / "root.key"

    answer = client.get("/klar")

    assert (answer.status_code, answer.content) == (503, b"not ready: keys\n")
