"""Concerns: what the log is about, in areas of development."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents
from stafettlogg.relay import wordings
from stafettlogg.relay.models import Concern, RelayLog


@operation(Action.CONCERN_ADD)
def add(by: Caller, log: RelayLog, *, area: str, text: str) -> Concern:
    """Write down what the log is about; always anew, never copied from a wonder (R15)."""
    return Concern.objects.create(
        log=log, by_id=by.person, at=clock.now(), area=Concern.Area(area), text=wordings.said(text)
    )


@operation(Action.CONCERN_CHANGE)
def change(by: Caller, concern: Concern, *, area: str, text: str, version: int) -> Concern:
    """Word the concern better; the earlier wording is kept (R14)."""
    wordings.must_be_newest(concern, version)
    wordings.keep(concern, by, area=Concern.Area(area).value, text=wordings.said(text))
    return concern


@operation(Action.CONCERN_RESOLVE)
def resolve(by: Caller, concern: Concern, *, note: str, version: int) -> Concern:
    """Say that the concern is gone, and what tells us so."""
    wordings.must_be_newest(concern, version)
    _must_be_active(concern)
    concern.resolved_at = clock.now()
    wordings.keep(concern, by, resolved_note=wordings.said(note, field="note"))
    return concern


@operation(Action.CONCERN_EXCEPT)
def except_(by: Caller, concern: Concern, *, reason: str, version: int) -> Concern:
    """Say in writing why the concern has no measure in the unit or none at home (R3)."""
    wordings.must_be_newest(concern, version)
    _must_be_active(concern)
    wordings.keep(concern, by, exception_reason=wordings.said(reason, field="reason"))
    return concern


CONCERNS = Contents(lambda permit: Concern.objects.of(permit).select_related("by").order_by("at", "pk"))


def concerns(log: RelayLog) -> list[Concern]:
    """The log's concerns with who wrote them: the active ones first, then the resolved."""
    return sorted(CONCERNS.of(log.permit), key=lambda concern: concern.resolved_at is not None)


def _must_be_active(concern: Concern) -> None:
    if concern.resolved_at is not None:
        raise Refused(_("This concern is already resolved."))
