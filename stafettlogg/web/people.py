"""The people of a log: who can read it, and letting somebody in or out (R2, R20, R24)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.policy import Action
from stafettlogg.identity import posts
from stafettlogg.relay import called, confirming, people
from stafettlogg.relay.models import Membership, RelayLog
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_log, on_row, takes
from stafettlogg.web.opening import NUMBER_HELP, PROTECTIONS
from stafettlogg.web.pages import Form, done, form_page, page, people_url, submit
from stafettlogg.web.widgets import Radios

WHY = lazy("The reason stays in the log, where the family can read it.")


class GuardianForm(Form):
    """A guardian, and why this person is one."""

    name = fields.line(lazy("Full name"))
    call_name = fields.line(lazy("What the child says"), lazy("For instance mum, dad, grandma."), required=False)
    number = fields.line(
        lazy("National identity number"),
        lazy("Needed to sign in. Without it, answers are given on paper."),
        required=False,
    )
    basis = forms.ChoiceField(label=lazy("Who is this to the child?"), choices=Membership.Basis.choices, widget=Radios)


class GuardianCorrectForm(GuardianForm):
    """The right guardian instead of the wrong one, or none."""

    number = fields.line(
        lazy("National identity number"),
        lazy("Only if another person should stand here, or the first or last name is another."),
        required=False,
    )
    is_end = forms.BooleanField(label=lazy("This person should not be in the log at all"), required=False)
    reason = fields.text(lazy("Why do you put this right?"), WHY, rows=2)


class ConfirmForm(Form):
    """Nothing to write: the button is the answer."""


class DeclineForm(Form):
    """Why not."""

    reason = fields.text(lazy("Why do you say no?"), WHY, rows=2)


class ChildForm(Form):
    """The right child."""

    name = fields.line(lazy("The child's full name"))
    number = fields.line(lazy("National identity number"), NUMBER_HELP, required=False)
    born = DateField(hint="born", label=lazy("Birth date (day.month.year)"), required=False)
    protection = forms.ChoiceField(label=lazy("Is the child's address protected?"), choices=PROTECTIONS, widget=Radios)
    reason = fields.text(lazy("Why do you put this right?"), WHY, rows=2)


class ChildInviteForm(Form):
    """The child's own number, which it signs in with."""

    number = fields.line(lazy("The child's national identity number"), NUMBER_HELP)


class StaffForm(Form):
    """Somebody of the unit, from–to."""

    person = fields.PersonField(label=lazy("Who?"))
    from_date = DateField(label=lazy("From (day.month.year)"))
    until_date = DateField(hint="future", label=lazy("Until, if you know it (day.month.year)"), required=False)

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = {post.person: post.role for post in posts.staff_of_unit(log.unit_id) if post.person_id != log.holder_id}
        self.fields["person"].offer(staff, {person.pk: role for person, role in staff.items()})  # type: ignore[attr-defined]
        self.initial.setdefault("from_date", clock.today())


@on_log(Action.LOG_READ)
def read(request: Request, log: RelayLog) -> HttpResponse:
    """Who belongs to the log, and who can therefore read it."""
    members = people.memberships(log)
    names = called.names(log, {log.holder_id, *(member.person_id for member in members)})
    for member in members:
        member.person.name = names[member.person_id]
    return page(
        request,
        "people/list.html",
        log=log,
        holder=names[log.holder_id],
        family=[member for member in members if member.kind in people.FAMILY],
        staff=[member for member in members if member.kind not in people.FAMILY],
        leaders=[post for post in posts.staff_of_unit(log.unit_id) if post.kind in posts.LEADING],
        is_gone=people.holder_is_gone(log),
        to_confirm=people.to_confirm(log),
    )


@on_log(Action.GUARDIAN_INVITE)
def invite_guardian(request: Request, log: RelayLog) -> HttpResponse:
    """Bring a guardian into the log."""
    form = GuardianForm(request.POST or None)
    if submit(form, people.invite_guardian, request.caller, log):
        return done(request, people_url(request, log), _("The guardian can read the log, and is asked for consent."))
    return form_page(
        request, log, form, _("Bring in a guardian"), _("From now this person can read the whole log."), _("Bring in")
    )


@on_row(Action.GUARDIAN_CORRECT, Membership, ("person",))
def correct_guardian(request: Request, membership: Membership) -> HttpResponse:
    """Put a wrong guardian right."""
    seen = {"name": membership.called, "call_name": membership.call_name, "basis": membership.basis}
    form = GuardianCorrectForm(request.POST or None, initial=seen)
    if submit(form, people.correct_guardian, request.caller, membership):
        return done(request, people_url(request, membership.log), _("It is put right."))
    return form_page(request, membership.log, form, _("Put a guardian right"))


@on_row(Action.FAMILY_CONFIRM, Membership, ("person", "by"))
def confirm_family(request: Request, membership: Membership) -> HttpResponse:
    """Confirm that somebody who leads, or has the baton, belongs to the family."""
    form = ConfirmForm(request.POST or None)
    if submit(form, confirming.confirm, request.caller, membership):
        return done(request, people_url(request, membership.log), _("It is confirmed."))
    intro = _(
        "%(typist)s wrote in %(name)s: %(kind)s. %(name)s leads the unit or has the baton, so somebody else who leads "
        "must confirm it. From then on %(name)s reads this log as family, and does nothing more in it at work."
    ) % {"typist": _typist(membership), "name": membership.called, "kind": _kind_of(membership)}
    return form_page(request, membership.log, form, _("Does this person belong to the family?"), intro, _("Confirm"))


def _typist(membership: Membership) -> str:
    return called.names(membership.log, {membership.by_id})[membership.by_id]


def _kind_of(membership: Membership) -> str:
    return str(membership.get_basis_display() or membership.get_kind_display())


@on_row(Action.FAMILY_DECLINE, Membership, ("person",))
def decline_family(request: Request, membership: Membership) -> HttpResponse:
    """Say no to that somebody belongs to the family."""
    form = DeclineForm(request.POST or None)
    if submit(form, confirming.decline, request.caller, membership):
        return done(request, people_url(request, membership.log), _("The person is taken out of the log."))
    intro = _("%(name)s keeps the task at work in this log, and is asked for nothing as family.") % {
        "name": membership.called
    }
    return form_page(request, membership.log, form, _("Say no"), intro, _("Say no"))


@on_log(Action.CHILD_CORRECT)
def correct_child(request: Request, log: RelayLog) -> HttpResponse:
    """Put a wrong child or a wrong number right."""
    child = log.child
    form = ChildForm(
        request.POST or None, initial={"name": child.name, "born": child.born_on, "protection": child.protection}
    )
    if submit(form, people.correct_child, request.caller, log):
        return done(request, people_url(request, log), _("It is put right."))
    return form_page(request, log, form, _("Put right who the child is"))


@on_log(Action.CHILD_INVITE)
def invite_child(request: Request, log: RelayLog) -> HttpResponse:
    """Let the child in."""
    form = ChildInviteForm(request.POST or None)
    if submit(form, people.invite_child, request.caller, log):
        return done(request, people_url(request, log), _("The child can read the log now."))
    intro = _(
        "From now the child can sign in and read the whole log. Agree about it with the child and the guardians first."
    )
    return form_page(request, log, form, _("Let %(name)s in") % {"name": log.child.first_name}, intro, _("Let in"))


@on_log(Action.EMPLOYEE_ADMIT)
def admit(request: Request, log: RelayLog) -> HttpResponse:
    """Let an employee of the unit in."""
    form = StaffForm(request.POST or None, log=log)
    if submit(form, people.admit, request.caller, log):
        return done(request, people_url(request, log), _("The employee can read and write in the log now."))
    intro = _("Let in those alone who work with what the log is about. The family sees that they are let in.")
    return form_page(request, log, form, _("Let an employee in"), intro, _("Let in"))


@on_row(Action.EMPLOYEE_DISMISS, Membership)
@takes("POST")
def dismiss(request: Request, membership: Membership) -> HttpResponse:
    """End an employee's way in."""
    people.dismiss(request.caller, membership)
    return done(request, people_url(request, membership.log), _("The employee can no longer read the log."))


@on_log(Action.DEPUTY_APPOINT)
def appoint_deputy(request: Request, log: RelayLog) -> HttpResponse:
    """Name who stands in for the holder."""
    form = StaffForm(request.POST or None, log=log)
    if submit(form, people.appoint_deputy, request.caller, log):
        return done(request, people_url(request, log), _("The log has a deputy now."))
    intro = _("A deputy does what the holder does while the holder is away. The baton stays where it is.")
    return form_page(request, log, form, _("Name a deputy"), intro, _("Name the deputy"))


@on_row(Action.DEPUTY_DISMISS, Membership)
@takes("POST")
def dismiss_deputy(request: Request, membership: Membership) -> HttpResponse:
    """End the deputy's time."""
    people.dismiss_deputy(request.caller, membership)
    return done(request, people_url(request, membership.log), _("The deputy's time is over."))
