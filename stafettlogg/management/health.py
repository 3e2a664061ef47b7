"""What can be wrong with an installation: each look gives sentences, none when all is well."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError
from psycopg.conninfo import make_conninfo

from stafettlogg.config import checks, env
from stafettlogg.config.postgres import user_of
from stafettlogg.core import clock, room
from stafettlogg.management import surroundings, uploads
from stafettlogg.vault import files

Database = psycopg.Connection[tuple[Any, ...]]  # Any: what a row holds

# Tables without anybody's rows in them, or that the app reaches before it knows who asks.
UNPROTECTED = frozenset(
    {
        "django_migrations",
        "django_session",
        "identity_providersession",
        "core_installation",
        "procrastinate_jobs",
        "procrastinate_events",
        "procrastinate_workers",
        "procrastinate_periodic_defers",
    }
)
SAFE = {"fsync": "on", "full_page_writes": "on"}
SYNCHRONOUS = ("on", "remote_write", "remote_apply", "local")
OLD_KEY_DAYS = 365
APART = 20  # seconds between two clocks, while there is still time to do something about it


def wrong() -> list[str]:
    """Everything that has to be put right, as sentences."""
    sentences = [*free_space(), *surroundings.exposed()]
    try:
        with psycopg.connect(_as_app(), autocommit=True, connect_timeout=5, prepare_threshold=None) as database:
            for look in LOOKS:
                sentences += look(database)
        sentences += [str(fault) for fault in checks.faults()]
    except (psycopg.OperationalError, DatabaseError):
        sentences.append(
            "The database does not answer. Is it running, and are DATABASE_URL and the password files right?"
        )
    return sentences


def worth_knowing() -> list[str]:
    """What one should know even when nothing is wrong."""
    days = _age_in_days()
    sentences = [
        f"This installation is for {settings.MODE or 'nothing yet'}.",
        f"What is erased is gone from backups after {settings.BACKUP_DAYS} days.",
        *surroundings.not_seen(),
        *uploads.unlooked(),
    ]
    if days is not None:
        sentences.append(
            f"The root key is {days} days old." + (" Think of changing it." if days > OLD_KEY_DAYS else "")
        )
    return sentences


def worrying() -> Iterator[str]:
    """What somebody must look at, though the service may go on meanwhile."""
    if number := files.told_orphans():
        yield (
            f"{number} sealed files in {files.folder()} belong to no row of this database, more than broken-off uploads "
            "explain. Nothing was touched. Is it the right folder, and is the database as new as its files? When all is "
            "as it should be: stafettlogg adopt --put-aside"
        )


def free_space() -> Iterator[str]:
    """Room enough for what people write."""
    if room.is_scarce():
        yield (
            f"Less than {settings.FREE // 1024**2} MiB are free on the disk of {settings.DATA}: nothing can be saved. "
            "Make room, or set STAFETTLOGG_FREE lower if you know what you do."
        )


def durable(database: Database) -> Iterator[str]:
    """What was said to be saved is saved."""
    for name, safe in SAFE.items():
        if _shown(database, name) != safe:
            yield f"PostgreSQL runs with {name} off: a power cut loses what people wrote. Set {name} = {safe}."
    if _shown(database, "synchronous_commit") not in SYNCHRONOUS:
        yield "PostgreSQL answers before it has saved. Set synchronous_commit = on."


def roles(database: Database) -> Iterator[str]:
    """No role can do more than it needs."""
    found = {
        name: (is_super, bypasses)
        for name, is_super, bypasses in database.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'stafettlogg\\_%'"
        )
    }
    for role in ("owner", "app", "worker", "backup"):
        if user_of(role) not in found:
            yield f"The database role {user_of(role)} is missing. See the chapter on PostgreSQL outside in the manual."
            continue
        is_super, bypasses = found[user_of(role)]
        if is_super:
            yield f"{user_of(role)} is a superuser. Run: ALTER ROLE {user_of(role)} NOSUPERUSER"
        if bypasses and role != "backup":
            yield f"{user_of(role)} passes row-level security. Run: ALTER ROLE {user_of(role)} NOBYPASSRLS"
    owned = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner IN (%s, %s)",
        [user_of("app"), user_of("worker")],
    ).fetchall()
    for (table,) in owned:
        yield f"The table {table} is owned by a role that should only use it. Run: ALTER TABLE {table} OWNER TO {user_of('owner')}"


def belt(database: Database) -> Iterator[str]:
    """Row-level security is on, and forced, on every table with somebody's rows."""
    rows = database.execute(
        "SELECT relname, relrowsecurity AND relforcerowsecurity AS held,"
        " EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = c.oid) AS told"
        " FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    if not rows:
        yield "The database is empty. Run `stafettlogg migrate`."
    for table, held, told in rows:
        if table not in UNPROTECTED and not (held and told):
            yield f"Row-level security is not held on {table}: a mistake in the program could show it to anybody. Run `stafettlogg migrate`."


def clocks(database: Database) -> Iterator[str]:
    """What happens is recorded as of now, by the database's clock: a minute away from it nothing is, outside training."""
    if settings.MODE == "training":
        return
    row = database.execute("SELECT clock_timestamp()").fetchone()
    apart = abs((row[0] - clock.now()).total_seconds()) if row else 0
    if apart > APART:
        yield (
            f"The clocks of this machine and of the database are {apart:.0f} seconds apart. At 60 nothing can be recorded,"
            " and so nothing is shown. Let both machines keep time by the network."
        )


LOOKS: tuple[Callable[[Database], Iterator[str]], ...] = (durable, roles, belt, clocks)


def _as_app() -> str:
    place = env.connection("app")
    return make_conninfo(
        host=place["HOST"],
        port=place["PORT"] or None,
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
    )


def _shown(database: Database, name: str) -> str:
    row = database.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _age_in_days() -> int | None:
    try:
        return int((time.time() - settings.ROOT_KEY_FILE.stat().st_mtime) // 86_400)
    except OSError:
        return None
