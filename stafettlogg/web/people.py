"""The people of a log: letting in, letting out, and putting right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.policy import Action
from stafettlogg.identity import posts
from stafettlogg.identity.models import Child
from stafettlogg.relay import people
from stafettlogg.relay.models import Membership, RelayLog
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import Form, done, form_page, page, submit
from stafettlogg.web.widgets import Radios


class GuardianForm(Form):
    """Somebody of the family, added by a named person on a stated basis."""

    name = fields.line(lazy("Name"))
    number = fields.line(lazy("National identity number"), lazy("Without it, this guardian answers on paper."), required=False)
    call_name = fields.line(lazy("What the child calls this person"), required=False)
    basis = forms.ChoiceField(label=lazy("Why is this person a guardian?"), choices=Membership.Basis.choices, widget=Radios)


class GuardianCorrectForm(GuardianForm):
    """What is put right, and why (R20)."""

    is_end = forms.BooleanField(label=lazy("This person should not be here at all"), required=False)
    reason = fields.text(lazy("What was wrong?"), rows=2)


class ChildCorrectForm(Form):
    """The child's name, number, birth date or protection, put right with a reason (R20)."""

    name = fields.line(lazy("The child's whole name"))
    number = fields.line(lazy("National identity number"), required=False)
    born = DateField(label=lazy("Birth date (day.month.year)"), required=False)
    protection = forms.ChoiceField(label=lazy("Does the child have a protected address?"), choices=Child.Protection.choices, widget=Radios)
    reason = fields.text(lazy("What was wrong?"), rows=2)


class ChildInviteForm(Form):
    """A deliberate act: the child may read its own log."""

    number = fields.line(lazy("The child's national identity number"))


class StaffForm(Form):
    """Somebody of the unit, from a day and perhaps until one."""

    person = fields.PersonField(label=lazy("Who?"))
    from_date = DateField(label=lazy("From (day.month.year)"))
    until_date = DateField(label=lazy("Until (day.month.year)"), required=False)

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_date", clock.today())
        staff = {post.person: post.role for post in posts.staff_of_unit(log.unit_id) if post.person_id != log.holder_id}
        self.fields["person"].offer(staff, {person.pk: role for person, role in staff.items()})  # type: ignore[attr-defined]


def people_url(log: RelayLog, request: Request) -> str:
    """The address of the list of people."""
    return reverse("people", args=[request.session["number"], log.pk])


@on_log(Action.LOG_READ)
def members(request: Request, log: RelayLog) -> HttpResponse:
    """Everybody of the log, and what one may do about it."""
    return page(request, "people/list.html", log=log, members=people.memberships(log))


@on_log(Action.GUARDIAN_INVITE)
def invite_guardian(request: Request, log: RelayLog) -> HttpResponse:
    """Let a guardian in."""
    form = GuardianForm(request.POST or None)
    if submit(form, people.invite_guardian, request.caller, log):
        return done(request, people_url(log, request), _("The guardian can read the log, and is asked for consent."))
    return form_page(request, log, form, _("Let a guardian in"))


@on_row(Action.GUARDIAN_CORRECT, Membership, ("person",))
def correct_guardian(request: Request, membership: Membership) -> HttpResponse:
    """Put right what was wrong about a guardian."""
    seen = {"name": membership.person.name, "call_name": membership.call_name, "basis": membership.basis}
    form = GuardianCorrectForm(request.POST or None, initial=seen)
    if submit(form, people.correct_guardian, request.caller, membership):
        return done(request, people_url(membership.log, request), _("It is put right, and the trail shows it."))
    return form_page(request, membership.log, form, _("Put right what is wrong about a guardian"))


@on_log(Action.CHILD_CORRECT)
def correct_child(request: Request, log: RelayLog) -> HttpResponse:
    """Put right what was wrong about the child."""
    seen = {"name": log.child.name, "born": log.child.born_on, "protection": log.child.protection}
    form = ChildCorrectForm(request.POST or None, initial=seen)
    if submit(form, people.correct_child, request.caller, log):
        return done(request, people_url(log, request), _("It is put right, and the trail shows it."))
    return form_page(request, log, form, _("Put right what is wrong about the child"))


@on_log(Action.CHILD_INVITE)
def invite_child(request: Request, log: RelayLog) -> HttpResponse:
    """Let the child in."""
    form = ChildInviteForm(request.POST or None)
    if submit(form, people.invite_child, request.caller, log):
        return done(request, people_url(log, request), _("The child can read its log now."))
    return form_page(request, log, form, _("Let the child read its log"), _("Talk with the child and the guardians first."))


@on_log(Action.EMPLOYEE_ADMIT)
def admit(request: Request, log: RelayLog) -> HttpResponse:
    """Let an employee in."""
    form = StaffForm(request.POST or None, log=log)
    if submit(form, people.admit, request.caller, log):
        return done(request, people_url(log, request), _("The employee can read the log now."))
    return form_page(request, log, form, _("Let an employee in"))


@on_row(Action.EMPLOYEE_DISMISS, Membership)
def dismiss(request: Request, membership: Membership) -> HttpResponse:
    """Let an employee out again."""
    form = Form(request.POST or None)
    if submit(form, people.dismiss, request.caller, membership):
        return done(request, people_url(membership.log, request), _("The employee can no longer read the log."))
    return form_page(request, membership.log, form, _("Shall this employee no longer read the log?"), submit=_("End it"))


@on_log(Action.DEPUTY_APPOINT)
def appoint_deputy(request: Request, log: RelayLog) -> HttpResponse:
    """Appoint a deputy for the holder."""
    form = StaffForm(request.POST or None, log=log)
    if submit(form, people.appoint_deputy, request.caller, log):
        return done(request, people_url(log, request), _("The deputy covers when the holder is away."))
    return form_page(request, log, form, _("Appoint a deputy"))


@on_row(Action.DEPUTY_DISMISS, Membership)
def dismiss_deputy(request: Request, membership: Membership) -> HttpResponse:
    """End a deputy's time."""
    form = Form(request.POST or None)
    if submit(form, people.dismiss_deputy, request.caller, membership):
        return done(request, people_url(membership.log, request), _("The deputy's time has ended."))
    return form_page(request, membership.log, form, _("End the deputy's time?"), submit=_("End it"))
