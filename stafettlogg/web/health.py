"""Two addresses for machines: `/leve` – this process answers; `/klar` – it can do its work.

They are answered before all but the name one asks for (web/hosts.py), so that they tell the truth when the database is away. Who asks from this very
machine, with no proxy between, is told which process answers: so each of them can be asked.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import DatabaseError
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from procrastinate.contrib.django.models import ProcrastinateWorker

from stafettlogg.config import checks
from stafettlogg.core import room
from stafettlogg.core.acting import before_sign_in
from stafettlogg.relay import whole
from stafettlogg.web.guard import NOBODY

log = logging.getLogger(__name__)
ADDRESSES = ("/leve", "/klar")
HERE = ("127.0.0.1", "::1")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
SILENT = timedelta(seconds=30)


class Health:
    """Answer the two addresses; hand on everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Live, ready, or the next middleware's business."""
        if request.path == "/leve":
            return _said("ok", 200)
        if request.path == "/klar":
            missing = [*_faults(), *((name, "") for name, is_well in PARTS.items() if not is_well())]
            names, sentences = ", ".join(name for name, _ in missing), [what for _, what in missing if what]
            told = "\n".join([f"not ready: {names}", *sentences]) if missing else "ok"
            answer = _said(told, 503 if missing else 200)
            if is_near(request):
                answer["X-Process"] = str(os.getpid())
            return answer
        return self.get_response(request)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def is_near(request: HttpRequest) -> bool:
    """Whether somebody on this very machine asks, with no proxy between."""
    return request.META["REMOTE_ADDR"] in HERE and not any(name in request.META for name in FORWARDED)


def _faults() -> Iterator[tuple[str, str]]:
    """What `doctor` and `serve` refuse too, by name and in a sentence that tells nobody where things lie here."""
    try:
        yield from ((fault.name, fault.what) for fault in checks.faults())
    except DatabaseError:
        yield "database", ""


def _worker() -> bool:
    try:
        return ProcrastinateWorker.objects.filter(last_heartbeat__gt=Now() - SILENT).exists()
    except DatabaseError:
        return False


def _pages() -> bool:
    """Whether every question of a log page is whole in this process: asked by nobody, under a belt that shows nothing."""
    try:
        with before_sign_in(NOBODY):
            whole.rehearse()
    except Exception as broken:  # whatever is wrong with it: nobody would get the page
        log.error("A question of the log page fails: %s", type(broken).__name__)
        return False
    return True


def _disk() -> bool:
    return not room.is_scarce()


PARTS: dict[str, Callable[[], bool]] = {
    "worker": _worker,
    "pages": _pages,
    "disk": _disk,
}
