"""Notes: free entries, which may be tied to a concern and carry attachments."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import operation
from stafettlogg.core.policy import Action
from stafettlogg.relay import entries
from stafettlogg.relay.models import Note, RelayLog


@operation(Action.NOTE_ADD)
def add(by: Caller, log: RelayLog, *, text: str, seen_on: date, concern: UUID | None = None) -> Note:
    """Write a note, perhaps about one of the concerns."""
    return entries.write(by, log, Note.Kind.NOTE, text=text, seen_on=seen_on, concern=concern)


@operation(Action.NOTE_CHANGE)
def change(by: Caller, note: Note, *, text: str, version: int) -> Note:
    """Correct one's own note (R14)."""
    return entries.rewrite(by, note, Note.Kind.NOTE, Action.NOTE_CHANGE, text=text, version=version)
