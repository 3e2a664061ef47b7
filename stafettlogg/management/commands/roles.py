"""Make the database and its four roles in a PostgreSQL that we did not bring along."""

from __future__ import annotations

from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stafettlogg.config import env, postgres


class Command(BaseCommand):
    """`PGPASSWORD=… stafettlogg roles "host=… user=…"`: once, with a superuser that may be gone afterwards."""

    help = "Make the database and its roles in a PostgreSQL of your own, with the passwords of this installation."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and as whom."""
        parser.add_argument("superuser", help="how to connect as superuser, without the password: that is PGPASSWORD")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Make what is missing; may be run again."""
        place = env.DATABASE_URL.read()
        if not place:
            raise CommandError("Set DATABASE_URL first: it names the database, and where it is.")
        passwords = {role: postgres.password(env.passwords(), role) for role in postgres.ROLES}
        if missing := [role for role, secret in passwords.items() if not secret]:
            raise CommandError(f"There is no password for {', '.join(missing)} in {env.passwords()}.")
        try:
            postgres.prepare_roles(options["superuser"], passwords, place["NAME"])
        except psycopg.OperationalError as unreachable:
            raise CommandError(f"PostgreSQL does not let us in: {str(unreachable).strip()}") from None
        except psycopg.errors.InsufficientPrivilege:
            raise CommandError("This user is no superuser. Only one can make a role that reads backups.") from None
        self.stdout.write(f"The database {place['NAME']} and its roles are there. Next: stafettlogg migrate")
