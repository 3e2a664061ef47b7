"""What stands around the service and is not its own: the proxy in front of it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from django.conf import settings

from stafettlogg.config import env


def exposed() -> Iterator[str]:
    """Nobody but a proxy reaches the service: sixteen who send slowly would hold every thread of it."""
    address = env.ADDRESS.read()
    if settings.MODE == "production" and not _is_this_machine(address) and not env.PROXIED.read():
        yield (
            f"The service listens on {address}, where anybody may reach it past the proxy, and a few who send slowly "
            "would keep everybody out. Set STAFETTLOGG_ADDRESS=127.0.0.1; or, where the proxy is another machine and a "
            "firewall lets nobody else in, STAFETTLOGG_PROXIED=True."
        )


def not_seen() -> Iterator[str]:
    """What the doctor can not see from here, and somebody else has to look after."""
    if settings.MODE == "production":
        yield (
            "The proxy must read every request whole, in memory, before it hands it on. This is not seen from here: "
            "use the one of docs/drift.md."
        )


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:  # a name
        return address == "localhost"
