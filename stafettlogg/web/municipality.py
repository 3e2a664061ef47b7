"""What a municipality decides, on one page: each with a sentence on what it does, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.identity import settings
from stafettlogg.identity.models import Municipality, SettingChange
from stafettlogg.vault.inspection import scanner
from stafettlogg.web import fields
from stafettlogg.web.consents import LEVELS
from stafettlogg.web.guard import Request, in_municipality
from stafettlogg.web.pages import Form, done, page, submit
from stafettlogg.web.widgets import Radios

WEEKS = [
    (28, lazy("4 weeks")),
    (35, lazy("5 weeks")),
    (42, lazy("6 weeks")),
    (49, lazy("7 weeks")),
    (56, lazy("8 weeks")),
]
YES_NO = [("True", lazy("Yes")), ("False", lazy("No"))]
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (lazy("The municipality"), ("name", "language", "theme", "contact_name", "contact_phone", "contact_email", "accessibility_url")),
    (lazy("Consent"), ("all_guardians_consent", "consent_age")),
    (lazy("Levels and measures"), ("highest_level", "evaluate_from_days", "evaluate_until_days")),
    (lazy("Who may write what"), ("employees_plan", "employees_write")),
    (lazy("Deadlines"), ("wonder_days", "forget_wonder_days", "unopened_days", "retention_days")),
    (lazy("On paper"), ("secrecy",)),
)  # fmt: skip


def _yes_no(label: Any, help_text: Any) -> forms.TypedChoiceField:  # Any: texts of now or lazy ones
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=YES_NO, coerce=lambda text: text == "True", widget=Radios
    )


def _days(name: str, label: Any, help_text: Any) -> forms.IntegerField:  # Any: as above
    least, most = settings.BOUNDS[name]
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "size": "6"}),
    )


def _weeks(label: Any, help_text: Any) -> forms.TypedChoiceField:  # Any: as above
    return forms.TypedChoiceField(label=label, help_text=help_text, choices=WEEKS, coerce=int)


class SettingsForm(Form):
    """Everything a municipality decides; `seen` is the last change the reader knew of."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=lazy("What is the municipality called?"), max_length=80)
    language = forms.ChoiceField(
        label=lazy("Which form of Norwegian?"),
        help_text=lazy("The pages begin in it. Everybody can choose another language."),
        choices=[("nn", "Nynorsk"), ("nb", "Bokmål")],
        widget=Radios,
    )
    theme = forms.ChoiceField(
        label=lazy("Which colours?"),
        help_text=lazy("The baton and the roles have the same colours everywhere."),
        choices=[(Municipality.Theme.STAFETTLOGG, lazy("Green")), (Municipality.Theme.HAVVIK, lazy("Blue"))],
        widget=Radios,
    )
    contact_name = forms.CharField(
        label=lazy("Who answers for Stafettloggen?"),
        help_text=lazy("Stands where people are told whom to call, also before they are signed in."),
        max_length=80,
        required=False,
    )
    contact_phone = forms.CharField(label=lazy("Telephone"), max_length=20, required=False)
    contact_email = forms.EmailField(label=lazy("E-mail"), required=False)
    accessibility_url = forms.URLField(
        label=lazy("Address of the accessibility statement"),
        help_text=lazy("Stands at the foot of every page."),
        required=False,
        assume_scheme="https",
    )
    all_guardians_consent = _yes_no(
        lazy("Must everybody with parental responsibility consent?"),
        lazy("Usual: yes. With no, one of them is enough."),
    )
    consent_age = forms.TypedChoiceField(
        label=lazy("From which age does the young person consent too?"),
        help_text=lazy("Usual: 15 years."),
        choices=[(15, lazy("15 years")), (16, lazy("16 years"))],
        coerce=int,
        widget=Radios,
    )
    highest_level = forms.TypedChoiceField(
        label=lazy("Which level is the highest in the log?"),
        help_text=lazy("Usual: level 3. Logs that are higher already stay there."),
        choices=LEVELS,
        coerce=int,
        widget=Radios,
    )
    evaluate_from_days = _weeks(lazy("When can a measure be evaluated at the earliest?"), lazy("Usual: 4 weeks."))
    evaluate_until_days = _weeks(lazy("When must a measure be evaluated at the latest?"), lazy("Usual: 8 weeks."))
    employees_plan = _yes_no(
        lazy("Do employees who are let in plan measures of their own?"),
        lazy("Usual: yes. With no, holder, deputy and leader plan and evaluate alone."),
    )
    employees_write = _yes_no(
        lazy("Do employees who are let in write notes and glimpses?"),
        lazy("Usual: yes. With no, they read."),
    )
    wonder_days = _days(
        "wonder_days", lazy("Days the leader has to decide about a wonder"), lazy("Usual: 14, and never more.")
    )
    forget_wonder_days = _days(
        "forget_wonder_days", lazy("Days before a wonder that led to nothing loses its text"), lazy("Usual: 90.")
    )
    unopened_days = _days(
        "unopened_days", lazy("Days before a log that never got its consent is erased"), lazy("Usual: 60.")
    )
    retention_days = _days(
        "retention_days",
        lazy("Days a log can be read here after it is archived"),
        lazy("Usual: 180. Those who close a log are told."),
    )
    secrecy = fields.line(
        lazy("Secrecy paragraph"), lazy("Stands on what is printed. Usual: offl. § 13, jf. fvl. § 13."), required=False
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A change as people read it."""

    row: SettingChange
    label: str
    old: str
    new: str


@in_municipality(Action.SETTINGS_CHANGE)
def change(request: Request, municipality: Municipality) -> HttpResponse:
    """See and change what the municipality decides."""
    form = SettingsForm(request.POST or None, initial=_kept(municipality))
    if submit(form, settings.change, request.caller, municipality):
        return done(request, reverse("settings-change", args=[municipality.number]), _("The settings are saved."))
    if form.is_bound and "seen" in form.errors:
        form.data = form.data.copy()  # type: ignore[attr-defined]  # the next press knows what is shown now
        form.data["seen"] = settings.seen_now(municipality.permit)  # type: ignore[index]
    groups = [(title, [form[name] for name in names]) for title, names in GROUPS]
    return page(
        request,
        "municipality/settings.html",
        form=form,
        groups=groups,
        is_unscanned=scanner.is_missing(),
        changes=list(_told(settings.changes(municipality.permit))),
    )


def _kept(municipality: Municipality) -> dict[str, Any]:  # Any: whatever a form shows first
    return {name: getattr(municipality, name) for name in settings.FIELDS} | {
        "seen": settings.seen_now(municipality.permit)
    }


def _told(rows: list[SettingChange]) -> Iterator[Told]:
    """Each change with the words of its field, and of what can be chosen there."""
    for row in rows:
        field = SettingsForm.base_fields[row.field]
        words = {str(value): str(word) for value, word in getattr(field, "choices", [])}
        yield Told(row, str(field.label), words.get(row.old, row.old), words.get(row.new, row.new))
