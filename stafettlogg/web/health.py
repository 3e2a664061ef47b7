"""Two addresses for machines: `/leve` – this process answers; `/klar` – it can do its work.

They are answered before anything else, so that they tell the truth when the database is away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from procrastinate.contrib.django.models import ProcrastinateWorker

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
            missing = [name for name, is_well in PARTS.items() if not is_well()]
            return _said("ok" if not missing else f"not ready: {', '.join(missing)}", 503 if missing else 200)
        return self.get_response(request)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def _database() -> bool:
    try:
        ProcrastinateWorker.objects.exists()
    except DatabaseError:
        return False
    return True


def _keys() -> bool:
    try:
        return len(settings.ROOT_KEY_FILE.read_bytes()) > 0
    except OSError:
        return False


def _worker() -> bool:
    try:
        return ProcrastinateWorker.objects.filter(last_heartbeat__gt=Now() - SILENT).exists()
    except DatabaseError:
        return False


PARTS: dict[str, Callable[[], bool]] = {"database": _database, "keys": _keys, "worker": _worker}
