"""The municipality a command is about, and who does what it does there."""

from __future__ import annotations

from django.core.management.base import CommandError

from stafettlogg.core.caller import Caller, Hat
from stafettlogg.identity import posts, signin
from stafettlogg.identity.models import Municipality


def municipality(number: str) -> Municipality:
    """The municipality with this number. Raises `CommandError` that names those there are."""
    everywhere = {place.number: place for place in signin.municipalities()}
    if number not in everywhere:
        raise CommandError(f"There is no municipality {number}. There are: {', '.join(everywhere) or 'none yet'}.")
    return everywhere[number]


def administrator(place: Municipality, name: str = "") -> Caller:
    """The administrator of the municipality, named where there are several. Raises `CommandError` that names those there are."""
    everybody = posts.administrators(place.pk)
    found = [person for person, known in everybody.items() if name in ("", known)]
    if len(found) != 1:
        names = ", ".join(sorted(everybody.values())) or "none yet"
        raise CommandError(f"Say which administrator of {place.name} does it, with --as. There are: {names}.")
    return Caller(found[0], place.pk, Hat.ADMINISTRATION, via="cli")
