"""Who has read a log and done what in it, as sentences (R23), to each as much as relay/trail.py gives.

For the data-protection officer it is told without the family's names.
"""

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
from stafettlogg.identity import people, posts
from stafettlogg.identity.models import Child, Post
from stafettlogg.relay import called, trail
from stafettlogg.relay.models import RelayLog
from stafettlogg.relay.trail import Excerpt, Seen
from stafettlogg.relay.whole import Whole
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.labels import LABELS
from stafettlogg.web.pages import page
from stafettlogg.web.start import reference

A_PAGE = 50

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
    "number.change": lazy("Somebody who belongs here has another identity number now. Two agreed to it."),
    "log.duplicate": lazy("Somebody tried to open another log for the same child."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail: when, who, where and why, and what; of the family staff are told the day alone."""

    day: date
    at: datetime | None
    who: str
    capacity: str
    what: str
    times: int = 1
    is_denied: bool = False

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
    """Somebody who has read the log, and when last; of the family staff are told the day alone."""

    name: str
    capacity: str
    day: date
    at: datetime | None = None


class Places:
    """Where those work who stand in the trail, by the day: role and unit; nothing where an address is protected (R13)."""

    def __init__(self, log: RelayLog, persons: set[UUID], staff: dict[UUID, Post], *, is_protected: bool) -> None:
        self.unit = log.unit
        known = [staff[person] for person in persons & staff.keys()]  # loaded with the page
        self.posts = [] if is_protected else [*known, *posts.of_persons(persons - staff.keys())]

    def why(self, event: AuditEvent) -> str:
        """Role and unit that day, in the log's own unit if there, and what let the person in; of the family the last alone."""
        because, day = str(RELATIONS.get(event.relation, "")), _day(event.at)
        at_work = self.posts if event.hat != Hat.FAMILY else []
        held = [post for post in at_work if post.person_id == event.person and post.was_held(day)]
        post = next((post for post in held if post.unit_id == self.unit.pk), held[0] if held else None)
        if post is None:
            return because
        unit = self.unit if post.unit_id == self.unit.pk else post.unit
        place = f"{post.role}, {unit.name}" if unit else post.role
        return place if because in ("", post.role) else f"{place} · {because}"


@on_log(Action.LOG_TRAIL, related=("unit", "municipality"))
def read(request: Request, log: RelayLog) -> HttpResponse:
    """Who has read and done what, as far as one may know, newest first, a page at a time."""
    hat = request.caller.hat
    excerpt = trail.excerpt(log, _event(request.GET.get("for", "")), A_PAGE)
    child = None if hat is Hat.OFFICER else people.child(log.child_id)
    lines = tell(log, excerpt, child)
    return page(
        request,
        "trail/read.html",
        log=log,
        days=[(day, list(group)) for day, group in groupby(lines, key=lambda line: line.day)],
        more=excerpt.older,
        hat=hat.value,
        about=child.name if child else reference(log),
    )


def _event(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None


def readers(whole: Whole, most: int = 5) -> list[Reader]:
    """Who has read the log lately, the newest first, each once; nobody for those who may not see the trail."""
    log, known = whole.log, whole.names
    if Action.LOG_TRAIL not in log.permit.actions:
        return []
    events, family = trail.newest_reads(log)
    persons = {event.person for event in events[:most] if event.person}
    names = {**known, **called.names(log, persons - known.keys())}
    places = Places(log, persons, whole.staff, is_protected=log.child.is_protected)
    told = [Reader(_who(e.person, e.hat, e.relation, names), places.why(e), _day(e.at), e.at) for e in events]
    told += [
        Reader(_who(s.person, Hat.FAMILY, s.relation, names), str(RELATIONS.get(s.relation, "")), s.day) for s in family
    ]
    return sorted(told, key=lambda reader: reader.day, reverse=True)[
        :most
    ]  # the family last in its day: no hour is told


def tell(log: RelayLog, excerpt: Excerpt, child: Child | None) -> list[Line]:
    """The trail as lines, newest first; the same thing again by the same person on the same day is one line.

    Without the child, as for the officer, neither the family's names nor where anybody works are told.
    """
    persons = {event.person for event in excerpt.events if event.person and (child or event.hat != Hat.FAMILY)}
    names = called.names(log, persons | {seen.person for seen in excerpt.family})
    places = Places(log, persons, {}, is_protected=child is None or child.is_protected)
    lines: dict[tuple[date, str, str, str], Line] = {}
    for number, event in enumerate(excerpt.events):
        line = _line(event, names, places)
        again = (line.day, line.who, line.capacity, line.what if event.outcome != "done" else str(number))
        lines[again] = replace(lines[again], times=lines[again].times + 1) if again in lines else line
    told = [*lines.values(), *(_seen(seen, names) for seen in excerpt.family)]
    return sorted(told, key=lambda line: line.day, reverse=True)  # the family last in its day: no hour is told


def _day(moment: datetime) -> date:
    """The day in Norway."""
    return moment.astimezone(clock.NORWAY).date()


def _line(event: AuditEvent, names: dict[UUID, str], places: Places) -> Line:
    day, at = _day(event.at), event.at
    if event.person is None:
        return Line(day, at, "", "", str(MACHINE.get(event.action, _("The machine did its work."))))
    who, why = _who(event.person, event.hat, event.relation, names), places.why(event)
    return Line(day, at, who, why, _what(event), is_denied=event.outcome == "denied")


def _seen(seen: Seen, names: dict[UUID, str]) -> Line:
    who = _who(seen.person, Hat.FAMILY, seen.relation, names)
    return Line(seen.day, None, who, str(RELATIONS.get(seen.relation, "")), _("has seen the log"))


def _who(person: UUID | None, hat: str, relation: str, names: dict[UUID, str]) -> str:
    if person in names:
        return names[person]
    if hat != Hat.FAMILY:
        return _("Somebody")
    return _("The child") if relation == Relation.CHILD else _("One of the family")


def _what(event: AuditEvent) -> str:
    if event.outcome == "denied":
        return _("tried something, and was not let in")
    if event.outcome == "seen" and event.action == Action.LOG_TRAIL:
        return _("looked at who has read") if event.relation else _("saw the log in a list")
    if event.outcome == "seen" and event.action != Action.ATTACHMENT_READ:
        return _("read the log") if event.relation else _("saw the log in a list")
    return str(LABELS.get(event.action, _("did something")))
