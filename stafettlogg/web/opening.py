"""Opening a log: the child, the holder, and the guardians who are asked."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action, Relation
from stafettlogg.identity import posts
from stafettlogg.identity.models import Child, Unit
from stafettlogg.relay import opening
from stafettlogg.relay.models import Membership
from stafettlogg.relay.opening import GuardianEntry
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_unit
from stafettlogg.web.pages import Form, done, log_url, page, submit
from stafettlogg.web.widgets import Radios

GUARDIANS = (1, 2)


class OpeningForm(Form):
    """Everything a new log begins with."""

    meant: ClassVar[dict[str, str]] = {"guardians": "guardian_1_name", "name": "guardian_1_name", "number": "guardian_1_number"}

    child_name = fields.line(lazy("The child's whole name"))
    child_number = fields.line(lazy("National identity number"), lazy("Eleven digits. If you do not have it, write the birth date instead."), required=False)
    child_born = DateField(label=lazy("Birth date (day.month.year)"), required=False)
    protection = forms.ChoiceField(
        label=lazy("Does the child have a protected address?"), choices=Child.Protection.choices, widget=Radios, initial="none"
    )
    holder = fields.PersonField(label=lazy("Who carries the baton?"), as_id=True)
    guardian_1_name = fields.line(lazy("First guardian: name"), required=False)
    guardian_1_number = fields.line(lazy("National identity number"), lazy("Without it, this guardian answers on paper."), required=False)
    guardian_1_call_name = fields.line(lazy("What the child calls this person"), lazy("For instance: mum."), required=False)
    guardian_1_basis = forms.ChoiceField(label=lazy("Why is this person a guardian?"), choices=Membership.Basis.choices, initial="parental")
    guardian_2_name = fields.line(lazy("Second guardian: name"), required=False)
    guardian_2_number = fields.line(lazy("National identity number"), lazy("Without it, this guardian answers on paper."), required=False)
    guardian_2_call_name = fields.line(lazy("What the child calls this person"), required=False)
    guardian_2_basis = forms.ChoiceField(label=lazy("Why is this person a guardian?"), choices=Membership.Basis.choices, initial="parental")
    without_guardian = fields.text(lazy("Is there no guardian with parental responsibility to ask? Why?"), required=False, rows=2)
    wonder = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = {post.person: post.role for post in posts.staff_of_unit(unit.pk)}
        by = unit.permit.by.person
        if Relation.UNIT_LEADER not in unit.permit.standing.relations:
            staff = {person: role for person, role in staff.items() if person.pk == by}
            self.initial.setdefault("holder", str(by))
        self.fields["holder"].offer(staff, {person.pk: role for person, role in staff.items()})  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The guardians as entries; an empty second one is none."""
        values = super().values
        taken = [[values.pop(f"guardian_{number}_{name}") for name in ("name", "number", "basis", "call_name")] for number in GUARDIANS]
        entries = [GuardianEntry(name, number or None, basis, call_name) for name, number, basis, call_name in taken if name.strip()]
        return {**values, "child_number": values["child_number"] or None, "guardians": entries}


@on_unit(Action.LOG_OPEN)
def open_log(request: Request, unit: Unit) -> HttpResponse:
    """Open a log."""
    form = OpeningForm(request.POST or None, unit=unit, initial={"wonder": request.GET.get("undring")})
    if log := submit(form, opening.open_log, request.caller, unit):
        return done(request, log_url(log, request), _("The log is open. It begins when the guardians have consented."))
    return page(request, "opening/form.html", form=form, unit=unit)
