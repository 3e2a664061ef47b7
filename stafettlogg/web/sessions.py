"""How long one stays signed in: a while without doing anything, and never longer than a working day (security.md § 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.identity import providers
from stafettlogg.identity.models import Municipality
from stafettlogg.web.dates import at_clock

IDLE = timedelta(minutes=30)
LONGEST = {Hat.FAMILY: timedelta(hours=2)}
LONGEST_STAFF = timedelta(hours=8)
WARNING = timedelta(minutes=2)
OFTEN = timedelta(minutes=1)
AHEAD = timedelta(minutes=1)  # that two clocks may differ
MOMENTS = ("began", "seen", "authenticated")
FRESH = timedelta(minutes=10)

Session = Any  # Django's session is a dictionary of anything


@dataclass(frozen=True, slots=True)
class Left:
    """How much is left of a session, and whether doing something gives more."""

    seconds: int
    until: str
    can_stay: bool


def begin(session: Session, place: Municipality, by: Caller, hats: int, **proof: object) -> None:
    """A session of somebody who has just signed in: under a new key, with nothing of the former but the language.

    `proof` is what a provider has told: when it saw the person, its own session, and what ends it there.
    """
    language, now = session.get("language"), clock.now().timestamp()
    session.clear()
    session.cycle_key()
    session.update(
        {
            "person": str(by.person),
            "municipality": str(place.pk),
            "number": place.number,
            "municipality_language": place.language,
            "hat": by.hat.value,
            "hats": hats,
            "began": now,
            "seen": now,
            "authenticated": now,
            **proof,
            **({"language": language} if language else {}),
        }
    )
    _tell_provider(session)


def wear(session: Session, hat: Hat) -> None:
    """Put on another hat, under a new key: what the former hat's pages knew is worth nothing now."""
    session["hat"] = hat.value
    session.cycle_key()
    _tell_provider(session)


def _tell_provider(session: Session) -> None:
    """Keep it possible for the provider to end the session, also under its new key."""
    if "at_provider" in session:
        providers.remember_session(session.session_key, bytes.fromhex(session["at_provider"]))


def is_fresh(session: Session) -> bool:
    """Whether the person was seen a moment ago, for what asks for more than being signed in (security.md § 7)."""
    return bool(clock.now().timestamp() - session.get("authenticated", 0) < FRESH.total_seconds())


def ends_at(session: Session) -> tuple[datetime, datetime]:
    """When the session ends if nothing more is done, and when it ends anyway. Raises `KeyError` before sign-in."""
    hat = Hat(session["hat"])
    began, seen = (datetime.fromtimestamp(session[name], UTC) for name in ("began", "seen"))
    return seen + IDLE, began + LONGEST.get(hat, LONGEST_STAFF)


def is_over(session: Session) -> bool:
    """Whether the session has lasted too long, in one of the two ways.

    Or whether it comes from later than now: then a clock was wrong, and nobody knows how long it has lasted.
    """
    now = clock.now()
    newest = max(session.get(moment, 0) for moment in MOMENTS)
    return now > min(ends_at(session)) or newest > (now + AHEAD).timestamp()


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
