"""Tasks whose worker was killed are taken up again (security.md § 6, integrations.md § 8).

Every worker runs `sweep_forever` beside its tasks, in a loop that a long task can not starve: tasks run in threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status
from procrastinate.sql import queries

from stafettlogg.core import clock, mark
from stafettlogg.identity import providers

EVERY = 5.0
SILENT = 8.0
TOO_LONG = timedelta(minutes=15)  # every task does one small thing
MOST_ATTEMPTS = 8
KEPT_HOURS = 30 * 24
RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3)

log = logging.getLogger(__name__)


@app.periodic(cron="17 3 * * *")
@app.task(name="stafettlogg.management.sweep.forget_jobs")
async def forget_jobs(timestamp: int) -> None:
    """Every night: jobs that ended a month ago are removed, the failed ones too."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True)


@app.periodic(cron="27 3 * * *")
@app.task(name="stafettlogg.management.sweep.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Every night: sessions that were over a day ago are removed."""
    providers.forget_sessions(clock.now() - timedelta(days=1))


@app.periodic(cron="* * * * *")
@app.task(name="stafettlogg.management.sweep.beat")
def beat(timestamp: int) -> None:
    """Every minute: say how far the database has come; and a worker with a periodic task notices when it has been away."""
    mark.move()


def give_retries(tasks: App) -> None:
    """Let every task that has not said otherwise be tried again, a limited number of times."""
    for task in tasks.tasks.values():
        if task.retry_strategy is None:
            task.retry_strategy = RETRY


async def sweep_forever(tasks: App) -> None:
    """Sweep every few seconds, whatever happens in between."""
    while True:
        try:
            await sweep(tasks)
        except Exception as away:  # the database may be gone for a while; the next round tries again
            log.warning("The sweep found no database: %s.", type(away).__name__)
        await asyncio.sleep(EVERY)


async def sweep(tasks: App) -> int:
    """Take up what was left lying; the number of jobs that go again."""
    again = 0
    for job in await _left_lying(tasks):
        try:
            again += await _take_up(tasks, job)
        except Exception as failed:  # one job must not hold back the others
            log.warning("Job %s was not taken up: %s.", job.id, type(failed).__name__)
    return again


async def _left_lying(tasks: App) -> Iterable[Job]:
    silent = await tasks.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT)
    # a job whose last word was lost stays "doing" while its worker lives
    rows = await tasks.connector.execute_query_all_async(
        query=queries["select_stalled_jobs_by_started"],
        nb_seconds=int(TOO_LONG.total_seconds()),
        queue=None,
        task_name=None,
    )
    return {job.id: job for job in (*silent, *(Job.from_row(row) for row in rows))}.values()


async def _take_up(tasks: App, job: Job) -> int:
    if job.attempts >= MOST_ATTEMPTS:
        await tasks.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        log.error("Job %s of %s is given up after %s attempts.", job.id, job.task_name, job.attempts)
        return 0
    await tasks.job_manager.retry_job(job)
    return 1
