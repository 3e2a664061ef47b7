"""What others did to a text since somebody opened it: for the page that two writers meet on (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stafettlogg.relay.models import Evaluation, Measure, Versioned, Wording


@dataclass(frozen=True, slots=True)
class Changes:
    """Who changed a row last and when, what stood in the changed fields before, and whether it came to an end. Of some rows nothing is kept."""

    by: str
    at: datetime | None
    before: dict[str, str]
    has_ended: bool = False
    is_known: bool = True


def since(row: object, version: int) -> Changes:
    """What has happened to the row since this version of it. Fields that were empty before are not known to be changed."""
    if not isinstance(row, Versioned):
        return Changes("", None, {}, is_known=False)
    rows = Wording.objects.of(row.log.permit).filter(row=row.pk, version__gte=version)
    wordings = list(rows.select_related("by").order_by("-version"))
    before = {wording.field: wording.text for wording in wordings}  # the oldest of each field is the one that was seen
    last: Wording | Evaluation | None = wordings[0] if wordings else None
    has_ended = isinstance(row, Measure) and not row.is_running
    if has_ended:
        ends = Evaluation.objects.of(row.log.permit).filter(measure=row.pk).select_related("by")
        last = ends.order_by("-at").first() or last
    return Changes(last.by.name if last else "", last.at if last else row.changed_at, before, has_ended)
