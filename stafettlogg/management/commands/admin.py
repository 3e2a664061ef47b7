"""Appoint a municipality's administrator, or its data-protection officer, before anybody can do it on a page."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from stafettlogg.core.operation import Refused
from stafettlogg.identity import bootstrap
from stafettlogg.identity.models import Post
from stafettlogg.identity.told import Event
from stafettlogg.management.places import municipality, telling_officers


class Command(BaseCommand):
    """`admin add 4699 "Turid Berge"`; the national number is asked for, so that it stands in no history."""

    help = "Appoint an administrator (admin add NUMBER NAME), or with --officer the data-protection officer."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where and who."""
        adding = parser.add_subparsers(dest="what", required=True).add_parser("add")
        adding.add_argument("municipality", help="the municipality's number")
        adding.add_argument("name")
        adding.add_argument("--officer", action="store_true", help="the data-protection officer instead")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Ask for the number, write person and post."""
        place = municipality(options["municipality"])
        number = getpass("National identity number: ") if sys.stdin.isatty() else sys.stdin.readline()
        kind = Post.Kind.OFFICER if options["officer"] else Post.Kind.ADMINISTRATOR
        try:
            with translation.override("en"), telling_officers(place, Event.COMMAND_POST):
                bootstrap.appoint(place, options["name"], number.strip(), kind)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{options['name']} can sign in to {place.name} now.")
