"""Evaluations that were written: wording the three views better."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.relay import evaluation_words, measures
from stafettlogg.relay.models import Evaluation
from stafettlogg.web import fields
from stafettlogg.web.guard import Request, on_row
from stafettlogg.web.pages import ChangeForm, done, form_page, log_url, submit

VIEWS = ("child_view", "child_not_asked", "guardians_view", "professionals_view")


class ViewsForm(ChangeForm):
    """The three views, asked with the words they were asked with then (R21)."""

    child_view = fields.text("", required=False, rows=3)
    child_not_asked = fields.text(lazy("If the child was not asked: why?"), required=False, rows=2)
    guardians_view = fields.text("", required=False, rows=3)
    professionals_view = fields.text("", required=False, rows=3)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        seen = {name: getattr(evaluation, name) for name in (*VIEWS, "version")}
        super().__init__(*args, initial=seen, **kwargs)
        words = evaluation_words.asked(evaluation)
        self.fields["child_view"].label = words.child_question
        self.fields["guardians_view"].label = words.guardians_question
        self.fields["professionals_view"].label = words.professionals_question


@on_row(Action.EVALUATION_CHANGE, Evaluation)
def change(request: Request, evaluation: Evaluation) -> HttpResponse:
    """Word the three views better."""
    form = ViewsForm(request.POST or None, evaluation=evaluation)
    if submit(form, measures.change_evaluation, request.caller, evaluation):
        return done(
            request, log_url(evaluation.log, request), _("The evaluation is changed. What stood there before is kept.")
        )
    return form_page(request, evaluation.log, form, _("Change what you wrote about how it went"))
