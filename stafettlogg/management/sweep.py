"""Tasks whose worker was killed are taken up again (security.md § 6, integrations.md § 8).

Every worker runs this beside its tasks, in a loop that a long task can not starve.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, timedelta

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from stafettlogg.core import clock

EVERY = 5.0
SILENT = 8.0
TOO_LONG = timedelta(hours=1)
LONGEST_LIFE = 6
RETRY = RetryStrategy(max_attempts=LONGEST_LIFE, exponential_wait=3)

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="stafettlogg.management.sweep.beat", pass_context=False)
def beat(timestamp: int) -> None:
    """Do nothing once a minute: a worker with a periodic task notices when its database has been away."""
