"""The world with browsers: somebody of it signed in, by the session that signing in leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
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


__all__ = ["WebWorld", "world"]
