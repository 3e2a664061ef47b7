"""Steps: stepping stones towards the goal, in the child's own words."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents
from stafettlogg.relay import wordings
from stafettlogg.relay.models import RelayLog, Step


@operation(Action.STEP_ADD)
def add(by: Caller, log: RelayLog, *, text: str) -> Step:
    """Lay one more stepping stone after the last."""
    last = Step.objects.of(log.permit).aggregate(last=Max("place"))["last"] or 0
    return Step.objects.create(log=log, by_id=by.person, at=clock.now(), place=last + 1, text=wordings.said(text))


@operation(Action.STEP_CHANGE)
def change(by: Caller, step: Step, *, text: str, reached_on: date | None = None, version: int) -> Step:
    """Word the step better, or say that it is reached (R14)."""
    wordings.must_be_newest(step, version)
    if reached_on and reached_on > clock.today():
        raise Refused(_("The day has not come yet. Choose today or an earlier day."), field="reached_on")
    wordings.keep(step, by, text=wordings.said(text), reached_on=reached_on)
    return step


STEPS = Contents(lambda permit: Step.objects.of(permit).select_related("by").order_by("place"))


def steps(log: RelayLog) -> list[Step]:
    """The steps in their order."""
    return STEPS.of(log.permit)
