"""Make what an installation needs before its database: the root key and the passwords of the roles."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from stafettlogg.config import env


class Command(BaseCommand):
    """The first command of an installation."""

    help = "Make the root key and the passwords of the database roles, where they are not there yet."

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Say where they are; the command line has made them on its way here."""
        self.stdout.write(
            f"The root key is in {env.root_key_file()}. Keep a copy of it somewhere safe, apart from the backups of the "
            "database: without it nobody can open what people wrote, and with both anybody can."
        )
