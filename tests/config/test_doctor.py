"""The doctor says what is wrong, and nothing when all is well."""

from __future__ import annotations

import io
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from stafettlogg.config import checks
from stafettlogg.config.postgres import Server
from stafettlogg.core import belonging, clock, durable, tables
from stafettlogg.management import health
from stafettlogg.vault import keys
from tests.world import World

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


def test_a_clock_that_is_nearly_too_wrong_to_record_anything_is_told(settings: Settings) -> None:
    settings.MODE = "production"
    with clock.fixed(datetime.now(UTC) - timedelta(seconds=40)):
        slow = health.wrong()
    with clock.fixed(datetime.now(UTC) - timedelta(seconds=4)):
        right = health.wrong()

    assert [sentence[:90] for sentence in slow if "apart" in sentence] == [
        "The clocks of this machine and of the database are 40 seconds apart. At 60 nothing can be "
    ]
    assert not [sentence for sentence in right if "apart" in sentence]


def test_a_key_that_others_read_is_told() -> None:
    file: Path = django_settings.ROOT_KEY_FILE
    file.chmod(0o440)
    try:
        assert health.wrong() == [f"Others may read the root key. Run: chmod 400 {file}"]
    finally:
        file.chmod(0o400)


def test_a_missing_key_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_KEY_FILE = tmp_path / "root.key"

    assert [sentence.split(".")[0] for sentence in health.wrong()] == ["There is no root key"]


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


# --- what nothing runs with -------------------------------------------------------------------------------------------


@pytest.fixture
def another_key(settings: Settings, tmp_path: Path) -> None:
    """A root key that is whole, closed, and somebody else's."""
    settings.ROOT_KEY_FILE = tmp_path / "root.key"
    keys.write_root_key(settings.ROOT_KEY_FILE)


@pytest.fixture
def another_database() -> Iterator[None]:
    """A data folder that names a database which is not this one."""
    ours = belonging._file().read_text()
    durable.replace(belonging._file(), "7000000000000000000 16384\n")
    yield
    durable.replace(belonging._file(), ours)


def faults() -> list[tuple[str, str]]:
    """The word and the sentence of each."""
    return [(fault.name, fault.what.split(":")[0].rstrip(".")) for fault in checks.faults()]


def test_a_key_that_opens_nothing_is_told(world: World, another_key: None) -> None:
    assert faults() == [("keys", "The root key is not the one this database was sealed with")]
    assert [sentence.split(":")[0] for sentence in health.wrong()] == [faults()[0][1]]


def test_a_new_installation_has_nothing_to_open_yet(another_key: None) -> None:
    assert faults() == []


def test_a_migration_that_has_not_run_is_told(owner: Owner) -> None:
    row = owner.execute(
        "DELETE FROM django_migrations WHERE name = '0004_drafts' RETURNING app, name, applied"
    ).fetchone()
    assert row
    try:
        assert faults() == [("migrations", "The database is not yet that of this version")]
        assert tables.pending() == ["relay.0004_drafts"]
    finally:
        owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)


def test_a_folder_of_another_database_is_told_and_adopted_by_hand_alone(another_database: None) -> None:
    assert faults() == [("folder", "The data folder belongs to another database than this one")]

    said = io.StringIO()
    call_command("adopt", stdout=said)

    assert faults() == []
    assert said.getvalue() == f"{django_settings.DATA} belongs to this database from now on.\n"


def test_a_folder_that_names_no_database_is_told(another_database: None) -> None:
    belonging._file().unlink()

    assert faults() == [("folder", "The data folder does not say whose it is")]


def test_a_database_that_keeps_its_name_to_itself_is_told(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("superuser")) as connection:
        connection.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC, stafettlogg_app")
        connection.commit()
        try:
            assert faults() == [("folder", "The database does not say which one it is")]
        finally:
            connection.execute("GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC")


def test_what_machines_are_told_names_no_place_on_this_one(
    world: World, another_key: None, another_database: None
) -> None:
    assert [("/" in fault.what, "/" in fault.remedy) for fault in checks.faults()] == [(False, True)] * 2


@pytest.mark.parametrize("role", ["app", "worker", "owner"])
def test_every_role_that_works_may_ask_which_database_it_is(postgres: Server, role: str) -> None:
    with psycopg.connect(postgres.dsn(role)) as connection:
        assert connection.execute(belonging.IDENTITY).fetchone() == (belonging.named(),)


def test_the_worker_does_not_begin_in_a_folder_of_another_database(another_database: None) -> None:
    with pytest.raises(CommandError, match=r"belongs to another database.*stafettlogg adopt"):
        call_command("worker")


def test_nothing_is_migrated_from_a_folder_of_another_database(another_database: None, settings: Settings) -> None:
    settings.ROLE = "owner"

    with pytest.raises(CommandError, match="belongs to another database"):
        call_command("migrate")


# --- uploads ------------------------------------------------------------------------------------------------------


def of_uploads() -> list[str]:
    """What the doctor says one should know about uploads."""
    return [sentence.split(".")[0] for sentence in health.worth_knowing() if "uploads" in sentence]


def test_production_without_a_virus_scanner_is_told(settings: Settings) -> None:
    assert of_uploads() == []

    settings.MODE = "production"
    assert of_uploads() == ["No virus scanner looks at uploads"]

    settings.CLAMAV = Path("/run/clamav/clamd.ctl")
    assert of_uploads() == []


def test_a_machine_that_cannot_tie_the_hands_of_the_process_that_looks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "pdp11")

    (told,) = of_uploads()

    assert told.startswith("This machine cannot filter system calls")
