"""Planning a task by its name, in the same transaction as what it follows from: an outbox for free."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def later(name: str, *, key: str | None = None, **ids: UUID | str) -> None:
    """Plan the task with this dotted name; ids only, never a text. With a key, one waiting task of that key is enough."""
    task = app.configure_task(name, queueing_lock=key)
    try:
        with transaction.atomic():
            task.defer(**{name: str(value) for name, value in ids.items()})
    except AlreadyEnqueued:
        return
