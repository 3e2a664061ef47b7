"""Take a municipality into use, or say which there are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from stafettlogg.identity import bootstrap, signin
from stafettlogg.identity.models import Municipality


class Command(BaseCommand):
    """`municipality add 4699 Fjordvik`, `municipality list`."""

    help = "Take a municipality into use (add NUMBER NAME), or list those there are."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and to which."""
        doing = parser.add_subparsers(dest="what", required=True)
        doing.add_parser("list")
        adding = doing.add_parser("add")
        adding.add_argument("number", help="four digits, as the register of municipalities has it")
        adding.add_argument("name")
        adding.add_argument("--language", choices=["nn", "nb"], default="nn")
        adding.add_argument("--theme", choices=Municipality.Theme.values, default=Municipality.Theme.STAFETTLOGG)

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Add it with a key of its own, or say which there are."""
        if options["what"] == "list":
            for place in signin.municipalities():
                self.stdout.write(f"{place.number} {place.name} ({place.language})")
            return
        if not (len(options["number"]) == 4 and options["number"].isdecimal()):
            raise CommandError("A municipality's number has four digits.")
        try:
            made = bootstrap.add_municipality(
                options["number"], options["name"], options["language"], theme=options["theme"]
            )
        except IntegrityError:
            raise CommandError(f"There is a municipality {options['number']} already.") from None
        self.stdout.write(f"{made.name} is in use. Next: stafettlogg admin add {made.number} NAME")
