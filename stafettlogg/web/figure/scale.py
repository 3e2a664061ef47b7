"""Where a day stands on the axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from `first` to `last` on a line from `left` to `right`, in the units of the drawing."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where the day stands; what lies outside stands on the edge."""
        part = (day - self.first).days / (self.last - self.first).days
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, part)), 1)

    def shows(self, start: date, end: date | None = None) -> bool:
        """Whether any of the days between are on the axis; an open end is on it."""
        return start <= self.last and (end is None or end >= self.first)

    def months(self) -> Iterator[tuple[date, float, float]]:
        """The first day of each month on the axis, and from where to where it reaches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            following = (month + timedelta(days=32)).replace(day=1)
            yield month, self.x(month), self.x(following)
            month = following
