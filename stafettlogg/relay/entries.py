"""What notes, glimpses and the child's voice have in common: a short text, and the day it is about."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Contents
from stafettlogg.relay import wordings
from stafettlogg.relay.models import Concern, Note, RelayLog


def write(
    by: Caller,
    log: RelayLog,
    kind: Note.Kind,
    *,
    text: str,
    seen_on: date,
    arena: str = "",
    concern: UUID | None = None,
) -> Note:
    """A new entry of that kind; additions never contend."""
    if seen_on > clock.today():
        raise Refused(_("The day has not come yet. Choose today or an earlier day."), field="seen_on")
    if concern and not Concern.objects.of(log.permit).filter(pk=concern).exists():
        raise Refused(_("Choose one of the concerns in this log."), field="concern")
    return Note.objects.create(
        log=log,
        by_id=by.person,
        at=clock.now(),
        kind=kind,
        arena=arena,
        concern_id=concern,
        text=wordings.said(text),
        seen_on=seen_on,
    )


def rewrite(by: Caller, note: Note, kind: Note.Kind, action: Action, *, text: str, version: int) -> Note:
    """The writer's correction; the earlier wording is kept (R14). An entry of another kind is not there."""
    if note.kind != kind:
        raise Denied(by, action, note.root_id, "row")
    wordings.must_be_newest(note, version)
    wordings.keep(note, by, text=wordings.said(text))
    return note


ENTRIES = Contents(lambda permit: Note.objects.of(permit).select_related("by").order_by("-at", "pk"))


def entries(log: RelayLog) -> list[Note]:
    """Notes, glimpses and voices together, newest first, with who wrote them."""
    return ENTRIES.of(log.permit)
