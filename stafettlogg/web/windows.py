"""The window a measure is evaluated in: its dates, its words and its drawing (R4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIDTH = 320
EDGE = 6
HEIGHT = 14


@dataclass(frozen=True)
class Window:
    """From `start` plus `first` days until `start` plus `last` days; drawn on an axis one week longer."""

    start: date
    today: date
    first: int = 28
    last: int = 56

    @property
    def opens(self) -> date:
        """The first day the measure is evaluated without a reason."""
        return self.start + timedelta(days=self.first)

    @property
    def closes(self) -> date:
        """The last day it should be evaluated."""
        return self.start + timedelta(days=self.last)

    @property
    def week(self) -> int:
        """Which week of the measure today is in, from one."""
        return max(0, (self.today - self.start).days) // 7 + 1

    @property
    def weeks(self) -> int:
        """How many weeks the measure has."""
        return self.last // 7

    @property
    def first_week(self) -> int:
        """How many weeks before the window opens."""
        return self.first // 7

    def x(self, days: int) -> int:
        """Where a day stands in the drawing."""
        span = self.last + 7
        return EDGE + round((WIDTH - 2 * EDGE) * max(0, min(span, days)) / span)

    @property
    def x_start(self) -> int:
        """Where the bar begins."""
        return self.x(0)

    @property
    def x_first(self) -> int:
        """Where the hatching begins."""
        return self.x(self.first)

    @property
    def x_last(self) -> int:
        """Where the bar ends."""
        return self.x(self.last)

    @property
    def x_today(self) -> int:
        """Where the mark of today stands."""
        return self.x((self.today - self.start).days)

    @property
    def length(self) -> int:
        """How long the bar is."""
        return self.x_last - self.x_start

    @property
    def lived(self) -> int:
        """How long the part is that has been."""
        return max(0, min(self.x_today, self.x_last) - self.x_start)

    @property
    def hatching(self) -> tuple[int, ...]:
        """Where each slanted stroke begins; drawn one by one, so that no drawing needs an id."""
        return tuple(range(self.x_first + 2, self.x_last - HEIGHT, 7))


def sentence(window: Window, day: Callable[[date], str]) -> str:
    """Say in words what the drawing shows."""
    dates = {"opens": day(window.opens), "closes": day(window.closes), "week": window.week, "weeks": window.weeks}
    if window.today < window.start:
        return _("Starts %(start)s. Evaluate between %(opens)s and %(closes)s.") % {**dates, "start": day(window.start)}
    if window.today < window.opens:
        return _("Week %(week)d of %(weeks)d. Evaluate between %(opens)s and %(closes)s.") % dates
    if window.today < window.closes:
        return _("Week %(week)d of %(weeks)d. Ready to evaluate, by %(closes)s at the latest.") % dates
    if window.today == window.closes:
        return _("Evaluate today: this is the last day.")
    return _("Should have been evaluated by %(closes)s.") % dates


def draw(window: Window) -> SafeString:
    """The bar and its scale; silent, as the sentence says the same."""
    start, first, last, today = window.x_start, window.x_first, window.x_last, window.x_today
    bar = f'x="{start}" y="10" width="{window.length}" height="14" rx="7"'
    lived = f'<rect class="window-lived" x="{start}" y="13" width="{window.lived}" height="8" rx="4"/>'
    hatching = "".join(f"M{x} 23l12 -12" for x in window.hatching)
    words = "".join(
        f"<span>{escape(word)}</span>" for word in (_("start"), _weeks(window.first_week), _weeks(window.weeks))
    )
    return mark_safe(  # noqa: S308 – numbers and escaped words
        f'<svg viewBox="0 0 320 30" aria-hidden="true"><rect class="window-bar" {bar}/>'
        f'<path class="window-open" d="M{first} 10H{last - 7}a7 7 0 0 1 0 14H{first}z"/><path class="window-hatch" d="{hatching}"/>'
        f'{lived if window.lived > 8 else ""}<path class="window-line" d="M{first} 10v14"/><rect class="window-edge" {bar}/>'
        f'<path class="window-today" d="M{today} 5v24"/><circle class="window-dot" cx="{today}" cy="5" r="4.5"/></svg>'
        f'<div class="window-scale" aria-hidden="true">{words}</div>'
    )


def _weeks(number: int) -> str:
    return ngettext("%(weeks)s week", "%(weeks)s weeks", number) % {"weeks": number}
