"""Posts run from–to: the one condition that says which of them are in force."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def valid(today: date) -> Q:
    """The posts in force that day; one that waits to be confirmed is not (R24, R28)."""
    return Q(ended_at=None, waits_for="", from_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today))
