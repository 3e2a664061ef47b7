"""The doctor says what is wrong, and nothing when all is well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from stafettlogg.config import checks
from stafettlogg.config.postgres import Server
from stafettlogg.management import health

pytestmark = pytest.mark.django_db

Owner = psycopg.Connection[Any]


@contextmanager
def changed(postgres: Server, statement: str, back: str) -> Iterator[None]:
    """The cluster with one thing wrong, for a while."""
    with psycopg.connect(postgres.dsn("superuser"), autocommit=True) as connection:
        connection.execute(statement)
        try:
            yield
        finally:
            connection.execute(back)


def test_a_new_installation_is_well() -> None:
    assert health.wrong() == []


def test_a_key_that_others_read_is_told() -> None:
    file: Path = django_settings.ROOT_KEY_FILE
    file.chmod(0o440)
    try:
        assert health.wrong() == [f"Others may read the root key. Run: chmod 400 {file}"]
    finally:
        file.chmod(0o400)


def test_a_missing_key_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_KEY_FILE = tmp_path / "root.key"

    assert [sentence.split(" in ")[0] for sentence in health.wrong()] == ["There is no root key"]


def test_a_short_key_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_KEY_FILE = tmp_path / "root.key"
    settings.ROOT_KEY_FILE.write_bytes(b"c2hvcnQ=\n")
    settings.ROOT_KEY_FILE.chmod(0o400)

    assert [sentence for sentence in health.wrong() if "not 32 bytes" in sentence] == health.wrong() != []


def test_a_table_without_the_belt_is_told(postgres: Server) -> None:
    with changed(postgres, "CREATE TABLE loose (id int)", "DROP TABLE loose"):
        assert [sentence.split(":")[0] for sentence in health.wrong()] == ["Row-level security is not held on loose"]


@pytest.mark.parametrize("what", ["DISABLE", "NO FORCE"])
def test_a_belt_that_was_taken_off_is_told(postgres: Server, what: str) -> None:
    back = "ENABLE" if what == "DISABLE" else "FORCE"
    with changed(
        postgres,
        f"ALTER TABLE relay_note {what} ROW LEVEL SECURITY",
        f"ALTER TABLE relay_note {back} ROW LEVEL SECURITY",
    ):
        assert [sentence.split(":")[0] for sentence in health.wrong()] == [
            "Row-level security is not held on relay_note"
        ]


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_a_role_with_too_much_power_is_told(postgres: Server, power: str) -> None:
    with changed(postgres, f"ALTER ROLE stafettlogg_worker {power}", f"ALTER ROLE stafettlogg_worker NO{power}"):
        assert [sentence.split(".")[-1].strip() for sentence in health.wrong()] == [
            f"Run: ALTER ROLE stafettlogg_worker NO{power}"
        ]


def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STAFETTLOGG_DATA", str(tmp_path))

    assert [sentence.split(".")[0] for sentence in health.wrong()] == ["The database does not answer"]


def test_production_refuses_a_training_database(settings: Settings) -> None:
    settings.MODE, settings.TLS = "production", True

    refusal = checks.mode_mismatch()

    assert refusal and refusal.startswith("This database is for training")


def test_nothing_starts_before_the_mode_is_said(settings: Settings) -> None:
    settings.MODE = ""

    refusal = checks.mode_mismatch()

    assert refusal and refusal.startswith("Say what this is")


def test_production_needs_https(settings: Settings) -> None:
    settings.MODE, settings.TLS = "production", False

    refusal = checks.mode_mismatch()

    assert refusal and refusal.startswith("Production is reached by https alone")


def in_production(settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str, proxied: str) -> list[str]:
    """What the doctor says of a service in production that listens there."""
    settings.MODE, settings.TLS = "production", True
    monkeypatch.setenv("STAFETTLOGG_ADDRESS", address)
    monkeypatch.setenv("STAFETTLOGG_PROXIED", proxied)
    return [sentence for sentence in health.wrong() if "STAFETTLOGG_PROXIED" in sentence]


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.7", "stafettlogg.example.no"])
def test_a_service_in_production_that_anybody_reaches_past_the_proxy_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert len(in_production(settings, monkeypatch, address, "False")) == 1
    assert in_production(settings, monkeypatch, address, "True") == []


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.0.0.53"])
def test_a_service_that_only_its_own_machine_reaches_has_a_proxy_in_front(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert in_production(settings, monkeypatch, address, "False") == []
    assert [sentence for sentence in health.worth_knowing() if "docs/drift.md" in sentence] != []


def test_a_training_site_may_listen_where_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETTLOGG_ADDRESS", "0.0.0.0")

    assert health.wrong() == []
