"""Try the product on this machine, with made-up people, in one command."""

from __future__ import annotations

import os
import subprocess
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from stafettlogg.config import env
from stafettlogg.core import belonging, tables
from stafettlogg.core.scope import system
from stafettlogg.identity.models import Municipality
from stafettlogg.management import supervisor
from stafettlogg.management.commands import serve

ADDRESSES = {"127.0.0.1": "localhost", "0.0.0.0": "localhost"}  # noqa: S104 – what to show, not where to listen
WELCOME = """
  Stafettlogg is ready:  http://{address}:{port}/

  This is a training site. Everybody in it is made up; never write about a real child here.
  Sign in with  demo20  and the password  BTI2000 .

  Stop with Ctrl-C. Begin anew with  make demo FRESH=1 .
"""


class Command(serve.Command):
    """The training site, filled the first time."""

    help = "Start a training site with made-up people on this machine. FRESH=1 begins anew; PORT chooses the port."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Start the database, migrate, fill an empty one, serve."""
        if settings.MODE != "training" or not env.uses_embedded():
            raise CommandError(
                "The demo is for training on the embedded PostgreSQL: unset DATABASE_URL and STAFETTLOGG_MODE."
            )
        self.say("Starting PostgreSQL …")
        server = serve.start_database()
        try:
            if tables.pending() or not belonging.named():
                self.say("Making the tables …")
                run("migrate", "--verbosity", "0", role="owner")
            if not is_filled():
                self.say("Writing the made-up people and their logs; it takes a while the first time …")
                run("world", role="worker")
            self.say("Looking whether all is well …")
            self.prepare()
            self.say(
                WELCOME.format(address=ADDRESSES.get(env.ADDRESS.read(), env.ADDRESS.read()), port=env.PORT.read())
            )
            supervisor.run(serve.children())
        finally:
            server.stop()

    def say(self, sentence: str) -> None:
        """Tell at once what is done now: somebody waits in front of it."""
        self.stdout.write(sentence)
        self.stdout.flush()


def run(*words: str, role: str) -> None:
    """Another command, in a process of its own with the role it needs."""
    done = subprocess.run(serve.command(*words), env={**os.environ, "STAFETTLOGG_ROLE": role}, check=False)
    if done.returncode:
        raise CommandError("The training site was not made. The reason stands above; FRESH=1 begins anew.")


def is_filled() -> bool:
    """Whether there is a world already."""
    with system("is there a world already"):
        return Municipality.objects.get_queryset().exists()
