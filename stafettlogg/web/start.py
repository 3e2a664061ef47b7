"""The first page, by hat: the one thing to do now, then the logs, wonders or units one has to do with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafettlogg.core import audit
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action
from stafettlogg.identity import posts, requests
from stafettlogg.identity.alphabet import order as by_name
from stafettlogg.identity.models import IdentityRequest, Unit
from stafettlogg.relay import standing, wonders
from stafettlogg.relay.models import RelayLog, Wonder
from stafettlogg.relay.standing import LogLine
from stafettlogg.web import told
from stafettlogg.web.guard import Request, signed_in
from stafettlogg.web.pages import log_url, page, people_url
from stafettlogg.web.told import Line

ALSO = 5


@dataclass(frozen=True, slots=True)
class Tag:
    """A word about a log's state."""

    label: str
    tone: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One log as a list shows it."""

    line: LogLine
    href: str
    tags: tuple[Tag, ...]

    @property
    def group(self) -> int:
        """Where a leader looks for it: 0 needs somebody, 1 in order, 2 waits for consent, 3 closed."""
        log = self.line.log
        if log.is_closed or not log.is_active:
            return 3 if log.is_closed else 2
        return 1 if self.line.order.is_in_order else 0


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do now: a sentence and the way there."""

    text: str
    label: str
    href: str
    icon: str = "Hourglass"


@dataclass(frozen=True, slots=True)
class UnitLogs:
    """The logs of a unit one leads: first those that need somebody, then those in order, those that wait, the closed."""

    unit: Unit
    rows: tuple[Row, ...]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows under their headings; an empty group has none."""
        names = (_("Need a look now"), _("In order"), _("Wait for consent"), _("Closed"))
        groups = [(name, [row for row in self.rows if row.group == number]) for number, name in enumerate(names)]
        return [(name, rows) for name, rows in groups if rows]


@signed_in
def start(request: Request) -> HttpResponse:
    """The first page under the hat one wears, and above it what one is told (R26)."""
    return PAGES[request.caller.hat](request, told.lines(request.caller))


# --- at work ------------------------------------------------------------------------------------------------------


def _staff(request: Request, above: list[Line]) -> HttpResponse:
    by = request.caller
    mine = standing.my_logs(by)
    led, workplaces = (_in_order(Unit.objects.allowed(by, it)) for it in (Action.UNIT_READ, Action.WONDER_WRITE))
    audit.listed(by, Action.UNIT_READ, {*led, *workplaces})
    of_units = {unit: standing.unit_logs(by, unit) for unit in led}
    written, waiting = wonders.mine(by), wonders.to_decide(by)
    known = {line.log.pk for line in mine}
    todo = list(_to_confirm(request)) + list(
        _todo(request, mine, [line for lines in of_units.values() for line in lines], written, waiting)
    )
    return page(
        request,
        "start/staff.html",
        told=above,
        todo=todo[:1],
        also=todo[1:ALSO],
        more=todo[ALSO:],
        mine=[_row(request, line) for line in mine],
        units=[
            UnitLogs(unit, tuple(_row(request, line) for line in lines if line.log.pk not in known))
            for unit, lines in of_units.items()
        ],
        written=written,
        workplaces=workplaces,
    )


def _in_order(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: by_name(unit.name))


def _todo(
    request: Request, mine: list[LogLine], led: list[LogLine], written: list[Wonder], waiting: list[Wonder]
) -> Iterator[Todo]:
    """Everything that waits for this person, the first thing first."""
    offered = set(RelayLog.objects.allowed(request.caller, Action.TRANSFER_ACCEPT).values_list("pk", flat=True))
    for line in mine:
        if line.log.pk in offered:
            text = _("You are asked to carry the baton for %(child)s.") % {"child": line.log.child.first_name}
            yield Todo(text, _("Read and answer"), log_url(line.log, request), "Handshake")
    for wonder in sorted(waiting, key=lambda wonder: str(wonder.decide_by)):
        yield Todo(_decide_by(wonder), _("Read and decide"), _wonder_url(request, wonder), "Eye")
    for log in standing.family_to_confirm(request.caller) if led else []:
        text = _("Somebody is written in as family of %(child)s, and you must confirm it.") % {
            "child": log.child.first_name
        }
        yield Todo(text, _("See who it is"), people_url(request, log), "PersonGroup")
    yield from _lost(request, led)
    for wonder in written:
        if _can_become_log(wonder):
            text = _("The leader has decided about %(about)s: you can open a relay log.") % {"about": wonder.about}
            yield Todo(text, _("See the decision"), _wonder_url(request, wonder), "Checkmark")
    yield from _behind(request, _once([*mine, *led]))
    for wonder in written:
        if wonder.shared_at is None:
            text = _("You have a draft about %(about)s. Only you can see it.") % {"about": wonder.about}
            yield Todo(text, _("Go on writing"), _wonder_url(request, wonder), "PencilLine")


CONFIRM = {IdentityRequest.Kind.NUMBER: "number-confirm", IdentityRequest.Kind.NAME: "name-confirm"}


def _to_confirm(request: Request) -> Iterator[Todo]:
    """Who somebody is, and waits for this person to confirm; without a name, that stands behind the link (R27, R28)."""
    texts = {
        IdentityRequest.Kind.NUMBER: _("Somebody is to have another identity number. You are asked to confirm it."),
        IdentityRequest.Kind.NAME: _("A name and an identity number do not fit. Are they the same person?"),
    }
    for asked in requests.waiting(request.caller):
        kind = IdentityRequest.Kind(asked.kind)
        href = reverse(CONFIRM[kind], args=[request.session["number"], asked.pk])
        yield Todo(texts[kind], _("Look, and answer"), href, "PersonGroup")


def _decide_by(wonder: Wonder) -> str:
    words = {"name": wonder.writer.name, "day": date_format(wonder.decide_by, "j. F") if wonder.decide_by else ""}
    if wonder.is_late:
        return _("%(name)s has waited for your decision since %(day)s.") % words
    return _("%(name)s wonders about a child. Decide by %(day)s.") % words


def _can_become_log(wonder: Wonder) -> bool:
    return wonder.opened_at is None and wonder.decision in (Wonder.Decision.OWN_UNIT, Wonder.Decision.MORE_SERVICES)


def _once(lines: list[LogLine]) -> list[LogLine]:
    return list({line.log.pk: line for line in lines}.values())


def _lost(request: Request, led: list[LogLine]) -> Iterator[Todo]:
    """What only a leader can put right (R2, R9)."""
    for line in led:
        words, href = {"child": line.log.child.first_name, "holder": line.holder_name}, log_url(line.log, request)
        if line.order.is_holder_gone:
            text = _("%(holder)s no longer works here, and still has the baton for %(child)s.") % words
            yield Todo(text, _("Give the baton to somebody"), href, "ExclamationmarkTriangle")


def _behind(request: Request, lines: list[LogLine]) -> Iterator[Todo]:
    """Measures to look at (R4), and places without any (R3); the late ones first."""
    for line in sorted(lines, key=lambda line: not line.order.late):
        number, href = line.order.late + line.order.due, log_url(line.log, request)
        words = {"child": line.log.child.first_name, "number": number}
        if number:
            text = ngettext(
                "Look at how it goes with a measure for %(child)s.",
                "Look at how it goes with %(number)d measures for %(child)s.",
                number,
            )
            yield Todo(text % words, _("Go to the log"), href)
        if line.order.has_missing and line.log.is_active:
            text = _("%(child)s lacks a measure: there is always at least one with you and one at home.")
            yield Todo(text % words, _("Go to the log"), href, "Footprint")


def _wonder_url(request: Request, wonder: Wonder) -> str:
    return reverse("wonder-read", args=[request.session["number"], wonder.pk])


# --- a log in a list ----------------------------------------------------------------------------------------------


def _row(request: Request, line: LogLine) -> Row:
    return Row(line, log_url(line.log, request), tuple(_tags(line)))


def _tags(line: LogLine) -> Iterator[Tag]:
    log, order = line.log, line.order
    if log.is_closed:
        yield Tag(_("Closed"), "neutral", "PadlockLocked")
        return
    if order.is_holder_gone:
        yield Tag(_("Nobody here has the baton"), "danger", "ExclamationmarkTriangle")
    if not log.is_active:
        yield Tag(_("Waits for consent"), "info", "Hourglass")
    if order.late:
        yield Tag(_("Past the time to look at how it goes"), "danger", "Hourglass")
    elif order.due:
        yield Tag(_("Soon time to look at how it goes"), "warning", "Hourglass")
    if order.missing_unit:
        yield Tag(_("Lacks a measure here"), "school", "HatSchool")
    if order.missing_home:
        yield Tag(_("Lacks a measure at home"), "home", "House")
    if order.is_in_order and log.is_active:
        yield Tag(_("In order"), "success", "Checkmark")


# --- at home, in the municipality ---------------------------------------------------------------------------------


def _family(request: Request, above: list[Line]) -> HttpResponse:
    """A family with one child comes straight to its log."""
    lines = standing.my_logs(request.caller)
    if len(lines) == 1 and not above:
        return redirect(log_url(lines[0].log, request))
    return page(request, "start/family.html", told=above, rows=[_row(request, line) for line in lines])


def _administration(request: Request, above: list[Line]) -> HttpResponse:
    """Units without a leader first (R2)."""
    by = request.caller
    units = _in_order(Unit.objects.allowed(by, Action.UNIT_READ))
    audit.listed(by, Action.UNIT_READ, units)
    without = {unit.pk for unit in posts.units_without_leader(by)}
    first = sorted(units, key=lambda unit: unit.pk not in without)
    things = list(_to_confirm(request))
    return page(request, "start/administration.html", told=above, things=things, units=first, without=without)


def _officer(request: Request, above: list[Line]) -> HttpResponse:
    """Logs by reference and unit: the trail is the officer's, the child's name is not."""
    by = request.caller
    logs = list(RelayLog.objects.allowed(by, Action.LOG_TRAIL).select_related("unit").order_by("-opened_at"))
    audit.listed(by, Action.LOG_TRAIL, logs)
    things = list(_to_confirm(request))
    return page(request, "start/officer.html", told=above, things=things, logs=[(reference(log), log) for log in logs])


def reference(log: RelayLog) -> str:
    """What a log is called where no child may be named."""
    return str(log.pk)[:8]


PAGES: dict[Hat, Callable[[Request, list[Line]], HttpResponse]] = {
    Hat.STAFF: _staff,
    Hat.FAMILY: _family,
    Hat.ADMINISTRATION: _administration,
    Hat.OFFICER: _officer,
}
