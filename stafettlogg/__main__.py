"""The command line: `stafettlogg serve`, or `python -m stafettlogg serve`."""

from __future__ import annotations

import base64
import os
import secrets
import sys

from stafettlogg.config import binaries, env, postgres

OWNERS = ("migrate", "makemigrations")
WORKERS = ("worker", "world", "municipality", "admin", "provider", "key", "import", "idporten")
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
        make_secrets()
        server = postgres.start(env.FOLDER.read()) if env.uses_embedded() and needs_database(command) else None
    except (env.BadSetting, binaries.NoPostgres, PermissionError) as wrong:
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


def make_secrets() -> None:
    """Make the root key and the roles' passwords, where they are not there yet and nobody has chosen a place for them."""
    folder = env.FOLDER.read()
    folder.mkdir(parents=True, exist_ok=True)
    if env.ROOT_KEY_FILE.read() is None:  # a key somebody chose a place for is put there by that somebody
        postgres.write_secret(env.root_key_file(), base64.b64encode(secrets.token_bytes(32)).decode())
    if env.PASSWORDS.read() is None:
        postgres.make_passwords(env.passwords())


if __name__ == "__main__":
    main()
