"""What must hold before anything starts; each is a sentence that says what is wrong and what to do."""

from __future__ import annotations

from django.conf import settings
from django.db import ProgrammingError, transaction

from stafettlogg.core.models import Installation


def mode_mismatch() -> str | None:
    """Why this process may not run on this database, or None: training and production never meet (security § 4)."""
    if not settings.MODE:
        return (
            "Say what this is: set STAFETTLOGG_MODE=training for trying and learning, or production for real children."
        )
    if settings.MODE == "production" and not settings.TLS:
        return "Production is reached by https alone: set STAFETTLOGG_TLS=True and put a proxy with TLS in front."
    kept = _kept_mode()
    if kept and kept != settings.MODE:
        return (
            f"This database is for {kept}, and this process was started for {settings.MODE}. They never mix: set "
            f"STAFETTLOGG_MODE={kept}, or name another database and another STAFETTLOGG_DATA."
        )
    return None


def _kept_mode() -> str:
    """The mode the database remembers; nothing before the first migration."""
    try:
        with transaction.atomic():
            row = Installation.objects.first()
    except ProgrammingError:  # no such table yet
        return ""
    return row.mode if row else ""
