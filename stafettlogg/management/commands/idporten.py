"""Try real sign-in on a training site: a stand-in for ID-porten and Ansattporten, as long as the command runs."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stafettlogg.config import checks, env
from stafettlogg.management import standin, supervisor
from stafettlogg.management.commands.serve import let_go

WELCOME = """
  You can now sign in through a stand-in for ID-porten:  {site}/logg-inn/

  ID-porten's stand-in is {idporten}, Ansattporten's {ansattporten}.
  {idporten}/logout signs out there. Stop with Ctrl-C.
"""


class Command(BaseCommand):
    """The stand-in beside the training site; its ways in end with it."""

    help = "Run a stand-in for ID-porten beside a running training site (make demo)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who asks for less than the highest level."""
        parser.add_argument(
            "--substantial", nargs="*", default=[], metavar="NUMBER", help="municipalities that let MinID in, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Register the ways in, run the stand-in, and end the ways again."""
        if refusal := checks.mode_mismatch() or standin.missing():
            raise CommandError(refusal)
        with (
            standin.registered(site(), options["substantial"]) as told,
            TemporaryDirectory(prefix="stafettlogg-idporten-") as folder,
        ):
            file = Path(folder) / "standin.json"  # in a folder that nobody else can open
            file.write_text(json.dumps(told))
            idporten, ansattporten = (issuer["address"] for issuer in told["issuers"])
            self.stdout.write(WELCOME.format(site=site(), idporten=idporten, ansattporten=ansattporten))
            self.stdout.flush()
            let_go()
            node = [str(standin.NODE), str(standin.FOLDER / "standin.mjs")]
            supervisor.run([supervisor.Child("standin", node, {"STANDIN": str(file)})])


def site() -> str:
    """The address that browsers know the training site by."""
    return [*settings.CSRF_TRUSTED_ORIGINS, f"http://localhost:{env.PORT.read()}"][0]
