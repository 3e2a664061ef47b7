"""Earlier wordings: nothing that was written in a log is lost when it is changed (R14)."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, Stale
from stafettlogg.relay.models import RelayLog, Versioned, Wording


def said(text: str, *, field: str = "text") -> str:
    """The text without blanks around it; refuses an empty one on its field."""
    text = text.strip()
    if not text:
        raise Refused(_("Write something here before you save."), field=field)
    return text


def must_be_newest(row: Versioned, version: int) -> None:
    """Raise `Stale` when somebody changed the row after the form was opened (R14)."""
    if row.version != version:
        raise Stale(row)


def keep(row: Versioned, by: Caller, **new: object) -> None:
    """Change the row's fields to `new` and keep what stood there before; what is the same changes nothing (R14)."""
    columns = {name: cast("models.Field[object, object]", row._meta.get_field(name)).attname for name in new}
    before = {name: getattr(row, column) for name, column in columns.items()}
    changed = [name for name in new if before[name] != new[name]]
    if not changed:
        return
    Wording.objects.bulk_create(
        Wording(log=row.log, by_id=by.person, at=clock.now(), row=row.pk, field=name, version=row.version, text=text)
        for name in changed
        if (text := in_words(before[name]))
    )
    for name in changed:
        setattr(row, columns[name], new[name])
    row.version += 1
    row.changed_at = clock.now()
    row.save()


def earlier(log: RelayLog, row: UUID | None = None) -> list[Wording]:
    """The earlier wordings of one row, or of the whole log, newest first, with who changed them."""
    rows = Wording.objects.of(log.permit).select_related("by").order_by("-at", "-version", "field")
    return list(rows.filter(row=row) if row else rows)


def in_words(value: object) -> str:
    """A value as wordings keep it: a date as ISO, a person or a concern as its id."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
