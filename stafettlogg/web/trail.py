"""Who has read a log and done what in it, as sentences (R23); for the data-protection officer without the family's names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from stafettlogg.core import clock
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action, Relation
from stafettlogg.identity import people
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.labels import LABELS
from stafettlogg.web.pages import page
from stafettlogg.web.start import reference

A_PAGE = 50
LATELY = 60

RELATIONS: dict[str, str | Promise] = {
    Relation.HOLDER: pgettext_lazy("trail", "has the baton"),
    Relation.DEPUTY: pgettext_lazy("trail", "deputy"),
    Relation.LEADER: pgettext_lazy("trail", "leader"),
    Relation.EMPLOYEE: pgettext_lazy("trail", "employee let in"),
    Relation.RECEIVER: pgettext_lazy("trail", "offered the baton"),
    Relation.GUARDIAN: pgettext_lazy("trail", "guardian"),
    Relation.CHILD: pgettext_lazy("trail", "the child"),
    Relation.OFFICER: pgettext_lazy("trail", "data-protection officer"),
    Relation.UNIT_LEADER: pgettext_lazy("trail", "leader"),
}

MACHINE: dict[str, str | Promise] = {
    "attachment.check": lazy("A file was checked."),
    "log.duplicate": lazy("Somebody tried to open another log for the same child."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail: when, who in which capacity, and what."""

    at: datetime
    who: str
    capacity: str
    what: str
    times: int = 1
    is_denied: bool = False

    @property
    def day(self) -> date:
        """The day in Norway."""
        return self.at.astimezone(clock.NORWAY).date()

    @property
    def repeated(self) -> str:
        """How many times, when it is more than one."""
        return (
            ""
            if self.times == 1
            else ngettext("%(number)d time", "%(number)d times", self.times) % {"number": self.times}
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has read the log, and when last."""

    name: str
    capacity: str
    at: datetime


@on_log(Action.LOG_TRAIL, related=("unit", "municipality"))
def read(request: Request, log: RelayLog) -> HttpResponse:
    """Who has read and done what, newest first, a page at a time."""
    before = request.GET.get("for", "")
    events = AuditEvent.objects.trail(log.permit)
    if before.isdecimal():
        events = events.filter(number__lt=int(before))
    shown = list(events[: A_PAGE + 1])
    more = shown[A_PAGE - 1].number if len(shown) > A_PAGE else None
    is_officer = request.caller.hat is Hat.OFFICER
    lines = tell(shown[:A_PAGE], hides_family=is_officer)
    return page(
        request,
        "trail/read.html",
        log=log,
        days=[(day, list(group)) for day, group in groupby(lines, key=lambda line: line.day)],
        more=more,
        is_officer=is_officer,
        about=reference(log) if is_officer else people.child(log.child_id).name,
    )


def readers(log: RelayLog, known: dict[UUID, str], most: int = 5) -> list[Reader]:
    """Who has read the log lately, the newest first, each once; nobody for those who may not see the trail.

    `known` are names the page has loaded already.
    """
    if Action.LOG_TRAIL not in log.permit.actions:
        return []
    events = AuditEvent.objects.trail(log.permit).filter(outcome="seen", action=Action.LOG_READ).exclude(relation="")
    newest = {event.person: event for event in reversed(events[:LATELY]) if event.person}
    shown = sorted(newest.values(), key=lambda event: event.at, reverse=True)[:most]
    unknown = {event.person for event in shown if event.person and event.person not in known}
    names = {**known, **(people.names(unknown) if unknown else {})}
    return [Reader(names.get(e.person, ""), str(RELATIONS.get(e.relation, "")), e.at) for e in shown if e.person]


def tell(events: list[AuditEvent], *, hides_family: bool = False) -> list[Line]:
    """The events as lines, newest first; the same thing again by the same person on the same day is one line."""
    shown = {event.person for event in events if event.person and not (hides_family and event.hat == Hat.FAMILY)}
    names = people.names(shown)
    lines: dict[tuple[date, str, str, str], Line] = {}
    for number, event in enumerate(events):
        line = _line(event, names)
        again = (line.day, line.who, line.capacity, line.what if event.outcome != "done" else str(number))
        lines[again] = replace(lines[again], times=lines[again].times + 1) if again in lines else line
    return list(lines.values())


def _line(event: AuditEvent, names: dict[UUID, str]) -> Line:
    if event.person is None:
        return Line(event.at, "", "", str(MACHINE.get(event.action, _("The machine did its work."))))
    capacity = str(RELATIONS.get(event.relation, ""))
    who = names.get(event.person, "") or (
        _("The child") if event.relation == Relation.CHILD else _("One of the family")
    )
    return Line(event.at, who, capacity, _what(event), is_denied=event.outcome == "denied")


def _what(event: AuditEvent) -> str:
    if event.outcome == "denied":
        return _("tried something, and was not let in")
    if event.outcome == "seen" and event.action == Action.LOG_TRAIL:
        return _("looked at who has read") if event.relation else _("saw the log in a list")
    if event.outcome == "seen" and event.action != Action.ATTACHMENT_READ:
        return _("read the log") if event.relation else _("saw the log in a list")
    return str(LABELS.get(event.action, _("did something")))
