"""Every test of this folder is marked `nightly`: `make nightly` runs them, as root, with Debian's own servers.

`make test` never walks in here (`norecursedirs` in pyproject.toml); name the folder, or a file in it, to run them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = ("nginx", "pgbouncer")
DEBIAN_POSTGRES = Path("/usr/lib/postgresql/15/bin")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, whoever collects it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.nightly)


@pytest.fixture(scope="session", autouse=True)
def _machine() -> Iterator[None]:
    """Fail, and never skip, where the machine lacks what the nights need: `make nightly` installs it."""
    lacking = [name for name in PROGRAMS if shutil.which(name, path=f"/usr/sbin:{os.defpath}") is None]
    lacking += [] if (DEBIAN_POSTGRES / "initdb").exists() else ["postgresql-15"]
    assert os.geteuid() == 0, "The nightly tests start servers as other users: run them as root."
    assert lacking == [], f"Install {' '.join(lacking)}, or run make nightly, which does."
    yield
