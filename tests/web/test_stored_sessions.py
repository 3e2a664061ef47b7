"""What the database keeps of a session opens none: not from a dump, not from a base copy, not for who reads the table."""

from __future__ import annotations

import re
import shlex
import subprocess
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from stafettlogg.config.binaries import binary_folder
from stafettlogg.config.postgres import Server
from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Hat
from stafettlogg.core.scope import system
from stafettlogg.identity import providers
from stafettlogg.identity.models import ProviderSession
from tests.web.conftest import WebWorld
from tests.world import NOW

DRIFT = Path(__file__).parents[2] / "docs" / "drift.md"


def browser_with(key: str) -> Client:
    """A browser that shows this as its session."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def test_what_stands_in_the_row_is_not_what_the_browser_carries(world: WebWorld) -> None:
    browser = world.client("leader")
    carried = browser.cookies[settings.SESSION_COOKIE_NAME].value
    (row,) = Session.objects.all()

    assert row.session_key != carried
    assert browser_with(carried).get("/4699/").status_code == 200
    assert browser_with(row.session_key).get("/4699/").status_code == 302


def test_what_stands_of_a_providers_session_opens_none_and_still_ends_it(world: WebWorld) -> None:
    browser = world.client("leader")
    carried = browser.cookies[settings.SESSION_COOKIE_NAME].value
    providers.remember_session(carried, b"s" * 32)
    (row,) = ProviderSession.objects.all()
    opened = browser_with(row.session_key).get("/4699/").status_code
    providers.end_sessions(b"s" * 32)

    assert (row.session_key != carried, opened) == (True, 302)
    assert browser.get("/4699/").status_code == 302
    assert (Session.objects.count(), ProviderSession.objects.count()) == (0, 0)


def test_what_stands_in_the_row_depends_on_the_root_key(
    world: WebWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stafettlogg.vault import keys

    browser = world.client("leader")
    keys.write_root_key(tmp_path / "another.key")
    monkeypatch.setattr(settings, "ROOT_KEY_FILE", tmp_path / "another.key")

    assert browser.get("/4699/").status_code == 302


def people_signed_in() -> list[str]:
    """Whose sessions there are."""
    return [row.get_decoded()["person"] for row in Session.objects.all() if "person" in row.get_decoded()]


def test_who_signs_out_leaves_no_session_that_could_be_used(world: WebWorld) -> None:
    browser = world.client("leader")
    carried = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/logg-ut/")

    assert people_signed_in() == []
    assert browser_with(carried).get("/4699/").status_code == 302


def test_nor_does_one_who_was_away_too_long(world: WebWorld) -> None:
    browser = world.client("leader")
    carried = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with clock.fixed(NOW + timedelta(minutes=31)):
        late = browser.get("/4699/")

    assert late.status_code == 302
    assert people_signed_in() == []
    assert browser_with(carried).get("/4699/").status_code == 302


def test_another_hat_has_another_key_and_the_change_is_recorded(world: WebWorld) -> None:
    by, browser = world.as_("teacher_mother"), world.client("teacher_mother", Hat.STAFF)
    carried = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/hatt/", {"hat": "family"})
    with acting(by), system("the test looks at what is recorded"):
        found = AuditEvent.objects.get_queryset().filter(person=by.person, action="hat.change")
        recorded = list(found.values_list("reason", flat=True))

    assert browser.session["hat"] == "family"
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != carried
    assert browser_with(carried).get("/4699/").status_code == 302
    assert people_signed_in() == [str(by.person)]
    assert recorded == ["family"]


def kept_rows() -> list[str]:
    """A session and a provider's session, committed; what their rows are called."""
    session = Client().session
    session["language"] = "en"
    session.save()
    providers.remember_session(str(session.session_key), b"s" * 32)
    return [row.session_key for model in (Session, ProviderSession) for row in model.objects.all()]


@pytest.mark.django_db(transaction=True)
def test_the_migration_leaves_no_row_that_was_kept_under_a_readable_key(owner: psycopg.Connection[Any]) -> None:
    kept = kept_rows()
    owner.execute(import_module("stafettlogg.identity.migrations.0005_sessions_by_hash").EMPTIED)

    assert len(kept) == 2
    assert (Session.objects.count(), ProviderSession.objects.count()) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_as_the_manual_makes_it_has_the_tables_and_no_session(postgres: Server, tmp_path: Path) -> None:
    kept = kept_rows()
    command = re.search(r"pg_dump(.*?) stafettlogg$", DRIFT.read_text().replace("\\\n", ""), re.MULTILINE)
    assert command is not None
    switches = [part for part in shlex.split(command[1]) if part.startswith("--exclude")]
    dumped = subprocess.run(
        [binary_folder() / "pg_dump", *switches, postgres.dsn("backup")], check=True, capture_output=True, text=True
    ).stdout

    assert len(kept) == 2
    for table in ("django_session", "identity_providersession"):
        assert f"CREATE TABLE public.{table} " in dumped
        assert f"COPY public.{table} " not in dumped
    assert "COPY public.django_migrations " in dumped
    assert not [key for key in kept if key in dumped]
