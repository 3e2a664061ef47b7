"""Being another database role for a while, as the command line's own processes are (security.md § 2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_worker() -> Iterator[None]:
    """Run the block as the worker role, for whom alone the belt honours `everywhere(…)`."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE stafettlogg_worker")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
