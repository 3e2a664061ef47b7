"""Is the log in order? What is missing, due and late in it, and the lists of logs that say the same on the start pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Expression, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.models import Access
from stafettlogg.core.policy import WAITING, Action
from stafettlogg.core.scope import Listing, ScopedQuerySet
from stafettlogg.identity import alphabet, posts
from stafettlogg.identity.models import Post, Unit
from stafettlogg.relay.models import Concern, Measure, Membership, RelayLog

SOON = timedelta(days=7)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Missing:
    """An active concern without a measure in one of the two arenas, and without a written exception (R3)."""

    concern: UUID
    arena: Measure.Arena


@dataclass(frozen=True, slots=True)
class Order:
    """Whether a log is in order: counts of what is missing (R3), due within a week and late (R4), and a lost holder (R2, R9)."""

    missing_unit: int
    missing_home: int
    due: int
    late: int
    is_holder_gone: bool

    @property
    def has_missing(self) -> bool:
        """Whether some active concern lacks a measure (R3)."""
        return bool(self.missing_unit or self.missing_home)

    @property
    def is_in_order(self) -> bool:
        """Nothing is missing, nothing is late, and the baton is in somebody's hand; what is soon due is still in order."""
        return not (self.has_missing or self.late or self.is_holder_gone)


NOTHING_LEFT = Order(missing_unit=0, missing_home=0, due=0, late=0, is_holder_gone=False)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One log in a list. For a child with a protected address the place stays empty (R13)."""

    log: RelayLog
    child_name: str
    holder_name: str
    place: str
    is_protected: bool
    order: Order


# --- one log ------------------------------------------------------------------------------------------------------


def missing_arenas(concerns: Iterable[Concern], measures: Iterable[Measure]) -> tuple[Missing, ...]:
    """What each active concern lacks, from rows already loaded (R3)."""
    covered = {(measure.concern_id, measure.arena) for measure in measures if measure.is_running}
    return tuple(
        Missing(concern.pk, arena)
        for concern in concerns
        if concern.resolved_at is None and concern.exception_reason is None
        for arena in Measure.Arena
        if (concern.pk, arena.value) not in covered
    )


def order(
    log: RelayLog, concerns: Sequence[Concern], measures: Sequence[Measure], staff: Collection[UUID] | None = None
) -> Order:
    """Whether this one log is in order, from its rows as the page has loaded them; a closed log has nothing left to do.

    `staff` are the persons with a valid post in the unit, where the page has them already.
    """
    if log.is_closed:
        return NOTHING_LEFT
    missing = [lack.arena for lack in missing_arenas(concerns, measures)]
    today = clock.today()
    running = [measure.evaluate_by for measure in measures if measure.is_running]
    return Order(
        missing_unit=missing.count(Measure.Arena.UNIT),
        missing_home=missing.count(Measure.Arena.HOME),
        due=sum(today <= day <= today + SOON for day in running),
        late=sum(day < today for day in running),
        is_holder_gone=log.holder_id not in staff
        if staff is not None
        else not posts.is_staff(log.unit_id, log.holder_id),
    )


# --- lists of logs ------------------------------------------------------------------------------------------------


def my_logs(by: Caller) -> list[LogLine]:
    """The logs the caller holds or was let into, as an employee or as family; three statements however many they are."""
    return _lines(by, MINE.of(by, soon=clock.today() + SOON))


def unit_logs(by: Caller, unit: Unit) -> list[LogLine]:
    """The unit's logs that the caller may read: the leader's list."""
    return _lines(by, OF_UNIT.of(by, unit=unit.pk, soon=clock.today() + SOON))


def family_to_confirm(by: Caller) -> list[RelayLog]:
    """The logs, with their children, where somebody waits to become family and the caller can confirm it (R24)."""
    waiting = _rows(Membership).filter(WAITING.rows(by), log=OuterRef("pk"))
    logs = RelayLog.objects.allowed(by, Action.FAMILY_CONFIRM).filter(Exists(waiting))
    return list(logs.select_related("child").order_by("opened_at", "pk"))


def _lines(by: Caller, chosen: list[RelayLog]) -> list[LogLine]:
    audit.listed(by, Action.LOG_READ, chosen)
    return sorted(map(_line, chosen), key=_urgency)


def _urgency(line: LogLine) -> tuple[bool, bool, str]:
    """Open logs first, then those that need somebody, then by the child's name."""
    return line.log.is_closed, line.order.is_in_order, alphabet.order(line.child_name)


def _mine(by: Caller, soon: date) -> ScopedQuerySet[RelayLog]:
    mine = Access.objects.filter(person=by.person, hat=by.hat.value).values("root")
    return _with_facts(RelayLog.objects.allowed(by, Action.LOG_READ).filter(pk__in=mine), soon)


def _of_unit(by: Caller, unit: UUID, soon: date) -> ScopedQuerySet[RelayLog]:
    return _with_facts(RelayLog.objects.allowed(by, Action.LOG_READ).filter(unit=unit), soon)


MINE, OF_UNIT = Listing(_mine), Listing(_of_unit)


def _with_facts(logs: ScopedQuerySet[RelayLog], soon: date) -> ScopedQuerySet[RelayLog]:
    """The logs with what a line shows, and in the same statement the counts that `order` makes for one log."""
    today = clock.today()
    running = _rows(Measure).filter(log=OuterRef("pk"), ended_at=None)
    valid = _rows(Post).filter(posts.valid(today), unit=OuterRef("unit_id"), person=OuterRef("holder_id"))
    facts: dict[str, Expression] = {
        "missing_unit": _lacking(Measure.Arena.UNIT),
        "missing_home": _lacking(Measure.Arena.HOME),
        "due": _number(running.filter(evaluate_by__range=(today, soon))),
        "late": _number(running.filter(evaluate_by__lt=today)),
        "is_holder_gone": ~Exists(valid),
    }
    shown = logs.select_related("child", "holder", "unit", "municipality")
    return shown.annotate(**facts).order_by("opened_at", "pk")


def _rows(model: type[M]) -> QuerySet[M]:
    """Rows for a subquery, which never gets out of the logs that were allowed."""
    rows: QuerySet[M] = QuerySet(model)
    return rows


def _lacking(arena: Measure.Arena) -> Coalesce:
    there = _rows(Measure).filter(concern=OuterRef("pk"), arena=arena, ended_at=None)
    active = _rows(Concern).filter(log=OuterRef("pk"), resolved_at=None, exception_reason__isnull=True)
    return _number(active.filter(~Exists(there)))


def _number(rows: QuerySet[Measure] | QuerySet[Concern]) -> Coalesce:
    counted = rows.order_by().values("log").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _line(log: RelayLog) -> LogLine:
    return LogLine(
        log=log,
        child_name=log.child.name,
        holder_name=log.holder.name,
        place="" if log.child.is_protected else log.unit.name,  # R13
        is_protected=log.child.is_protected,
        order=NOTHING_LEFT if log.is_closed else Order(**{fact.name: vars(log)[fact.name] for fact in fields(Order)}),
    )
