"""Bring the tables up to date as owner, and keep in them what this installation is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate

from stafettlogg.config import checks
from stafettlogg.core import belonging
from stafettlogg.core.models import Installation
from stafettlogg.management import patience

PARTLY = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """Migrate so that nobody at work waits for a migration (security § 6)."""

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Refuse the wrong mode, migrate, remember the mode."""
        if settings.ROLE != "owner":
            raise CommandError("Migrations run as owner: use `stafettlogg migrate`.")
        if refusal := checks.mode_mismatch():
            raise CommandError(refusal)
        if belonging.named() and (strange := checks.folder()):
            raise CommandError(str(strange))
        if not any(options.get(name) for name in PARTLY):
            self.migrate_patiently(options["verbosity"])
        super().handle(*args, **options)
        Installation.objects.get_or_create(pk=1, defaults={"mode": settings.MODE})
        if not belonging.named():
            belonging.adopt()

    def migrate_patiently(self, verbosity: int) -> None:
        """Every step that is missing; Django's own command finds nothing left to do."""
        self.verbosity = verbosity
        try:
            patience.migrate_everything(self.migration_progress_callback)
        except patience.StillBusy as step:
            raise CommandError(
                f"{step} found no moment in {patience.PATIENCE / 60:.0f} minutes when nobody was in the way. Everything "
                "before it is in place, and nothing of it. Run `stafettlogg migrate` again when fewer are at work."
            ) from None
