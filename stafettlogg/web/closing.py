"""Closing a log, and opening it again."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.relay import closing
from stafettlogg.relay.models import RelayLog
from stafettlogg.web import fields
from stafettlogg.web.consents import ReasonForm
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.pages import Form, done, form_page, log_url, submit
from stafettlogg.web.widgets import Radios


class CloseForm(Form):
    """Why the log ends, with a closing note (R18)."""

    kept_in: ClassVar[dict[str, str]] = {"reason": "closing_reason", "note": "closing_note"}

    reason = forms.ChoiceField(
        label=lazy("Why do we close the log?"), choices=RelayLog.ClosingReason.choices, widget=Radios
    )
    note = fields.text(lazy("Closing note"), lazy("What have we achieved? Thank the child and the others."))
    unevaluated_reason = fields.text(
        lazy("Some measures were never evaluated. Why do we close all the same?"), required=False, rows=2
    )

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closing.unevaluated(log):
            del self.fields["unevaluated_reason"]


@on_log(Action.LOG_CLOSE)
def close(request: Request, log: RelayLog) -> HttpResponse:
    """Close the log."""
    form = CloseForm(request.POST or None, log=log)
    if submit(form, closing.close, request.caller, log):
        return done(request, log_url(log, request), _("The log is closed. It can still be read."))
    stays = _("The log can still be read. After it is archived it stays here for %(days)d days, and is then erased.")
    intro = stays % {"days": log.municipality.retention_days}
    return form_page(request, log, form, _("Close the log"), intro, submit=_("Close the log"))


@on_log(Action.LOG_REOPEN)
def reopen(request: Request, log: RelayLog) -> HttpResponse:
    """Open the log again."""
    form = ReasonForm(request.POST or None)
    if submit(form, closing.reopen, request.caller, log):
        return done(request, log_url(log, request), _("The log is open again."))
    return form_page(request, log, form, _("Open the log again"), submit=_("Open it"))
