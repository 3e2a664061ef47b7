"""Say what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from stafettlogg.management import health, oversight, ways_in


class Command(BaseCommand):
    """The doctor; exit code 1 when something is wrong."""

    help = "Look at keys, database, roles, row-level security and sign-in; say what is wrong and what to do."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--quiet says nothing when all is well."""
        parser.add_argument("--quiet", action="store_true", help="Say only what is wrong.")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Tell what is wrong, then what one should know."""
        wrong = health.wrong()
        is_there = not wrong  # what stands in the database is asked only of one that is well
        known = [*health.worth_knowing()]
        if is_there:
            wrong += [*health.worrying(), *ways_in.wrong()]
            known += [*ways_in.worth_knowing(), *oversight.worth_knowing()]
        for sentence in wrong:
            self.stderr.write(f"✗ {sentence}")
        if not options["quiet"]:
            for sentence in known:
                self.stdout.write(f"· {sentence}")
        if wrong:
            sys.exit(1)
        if not options["quiet"]:
            self.stdout.write("All is well.")
