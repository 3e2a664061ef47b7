"""`/leve` and `/klar` tell machines how the service is, and nothing else."""

from __future__ import annotations

import importlib
import os
import pkgutil
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

from stafettlogg import relay
from stafettlogg.core.scope import Contents
from stafettlogg.relay import whole

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

    assert (answer.status_code, answer.content) == (503, b"not ready: keys\nThere is no root key.\n")


@pytest.mark.django_db(transaction=True)
def test_a_question_of_the_log_page_that_is_broken_is_told_before_somebody_meets_it(
    client: Client, owner: Owner
) -> None:
    heard(owner, "3 seconds")
    owner.execute("ALTER TABLE relay_step RENAME COLUMN place TO broken")
    try:
        answer = client.get("/klar")
    finally:
        owner.execute("ALTER TABLE relay_step RENAME COLUMN broken TO place")

    assert (answer.status_code, answer.content) == (503, b"not ready: pages\n")
    assert client.get("/klar").status_code == 200, "and all is well again"


@pytest.mark.django_db(transaction=True)
def test_to_ask_whether_all_is_well_is_no_read(client: Client, owner: Owner) -> None:
    client.get("/klar")

    assert owner.execute("SELECT count(*) FROM core_auditevent").fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_which_process_answers_is_told_on_this_machine_alone(client: Client) -> None:
    near = client.get("/klar")
    far = client.get("/klar", REMOTE_ADDR="192.0.2.7")
    through_a_proxy = client.get("/klar", HTTP_X_FORWARDED_FOR="192.0.2.7")

    assert near["X-Process"] == str(os.getpid())
    assert "X-Process" not in far.headers
    assert "X-Process" not in through_a_proxy.headers


def test_every_question_that_is_compiled_once_is_rehearsed() -> None:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.iter_modules(relay.__path__, "stafettlogg.relay.")
    ]
    compiled = {id(asked) for module in modules for asked in vars(module).values() if isinstance(asked, Contents)}

    assert compiled == {id(asked) for asked in whole.QUESTIONS}
