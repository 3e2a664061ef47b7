"""Opening a log: the child, who holds the baton first, and the guardians to ask (R1, R15, R20, R24)."""

from __future__ import annotations

from typing import Any

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

GUARDIAN = ("name", "number", "basis", "call_name")
PARTS = ("first", "second")
PROTECTIONS = [
    (Child.Protection.NONE.value, lazy("No, it is not protected")),
    (Child.Protection.CONFIDENTIAL.value, lazy("Confidential address")),
    (Child.Protection.STRICT.value, lazy("Strictly confidential address")),
]
NUMBER_HELP = lazy("Eleven digits. It is kept sealed, and shown to nobody.")


class OpeningForm(Form):
    """All that opens a log; what it is about is written afterwards, together with the family."""

    wonder = forms.UUIDField(widget=forms.HiddenInput, required=False)
    child_name = fields.line(lazy("The child's full name"))
    child_number = fields.line(lazy("National identity number"), NUMBER_HELP, required=False)
    child_born = DateField(
        hint="born",
        label=lazy("Birth date (day.month.year)"),
        required=False,
        help_text=lazy("If you do not have the number."),
    )
    protection = forms.ChoiceField(
        label=lazy("Is the child's address protected?"), choices=PROTECTIONS, widget=Radios, initial="none"
    )
    holder = fields.PersonField(label=lazy("Who carries the baton first?"), as_id=True)
    first_name = fields.line(lazy("Full name"), required=False)
    first_number = fields.line(
        lazy("National identity number"),
        lazy("Needed to sign in. Without it, answers are given on paper."),
        required=False,
    )
    first_basis = forms.ChoiceField(
        label=lazy("Who is this to the child?"), choices=Membership.Basis.choices, widget=Radios, initial="parental"
    )
    first_call_name = fields.line(lazy("What the child says"), lazy("For instance mum, dad, grandma."), required=False)
    second_name = fields.line(lazy("Full name"), required=False)
    second_number = fields.line(lazy("National identity number"), required=False)
    second_basis = forms.ChoiceField(
        label=lazy("Who is this to the child?"), choices=Membership.Basis.choices, widget=Radios, initial="parental"
    )
    second_call_name = fields.line(lazy("What the child says"), required=False)
    without_guardian = fields.text(
        lazy("If there is nobody with parental responsibility to ask: why?"), required=False, rows=2
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Relation.UNIT_LEADER in unit.permit.standing.relations:
            staff = {post.person: post.role for post in posts.staff(unit.permit)}
            self.fields["holder"].offer(staff, {person.pk: role for person, role in staff.items()})  # type: ignore[attr-defined]
        else:
            del self.fields["holder"]  # who opens holds the baton first

    @property
    def values(self) -> dict[str, Any]:
        """The guardians who were written, each as one entry."""
        values = super().values
        parts = [{name: values.pop(f"{part}_{name}") for name in GUARDIAN} for part in PARTS]
        written = [part for part in parts if part["name"] or part["number"]]
        entries = [GuardianEntry(**{**part, "number": part["number"] or None}) for part in written]
        return {**values, "child_number": values["child_number"] or None, "guardians": entries}

    def add_error(self, field: str | None, error: Any) -> None:
        """A refusal about the guardians lands on the first name."""
        super().add_error("first_name" if field == "guardians" else field, error)


@on_unit(Action.LOG_OPEN)
def open_log(request: Request, unit: Unit) -> HttpResponse:
    """Open a log of a child in the unit."""
    form = OpeningForm(request.POST or None, unit=unit, initial={"wonder": request.GET.get("undring")})
    if log := submit(form, opening.open_log, request.caller, unit):
        return done(
            request, log_url(log, request), _("The log is opened. It comes into use when the guardians have said yes.")
        )
    return page(request, "opening/form.html", form=form, unit=unit)
