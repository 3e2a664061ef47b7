"""The only clock: policy, operations and tasks ask here, and tests and the training world move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """The moment it is, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The date it is in Norway; dates of the domain are dates, and midnight is Norway's."""
    return now().astimezone(NORWAY).date()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("The clock takes an aware moment: say which time zone it is in.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
