"""The municipality a command is about, who does what it does there, and who is told of it (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import transaction

from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import posts, signin, told
from stafettlogg.identity.models import Municipality
from stafettlogg.identity.told import Event


def municipality(number: str) -> Municipality:
    """The municipality with this number. Raises `CommandError` that names those there are."""
    everywhere = {place.number: place for place in signin.municipalities()}
    if number not in everywhere:
        raise CommandError(f"There is no municipality {number}. There are: {', '.join(everywhere) or 'none yet'}.")
    return everywhere[number]


@contextmanager
def telling_officers(place: Municipality, event: Event) -> Iterator[None]:
    """What is done from the command line is told to the data-protection officer in the same transaction (R26)."""
    with transaction.atomic():
        yield
        with everywhere("what the command line does is told to the officer"):
            told.tell_officers(place.pk, event)


def administrator(place: Municipality, name: str = "") -> Caller:
    """The administrator of the municipality, named where there are several. Raises `CommandError` that names those there are."""
    everybody = posts.administrators(place.pk)
    found = [person for person, known in everybody.items() if name in ("", known)]
    if len(found) != 1:
        names = ", ".join(sorted(everybody.values())) or "none yet"
        raise CommandError(f"Say which administrator of {place.name} does it, with --as. There are: {names}.")
    return Caller(found[0], place.pk, Hat.ADMINISTRATION, via="cli")
