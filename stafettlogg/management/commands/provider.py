"""Set up how a municipality's people sign in: the provider, what we are called there, and at which level."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stafettlogg.identity import providers
from stafettlogg.identity.models import Provider
from stafettlogg.identity.told import Event
from stafettlogg.management.places import municipality, telling_officers


class Command(BaseCommand):
    """`provider add 4699 --issuer https://idporten.no --client-id …`, `provider list 4699`, `provider end 4699`."""

    help = "Let a municipality's people sign in through ID-porten or Ansattporten."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which provider, and what we are called there."""
        doing = parser.add_subparsers(dest="what", required=True)
        doing.add_parser("list").add_argument("municipality")
        ending = doing.add_parser("end")
        ending.add_argument("municipality")
        ending.add_argument("--kind", choices=Provider.Kind.values, default=Provider.Kind.IDPORTEN)
        adding = doing.add_parser("add")
        adding.add_argument("municipality", help="the municipality's number")
        adding.add_argument("--kind", choices=Provider.Kind.values, default=Provider.Kind.IDPORTEN)
        adding.add_argument("--issuer", required=True, help="https://idporten.no, or https://test.idporten.no to try")
        adding.add_argument("--client-id", required=True, help="what the provider calls this service")
        adding.add_argument("--onbehalfof", default="", help="the municipality's name at a client that several share")
        adding.add_argument(
            "--levels",
            default=providers.HIGH,
            help="the levels let in, lowest first, separated by commas; as the provider names them",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Write the row; a former provider of the same kind ends."""
        place = municipality(options["municipality"])
        if options["what"] == "list":
            for one in providers.of(place.pk):
                self.stdout.write(f"{one.get_kind_display()}: {one.issuer} as {one.client_id}, {', '.join(one.levels)}")
            return
        if options["what"] == "end":
            ended = [one for one in providers.of(place.pk) if one.kind == options["kind"]]
            with telling_officers(place, Event.COMMAND_SIGN_IN):
                for one in ended:
                    providers.end(one)
            self.stdout.write(f"Nobody signs in there any more: {len(ended)} ended.")
            return
        levels = [name.strip() for name in options["levels"].split(",") if name.strip()]
        if not levels or not options["issuer"].startswith("https://"):
            raise CommandError("Name an issuer with https:// and at least one level.")
        with telling_officers(place, Event.COMMAND_SIGN_IN):
            made = providers.add(
                place,
                issuer=options["issuer"],
                client_id=options["client_id"],
                kind=options["kind"],
                levels=levels,
                onbehalfof=options["onbehalfof"],
            )
        self.stdout.write(f"{made.get_kind_display()} is set up. Next: stafettlogg key new {place.number}")
