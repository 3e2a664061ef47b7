"""The child's voice: what the child said or showed, outside an evaluation."""

from __future__ import annotations

from datetime import date

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import operation
from stafettlogg.core.policy import Action
from stafettlogg.relay import entries
from stafettlogg.relay.models import Note, RelayLog


@operation(Action.VOICE_RECORD)
def record(by: Caller, log: RelayLog, *, text: str, seen_on: date) -> Note:
    """Write down what the child said or showed."""
    return entries.write(by, log, Note.Kind.VOICE, text=text, seen_on=seen_on)


@operation(Action.VOICE_CHANGE)
def change(by: Caller, note: Note, *, text: str, version: int) -> Note:
    """Correct what one wrote down (R14)."""
    return entries.rewrite(by, note, Note.Kind.VOICE, Action.VOICE_CHANGE, text=text, version=version)
