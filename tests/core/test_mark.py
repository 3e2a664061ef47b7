"""A database that is older than its data folder is told: what people were told is saved may be missing (security.md, the promise)."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from stafettlogg.config import checks
from stafettlogg.core import clock, mark
from stafettlogg.core.models import Installation
from stafettlogg.management import health, sweep
from tests.roles import as_worker
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unmarked() -> Iterator[None]:
    """A folder that says nothing yet."""
    mark._file().unlink(missing_ok=True)
    with clock.fixed(NOW):
        yield
    mark._file().unlink(missing_ok=True)


def move(times: int) -> None:
    """What the worker does once a minute, so often."""
    with as_worker():
        for _ in range(times):
            sweep.beat(timestamp=0)


def reached() -> int:
    """What the database says."""
    return Installation.objects.values_list("mark", flat=True).get()


def test_an_installation_that_goes_on_is_as_new_as_its_folder() -> None:
    before = reached()
    move(3)

    assert reached() == before + 3
    assert mark._file().read_text() == f"{before + 3} 2026-11-24 09:00 UTC\n"
    assert [fault.name for fault in checks.faults()] == []


def restore_an_older_one() -> None:
    """What a restore does: the database of before, beside the folder of now."""
    move(5)
    mark._file().write_text(f"{reached() + 1} 2026-11-24 09:00 UTC\n")


def test_an_older_database_is_told_and_nothing_runs() -> None:
    restore_an_older_one()

    (fault,) = checks.faults()

    assert fault.name == "age"
    assert "what was saved until 2026-11-24 09:00 UTC is not all in it" in fault.what
    assert [sentence for sentence in health.wrong() if "stafettlogg adopt" in sentence] == [str(fault)]


def test_an_older_database_does_not_catch_up_unseen(caplog: pytest.LogCaptureFixture) -> None:
    restore_an_older_one()
    before = reached()

    move(9)

    assert reached() == before
    assert [fault.name for fault in checks.faults()] == ["age"]
    assert "older than its data folder" in caplog.text


def test_one_that_was_restored_on_purpose_is_adopted_by_hand() -> None:
    restore_an_older_one()

    with as_worker():
        call_command("adopt", stdout=io.StringIO())

    assert list(checks.faults()) == []
