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

DONE: dict[str, str | Promise] = {
    Action.LOG_OPEN: lazy("opened the log"),
    Action.LOG_CLOSE: lazy("closed the log"),
    Action.LOG_REOPEN: lazy("opened the log again"),
    Action.CHILD_CORRECT: lazy("put right who the child is"),
    Action.CHILD_INVITE: lazy("let the child in"),
    Action.GUARDIAN_INVITE: lazy("brought in a guardian"),
    Action.GUARDIAN_CORRECT: lazy("put a guardian right"),
    Action.EMPLOYEE_ADMIT: lazy("let an employee in"),
    Action.EMPLOYEE_DISMISS: lazy("let an employee out"),
    Action.DEPUTY_APPOINT: lazy("named a deputy"),
    Action.DEPUTY_DISMISS: lazy("ended the deputy's time"),
    Action.TRANSFER_OFFER: lazy("offered the baton to somebody"),
    Action.TRANSFER_WITHDRAW: lazy("took back the offer of the baton"),
    Action.TRANSFER_ACCEPT: lazy("took the baton"),
    Action.TRANSFER_DECLINE: lazy("could not take the baton"),
    Action.CONSENT_ASK: lazy("asked for consent"),
    Action.CONSENT_ANSWER: lazy("answered about consent"),
    Action.CONSENT_REGISTER: lazy("wrote down an answer about consent"),
    Action.CONSENT_EXCEPT: lazy("wrote down why a consent is lacking"),
    Action.CONSENT_WITHDRAW: lazy("took back a consent"),
    Action.LEVEL_CHANGE: lazy("changed the level"),
    Action.CONCERN_ADD: lazy("wrote a concern"),
    Action.CONCERN_CHANGE: lazy("changed a concern"),
    Action.CONCERN_RESOLVE: lazy("wrote that a concern is resolved"),
    Action.CONCERN_EXCEPT: lazy("wrote why a measure is lacking"),
    Action.MEASURE_PLAN: lazy("planned a measure"),
    Action.MEASURE_CHANGE: lazy("changed a measure"),
    Action.MEASURE_EVALUATE: lazy("wrote how it went with a measure"),
    Action.EVALUATION_CHANGE: lazy("changed how it went with a measure"),
    Action.STEP_ADD: lazy("wrote a step on the way"),
    Action.STEP_CHANGE: lazy("changed a step on the way"),
    Action.VOICE_RECORD: lazy("wrote down what the child said"),
    Action.VOICE_CHANGE: lazy("changed what the child said"),
    Action.GLIMPSE_ADD: lazy("wrote a glimpse"),
    Action.GLIMPSE_CHANGE: lazy("changed a glimpse"),
    Action.NOTE_ADD: lazy("wrote a note"),
    Action.NOTE_CHANGE: lazy("changed a note"),
    Action.ATTACHMENT_ADD: lazy("added a file"),
    Action.ATTACHMENT_READ: lazy("opened a file"),
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
    return str(DONE.get(event.action, _("did something")))
