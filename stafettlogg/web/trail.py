"""Who has read and changed a log, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import HAT_LABELS, Hat
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import system
from stafettlogg.identity.models import Person
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.labels import LABELS
from stafettlogg.web.pages import page

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of the trail."""

    at: datetime
    name: str
    hat: str | Promise
    what: str
    outcome: str


def traces(events: Iterable[AuditEvent]) -> list[Trace]:
    """Events as sentences, with the names of those who acted."""
    events = list(events)
    names = _names({event.person for event in events if event.person})
    machine = _("The system")
    return [
        Trace(
            at=event.at,
            name=names.get(event.person, machine) if event.person else machine,
            hat=HAT_LABELS[Hat(event.hat)] if event.hat else "",
            what=str(LABELS.get(event.action, event.action)),
            outcome=event.outcome,
        )
        for event in events
    ]


def _names(people: set[UUID]) -> dict[UUID, str]:
    with system("the names of those who stand in a trail one may see"):
        return {person.pk: person.name for person in Person.objects.get_queryset().filter(pk__in=people)}


@on_log(Action.LOG_TRAIL, related=("unit", "municipality"))
def read(request: Request, log: RelayLog) -> HttpResponse:
    """The trail of a log, newest first."""
    pages = Paginator(AuditEvent.objects.trail(log.permit), A_PAGE)
    chosen = pages.get_page(request.GET.get("side"))
    return page(request, "trail/read.html", log=log, chosen=chosen, traces=traces(chosen.object_list), can_read=Action.LOG_READ in log.permit.actions)
