"""Who has read a log and done what in it, as far as whoever asks may know (domain.md, *who has read, and whom it may hurt*).

The family is told what those who work have read, and oneself; those who work are told of the family only that somebody has
seen the log, by day: never the hour, never how often. The officer is told all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import TruncDate

from stafettlogg.core import clock
from stafettlogg.core.audit import AuditEvent, EventQuerySet
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action
from stafettlogg.relay.models import Membership, RelayLog
from stafettlogg.relay.people import FAMILY

LATELY = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody of the family has seen the log that day."""

    person: UUID
    relation: str
    day: date


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of the trail, newest first: the events, what the family has seen in those days, and where the older begins."""

    events: list[AuditEvent]
    family: list[Seen]
    older: UUID | None


def excerpt(log: RelayLog, before: UUID | None, most: int) -> Excerpt:
    """The newest events, or those before the one that is named; an event one may not know of is no beginning.

    A day that is divided is told whole of the family on both pages, so that no page tells where in the day it was.
    """
    known = _known(log)
    begin = known.filter(pk=before).first() if before else None
    found = list((known.filter(number__lt=begin.number) if begin else known)[: most + 1])
    events, has_older = found[:most], len(found) > most
    days = Q() if begin is None else Q(day__lte=_day(begin.at))
    if has_older:
        days &= Q(day__gte=_day(events[-1].at))
    return Excerpt(events, _of_family(log, days), events[-1].pk if has_older else None)


def newest_reads(log: RelayLog) -> tuple[list[AuditEvent], list[Seen]]:
    """Who has read lately, each once, the newest first: those one may know the hour of, and the family by day."""
    reads = _known(log).filter(outcome="seen").exclude(relation="").exclude(action=Action.LOG_TRAIL)
    newest: dict[UUID | None, AuditEvent] = {}
    for event in reads[:LATELY]:
        newest.setdefault(event.person, event)
    days: dict[UUID, Seen] = {}
    for seen in _of_family(log, Q()):
        days.setdefault(seen.person, seen)
    return list(newest.values()), list(days.values())


def _known(log: RelayLog) -> EventQuerySet:
    """What one may know of; a try of another in the family is not told to the family, whatever hat it was done under."""
    known = AuditEvent.objects.trail(log.permit)
    by = log.permit.by
    if by.hat is not Hat.FAMILY:
        return known
    family = Membership.objects.of(log.permit).filter(kind__in=FAMILY).exclude(person=by.person)
    return known.exclude(outcome="denied", person__in=list(family.values_list("person", flat=True)))


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.NORWAY).date()


def _of_family(log: RelayLog, days: Q) -> list[Seen]:
    seen = AuditEvent.objects.of_family(log.permit).annotate(day=TruncDate("at", tzinfo=clock.NORWAY)).filter(days)
    rows = seen.values_list("person", "relation", "day").distinct().order_by("-day", "relation", "person")
    return [Seen(person, relation, day) for person, relation, day in rows if person]
