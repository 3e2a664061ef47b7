"""Log lines tell what and where, never about whom."""

from __future__ import annotations

import logging
import sys

from django.test import RequestFactory

from stafettlogg.config.discretion import Discreet, Formatter

SECRET = "Kari-Tuva"


def written(record: logging.LogRecord) -> str:
    """The record as the log shows it."""
    Discreet().filter(record)
    return Formatter("%(name)s %(message)s").format(record)


def test_an_address_becomes_its_route() -> None:
    request = RequestFactory().get(f"/4699/sok/{SECRET}")
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (request.path,), None)
    record.request, record.status_code = request, 404

    assert written(record) == "django.request 404 no route"


def test_an_exception_is_told_without_its_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord("stafettlogg", logging.ERROR, "", 1, "It failed", (), sys.exc_info())

    line = written(record)

    assert "ValueError" in line
    assert SECRET not in line


def test_a_job_is_told_without_its_arguments() -> None:
    record = logging.LogRecord("procrastinate.worker", logging.ERROR, "", 1, f"Job x({SECRET}) failed", (), None)
    record.action = "job_error"
    record.job = {"id": 7, "task_name": "relay.x", "task_kwargs": {"name": SECRET}}

    assert written(record) == "procrastinate.worker job_error: job 7 relay.x"
