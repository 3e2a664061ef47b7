"""What a log line may say: ids, verbs, routes and code lines – never an address, an argument or what somebody wrote."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class Discreet(logging.Filter):
    """Take out of a record what could be about somebody."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace addresses by route names, and drop what a task was given."""
        if record.name.startswith(("django.request", "django.server", "django.security")):
            request = getattr(record, "request", None)
            match = getattr(request, "resolver_match", None)
            route = match.url_name if match else "no route"
            record.msg, record.args = "%s %s", (getattr(record, "status_code", "refused"), route)
        elif record.name.startswith("procrastinate"):
            job = getattr(record, "job", None)
            known = f"job {job.get('id')} {job.get('task_name')}" if isinstance(job, dict) else "no job"
            record.msg, record.args = "%s: %s", (getattr(record, "action", "event"), known)
        return True


class Formatter(logging.Formatter):
    """Write an exception as its type and its lines of code: its message can hold what somebody wrote."""

    def formatException(  # noqa: N802 – logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The type, and where."""
        kind, _, trace = ei
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "", *lines])

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 – logging's own name
        """Nothing: a stack holds source lines with values in them."""
        return ""
