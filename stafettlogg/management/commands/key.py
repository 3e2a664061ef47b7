"""The keys we sign with at a provider: a new one, which there are, and when an old one is done with."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stafettlogg.core import clock
from stafettlogg.core.acting import before_sign_in
from stafettlogg.identity import providers
from stafettlogg.identity.models import Provider
from stafettlogg.identity.told import Event
from stafettlogg.management.places import municipality, telling_officers


class Command(BaseCommand):
    """`key new 4699`, `key list 4699`, `key retire 4699 KID`."""

    help = "Make a key to sign with at the provider (new), show what to register there (list), or end one (retire)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which keys."""
        parser.add_argument("what", choices=["new", "list", "retire"])
        parser.add_argument("municipality", help="the municipality's number")
        parser.add_argument("kid", nargs="?", help="the key to retire")
        parser.add_argument("--kind", choices=Provider.Kind.values, default=Provider.Kind.IDPORTEN)

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Make, show or retire; what is shown is public."""
        place = municipality(options["municipality"])
        provider = next((one for one in providers.of(place.pk) if one.kind == options["kind"]), None)
        if provider is None:
            raise CommandError(f"{place.name} has no such provider yet: run stafettlogg provider add {place.number}.")
        if options["what"] == "new":
            with telling_officers(place, Event.COMMAND_SIGN_IN):
                providers.new_key(provider)
        with before_sign_in(place.pk):
            held = providers.keys(provider)
            if options["what"] == "retire":
                with telling_officers(place, Event.COMMAND_SIGN_IN):
                    self._retire(held, options["kid"])
                held = providers.keys(provider)
            for key in held:
                age = (clock.now() - key.made_at).days
                self.stdout.write(f"{key.pk}  {age} days old, {(providers.KEY_LIFE.days - age)} left")
            self.stdout.write("Register these public keys at the provider:")
            self.stdout.write(json.dumps(providers.public_keys(provider), indent=2))

    def _retire(self, held: list[Any], kid: str | None) -> None:
        key = next((one for one in held if str(one.pk) == kid), None)
        if key is None or len(held) == 1:
            raise CommandError("Name one of several keys: the only one cannot be retired.")
        providers.retire_key(key)
