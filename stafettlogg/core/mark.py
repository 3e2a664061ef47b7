"""How far the database has come, kept in the data folder as well: a database that was restored from before that is told.

Whoever restores an older database, or a server that falls back to one, loses what people were told is saved. The database
itself cannot know. So the worker counts on once a minute, in the database first and then in the folder.
"""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.db.models import F

from stafettlogg.core import clock, durable
from stafettlogg.core.acting import as_system
from stafettlogg.core.models import Installation

log = logging.getLogger(__name__)


def move() -> None:
    """Count on by one; not in a database that is older than its folder, so that this stays to be seen."""
    if lost_since():
        log.error("The database is older than its data folder. See stafettlogg doctor.")
        return
    with as_system("how far the database has come"):
        Installation.objects.update(mark=F("mark") + 1)
    adopt()


def lost_since() -> str:
    """The time after which this database has nothing, where the folder knows of something newer; else nothing."""
    number, _, at = _kept().partition(" ")
    return at if number and int(number) > _reached() else ""


def adopt() -> None:
    """Let the folder say what the database says, however far that is."""
    durable.replace(_file(), f"{_reached()} {clock.now():%Y-%m-%d %H:%M} UTC\n", mode=0o600)


def _reached() -> int:
    return Installation.objects.values_list("mark", flat=True).first() or 0


def _kept() -> str:
    try:
        return _file().read_text().strip()
    except FileNotFoundError:
        return ""


def _file() -> Path:
    return Path(settings.DATA) / "mark"
