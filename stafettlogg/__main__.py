"""The command line: `stafettlogg serve`, or `python -m stafettlogg serve`."""

from __future__ import annotations

import os
import sys

from stafettlogg.config import binaries, env, initialise, postgres

OWNERS = ("migrate", "makemigrations")
WORKERS = (
    "worker",
    "doctor",
    "world",
    "municipality",
    "admin",
    "provider",
    "key",
    "import",
    "idporten",
    "adopt",
    "drill",
)
ROLES = dict.fromkeys(OWNERS, "owner") | dict.fromkeys(WORKERS, "worker")
WITHOUT_DATABASE = (
    "",
    "help",
    "init",
    "roles",
    "serve",
    "demo",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "document",
)


def main() -> None:
    """Choose the role the command needs, start the embedded PostgreSQL where it is used, and run the command."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafettlogg.config.settings")
    os.environ.setdefault("STAFETTLOGG_ROLE", ROLES.get(command, "app"))
    if command in ("demo", "idporten"):
        os.environ.setdefault("STAFETTLOGG_MODE", "training")  # nothing else has a mode before somebody says it
    try:
        if command == "demo" and env.uses_embedded() and env.MODE.read() == "training":
            make_ready()
        server = postgres.start(env.FOLDER.read()) if env.uses_embedded() and needs_database(command) else None
    except (env.BadSetting, binaries.NoPostgres, initialise.InUse, PermissionError) as wrong:
        sys.exit(str(wrong))
    from django.core.management import execute_from_command_line  # after the environment is complete

    try:
        execute_from_command_line(["stafettlogg", *sys.argv[1:]])
    finally:
        if server is not None:
            server.stop()


def needs_database(command: str) -> bool:
    """Whether the command itself talks to the database; serve and demo start it for their children."""
    return command not in WITHOUT_DATABASE and not command.startswith("-") and "--help" not in sys.argv


def make_ready() -> None:
    """What the demo needs before Django reads its settings: keys and passwords, and nothing of before where one begins anew."""
    if os.environ.get("FRESH") == "1":
        print("Removing the training site that was here …", flush=True)  # noqa: T201 – the command line speaks
        initialise.begin_anew(env.FOLDER.read())
    for file in initialise.initialise():
        print(f"Made {file}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
