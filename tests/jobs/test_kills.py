"""Work that must not be lost or done twice while the worker is killed (security.md § 6); many more kills at night."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from stafettlogg.config import postgres as embedded
from stafettlogg.core.acting import acting
from stafettlogg.core.outbox import later
from tests import world as worlds

NEWEST_WORKER = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
TASK = "stafettlogg.relay.jobs.count_duplicate"


def _worker() -> subprocess.Popen[bytes]:
    """A worker as `serve` starts it, in a process of its own."""
    environ = {**os.environ, "STAFETTLOGG_ROLE": "worker"}
    return subprocess.Popen([sys.executable, "-m", "stafettlogg", "worker"], env=environ)


def _wait(is_true: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_true():
            return True
        time.sleep(0.05)
    return is_true()


@pytest.mark.django_db(transaction=True)
def test_jobs_are_neither_lost_nor_done_twice_when_the_worker_is_killed(postgres: embedded.Server) -> None:
    work_through(postgres, jobs=40, kills=3)


def work_through(postgres: embedded.Server, *, jobs: int, kills: int) -> None:
    """Plan so many jobs while the worker is killed so often, and see that each was done once."""
    world = worlds.build()
    log, planned, chance = world.log, 0, random.Random(4699)
    with psycopg.connect(postgres.dsn("superuser"), autocommit=True) as database:

        def count(query: str, *values: Any) -> int:  # Any: whatever the query takes
            row = database.execute(query, values).fetchone()
            return int(row[0]) if row else 0

        for kill in range(kills):
            before = count(NEWEST_WORKER)
            worker = _worker()
            assert _wait(lambda: count(NEWEST_WORKER) > before, 30), "no worker came"  # noqa: B023 – asked at once
            share = (jobs - planned) // (kills - kill)
            with acting(world.as_("leader")):
                for _ in range(share):
                    later(TASK, child=log.child_id, attempt=uuid4())
            planned += share
            time.sleep(chance.uniform(0.02, 0.25))
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        assert planned == jobs

        last = _worker()
        try:
            waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status IN ('todo', 'doing')"
            assert _wait(lambda: count(waiting, TASK) == 0, 90), "jobs were left lying"
        finally:
            last.send_signal(signal.SIGTERM)
            last.wait(30)

        assert count("SELECT duplicate_tries FROM relay_relaylog WHERE id = %s", log.pk) == jobs
        told = "SELECT count(*) FROM core_auditevent WHERE action = 'log.duplicate' AND root = %s"
        assert count(told, log.pk) == jobs
        assert count("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 0
