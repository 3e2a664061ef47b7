"""Units: who works there, and who leads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.identity import posts
from stafettlogg.identity.models import Post, Unit
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_unit
from stafettlogg.web.pages import Form, done, page, submit
from stafettlogg.web.widgets import Radios


class AppointForm(Form):
    """Who leads from when."""

    kind = forms.ChoiceField(label=lazy("As what?"), choices=[(kind.value, kind.label) for kind in posts.LEADING], widget=Radios)
    name = fields.line(lazy("Name"))
    number = fields.line(lazy("National identity number"))
    from_date = DateField(label=lazy("From (day.month.year)"))
    until_date = DateField(label=lazy("Until (day.month.year)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_date", clock.today())


def unit_url(unit: Unit, request: Request) -> str:
    """The address of a unit."""
    return reverse("unit-read", args=[request.session["number"], unit.pk])


def shown(request: Request, template: str, unit: Unit, **context: Any) -> HttpResponse:
    """A page about a unit."""
    actions = {action.value for action in unit.permit.actions}
    return page(request, template, unit=unit, unit_url=unit_url(unit, request), actions=actions, **context)


@on_unit(Action.UNIT_READ)
def read(request: Request, unit: Unit) -> HttpResponse:
    """Who works in the unit."""
    return shown(request, "units/read.html", unit, posts=posts.staff(unit.permit), leading=posts.LEADING)


@on_unit(Action.LEADER_APPOINT)
def appoint(request: Request, unit: Unit) -> HttpResponse:
    """Appoint a leader or a substitute."""
    form = AppointForm(request.POST or None)
    if submit(form, posts.appoint, request.caller, unit):
        return done(request, unit_url(unit, request), _("The post is given."))
    return shown(request, "units/form.html", unit, form=form, title=_("Appoint a leader"))


@on_unit(Action.LEADER_DISMISS)
def dismiss(request: Request, unit: Unit, post: Any) -> HttpResponse:
    """End a leader's post."""
    row = Post.objects.of(unit.permit, Action.LEADER_DISMISS).select_related("person").filter(pk=post).first()
    if row is None:
        raise Denied(request.caller, Action.LEADER_DISMISS, unit.pk, "row")
    form = Form(request.POST or None)
    if submit(form, posts.dismiss, request.caller, row):
        return done(request, unit_url(unit, request), _("The post has ended."))
    title = _("End the post of %(name)s?") % {"name": row.person.name}
    return shown(request, "units/form.html", unit, form=form, title=title, submit=_("End it"))
