"""What comes from outside as JSON, read without trust: first how much there is of it, then what each claim may be.

Nothing here believes anything: a signature tells who wrote a token, this file tells what a token can be.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from stafettlogg.core import clock

Claims = dict[str, Any]  # Any: whatever somebody outside says

TOKEN = 16_384  # letters of the longest token
ANSWER = 262_144  # bytes of the longest answer: metadata, keys
PARTS = 200  # lists and objects in one of them; so nothing is deeper either
MOST = 10  # texts in a list
LETTERS = 255  # of a text
LATEST = 2**40  # no time is after this
YOUNG = 300  # seconds since a token was made
LEEWAY = 30  # seconds between two clocks
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"  # OpenID Connect Back-Channel Logout 1.0


class Untrue(Exception):
    """What came from outside is not what it should be; the text is one word for the trail."""


# --- each claim: its type and its range ---------------------------------------------------------------------------


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LETTERS and value.isprintable()


def _is_texts(value: object) -> bool:
    """One text, or a list of a few."""
    return _is_text(value) or (isinstance(value, list) and 0 < len(value) <= MOST and all(map(_is_text, value)))


def _is_time(value: object) -> bool:
    """Seconds since 1970; neither NaN nor Infinity lies between two numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LATEST


def _is_number(value: object) -> bool:
    return isinstance(value, str) and len(value) == 11 and value.isascii() and value.isdigit()


def _is_events(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get(SIGNED_OUT), dict)


KNOWN: dict[str, Callable[[object], bool]] = {
    # the header (RFC 7515); an extension we must understand (crit) is one we do not
    "alg": _is_text,
    "kid": _is_text,
    "typ": _is_text,
    "crit": lambda _: False,
    # from whom and to whom (RFC 7519, OpenID Connect Core 1.0)
    "iss": _is_text,
    "aud": _is_texts,
    "azp": _is_text,
    "aud_onbehalfof": _is_text,
    "client_onbehalfof": _is_text,
    # when
    "iat": _is_time,
    "nbf": _is_time,
    "exp": _is_time,
    "auth_time": _is_time,
    # about whom, and how the provider knows
    "sub": _is_text,
    "sid": _is_text,
    "pid": _is_number,
    "acr": _is_text,
    "amr": _is_texts,
    # which one
    "jti": _is_text,
    "nonce": _is_text,
    "events": _is_events,
}
ID_TOKEN = ("iss", "aud", "iat", "exp", "sub", "sid", "nonce")
LOGOUT_TOKEN = ("iss", "aud", "iat", "jti", "sid", "events")


def sound(told: Claims, required: tuple[str, ...] = ()) -> Claims:
    """The same, when each claim we know is what it may be and none that is required is missing. Raises `Untrue`."""
    for name in required:
        if name not in told:
            raise Untrue(f"no-{name}")
    for name, is_right in KNOWN.items():
        if name in told and not is_right(told[name]):
            raise Untrue(name)
    return told


def listed(value: str | list[str]) -> list[str]:
    """A claim that may be one text or several, as several."""
    return value if isinstance(value, list) else [value]


def untimely(told: Claims) -> str | None:
    """Which time is wrong, of a token that was made a moment ago and is not over; None when none is."""
    now = clock.now().timestamp()
    if not now - YOUNG <= told["iat"] <= now + LEEWAY:
        return "iat"
    if told.get("exp", now) < now - LEEWAY:
        return "exp"
    return next((name for name in ("nbf", "auth_time") if told.get(name, now) > now + LEEWAY), None)


# --- reading ------------------------------------------------------------------------------------------------------


def unpacked(token: object) -> tuple[Claims, Claims]:
    """Header and claims of a signed token, each sound and none of them believed yet (RFC 7519). Raises `Untrue`."""
    if not isinstance(token, str) or len(token) > TOKEN or not token.isascii() or token.count(".") != 2:
        raise Untrue("not-a-token")
    header, claims, _signature = token.split(".")
    return sound(read(_decoded(header), TOKEN), ("alg",)), sound(read(_decoded(claims), TOKEN))


def _decoded(part: str) -> bytes:
    try:
        return b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Untrue("not-a-token") from None


def read(text: bytes, longest: int = ANSWER) -> Claims:
    """The JSON object that this is: not too long, not too deep, no name in it twice. Raises `Untrue`."""
    if len(text) > longest or text.count(b"[") + text.count(b"{") > PARTS:
        raise Untrue("too-much")
    try:
        found = json.loads(text.decode(), parse_constant=_no_number, object_pairs_hook=_each_once)
    except ValueError:
        raise Untrue("not-json") from None
    if not isinstance(found, dict):
        raise Untrue("not-an-object")
    return found


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number in JSON.")


def _each_once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("A name stands there twice.")
    return dict(pairs)
