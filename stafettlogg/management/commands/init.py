"""Make what an installation needs before its database: the root key and the passwords of the roles."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stafettlogg.config import env, initialise


class Command(BaseCommand):
    """The first command of an installation; where it is in use, it makes nothing and says which file to put back."""

    help = "Make the root key and the passwords of the database roles, where they are not there yet."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """As whom a database outside is asked before it is prepared."""
        parser.add_argument(
            "superuser",
            nargs="?",
            default="",
            help="with DATABASE_URL: how to connect as superuser, without the password, which is PGPASSWORD",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Make what is missing, and say where it is."""
        try:
            made = initialise.initialise(options["superuser"])
        except initialise.InUse as refusal:
            raise CommandError(str(refusal)) from None
        for file in made:
            self.stdout.write(f"Made {file}")
        self.stdout.write(
            f"The root key is in {env.root_key_file()}. Keep a copy of it somewhere safe, apart from the backups of the "
            "database: without it nobody can open what people wrote, and with both anybody can."
        )
