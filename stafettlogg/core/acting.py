"""One short transaction in which somebody acts: the belt's context is set in it and dies with it.

`acting(by)` is used by the request, the task, the command line and the tests alike. What must not outlive the
transaction (permits, unwrapped keys) lives in its `pocket`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from stafettlogg.core.caller import Caller


class NotActing(Exception):
    """Something that belongs to a transaction was asked for outside `acting(by)`."""


class Pocket(dict[str, Any]):
    """What lives exactly as long as the outermost `acting` block."""

    alive: bool = True


_pocket: ContextVar[Pocket | None] = ContextVar("pocket", default=None)
_context: ContextVar[tuple[str, ...]] = ContextVar("context", default=("", "", "", "", ""))

SETTINGS = ("app.municipality", "app.caller", "app.hat", "app.system", "app.lookup")


def pocket() -> Pocket:
    """The pocket of the transaction one is in; raises `NotActing` outside one."""
    here = _pocket.get()
    if here is None:
        raise NotActing("Wrap it: with acting(by): …, so that it has a transaction, a caller and a belt.")
    return here


def _tell_belt(values: tuple[str, ...]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _ in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in zip(SETTINGS, values, strict=True) for part in pair])


@contextmanager
def context(values: tuple[str, ...]) -> Iterator[None]:
    """Run the block in a transaction (or a savepoint in one) with these five belt settings, then take them back."""
    before, inner = _context.get(), connection.in_atomic_block
    holder = _pocket.set(Pocket()) if _pocket.get() is None else None
    token = _context.set(values)
    try:
        with transaction.atomic():
            if values != before or not inner:
                _tell_belt(values)
            yield
            if inner and values != before and not connection.needs_rollback:
                _tell_belt(before)
    finally:
        _context.reset(token)
        if holder is not None:
            pocket().alive = False
            _pocket.reset(holder)


@contextmanager
def acting(by: Caller) -> Iterator[None]:
    """One transaction as `by`: row-level security sees the caller, and commits or vanishes with the block."""
    with context((str(by.municipality), str(by.person), by.hat.value, "", "")):
        yield


@contextmanager
def looking_up(value: bytes) -> Iterator[None]:
    """Let the belt show the one person or child with this keyed hash (security.md § 2), inside the block."""
    municipality, caller, hat, system, _ = _context.get()
    with context((municipality, caller, hat, system, value.hex())):
        yield


@contextmanager
def before_sign_in(municipality: UUID) -> Iterator[None]:
    """Somebody nobody knows yet: the belt knows the municipality alone."""
    with context((str(municipality), "", "", "", "")):
        yield


@contextmanager
def as_system(reason: str) -> Iterator[None]:
    """All rows for the worker role; for any other role the belt shows nothing more than before."""
    with context(("", "", "", reason, "")):
        yield
