"""Run the service: web processes and a worker beside each other, and the embedded PostgreSQL where it is used."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection  # noqa: TID251 – to close it; no SQL

from stafettlogg.config import env, postgres
from stafettlogg.config.binaries import NoPostgres
from stafettlogg.core import durable
from stafettlogg.management import health, supervisor


class Command(BaseCommand):
    """Web and worker until told to stop."""

    help = "Run the web server and a worker. Ends cleanly on SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Start the database, look whether all is well, serve, and stop what was started."""
        if not settings.MODE:
            raise CommandError("Set STAFETTLOGG_MODE=training or production first; there is no default.")
        server = start_database() if env.uses_embedded() else None
        try:
            self.prepare()
            supervisor.run(children())
        finally:
            if server is not None:
                server.stop()

    def prepare(self) -> None:
        """Collect the static files, and refuse to serve what the doctor would not let out of bed."""
        collect_static()
        for sentence in (wrong := health.wrong()):
            self.stderr.write(f"✗ {sentence}")
        let_go()
        if wrong:
            raise CommandError(
                "Not started. Put right what is said above; `stafettlogg doctor` tells when all is well."
            )


def start_database() -> postgres.Server:
    """Start our own PostgreSQL, which ends with this process; says in a sentence why it does not start."""
    try:
        return postgres.start(env.FOLDER.read(), bound=True)
    except NoPostgres as wrong:
        raise CommandError(str(wrong)) from None


def collect_static() -> None:
    """Hash and compress the static files, unless they are those of the last time: it takes seconds."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + file.read())
    stamp = settings.STATIC_ROOT / "collected"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)  # a power cut leaves some that are empty
        call_command("collectstatic", interactive=False, verbosity=0)
        os.sync()  # the stamp must not outlive what it stands for
        durable.replace(stamp, digest.hexdigest())


def let_go() -> None:
    """Close this process' own connections: from here on the children do the work."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has a pool


def command(*words: str) -> list[str]:
    """The product's own command line, in a process of its own."""
    return [sys.executable, "-m", "stafettlogg", *words]


def web(application: str = "stafettlogg.config.wsgi:application") -> list[str]:
    """One web server with one process that answers; they share the port, and the kernel deals out who comes (SO_REUSEPORT)."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", env.ADDRESS.read(),
        "--port", str(env.PORT.read()), "--workers", "1", "--blocking-threads", "4",
        "--no-ws", "--workers-kill-timeout", "10", "--log-level", "warning", application,
    ]  # fmt: skip


def children() -> list[supervisor.Child]:
    """The web servers as app, and the worker as worker.

    A granian with several processes ends them all when one of them dies; so each has one of its own, and the others go on
    while the supervisor starts it again.
    """
    return [
        *(supervisor.Child(f"web {n}", web(), {"STAFETTLOGG_ROLE": "app"}) for n in range(env.WEB_PROCESSES.read())),
        supervisor.Child("worker", command("worker"), {"STAFETTLOGG_ROLE": "worker"}),
    ]
