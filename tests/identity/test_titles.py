"""What somebody is called at work was plain once: the migration seals it, all of it, or does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest

from stafettlogg.config.postgres import Server
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Hat
from stafettlogg.vault import keys
from stafettlogg.vault.seal import Key, Place, unseal
from tests.filled import Filled, filled

__all__ = ["filled"]

sealing = import_module("stafettlogg.identity.migrations.0010_titles_are_sealed")
PLAIN = """
ALTER TABLE identity_post NO FORCE ROW LEVEL SECURITY;
ALTER TABLE vault_vaultkey NO FORCE ROW LEVEL SECURITY;
ALTER TABLE identity_post ADD COLUMN title varchar(60) NOT NULL DEFAULT '';
UPDATE identity_post SET sealed_title = NULL,
    title = CASE kind WHEN 'employee' THEN 'Kontaktlærar ' || left(id::text, 4) ELSE '' END;
"""


class Editor:
    """As much of a schema editor as the migration needs, as owner."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.execute = connection.execute


@pytest.fixture
def key(filled: Filled) -> Key:
    """The municipality's, opened before owner holds the tables."""
    here = filled.fjordvik.pk
    with acting(filled.as_("administrator", Hat.ADMINISTRATION)):
        return keys.key(here, here)


@pytest.fixture
def before(postgres: Server, filled: Filled) -> Iterator[Editor]:
    """The table as it was, with titles in it; taken back."""
    with psycopg.connect(postgres.dsn("owner")) as owner, owner.transaction(force_rollback=True):
        owner.execute(PLAIN)
        yield Editor(owner)


def test_every_title_is_sealed_to_its_row(
    key: Key, before: Editor, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = filled.fjordvik.pk
    monkeypatch.setattr(sealing, "AT_ONCE", 3)

    sealing.seal_titles(None, before)

    rows = before.execute("SELECT id, municipality_id, title, sealed_title FROM identity_post").fetchall()
    ours = [(pk, plain, title) for pk, place, plain, title in rows if place == here]
    assert len([plain for _, plain, _ in ours if plain]) > 5
    for pk, plain, title in ours:
        told = unseal(key, title, Place(here, here, pk, "post.title").binding).decode() if title else ""
        assert told == plain


def test_broken_off_it_goes_on_with_what_is_left(before: Editor) -> None:
    sealing.seal_titles(None, before)
    left = "UPDATE identity_post SET sealed_title = NULL WHERE id = (SELECT id FROM identity_post WHERE title <> '' LIMIT 1)"
    sealed = dict(before.execute("SELECT id, sealed_title FROM identity_post").fetchall())
    before.execute(left)

    sealing.seal_titles(None, before)

    now = dict(before.execute("SELECT id, sealed_title FROM identity_post").fetchall())
    assert {pk for pk, title in now.items() if title is not None} == {pk for pk, t in sealed.items() if t is not None}
    assert sum(now[pk] != title for pk, title in sealed.items()) == 1


def test_behind_the_belt_it_stops_instead_of_sealing_none(before: Editor) -> None:
    before.execute("ALTER TABLE identity_post FORCE ROW LEVEL SECURITY")

    with pytest.raises(RuntimeError, match="would seal none"):
        sealing.seal_titles(None, before)
