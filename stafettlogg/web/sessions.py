"""How long one stays signed in: a while without doing anything, and never longer than a working day (security.md § 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.web.dates import at_clock

IDLE = timedelta(minutes=30)
LONGEST = {Hat.FAMILY: timedelta(hours=2)}
LONGEST_STAFF = timedelta(hours=8)
WARNING = timedelta(minutes=2)
OFTEN = timedelta(minutes=1)

Session = Any  # Django's session is a dictionary of anything


@dataclass(frozen=True, slots=True)
class Left:
    """How much is left of a session, and whether doing something gives more."""

    seconds: int
    until: str
    can_stay: bool


def ends_at(session: Session) -> tuple[datetime, datetime]:
    """When the session ends if nothing more is done, and when it ends anyway. Raises `KeyError` before sign-in."""
    hat = Hat(session["hat"])
    began, seen = (datetime.fromtimestamp(session[name], UTC) for name in ("began", "seen"))
    return seen + IDLE, began + LONGEST.get(hat, LONGEST_STAFF)


def is_over(session: Session) -> bool:
    """Whether the session has lasted too long, in one of the two ways."""
    return clock.now() > min(ends_at(session))


def left(session: Session) -> Left:
    """What is left, for the page that warns before it ends."""
    idle, longest = ends_at(session)
    end = min(idle, longest)
    return Left(
        seconds=max(0, int((end - clock.now()).total_seconds())),
        until=at_clock(end),
        can_stay=longest - clock.now() > WARNING,
    )


def renew(session: Session) -> None:
    """Somebody is there: count the time from now. Written at most once a minute."""
    now = clock.now()
    if now - datetime.fromtimestamp(session["seen"], UTC) > OFTEN:
        session["seen"] = now.timestamp()
