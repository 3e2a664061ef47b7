"""The start page: each hat sees the one thing to do now, and its own list."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from stafettlogg.core import audit
from stafettlogg.core.caller import Hat
from stafettlogg.core.policy import Action
from stafettlogg.identity import posts
from stafettlogg.identity.models import Unit
from stafettlogg.relay import standing, wonders
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.guard import Request, signed_in
from stafettlogg.web.pages import page


@signed_in
def start(request: Request) -> HttpResponse:
    """The page one comes to."""
    return PAGES[request.caller.hat](request)


def _staff(request: Request) -> HttpResponse:
    """Wonders to decide, logs with something to do, and the rest."""
    by = request.caller
    led = list(Unit.objects.allowed(by, Action.UNIT_READ).order_by("name"))
    works_in = list(Unit.objects.allowed(by, Action.WONDER_WRITE).order_by("name"))
    mine = standing.my_logs(by)
    seen = {line.log.pk for line in mine}
    units = [(unit, [line for line in standing.unit_logs(by, unit) if line.log.pk not in seen]) for unit in led]
    return page(
        request,
        "start/staff.html",
        mine=mine,
        units=units,
        works_in=works_in,
        to_decide=wonders.to_decide(by),
        wonders=wonders.mine(by),
    )


def _family(request: Request) -> HttpResponse:
    """A family with one child comes straight to its log."""
    mine = standing.my_logs(request.caller)
    if len(mine) == 1:
        return HttpResponseRedirect(reverse("log-read", args=[request.session["number"], mine[0].log.pk]))
    return page(request, "start/family.html", mine=mine)


def _administration(request: Request) -> HttpResponse:
    """Units without a leader first (R2)."""
    without = posts.units_without_leader(request.caller)
    units = Unit.objects.allowed(request.caller, Action.UNIT_READ).order_by("name")
    return page(request, "start/administration.html", without=without, units=list(units))


def _officer(request: Request) -> HttpResponse:
    """Every log by its reference, unit and state; never whom it is about."""
    logs = RelayLog.objects.allowed(request.caller, Action.LOG_TRAIL).select_related("unit").order_by("-opened_at")
    shown = list(logs[:500])
    audit.listed(request.caller, Action.LOG_TRAIL, shown)
    return page(request, "start/officer.html", logs=shown)


PAGES: dict[Hat, Callable[[Request], HttpResponse]] = {
    Hat.STAFF: _staff,
    Hat.FAMILY: _family,
    Hat.ADMINISTRATION: _administration,
    Hat.OFFICER: _officer,
}
