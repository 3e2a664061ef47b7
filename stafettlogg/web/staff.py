"""The employees of a unit, for its leader; and the search among all who work in the municipality."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.identity import staff
from stafettlogg.identity.models import Municipality, Post, Unit
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, in_municipality, on_unit, takes
from stafettlogg.web.pages import Form, done, page, submit
from stafettlogg.web.units import unit_url

MOST = 50
SEARCH = "search"


class EmployeeForm(Form):
    """Who, as what, from when."""

    name = fields.line(lazy("Full name"))
    number = fields.line(lazy("National identity number"), lazy("Eleven digits. It is what the person signs in with."))
    title = fields.line(lazy("Title"), lazy("For instance contact teacher."), required=False)
    from_date = DateField(label=lazy("From (day.month.year)"))
    until_date = DateField(label=lazy("Until, if you know it (day.month.year)"), required=False)


class CorrectForm(Form):
    """The right name."""

    name = fields.line(lazy("Full name"))


def post_in(request: Request, unit: Unit, pk: UUID, action: Action) -> Post:
    """The post named in the address, inside the unit and inside the action's row conditions; raises `Denied`."""
    row = Post.objects.of(unit.permit, action).select_related("person").filter(pk=pk).first()
    if row is None:
        is_there = Post.objects.of(unit.permit).filter(pk=pk).exists()
        raise Denied(request.caller, action, unit.pk, "visible" if is_there else "row")
    return row


@on_unit(Action.STAFF_APPOINT)
def appoint(request: Request, unit: Unit) -> HttpResponse:
    """Give somebody a post as employee."""
    form = EmployeeForm(request.POST or None, initial={"from_date": clock.today()})
    if submit(form, staff.appoint, request.caller, unit):
        return done(request, unit_url(request, unit), _("The post is filled."))
    return page(request, "units/form.html", form=form, unit=unit, title=_("Appoint an employee"))


@on_unit(Action.STAFF_DISMISS)
@takes("POST")
def dismiss(request: Request, unit: Unit, post: UUID) -> HttpResponse:
    """End an employee's post today."""
    staff.dismiss(request.caller, post_in(request, unit, post, Action.STAFF_DISMISS))
    return done(request, unit_url(request, unit), _("The post is ended."))


@on_unit(Action.PERSON_CORRECT)
def correct(request: Request, unit: Unit, post: UUID) -> HttpResponse:
    """Put right what an employee is called here."""
    row = post_in(request, unit, post, Action.PERSON_CORRECT)
    form = CorrectForm(request.POST or None, initial={"name": row.called})
    if submit(form, staff.correct, request.caller, row):
        return done(request, unit_url(request, unit), _("It is put right."))
    return page(request, "units/form.html", form=form, unit=unit, title=_("Put the name right"))


@in_municipality(Action.PERSON_LIST)
@takes("GET", "POST")
def search(request: Request, municipality: Municipality) -> HttpResponse:
    """Everybody who works in the municipality, by words of the name: sent, so that no address holds a name.

    The words wait sealed in the session, and the page that shows what was found is one that can be come back to.
    """
    if "sok" in request.POST:
        request.session[SEARCH] = staff.words_to_keep(request.caller, request.POST["sok"][:80])
        return HttpResponseRedirect(request.path)
    words = staff.kept_words(request.caller, request.session.get(SEARCH, ""))
    found = staff.search(municipality, words)
    return page(request, "units/search.html", words=words, found=found[:MOST], more=max(0, len(found) - MOST))
