"""Two hundred tasks under twelve kills of the worker (security.md § 6)."""

from __future__ import annotations

import pytest

from stafettlogg.config import postgres as embedded
from tests.jobs.test_kills import work_through


@pytest.mark.django_db(transaction=True)
def test_200_jobs_under_twelve_kills_are_neither_lost_nor_done_twice(postgres: embedded.Server) -> None:
    work_through(postgres, jobs=200, kills=12)
