"""Glimpses: short positive moments, from home or from the unit."""

from __future__ import annotations

from datetime import date

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import operation
from stafettlogg.core.policy import Action
from stafettlogg.relay import entries
from stafettlogg.relay.models import Measure, Note, RelayLog


@operation(Action.GLIMPSE_ADD)
def add(by: Caller, log: RelayLog, *, text: str, arena: str, seen_on: date) -> Note:
    """Share something good that happened."""
    return entries.write(by, log, Note.Kind.GLIMPSE, text=text, arena=Measure.Arena(arena), seen_on=seen_on)


@operation(Action.GLIMPSE_CHANGE)
def change(by: Caller, note: Note, *, text: str, version: int) -> Note:
    """Correct one's own glimpse (R14)."""
    return entries.rewrite(by, note, Note.Kind.GLIMPSE, Action.GLIMPSE_CHANGE, text=text, version=version)
