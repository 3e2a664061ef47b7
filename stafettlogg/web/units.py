"""Units: who works there, and the administrator's appointing of leaders (R2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.identity import posts, staff, units
from stafettlogg.identity.models import Municipality, Post, Unit
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, in_municipality, on_unit, takes
from stafettlogg.web.pages import Form, done, page, submit
from stafettlogg.web.widgets import Radios

KINDS = [
    (Post.Kind.LEADER.value, lazy("Leader")),
    (Post.Kind.SUBSTITUTE.value, lazy("Substitute leader")),
]
ABOUT_KINDS = {
    "leader": lazy("Decides about wonders, opens and closes logs. The present leader's post ends."),
    "substitute": lazy(
        "Does what the leader does, also when the leader is a parent in a log. The present one's post ends."
    ),
}


class AppointForm(Form):
    """Who, as what, from when."""

    kind = forms.ChoiceField(label=lazy("As what?"), choices=KINDS, widget=Radios(descriptions=ABOUT_KINDS))
    name = fields.line(lazy("Full name"))
    number = fields.line(lazy("National identity number"), lazy("Eleven digits. It is what the person signs in with."))
    from_date = DateField(label=lazy("From (day.month.year)"))
    until_date = DateField(label=lazy("Until, if you know it (day.month.year)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_date", clock.today())


class UnitForm(Form):
    """What a unit is called, what it is, and the number it has in the register of legal entities."""

    name = fields.line(lazy("What is the unit called?"))
    kind = forms.ChoiceField(label=lazy("What kind of unit is it?"), choices=Unit.Kind.choices, widget=Radios)
    organisation_number = fields.line(
        lazy("Organisation number"),
        lazy("Nine digits. Files with units and staff know the unit by it."),
        required=False,
    )


def unit_url(request: Request, unit: Unit) -> str:
    """The address of a unit."""
    return reverse("unit-read", args=[request.session["number"], unit.pk])


@on_unit(Action.UNIT_READ)
def read(request: Request, unit: Unit) -> HttpResponse:
    """Who leads, stands in and works in the unit."""
    everybody = staff.of_unit(unit.permit)
    return page(
        request,
        "units/read.html",
        unit=unit,
        leaders=[post for post in everybody.now if post.kind in posts.LEADING],
        employees=[post for post in everybody.now if post.kind == Post.Kind.EMPLOYEE],
        staff=everybody,
        has_leader=any(post.kind == Post.Kind.LEADER for post in everybody.now),
        today=clock.today(),
        actions={action.value for action in unit.permit.actions},
    )


@in_municipality(Action.UNIT_ADD)
def add(request: Request, municipality: Municipality) -> HttpResponse:
    """A new unit; its page comes next, for it has no leader yet."""
    form = UnitForm(request.POST or None)
    if unit := submit(form, units.add, request.caller, municipality):
        return done(request, unit_url(request, unit), _("The unit is there. Now it needs a leader."))
    return page(request, "units/form.html", form=form, title=_("Add a unit"))


@on_unit(Action.UNIT_CHANGE)
def change(request: Request, unit: Unit) -> HttpResponse:
    """What the unit is called, what it is, and its organisation number."""
    kept = {"name": unit.name, "kind": unit.kind, "organisation_number": unit.organisation_number}
    form = UnitForm(request.POST or None, initial=kept)
    if submit(form, units.change, request.caller, unit):
        return done(request, unit_url(request, unit), _("It is put right."))
    return page(request, "units/form.html", form=form, unit=unit, title=_("Put the unit right"))


@on_unit(Action.LEADER_APPOINT)
def appoint(request: Request, unit: Unit) -> HttpResponse:
    """Let somebody lead the unit, or stand in for who does."""
    form = AppointForm(request.POST or None, initial={"kind": request.GET.get("som")})
    if submit(form, posts.appoint, request.caller, unit):
        return done(
            request, unit_url(request, unit), _("The post is filled. Those who lead the unit already are told.")
        )
    return page(request, "units/appoint.html", form=form, unit=unit)


@on_unit(Action.LEADER_DISMISS)
@takes("POST")
def dismiss(request: Request, unit: Unit, post: UUID) -> HttpResponse:
    """End a post today."""
    row = Post.objects.of(unit.permit, Action.LEADER_DISMISS).filter(pk=post).first()
    if row is None:
        raise Denied(request.caller, Action.LEADER_DISMISS, unit.pk, "row")
    posts.dismiss(request.caller, row)
    return done(request, unit_url(request, unit), _("The post is ended."))
