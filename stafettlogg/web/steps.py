"""Steps towards the goal, in the child's own words."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.relay import steps
from stafettlogg.relay.models import RelayLog, Step
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import ChangeForm, Form, done, form_page, log_url, submit


class StepForm(Form):
    """One stepping stone."""

    text = fields.line(lazy("What is the next step, in the child's words?"), lazy("For instance: I ask if I may join."))


class StepChangeForm(StepForm, ChangeForm):
    """The same, and the day it was reached."""

    reached_on = DateField(label=lazy("Reached on (day.month.year)"), required=False)


@on_log(Action.STEP_ADD)
def add(request: Request, log: RelayLog) -> HttpResponse:
    """Put down a stepping stone."""
    form = StepForm(request.POST or None)
    if submit(form, steps.add, request.caller, log):
        return done(request, log_url(log, request), _("The step is saved."))
    return form_page(request, log, form, _("A step on the way"))


@on_row(Action.STEP_CHANGE, Step)
def change(request: Request, step: Step) -> HttpResponse:
    """Word a step anew, or say that it is reached."""
    seen = {"text": step.text, "reached_on": step.reached_on, "version": step.version}
    form = StepChangeForm(request.POST or None, initial=seen)
    if submit(form, steps.change, request.caller, step):
        return done(request, log_url(step.log, request), _("The step is saved."))
    return form_page(request, step.log, form, _("A step on the way"))
