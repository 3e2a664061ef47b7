"""Migrations that let others pass: each tries by itself, for as long as it takes to find a moment when nobody is in the way.

A change of a table waits for everybody who has begun with it, and whoever comes afterwards waits behind the change. So:

1. all that a migration needs of Python is made ready before it touches the database, and kept for the next try;
2. it is carried out and recorded in one transaction, while a second connection looks who waits for it;
3. when somebody has waited for `LONGEST`, it is broken off, everybody passes, and it tries again a little later.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction  # noqa: TID251 – as owner, who has no caller
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

PATIENCE = 15 * 60.0  # for one migration
LONGEST = 0.2  # that anybody at work waits for one; the rest of 300 ms is for a machine that is busy
LOOK = 0.01
HEAD_START = 0.1  # most are over by then, and nobody needs to look
PAUSE = (0.02, 0.1)  # in which everybody who was held up gets on with it
HELD_UP = {"55P03", "57014", "57P01", "40P01"}  # waited too long, broken off, ended, deadlock

Step = tuple[Operation, ProjectState, ProjectState]

WAITING = """
WITH waiting AS MATERIALIZED (SELECT pid, waitstart FROM pg_locks WHERE NOT granted AND pid <> %(ours)s)
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0) > %(longest)s
FROM waiting WHERE %(ours)s = ANY (pg_blocking_pids(pid))
"""


class StillBusy(Exception):
    """A migration found no moment in all its time; what came before it is in place."""


class Patient(MigrationExecutor):
    """Carries migrations out as Django does, but never at the cost of somebody who works."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Try until it is done; raises `StillBusy` after `PATIENCE`."""
        if fake or fake_initial:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        self._tell("apply_start", migration)
        steps, until = [*_steps(state, migration)], time.monotonic() + PATIENCE
        while not self._is_carried_out(migration, steps) and not self._is_recorded(migration):
            if time.monotonic() > until:
                raise StillBusy(str(migration))
            time.sleep(random.uniform(*PAUSE))  # noqa: S311 – no secret
        self._tell("apply_success", migration)
        return state

    def _tell(self, what: str, migration: Migration) -> None:
        if self.progress_callback:
            self.progress_callback(what, migration, False)

    def _is_recorded(self, migration: Migration) -> bool:
        """Whether it was done after all, and only the answer to its commit was lost."""
        return (migration.app_label, migration.name) in self.recorder.applied_migrations()

    def _is_carried_out(self, migration: Migration, steps: list[Step]) -> bool:
        """One try: all of the migration and its record, or nothing."""
        watch = Watch(self.connection)
        try:
            with self.connection.schema_editor(atomic=migration.atomic) as editor, watch.watching(migration.atomic):
                for operation, before, after in steps:
                    _carry_out(migration, operation, editor, before, after)
                for statement in editor.deferred_sql:
                    editor.execute(statement)
                editor.deferred_sql.clear()
                self.record_migration(migration)
        except (OperationalError, InterfaceError) as held_up:
            if not watch.has_broken_off and getattr(held_up.__cause__, "sqlstate", None) not in HELD_UP:
                raise
            self.connection.close()
            return False
        return True


def _steps(state: ProjectState, migration: Migration) -> Iterator[Step]:
    """Each operation with the models before and after it, rendered: what takes its time takes it before anything is locked."""
    for operation in migration.operations:
        before = state.clone()
        operation.state_forwards(migration.app_label, state)
        after = state.clone()
        yield operation, _rendered(before), _rendered(after)


def _rendered(state: ProjectState) -> ProjectState:
    state.apps  # noqa: B018 – a cached property
    return state


def _carry_out(
    migration: Migration,
    operation: Operation,
    editor: BaseDatabaseSchemaEditor,
    before: ProjectState,
    after: ProjectState,
) -> None:
    """As `Migration.apply` has it: an atomic operation of a migration that is not gets a transaction of its own."""
    is_alone = not editor.atomic_migration and (
        operation.atomic or (migration.atomic and operation.atomic is not False)
    )
    if is_alone:
        with transaction.atomic(editor.connection.alias):
            operation.database_forwards(migration.app_label, editor, before, after)
    else:
        operation.database_forwards(migration.app_label, editor, before, after)


class Watch:
    """Looks, from a connection of its own, whether somebody waits for ours, and breaks ours off before that is too long."""

    def __init__(self, ours: BaseDatabaseWrapper) -> None:
        self.ours = ours
        self.has_broken_off = False
        self._over = threading.Event()

    @contextmanager
    def watching(self, is_atomic: bool) -> Iterator[None]:
        """While the block runs. The time-out is for the case that nobody can look: then nobody waits a second either.

        Where this process is killed, the server notices while ours waits in line, and lets those behind it pass.
        """
        with self.ours.cursor() as cursor:
            cursor.execute(
                "SELECT pg_backend_pid(), set_config('lock_timeout', '1s', %(local)s),"
                " set_config('client_connection_check_interval', '20ms', %(local)s)",
                {"local": is_atomic},
            )
            (pid, *_) = cursor.fetchone()
        looking = threading.Thread(target=self._look, args=[pid], daemon=True)
        looking.start()
        try:
            yield
        finally:
            self._over.set()
            looking.join()

    def _look(self, pid: int) -> None:
        if self._over.wait(HEAD_START):
            return
        theirs: Any = self.ours.copy()  # Any: the stubs know no copy()
        try:
            with theirs.cursor() as cursor:
                while not self._over.wait(LOOK):
                    cursor.execute(WAITING, {"ours": pid, "longest": LONGEST})
                    if cursor.fetchone()[0]:
                        self.has_broken_off = True
                        # the whole connection: a statement that is cancelled leaves its locks until we have rolled back
                        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        finally:
            theirs.close()


def migrate_everything(progress: Any) -> None:
    """Bring every table up to date; `progress` is told as Django's own command is. Any: Django's own."""
    executor = Patient(connection, progress)
    executor.loader.check_consistent_history(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
