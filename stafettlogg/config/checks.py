"""What must hold before anything starts, in one place: `doctor`, `serve`, the worker and `/klar` all ask here.

Each look gives a fault or nothing. What a fault says names no place on this machine, so that `/klar` may tell it; what to
do about it does.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, ProgrammingError, transaction

from stafettlogg.core import belonging, mark, tables
from stafettlogg.core.acting import before_sign_in
from stafettlogg.core.models import Installation
from stafettlogg.identity import signin
from stafettlogg.vault import keys
from stafettlogg.vault.seal import KEY_BYTES, Unopenable


@dataclass(frozen=True)
class Fault:
    """Why nothing may run: a word for machines, a sentence for everybody, and what to do."""

    name: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


def faults() -> Iterator[Fault]:
    """Everything that stands in the way. Raises `django.db.DatabaseError` when the database does not answer."""
    for look in LOOKS:
        if fault := look():
            yield fault
            if fault.name in FIRST:
                return  # what comes after asks tables that may not be there, or are not this installation's


def refusal() -> str:
    """Why this process may not run, in sentences; nothing when it may. A database that is away is a reason too."""
    try:
        return " ".join(str(fault) for fault in faults())
    except DatabaseError:
        return "The database does not answer; the supervisor tries again."


def mode_mismatch() -> str | None:
    """Why this process may not run on this database, or None: training and production never meet (security § 4)."""
    fault = mode()
    return str(fault) if fault else None


def mode() -> Fault | None:
    """Training and production never meet, and real children's logs travel by https alone."""
    if not settings.MODE:
        return Fault(
            "mode",
            "Say what this is:",
            "set STAFETTLOGG_MODE=training for trying and learning, or production for real children.",
        )
    if settings.MODE == "production" and not settings.TLS:
        return Fault(
            "mode",
            "Production is reached by https alone:",
            "set STAFETTLOGG_TLS=True and put a proxy with TLS in front.",
        )
    kept = _kept_mode()
    if kept and kept != settings.MODE:
        return Fault(
            "mode",
            f"This database is for {kept}, and this process was started for {settings.MODE}.",
            f"They never mix: set STAFETTLOGG_MODE={kept}, or name another database and another STAFETTLOGG_DATA.",
        )
    return None


def _kept_mode() -> str:
    """The mode the database remembers; nothing before the first migration."""
    try:
        with transaction.atomic():
            return Installation.objects.values_list("mode", flat=True).first() or ""
    except ProgrammingError:  # no such table yet
        return ""


def migrations() -> Fault | None:
    """New code never runs on the tables of the former version."""
    missing = tables.pending()
    if not missing:
        return None
    return Fault(
        "migrations",
        f"The database is not yet that of this version: {len(missing)} migrations are missing.",
        "Run: stafettlogg migrate",
    )


def key() -> Fault | None:
    """The root key is there, closed to others, and the one that the database was sealed with."""
    if fault := _key_file():
        return fault
    for place in signin.municipalities()[:1]:
        try:
            with before_sign_in(place.pk):
                keys.try_root_key(place.pk)
        except (Unopenable, keys.NoKey):
            return Fault(
                "keys",
                "The root key is not the one this database was sealed with: nothing that people wrote can be opened.",
                f"Put the installation's own key back as {settings.ROOT_KEY_FILE}; a new one opens nothing old.",
            )
    return None


def _key_file() -> Fault | None:
    file = settings.ROOT_KEY_FILE
    try:
        secret, held = base64.b64decode(file.read_bytes(), validate=False), file.stat()
    except FileNotFoundError:
        return Fault(
            "keys",
            "There is no root key.",
            f"Put the installation's key back as {file}. Only a new installation makes one: stafettlogg init",
        )
    except (PermissionError, binascii.Error):
        return Fault(
            "keys", "The root key can not be read.", f"{file} must belong to the user of the service and hold base64."
        )
    if len(secret) != KEY_BYTES:
        return Fault("keys", f"The root key is not {KEY_BYTES} bytes.", f"Put the right file back as {file}.")
    if stat.S_IMODE(held.st_mode) & 0o377:
        return Fault("keys", "Others may read the root key.", f"Run: chmod 400 {file}")
    if held.st_uid != os.geteuid():
        return Fault(
            "keys", "The root key belongs to another user than the one who runs the service.", f"It is {file}."
        )
    return None


def folder() -> Fault | None:
    """The data folder belongs to this database, so that a restored copy can harm nothing."""
    try:
        with transaction.atomic():
            here = belonging.database()
    except ProgrammingError:
        return Fault(
            "folder",
            "The database does not say which one it is.",
            "Run as its superuser: GRANT EXECUTE ON FUNCTION pg_control_system() TO stafettlogg_app, "
            "stafettlogg_worker, stafettlogg_owner",
        )
    if belonging.named() == here:
        return None
    what = "belongs to another database than this one" if belonging.named() else "does not say whose it is"
    return Fault(
        "folder",
        f"The data folder {what}: working in it could clear away files that are in use.",
        f"Give a copy a folder of its own with STAFETTLOGG_DATA. If {settings.DATA} is really this database's: "
        "stafettlogg adopt",
    )


def age() -> Fault | None:
    """The database has all that this installation has saved: one that was restored from before that is told."""
    since = mark.lost_since()
    if not since:
        return None
    return Fault(
        "age",
        f"The database is older than this installation: what was saved until {since} is not all in it.",
        "If an older one was restored on purpose, tell people what is lost, and then: stafettlogg adopt",
    )


FIRST = ("mode", "migrations")
LOOKS: tuple[Callable[[], Fault | None], ...] = (mode, migrations, key, folder, age)
