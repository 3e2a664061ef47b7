"""Do the tasks, and take up those of a worker that was killed."""

from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from stafettlogg.config import checks
from stafettlogg.management import sweep

CONCURRENCY = 4


class Command(BaseCommand):
    """The worker; it ends when it has finished what it has begun."""

    help = "Do the tasks. Started by serve; more of them may run elsewhere."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Work until told to stop."""
        if refusal := checks.refusal():
            raise CommandError(refusal)
        connector = PsycopgConnector(
            kwargs=connector_params(), timeout=settings.PATIENCE, reconnect_timeout=settings.PATIENCE
        )
        with app.replace_connector(connector):
            asyncio.run(self.work())

    async def work(self) -> None:
        """Tasks and sweep beside each other; the sweep ends with the worker."""
        async with app.open_async():
            app.perform_import_paths()  # type: ignore[no-untyped-call]
            sweep.give_retries(app)
            sweeping = asyncio.create_task(sweep.sweep_forever(app))
            try:
                await app.run_worker_async(concurrency=CONCURRENCY)
            finally:
                sweeping.cancel()
