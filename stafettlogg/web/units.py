"""Units: who works there, and the administrator's appointing of leaders (R2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

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

KINDS = [
    (Post.Kind.LEADER.value, lazy("Leader")),
    (Post.Kind.SUBSTITUTE.value, lazy("Substitute leader")),
    (Post.Kind.EMPLOYEE.value, lazy("Employee")),
]
ABOUT_KINDS = {
    "leader": lazy("Decides about wonders, opens and closes logs. The present leader's post ends."),
    "substitute": lazy(
        "Does what the leader does, also when the leader is a parent in a log. The present one's post ends."
    ),
    "employee": lazy("Writes wonders, and takes part in the logs the leader lets them into."),
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


def unit_url(request: Request, unit: Unit) -> str:
    """The address of a unit."""
    return reverse("unit-read", args=[request.session["number"], unit.pk])


@on_unit(Action.UNIT_READ)
def read(request: Request, unit: Unit) -> HttpResponse:
    """Who leads, stands in and works in the unit."""
    staff = posts.staff(unit.permit)
    return page(
        request,
        "units/read.html",
        unit=unit,
        leaders=[post for post in staff if post.kind in posts.LEADING],
        employees=[post for post in staff if post.kind == Post.Kind.EMPLOYEE],
        has_leader=any(post.kind == Post.Kind.LEADER for post in staff),
        actions={action.value for action in unit.permit.actions},
    )


@on_unit(Action.LEADER_APPOINT)
def appoint(request: Request, unit: Unit) -> HttpResponse:
    """Give somebody a post in the unit."""
    form = AppointForm(request.POST or None, initial={"kind": request.GET.get("som")})
    if submit(form, posts.appoint, request.caller, unit):
        return done(request, unit_url(request, unit), _("The post is filled."))
    return page(request, "units/appoint.html", form=form, unit=unit)


@on_unit(Action.LEADER_DISMISS)
@require_POST
def dismiss(request: Request, unit: Unit, post: UUID) -> HttpResponse:
    """End a post today."""
    row = Post.objects.of(unit.permit, Action.LEADER_DISMISS).filter(pk=post).first()
    if row is None:
        raise Denied(request.caller, Action.LEADER_DISMISS, unit.pk, "row")
    posts.dismiss(request.caller, row)
    return done(request, unit_url(request, unit), _("The post is ended."))
