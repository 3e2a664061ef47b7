"""What one should know of who looks after a municipality: somebody must be told what the command line does (R26)."""

from __future__ import annotations

from collections.abc import Iterator

from stafettlogg.core.scope import everywhere
from stafettlogg.identity import signin, told


def worth_knowing() -> Iterator[str]:
    """Every municipality without a data-protection officer today."""
    for place in signin.municipalities():
        with everywhere("who is told what the command line does"):
            has_officer = bool(told.officers(place.pk))
        if not has_officer:
            yield (
                f"{place.name} has no data-protection officer, so nobody is told what is done from the command line. "
                f"Run: stafettlogg admin add {place.number} NAME --officer"
            )
