"""A task whose worker was killed is taken up again, a limited number of times (security § 6)."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest
from procrastinate import App, PsycopgConnector, RetryStrategy

from stafettlogg.config.postgres import Server
from stafettlogg.management import sweep

pytestmark = pytest.mark.django_db(transaction=True)

Owner = psycopg.Connection[Any]


@pytest.fixture
def tasks(postgres: Server) -> App:
    """The tasks as the worker role reaches them."""
    return App(connector=PsycopgConnector(conninfo=postgres.dsn("worker")))


def doing(owner: Owner, *, heartbeat: str, started: str = "1 minute", attempts: int = 1) -> int:
    """A job that a worker has begun, and when it was last heard of."""
    worker = owner.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heartbeat]
    ).fetchone()
    assert worker
    job = owner.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, worker_id)"
        " VALUES ('default', 'some.task', 'doing', %s, %s) RETURNING id",
        [attempts, worker[0]],
    ).fetchone()
    assert job
    owner.execute(
        "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'started', now() - %s::interval)",
        [job[0], started],
    )
    return int(job[0])


def swept(tasks: App) -> int:
    """One round of the sweep."""

    async def once() -> int:
        async with tasks.open_async():
            return await sweep.sweep(tasks)

    return asyncio.run(once())


def status(owner: Owner, job: int) -> str:
    """What became of it."""
    row = owner.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job]).fetchone()
    assert row
    return str(row[0])


def test_a_job_of_a_silent_worker_goes_again(owner: Owner, tasks: App) -> None:
    job = doing(owner, heartbeat="20 seconds")

    assert swept(tasks) == 1
    assert status(owner, job) == "todo"


def test_a_job_of_a_living_worker_is_left_alone(owner: Owner, tasks: App) -> None:
    job = doing(owner, heartbeat="1 second")

    assert swept(tasks) == 0
    assert status(owner, job) == "doing"


def test_a_job_whose_last_word_was_lost_goes_again_by_age(owner: Owner, tasks: App) -> None:
    job = doing(owner, heartbeat="1 second", started="20 minutes")

    assert swept(tasks) == 1
    assert status(owner, job) == "todo"


def test_a_job_that_kills_its_workers_is_given_up(owner: Owner, tasks: App) -> None:
    job = doing(owner, heartbeat="20 seconds", attempts=sweep.MOST_ATTEMPTS)

    assert swept(tasks) == 0
    assert status(owner, job) == "failed"


def test_every_task_is_tried_again_unless_it_says_otherwise(tasks: App) -> None:
    own = RetryStrategy(max_attempts=2)
    tasks.task(name="plain")(lambda: None)
    tasks.task(name="careful", retry=own)(lambda: None)

    sweep.give_retries(tasks)

    assert tasks.tasks["plain"].retry_strategy is sweep.RETRY
    assert tasks.tasks["careful"].retry_strategy is own
