"""Bring the tables up to date as owner, and keep in them what this installation is."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError

from stafettlogg.config import checks
from stafettlogg.core.models import Installation

TRIES = 40


class Command(migrate.Command):
    """Migrate with a short lock time-out and many tries, so that nobody at work waits for a migration (security § 6)."""

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Refuse the wrong mode, migrate, remember the mode."""
        if settings.ROLE != "owner":
            raise CommandError("Migrations run as owner: use `stafettlogg migrate`.")
        if refusal := checks.mode_mismatch():
            raise CommandError(refusal)
        for left in reversed(range(TRIES)):
            try:
                super().handle(*args, **options)
                break
            except OperationalError as locked:
                if not left or getattr(locked.__cause__, "sqlstate", "") != "55P03":
                    raise
                time.sleep(0.25)
        Installation.objects.get_or_create(pk=1, defaults={"mode": settings.MODE})
