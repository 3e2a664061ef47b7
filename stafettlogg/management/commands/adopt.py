"""Let the data folder belong to the database that is configured: by hand, after a restore, and never by itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from stafettlogg.core import belonging, mark
from stafettlogg.relay import attachments


class Command(BaseCommand):
    """`stafettlogg adopt`; with `--put-aside` also the files that this database does not know are put aside."""

    help = "Let STAFETTLOGG_DATA belong to this database, after a restore. Only where no other database uses it."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether files that nobody knows are put aside too."""
        parser.add_argument("--put-aside", action="store_true", help="put aside every file no row knows, however many")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Name the database in the folder, and say so."""
        belonging.adopt()
        mark.adopt()
        self.stdout.write(f"{settings.DATA} belongs to this database from now on.")
        if options["put_aside"]:
            number = attachments.put_orphans_aside(however_many=True)
            self.stdout.write(f"{number} files that no row knows are put aside for {settings.BACKUP_DAYS} days.")
