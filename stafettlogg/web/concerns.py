"""Concerns: what the log is about, in an area of development."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.relay import concerns
from stafettlogg.relay.models import Concern, RelayLog
from stafettlogg.web import fields
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import ChangeForm, Form, done, form_page, log_url, submit
from stafettlogg.web.widgets import Radios


class ConcernForm(Form):
    """A concern, written for the child to read one day."""

    area = forms.ChoiceField(label=lazy("What is it about?"), choices=Concern.Area.choices, widget=Radios)
    text = fields.text(
        lazy("What have we noticed?"), lazy("Write what you see and hear, kindly and concretely. The family reads it.")
    )


class ConcernChangeForm(ConcernForm, ChangeForm):
    """The same, seen in a version."""


class ResolveForm(ChangeForm):
    """What became of it."""

    kept_in: ClassVar[dict[str, str]] = {"note": "resolved_note"}

    note = fields.text(lazy("What has become better?"))


class ExceptForm(ChangeForm):
    """Why one of the arenas has no measure (R3)."""

    kept_in: ClassVar[dict[str, str]] = {"reason": "exception_reason"}

    reason = fields.text(lazy("Why is there no measure in one of the two places now?"))


@on_log(Action.CONCERN_ADD)
def add(request: Request, log: RelayLog) -> HttpResponse:
    """Write a concern."""
    form = ConcernForm(request.POST or None)
    if submit(form, concerns.add, request.caller, log):
        return done(
            request, log_url(log, request), _("The concern is saved. Now plan one measure here and one at home.")
        )
    return form_page(request, log, form, _("What are we paying attention to?"))


@on_row(Action.CONCERN_CHANGE, Concern)
def change(request: Request, concern: Concern) -> HttpResponse:
    """Word a concern better."""
    seen = {"area": concern.area, "text": concern.text, "version": concern.version}
    form = ConcernChangeForm(request.POST or None, initial=seen)
    if submit(form, concerns.change, request.caller, concern):
        return done(
            request, log_url(concern.log, request), _("The concern is changed. What stood there before is kept.")
        )
    return form_page(request, concern.log, form, _("Change the concern"))


@on_row(Action.CONCERN_RESOLVE, Concern)
def resolve(request: Request, concern: Concern) -> HttpResponse:
    """Say that it is no longer a worry."""
    form = ResolveForm(request.POST or None, initial={"version": concern.version})
    if submit(form, concerns.resolve, request.caller, concern):
        return done(request, log_url(concern.log, request), _("The concern is resolved."))
    return form_page(request, concern.log, form, _("Is this no longer a worry?"))


@on_row(Action.CONCERN_EXCEPT, Concern)
def except_(request: Request, concern: Concern) -> HttpResponse:
    """Say why a place has no measure now."""
    form = ExceptForm(request.POST or None, initial={"version": concern.version})
    if submit(form, concerns.except_, request.caller, concern):
        return done(request, log_url(concern.log, request), _("The reason is saved."))
    return form_page(request, concern.log, form, _("A measure in one place only"))
