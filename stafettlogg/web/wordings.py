"""Earlier wordings: what stood in the log before it was changed (R14)."""

from __future__ import annotations

from django.http import HttpResponse

from stafettlogg.core.policy import Action
from stafettlogg.relay import wordings
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.guard import Request, on_log
from stafettlogg.web.pages import page


@on_log(Action.LOG_READ)
def earlier(request: Request, log: RelayLog) -> HttpResponse:
    """All earlier wordings of the log, newest first."""
    return page(request, "wordings/list.html", log=log, wordings=wordings.earlier(log))
