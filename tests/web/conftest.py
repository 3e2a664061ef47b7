"""The world with browsers: somebody of it signed in, by the session that signing in leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from stafettlogg.config.postgres import Server
from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from tests.web.meanwhile import Beside
from tests.world import NOW, World, ready


class WebWorld(World):
    """The world, and a browser for everybody in it."""

    def client(self, name: str, hat: Hat | None = None, language: str = "en") -> Client:
        """The browser of this person, signed in under the hat one would expect, or the one that is said."""
        by = self.as_(name, hat)
        municipality = next(place for place in (self.fjordvik, self.havvik) if place.pk == by.municipality)
        now = clock.now().timestamp()
        client = Client()
        session = client.session
        session.update(
            {
                "person": str(by.person),
                "municipality": str(by.municipality),
                "number": municipality.number,
                "municipality_language": municipality.language,
                "language": language,
                "hat": by.hat.value,
                "hats": 1,
                "began": now,
                "seen": now,
                "authenticated": now,
            }
        )
        session.save()
        return client


@pytest.fixture
def world(db: None) -> Iterator[WebWorld]:
    """The world on 24 November 2026 at ten, in a transaction that is rolled back."""
    made = WebWorld.__new__(WebWorld)
    vars(made).update(vars(ready()))
    with clock.fixed(NOW):
        yield made


@pytest.fixture
def committed(transactional_db: None) -> Iterator[WebWorld]:
    """The same, committed for real, so that other connections see it."""
    made = WebWorld.__new__(WebWorld)
    with transaction.atomic():
        vars(made).update(vars(ready()))
    with clock.fixed(NOW):
        yield made


@pytest.fixture
def beside(postgres: Server) -> Iterator[Beside]:
    """Another connection, which sees what is committed, and all of it."""
    with psycopg.connect(postgres.dsn("superuser"), autocommit=True) as superuser:

        def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
            cursor = superuser.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

        yield run


__all__ = ["WebWorld", "beside", "committed", "world"]
