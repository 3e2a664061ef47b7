"""Earlier wordings: what stood in the log, or in one text of it, before it was changed (R14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.functional import Promise

from stafettlogg.core.policy import Action
from stafettlogg.relay import called, wordings
from stafettlogg.relay.models import Concern, RelayLog, Wording
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.labels import FIELDS
from stafettlogg.web.pages import page


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")


# what is kept as a code or a date is shown in words
IN_WORDS: dict[str, Callable[[str], str]] = {
    "area": lambda text: str(Concern.Area(text).label),
    "evaluate_by": _day,
    "reached_on": _day,
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood in one field until somebody changed it."""

    field: str | Promise
    text: str
    by_name: str
    at: datetime


@on_log(Action.LOG_READ)
def earlier(request: Request, log: RelayLog, row: UUID | None = None) -> HttpResponse:
    """The earlier wordings of the log, or of one text in it, newest first; a text of another log has none here."""
    found = wordings.earlier(log, row)
    responsible = {UUID(wording.text) for wording in found if wording.field == "responsible"}
    names = called.names(log, responsible | {wording.by_id for wording in found})
    return page(request, "wordings/list.html", log=log, wordings=[_told(wording, names) for wording in found], row=row)


def _told(wording: Wording, names: dict[UUID, str]) -> Earlier:
    if wording.field == "responsible":
        text = names.get(UUID(wording.text), "")
    else:
        text = IN_WORDS.get(wording.field, str)(wording.text)
    return Earlier(FIELDS[wording.field], text, names[wording.by_id], wording.at)
