"""The figure as SVG: geometry and class names alone, so that it needs no inline style (interface.md § 2).

What is drawn is said as well in the table beside it, so the drawing is silent but for the glimpses, which are links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stafettlogg.relay.models import Evaluation
from stafettlogg.web.figure.scale import Scale
from stafettlogg.web.figure.story import Exchange, Story, Stretch, Try

SKY, TRACK, LANE, BAR = 56, 52, 30, 16
LETTER = 7.0  # how wide a letter is, about; labels that would not fit are left out or put on the other side
LONGEST_TITLE = 30
LIGHT_LASTS = timedelta(days=60)
STAR = "M0-9C1.4-1.4 1.4-1.4 9 0C1.4 1.4 1.4 1.4 0 9C-1.4 1.4-1.4 1.4-9 0C-1.4-1.4-1.4-1.4 0-9Z"
MARKS = {
    Evaluation.Outcome.GOAL_REACHED: "M-3.5 5V-5.5H4.5L2.5-2.8 4.5 0H-3.5",
    Evaluation.Outcome.GOOD_EFFECT: "M-4.2.2l3 3.2 5.6-6.4",
    Evaluation.Outcome.SOME_EFFECT: "M-4.5 1q2.2-4 4.5 0t4.5 0",
    Evaluation.Outcome.NO_EFFECT: "M-4 0h8",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """For which surface it is drawn: how wide, how much room for the names of the bands, how near glimpses may be."""

    key: str
    width: int
    margin: int
    apart: int


WIDE = Shape("wide", 1120, 92, 26)
NARROW = Shape("narrow", 340, 0, 36)
PAPER = Shape("paper", 760, 78, 22)


def draw(story: Story, shape: Shape) -> SafeString:
    """The figure on one surface; `NARROW` shows the weeks around now, the others the whole log."""
    first, last = story.near if shape is NARROW else story.whole
    scale = Scale(first, last, shape.margin, shape.width - 6)
    return mark_safe(_Drawing(story, shape, scale).svg())  # noqa: S308 – what people wrote is escaped where it is put in


class _Drawing:
    """One figure on its way down the page; `y` is how far it has come."""

    def __init__(self, story: Story, shape: Shape, scale: Scale) -> None:
        self.story, self.shape, self.scale = story, shape, scale
        self.parts: list[str] = []
        self.names: list[str] = []  # of the measures: they stand on top of today's line
        self.y = 48.0

    @property
    def is_narrow(self) -> bool:
        return self.shape is NARROW

    def svg(self) -> str:
        self._glimpses()
        self._track()
        for arena, name in (("unit", self.story.place), ("home", _("At home"))):
            self._lanes(arena, name)
        body, width, height = "".join(self.parts), self.shape.width, round(self.y)
        said = _("The relay as a drawing")
        return (
            f'<svg class="relay relay-{self.shape.key}" viewBox="0 0 {width} {height}" role="group" '
            f'aria-label="{escape(said)}">{self._kept()}'
            f'<g aria-hidden="true">{self._axis(height)}</g>{body}<g aria-hidden="true">{self._now(height)}{"".join(self.names)}</g></svg>'
        )

    def silent(self, *shapes: str) -> None:
        """Add shapes that are only looked at."""
        self.parts.append(f'<g aria-hidden="true">{"".join(shapes)}</g>')

    # --- the axis ---------------------------------------------------------------------------------------------

    def _kept(self) -> str:
        """What several shapes use, under ids of this drawing's own: a pattern in a hidden drawing paints nothing."""
        key = self.shape.key
        stops = "".join(
            f'<stop class="sky-{level}" offset="{offset:.2f}"/>' for offset, level in self._brightness(steps=14)
        )
        return (
            f'<defs><linearGradient id="{key}-sky">{stops}</linearGradient>'
            f'<pattern id="{key}-window" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<rect class="window-open" width="7" height="7"/><rect class="hatch" width="2.4" height="7"/></pattern>'
            f'<pattern id="{key}-exchange" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(30)">'
            '<rect class="exchange-stripe" width="3.4" height="8"/></pattern>'
            f'<path id="{key}-star" d="{STAR}"/></defs>'
        )

    def _brightness(self, steps: int) -> Iterator[tuple[float, int]]:
        """How light the horizon is along the axis: the good moments of the last two months, never compared with anybody."""
        days = (self.scale.last - self.scale.first).days
        for step in range(steps + 1):
            day = self.scale.first + timedelta(days=days * step // steps)
            seen = sum(day - LIGHT_LASTS <= glimpse.day <= day for glimpse in self.story.glimpses)
            yield step / steps, 0 if day > self.story.now + timedelta(weeks=1) else min(5, seen)

    def _axis(self, height: int) -> str:
        drawn = []
        for month, start, end in self.scale.months():
            if start > self.shape.margin:
                drawn.append(f'<path class="month" d="M{start} 42V{height - 4}"/>')
            name = date_format(month, "M").rstrip(".").lower()
            if month.month == 1:
                name = f"{name} {month.year}"
            if end - start > len(name) * LETTER:
                drawn.append(f'<text class="month-name" x="{(start + end) / 2:.0f}" y="37">{escape(name)}</text>')
        return "".join(drawn)

    def _now(self, height: int) -> str:
        """Today as a line through all bands, with the baton on the track."""
        story, x, y = self.story, self.scale.x(self.story.now), 48 + SKY + 24 + TRACK / 2
        baton = (
            '<rect class="baton-stick" x="-22" y="-6" width="44" height="12" rx="6"/>'
            '<rect class="baton-band" x="8" y="-6" width="6" height="12"/>'
        )
        if story.closed:
            return f'<path class="today" d="M{x} 42V{height - 4}"/>'
        said = _("Today %(day)s") % {"day": date_format(story.today, "j. M").rstrip(".").lower()}
        wide = len(said) * LETTER + 18
        middle = min(max(x, self.shape.margin + wide / 2), self.shape.width - wide / 2)
        # nobody carries it: it lies on the ground, below the track (R2)
        place = f"{x} {y + TRACK / 2 + 7}" if story.is_holder_gone else f"{x} {y}"
        turn = 0 if story.is_holder_gone else -62
        return (
            f'<path class="today" d="M{x} 21V{height - 4}"/>'
            f'<rect class="today-sign" x="{middle - wide / 2:.1f}" y="1" width="{wide:.1f}" height="20" rx="10"/>'
            f'<text class="today-name" x="{middle:.1f}" y="15.5">{escape(said)}</text>'
            f'<g transform="translate({place}) rotate({turn})">{baton}</g>'
        )

    def _band_name(self, name: str, middle: float, kind: str) -> str:
        """The name of a band, to its left; on a narrow surface above it."""
        if self.is_narrow:
            return f'<text class="band-name band-{kind}" x="2" y="{self.y - 7:.0f}">{escape(name)}</text>'
        return f'<text class="band-name band-{kind}" x="0" y="{middle + 5:.0f}">{escape(name)}</text>'

    # --- the glimpses: a horizon that grows lighter -------------------------------------------------------------

    def _glimpses(self) -> None:
        shape, y = self.shape, self.y
        width = shape.width - 6 - shape.margin
        self.silent(
            "" if self.is_narrow else self._band_name(_("Glimpses"), y + SKY / 2, "light"),
            f'<rect class="sky" fill="url(#{shape.key}-sky)" x="{shape.margin}" y="{y}" width="{width}" height="{SKY}" rx="14"/>',
        )
        self.parts.extend(self._stars(y))
        self.y = y + SKY + 24

    def _stars(self, top: float) -> Iterator[str]:
        """A star for each glimpse, a link to it; those too near each other share one."""
        beside, number = -100.0, 0
        for glimpse in self.story.glimpses:
            x = self.scale.x(glimpse.day)
            if not self.scale.shows(glimpse.day, glimpse.day) or x < beside + self.shape.apart:
                continue
            beside, number = x, number + 1
            x = min(max(x, self.shape.margin + 14), self.shape.width - 20)
            risen = (glimpse.day - self.scale.first).days / (self.scale.last - self.scale.first).days
            y = top + SKY - 18 - risen * (SKY - 36) + (number % 3 - 1) * 5
            said = _("Glimpse, %(day)s") % {"day": date_format(glimpse.day, "DATE_FORMAT")}
            yield (
                f'<a class="star" href="#glimpse-{glimpse.row}" aria-label="{escape(said)}"><circle class="star-glow" '
                f'cx="{x}" cy="{y:.1f}" r="{self.shape.apart / 2:.0f}"/>'
                f'<use href="#{self.shape.key}-star" x="{x}" y="{y:.1f}"/></a>'
            )

    # --- the relay: who has carried the baton -------------------------------------------------------------------

    def _track(self) -> None:
        shape, scale, story, y = self.shape, self.scale, self.story, self.y
        begun = scale.x(story.stretches[0].start if story.stretches else story.opened)
        now, end, bend = scale.x(story.now), shape.width - 6, TRACK / 2
        lost = " is-lost" if story.is_holder_gone else ""
        drawn = [
            "" if self.is_narrow else self._band_name(_("The relay"), y + TRACK / 2, "baton"),
            f'<path class="track" d="M{begun} {y}H{end - bend}a{bend} {bend} 0 0 1 0 {TRACK}H{begun}z"/>',
            f'<path class="track-run{lost}" d="M{begun} {y}H{now}v{TRACK}H{begun}z"/>',
            *(f'<path class="track-line" d="M{begun} {y + TRACK * part / 3:.1f}H{end - 8}"/>' for part in (1, 2)),
        ]
        drawn += (self._exchange(exchange) for exchange in story.exchanges)
        shown = [stretch for stretch in story.stretches if scale.shows(stretch.start, stretch.until)]
        for stretch in shown:
            drawn.append(self._runner(stretch, is_last=stretch is shown[-1]))
        self.silent(*drawn)
        self.y = y + TRACK + (40 if self.is_narrow else 24)

    def _exchange(self, exchange: Exchange) -> str:
        """The hatched zone: offered, not yet accepted."""
        if not self.scale.shows(exchange.start, exchange.until):
            return ""
        start, end = self.scale.x(exchange.start), self.scale.x(exchange.until or self.story.now)
        wide = max(12.0, end - start)
        return (
            f'<rect class="exchange" fill="url(#{self.shape.key}-exchange)" x="{end - wide:.1f}" y="{self.y - 5}" '
            f'width="{wide:.1f}" height="{TRACK + 10}" rx="5"/>'
        )

    def _runner(self, stretch: Stretch, *, is_last: bool) -> str:
        """The holder in the beginning of the leg; the name where there is room for it."""
        start = self.scale.x(stretch.start)
        end = self.scale.x(stretch.until or self.story.now) - (14 if is_last else 4)
        middle = self.y + TRACK / 2
        if end - start < 38:
            if not is_last:
                return f'<path class="leg-edge" d="M{start} {self.y}v{TRACK}"/>'
            start = min(self.scale.x(self.story.now) + 18, self.shape.width - 46)  # beside the baton, which it is about
            end = self.shape.width - 20
        drawn = (
            f'<circle class="runner" cx="{start + 24}" cy="{middle}" r="17"/>'
            f'<text class="runner-name" x="{start + 24}" y="{middle + 4.6}">{escape(_initials(stretch.name))}</text>'
        )
        room = end - start - 50
        name = next((name for name in (stretch.name, stretch.name.split()[0]) if len(name) * 7.6 < room), "")
        role = stretch.role if len(stretch.role) * 6.6 < room else ""
        if is_last and self.story.is_holder_gone:
            role = _("no longer here") if room > 90 else ""
        rise = -3 if role else 5
        if name:
            drawn += f'<text class="leg-name" x="{start + 48}" y="{middle + rise}">{escape(name)}</text>'
        if name and role:
            drawn += f'<text class="leg-role" x="{start + 48}" y="{middle + 13}">{escape(role)}</text>'
        return drawn

    # --- the measures: a lane each ------------------------------------------------------------------------------

    def _lanes(self, arena: str, name: str) -> None:
        shape, scale = self.shape, self.scale
        tries = [tried for tried in self.story.tries if tried.arena == arena and scale.shows(tried.start, tried.end)]
        lanes = self._packed(tries)
        is_missing = arena in self.story.missing
        lane_height = LANE + 16 if self.is_narrow else LANE
        height = max(1, len(lanes) + is_missing) * lane_height + 10
        kind = "home" if arena == "home" else "school"
        drawn = [
            self._band_name(name, self.y + height / 2, kind),
            f'<rect class="field" data-color="{kind}" x="{shape.margin}" y="{self.y}" '
            f'width="{shape.width - 6 - shape.margin}" height="{height}" rx="10"/>',
        ]
        for number, lane in enumerate(lanes):
            middle = self.y + 5 + (number + 1) * lane_height - LANE / 2
            drawn.append(f'<g data-color="{kind}">{"".join(self._try(tried, middle) for tried in lane)}</g>')
            self.names += (self._label(tried, middle) for tried in lane)
        if is_missing:
            drawn.append(self._missing(self.y + 5 + (len(lanes) + 0.5) * lane_height))
        self.silent(*drawn)
        self.y += height + (30 if self.is_narrow and arena == "unit" else 12)

    def _packed(self, tries: Iterable[Try]) -> list[list[Try]]:
        """Measures that do not get in each other's way share a lane, their names reckoned with."""
        lanes: list[tuple[float, list[Try]]] = []
        for tried in tries:
            start, end = self._reach(tried)
            for number, (taken, lane) in enumerate(lanes):
                if taken < start - 8:
                    lanes[number] = (end, [*lane, tried])
                    break
            else:
                lanes.append((end, [tried]))
        return [lane for _taken, lane in lanes]

    def _reach(self, tried: Try) -> tuple[float, float]:
        if self.is_narrow:  # a lane each, with the name above
            return 0.0, float(self.shape.width)
        start, end, wide = self.scale.x(tried.start), self.scale.x(tried.end), self._label_width(tried)
        return (start, end + 14 + wide) if self._fits_after(tried) else (max(0.0, start - wide), end + 10)

    def _label_width(self, tried: Try) -> float:
        return min(len(tried.title), LONGEST_TITLE) * LETTER

    def _fits_after(self, tried: Try) -> bool:
        return self.scale.x(tried.end) + 14 + self._label_width(tried) < self.shape.width

    def _try(self, tried: Try, middle: float) -> str:
        top = middle - BAR / 2
        drawn = "".join(self._bar(self.scale.x(s.start), self.scale.x(s.end), top, "bar-done") for s in tried.spans)
        if tried.window:
            drawn += self._window(tried, top)
        return drawn + "".join(
            f'<g transform="translate({self.scale.x(span.end)} {middle})"><circle class="mark" r="10"/>'
            f'<path class="mark-{span.outcome.value}" d="{MARKS[span.outcome]}"/></g>'
            for span in tried.spans
            if span.outcome and self.scale.shows(span.end, span.end)
        )

    def _bar(self, start: float, end: float, top: float, kind: str) -> str:
        return f'<rect class="{kind}" x="{start}" y="{top}" width="{max(3.0, end - start):.1f}" height="{BAR}" rx="8"/>'

    def _window(self, tried: Try, top: float) -> str:
        """Weeks 0–4 plain, 4–8 hatched behind a hard line: evaluate here. A notch stands on the agreed day."""
        window, x = tried.window, self.scale.x
        if window is None:
            return ""
        start, opens, closes, by = x(window.start), x(window.opens), x(window.closes), x(window.by)
        lived = min(x(self.story.now), closes)
        drawn = self._bar(start, closes, top, "bar-open")
        if closes - opens > 8:
            drawn += (
                f'<path fill="url(#{self.shape.key}-window)" d="M{opens} {top}H{closes - 8:.1f}a8 8 0 0 1 0 {BAR}H{opens}z"/>'
                f'<path class="window-line" d="M{opens} {top}v{BAR}"/>'
            )
        if lived - start > 10:
            drawn += f'<rect class="bar-lived" x="{start + 4:.1f}" y="{top + 4}" width="{lived - start - 4:.1f}" height="{BAR - 8}" rx="4"/>'
        drawn += self._bar(start, closes, top, "bar-edge")
        return drawn + f'<path class="agreed" d="M{by} {top - 1}l-4.5-6h9z"/>'

    def _label(self, tried: Try, middle: float) -> str:
        """The name after the bar, else before it; where there is no room on either side, the cards and the table say it."""
        text = tried.title if len(tried.title) <= LONGEST_TITLE else tried.title[: LONGEST_TITLE - 1].rstrip() + "…"
        if self.is_narrow:
            x = max(6.0, min(self.scale.x(tried.start), self.shape.width - 12 - len(text) * LETTER))
            return f'<text class="try-name" x="{x:.1f}" y="{middle - BAR / 2 - 11}">{escape(text)}</text>'
        if self._fits_after(tried):
            x = self.scale.x(tried.end) + (14 if not tried.window else 7)
            return f'<text class="try-name" x="{x:.1f}" y="{middle + 4.5}">{escape(text)}</text>'
        start = self.scale.x(tried.start)
        if start - self._label_width(tried) < self.shape.margin:
            return ""
        return f'<text class="try-name is-before" x="{start - 7:.1f}" y="{middle + 4.5}">{escape(text)}</text>'

    def _missing(self, middle: float) -> str:
        """An empty lane where a measure is missing (R3)."""
        now = self.scale.x(self.story.now)
        text = _("A measure is missing here")
        wide = len(text) * LETTER + 24
        x = min(max(self.shape.margin + 6, now - wide / 2), self.shape.width - 12 - wide)
        return (
            f'<rect class="lack" x="{x:.1f}" y="{middle - 11}" width="{wide:.1f}" height="22" rx="11"/>'
            f'<text class="lack-name" x="{x + wide / 2:.1f}" y="{middle + 4.5}">{escape(text)}</text>'
        )


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def key_of_marks() -> Iterator[tuple[str, str, str]]:
    """The marks for how it went, for the key: the outcome, what it is called, and its drawing."""
    for outcome, path in MARKS.items():
        yield outcome.value, str(outcome.label), path
