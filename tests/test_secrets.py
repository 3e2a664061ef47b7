"""What people write stands nowhere in the clear: not in a dump, not in the database's log, not in a task, not in a file.

Every sealed field of the filled world holds a word of its own; a plain word beside them shows that the look would find one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from psycopg import sql

from stafettlogg.config.discretion import Discreet, Formatter
from stafettlogg.config.postgres import Server
from stafettlogg.core.acting import acting
from stafettlogg.relay import concerns
from stafettlogg.vault.fields import CODES, SealedText
from tests.filled import CONTROL, NAMES, PLANTED, PRODUCTS_OWN, UNWRITTEN, Filled, filled, undone

__all__ = ["filled"]

pytestmark = pytest.mark.usefixtures("filled")

FILE_NAME = "Løynd-namn-løynd"


def secrets_of(world: Filled) -> list[str]:
    """Everything that must not be found: planted words, names, numbers, what a file is called and says."""
    names = [part for person in world.people.values() for part in person.name.split() if len(part) > 4]
    return [*PLANTED.values(), *names, *world.numbers.values(), "stemor", FILE_NAME, "Private words in a file"]


def found(words: Iterable[str], text: str) -> set[str]:
    """Those of the words that stand in the text, also as escapes or bytes in hex."""
    text = text.casefold()
    return {
        word
        for word in words
        if word.casefold() in text or word.encode().hex() in text or ascii(word)[1:-1].casefold() in text
    }


@pytest.fixture(scope="module")
def dump(postgres: Server, filled: Filled) -> str:
    """Every row of every table as the backup role copies them."""
    parts = []
    with psycopg.connect(postgres.dsn("backup")) as backup:
        tables = backup.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            with backup.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
                parts += [f"-- {table}\n", *(bytes(block).decode() for block in copy)]
    return "".join(parts)


def test_every_sealed_field_holds_something_in_the_world(postgres: Server) -> None:
    empty = set()
    with psycopg.connect(postgres.dsn("backup")) as backup:
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if isinstance(field, SealedText):
                    there = backup.execute(
                        sql.SQL("SELECT count(*) FROM {} WHERE {} IS NOT NULL").format(
                            sql.Identifier(model._meta.db_table), sql.Identifier(str(field.column))
                        )
                    ).fetchone()
                    if there == (0,):
                        empty.add(field.code)
    assert empty == UNWRITTEN
    assert {*PLANTED} | NAMES | PRODUCTS_OWN | UNWRITTEN == {*CODES}


def test_a_dump_holds_no_word_that_somebody_wrote(dump: str, filled: Filled) -> None:
    assert found([CONTROL], dump) == {CONTROL}, "the look finds what is not sealed"
    assert found(secrets_of(filled), dump) == set()


def test_the_look_would_find_a_word_in_hex_and_in_escapes() -> None:
    assert found(["Løynd"], "x" + "Løynd".encode().hex()) == {"Løynd"}
    assert found(["Løynd"], "L\\xf8ynd") == {"Løynd"}


def test_tasks_carry_ids_alone(postgres: Server, filled: Filled) -> None:
    with psycopg.connect(postgres.dsn("backup")) as backup:
        rows: list[tuple[dict[str, Any]]] = backup.execute("SELECT args FROM procrastinate_jobs").fetchall()
    values = [str(value) for (args,) in rows for value in args.values()]

    assert values, "the attachment's check is planned"
    assert [value for value in values if not re.fullmatch(r"[0-9a-f-]{36}|\d+", value)] == []


def test_the_databases_log_tells_nothing_of_a_statement_that_failed(postgres: Server, filled: Filled) -> None:
    with psycopg.connect(postgres.dsn("app"), autocommit=True) as app:
        for statement in (
            "SELECT 'Løynd-i-setninga' FROM there_is_no_such_table",
            "INSERT INTO relay_step (id, text) VALUES (gen_random_uuid(), 'Løynd-i-setninga')",
            "SELECT 'Løynd-i-setninga'::int",
        ):
            with pytest.raises(psycopg.Error):
                app.execute(statement)
        with pytest.raises(psycopg.Error):
            app.execute("SELECT %s::text::int", ["Løynd-i-parameteren"])
    log = (postgres.cluster / "log").read_text(errors="replace")

    assert "ready to accept connections" in log, "it is this log that is read"
    assert found([*secrets_of(filled), "Løynd-i-setninga", "Løynd-i-parameteren"], log) == set()


def test_no_file_beside_the_database_holds_a_word(filled: Filled) -> None:
    folder = Path(settings.DATA)
    files = [
        file
        for file in folder.rglob("*")
        if file.is_file() and "postgres" not in file.parts and "passwords" not in file.parts
    ]
    words = [word.encode() for word in secrets_of(filled)]

    assert any("Private words in a file" not in str(file) and file.stat().st_size > 64 for file in files)
    assert [file.name for file in files if any(word in file.read_bytes() for word in words)] == []


def test_a_traceback_in_our_log_shows_no_text(filled: Filled) -> None:
    by = filled.as_("holder")
    with acting(by), pytest.raises(ValueError, match="Løynd") as raised, undone():
        concerns.add(by, filled.log, area="Løynd-som-område", text="Løynd-i-sporet")
    told = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("stafettlogg", logging.ERROR, __file__, 1, "It failed.", (), told)
    assert Discreet().filter(record)
    line = Formatter("{message}", style="{").format(record)

    assert "ValueError" in line
    assert found(["Løynd-som-område", "Løynd-i-sporet"], line) == set()
