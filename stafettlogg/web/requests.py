"""Who somebody is, confirmed by others: the number that was asked for (R27), and the name that fits no number (R28)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.identity import requests
from stafettlogg.identity.models import IdentityRequest, Municipality, Unit
from stafettlogg.web import fields
from stafettlogg.web.guard import Request, in_municipality, on_unit
from stafettlogg.web.pages import Form, done, page, submit
from stafettlogg.web.staff import post_in
from stafettlogg.web.units import unit_url


class NumberForm(Form):
    """The number somebody is to have, and why."""

    number = fields.line(lazy("New national identity number"), lazy("Eleven digits."))
    reason = fields.text(
        lazy("Why is the number to be changed?"),
        lazy("Whoever confirms it reads this. For instance: the number was mistyped, or a D-number is replaced."),
        rows=2,
    )


@on_unit(Action.NUMBER_REQUEST)
def request_number(request: Request, unit: Unit, post: UUID) -> HttpResponse:
    """Ask for another number; the answer is the same whatever the number is."""
    row = post_in(request, unit, post, Action.NUMBER_REQUEST)
    form = NumberForm(request.POST or None)
    if submit(form, requests.request_number, request.caller, row):
        return done(request, unit_url(request, unit), _("Sent to be confirmed. The old number holds until then."))
    title = _("Ask for another number for %(name)s") % {"name": row.called}
    return page(request, "units/form.html", form=form, unit=unit, title=title)


@in_municipality(Action.NUMBER_CONFIRM)
def confirm_number(request: Request, municipality: Municipality, asked: UUID) -> HttpResponse:
    """See what is asked for, and say that it is right."""
    row = _row(request, municipality, asked, Action.NUMBER_CONFIRM)
    form = Form(request.POST or None)
    if submit(form, requests.confirm_number, request.caller, row):
        return done(request, _start(request), _("You have confirmed the number."))
    sees_registered = requests.sees_registered(municipality.permit)
    return page(
        request,
        "requests/number.html",
        form=form,
        asked=row,
        name=requests.asked_name(row),
        sees_registered=sees_registered,
        taken=_taken(row, is_named=sees_registered),
        yes=_("Yes, the number is right"),
        no=_("No, the number shall not be changed"),
        decline=reverse("number-decline", args=[request.session["number"], row.pk]),
    )


@in_municipality(Action.NUMBER_DECLINE)
def decline_number(request: Request, municipality: Municipality, asked: UUID) -> HttpResponse:
    """Say that the number is not to be changed."""
    row = _row(request, municipality, asked, Action.NUMBER_DECLINE)
    form = Form(request.POST or None)
    if submit(form, requests.decline_number, request.caller, row):
        return done(request, _start(request), _("The number is not changed."))
    return page(request, "requests/decline.html", form=form, title=_("Shall the number stay as it is?"))


@in_municipality(Action.NAME_CONFIRM)
def confirm_name(request: Request, municipality: Municipality, asked: UUID) -> HttpResponse:
    """See the name that was typed and the name that is registered, and say that they are one person."""
    row = _row(request, municipality, asked, Action.NAME_CONFIRM)
    form = Form(request.POST or None)
    if submit(form, requests.confirm_name, request.caller, row):
        return done(request, _start(request), _("You have confirmed that they are the same person."))
    return page(
        request,
        "requests/name.html",
        form=form,
        asked=row,
        name=requests.asked_name(row),
        yes=_("Yes, it is one person"),
        no=_("No, they are not the same"),
        decline=reverse("name-decline", args=[request.session["number"], row.pk]),
    )


@in_municipality(Action.NAME_DECLINE)
def decline_name(request: Request, municipality: Municipality, asked: UUID) -> HttpResponse:
    """Say that name and number are not one person."""
    row = _row(request, municipality, asked, Action.NAME_DECLINE)
    form = Form(request.POST or None)
    if submit(form, requests.decline_name, request.caller, row):
        return done(request, _start(request), _("What was typed gives nobody access."))
    return page(request, "requests/decline.html", form=form, title=_("Are they not the same person?"))


def _row(request: Request, municipality: Municipality, pk: UUID, action: Action) -> IdentityRequest:
    rows = IdentityRequest.objects.of(municipality.permit, action).select_related("person", "found", "post", "unit")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Denied(request.caller, action, municipality.pk, "row")
    return row


def _taken(row: IdentityRequest, *, is_named: bool) -> str:
    """That the number is somebody's already, and whose it is, to those who may know: it cannot be written in then."""
    if row.found is None:
        return ""
    if not is_named:
        return _(
            "This number is registered here already. It cannot be written in; ask an administrator to find out why."
        )
    return _(
        "This number is registered here already, for %(name)s. It cannot be written in; find out who has the wrong number."
    ) % {"name": row.found.name}


def _start(request: Request) -> str:
    return reverse("start", args=[request.session["number"]])
