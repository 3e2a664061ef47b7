"""What the figure tells of a log: frozen facts, in the order of time, with nothing about how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from stafettlogg.core import clock
from stafettlogg.identity.models import Post
from stafettlogg.relay.models import Evaluation, Measure, Step, Transfer
from stafettlogg.relay.transfers import Leg
from stafettlogg.relay.whole import MeasureView, Whole
from stafettlogg.web import places

LONGEST = timedelta(days=400)
BEFORE = timedelta(weeks=8)
AFTER = timedelta(weeks=8)


class Stone(StrEnum):
    """How far one has come with a step."""

    REACHED = "reached"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A good moment: its day and the row it opens."""

    day: date
    row: UUID


@dataclass(frozen=True, slots=True)
class Stretch:
    """One holder's leg of the relay."""

    name: str
    role: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """From the day the baton was offered until somebody took it; the old holder still holds."""

    name: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a measure that is over: how it went, where somebody looked at it."""

    start: date
    end: date
    outcome: Evaluation.Outcome | None


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a measure that runs: evaluate from `opens` until `closes`, agreed for `by` (R4)."""

    start: date
    opens: date
    closes: date
    by: date


@dataclass(frozen=True, slots=True)
class Try:
    """A measure through time."""

    title: str
    arena: str
    responsible: str
    start: date
    spans: tuple[Span, ...]
    window: Window | None

    @property
    def end(self) -> date:
        """The last day of it that is known."""
        return self.window.closes if self.window else self.spans[-1].end

    @property
    def outcome(self) -> Evaluation.Outcome | None:
        """How it went when somebody last looked at it."""
        return next((span.outcome for span in reversed(self.spans) if span.outcome), None)


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the figure shows; `place` says where measures of the unit are tried."""

    place: str
    today: date
    opened: date
    closed: date | None
    glimpses: tuple[Glimpse, ...]
    stretches: tuple[Stretch, ...]
    exchanges: tuple[Exchange, ...]
    tries: tuple[Try, ...]
    steps: tuple[tuple[str, Stone], ...]
    is_holder_gone: bool
    missing: frozenset[str]

    @property
    def now(self) -> date:
        """Today, or the day the log was closed."""
        return self.closed or self.today

    @property
    def ahead(self) -> date:
        """How far the axis reaches: the last window that runs, and some weeks in any case."""
        if self.closed:
            return self.closed + timedelta(weeks=2)
        windows = (tried.window.closes for tried in self.tries if tried.window)
        return max([self.today + timedelta(weeks=6), *(min(day, self.today + 2 * AFTER) for day in windows)])

    @property
    def whole(self) -> tuple[date, date]:
        """The days a wide axis shows: from the opening, or the last thirteen months of a long log."""
        first = max(self.opened, self.now - LONGEST)
        return min(first, self.now - BEFORE).replace(day=1), self.ahead

    @property
    def near(self) -> tuple[date, date]:
        """The days a narrow axis shows: some weeks to both sides of now."""
        return self.now - BEFORE, self.now + (timedelta(weeks=1) if self.closed else AFTER)


def tell(whole: Whole) -> Story:
    """The story of a log that is loaded; asks the database nothing."""
    log = whole.log
    return Story(
        place=places.in_unit(log.unit),
        today=clock.today(),
        opened=_day(log.opened_at),
        closed=_day(log.closed_at) if log.closed_at else None,
        glimpses=tuple(sorted((Glimpse(g.seen_on, g.pk) for g in whole.glimpses), key=lambda g: g.day)),
        stretches=tuple(_stretch(leg, whole.staff) for leg in whole.legs),
        exchanges=tuple(_exchange(transfer) for transfer in whole.transfers if _is_drawn(transfer)),
        tries=tuple(sorted(map(_try, whole.measures), key=lambda tried: tried.start)),
        steps=tuple(_stones(whole.steps)),
        is_holder_gone=whole.order.is_holder_gone,
        missing=frozenset(
            arena
            for arena, number in (
                (Measure.Arena.UNIT.value, whole.order.missing_unit),
                (Measure.Arena.HOME.value, whole.order.missing_home),
            )
            if number
        ),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.NORWAY).date()


def _stretch(leg: Leg, staff: dict[UUID, Post]) -> Stretch:
    post = staff.get(leg.holder.pk)
    return Stretch(
        leg.holder.name, post.role if post else "", _day(leg.at), _day(leg.until_at) if leg.until_at else None
    )


def _is_drawn(transfer: Transfer) -> bool:
    is_first = transfer.accepted_at == transfer.at
    return not (is_first or transfer.declined_at or transfer.withdrawn_at)


def _exchange(transfer: Transfer) -> Exchange:
    taken = transfer.accepted_at
    return Exchange(transfer.to.name, _day(transfer.at), _day(taken) if taken else None)


def _try(view: MeasureView) -> Try:
    measure, spans, start = view.measure, list[Span](), view.measure.start
    for evaluation in reversed(view.evaluations):
        day = max(start, _day(evaluation.at))
        spans.append(Span(start, day, Evaluation.Outcome(evaluation.outcome)))
        start = day
    if measure.ended_at and (not spans or _day(measure.ended_at) > start):
        spans.append(Span(start, max(start, _day(measure.ended_at)), None))
    return Try(
        title=measure.title,
        arena=measure.arena,
        responsible=measure.responsible.name,
        start=measure.start,
        spans=tuple(spans),
        window=_window(view) if measure.is_running else None,
    )


def _window(view: MeasureView) -> Window:
    municipality = view.measure.log.municipality
    first, last = timedelta(days=municipality.evaluate_from_days), timedelta(days=municipality.evaluate_until_days)
    return Window(view.begun, view.begun + first, view.begun + last, view.measure.evaluate_by)


def _stones(steps: Iterable[Step]) -> Iterable[tuple[str, Stone]]:
    is_here = True
    for step in steps:
        if step.reached_on:
            yield step.text, Stone.REACHED
        else:
            yield step.text, Stone.HERE if is_here else Stone.AHEAD
            is_here = False
