"""The municipality a command is about."""

from __future__ import annotations

from django.core.management.base import CommandError

from stafettlogg.identity import signin
from stafettlogg.identity.models import Municipality


def municipality(number: str) -> Municipality:
    """The municipality with this number. Raises `CommandError` that names those there are."""
    everywhere = {place.number: place for place in signin.municipalities()}
    if number not in everywhere:
        raise CommandError(f"There is no municipality {number}. There are: {', '.join(everywhere) or 'none yet'}.")
    return everywhere[number]
