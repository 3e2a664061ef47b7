"""A restored copy of the database harms nothing of the installation it was copied from, and a lost key is asked for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from stafettlogg.config.postgres import password
from tests.browser.site import free_port
from tests.nightly import debian, site
from tests.nightly.site import STAFETTLOGG


@dataclass
class Copied:
    """An installation on Debian's PostgreSQL, and what is said to a copy of its database."""

    postgres: debian.Postgres
    folder: Path
    environ: dict[str, str]

    @property
    def of_the_copy(self) -> dict[str, str]:
        """As whoever forgets that a copy needs a folder of its own would start it."""
        return {**self.environ, "DATABASE_URL": self.postgres.url.replace("/stafettlogg", "/copy")}

    def in_its_own_folder(self) -> dict[str, str]:
        """As drift.md says."""
        own = self.folder / "copy"
        own.mkdir(mode=0o700, exist_ok=True)
        kept = Path(self.environ["STAFETTLOGG_DATA"])
        return self.of_the_copy | {
            "STAFETTLOGG_DATA": str(own),
            "STAFETTLOGG_PASSWORDS": str(kept / "passwords"),
            "STAFETTLOGG_ROOT_KEY_FILE": str(kept / "root.key"),
        }


@pytest.fixture(scope="module")
def copied() -> Iterator[Copied]:
    """A municipality in use, and its database dumped and restored beside it."""
    with site.folder("copies") as folder, debian.cluster(folder) as postgres:
        environ = site.environment(
            folder / "installation", STAFETTLOGG_MODE="training", DATABASE_URL=postgres.url, PORT=str(free_port())
        )
        made = Copied(postgres, folder, environ)
        debian.command(environ, "init", postgres.superuser(), PGPASSWORD=postgres.secret)
        for said_to in (environ, made.of_the_copy):
            debian.command(said_to, "roles", postgres.superuser(), PGPASSWORD=postgres.secret)
        debian.command(environ, "migrate", "--verbosity", "0")
        debian.command(environ, "municipality", "add", "4697", "Vikabygd")
        copy(postgres, folder)
        yield made


def copy(postgres: debian.Postgres, folder: Path) -> None:
    """Dump as the role that reads, restore as superuser."""
    secret = password(folder / "installation" / "passwords", "backup")
    where = ["--host=127.0.0.1", f"--port={postgres.port}"]
    file = folder / "dump"
    subprocess.run(
        [debian.BINARIES / "pg_dump", *where, "--username=stafettlogg_backup", "--format=custom", f"--file={file}",
         "stafettlogg"],
        env={**os.environ, "PGPASSWORD": secret}, check=True,
    )  # fmt: skip
    subprocess.run(
        [debian.BINARIES / "pg_restore", *where, f"--username={debian.SUPERUSER}", "--dbname=copy", "--exit-on-error",
         "--clean", "--if-exists", file],
        env={**os.environ, "PGPASSWORD": postgres.secret}, check=True,
    )  # fmt: skip


def refused(environ: dict[str, str], *words: str) -> str:
    """Why the command does nothing."""
    done = subprocess.run([*STAFETTLOGG, *words], env=environ, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode != 0, done.stdout
    return done.stderr


@pytest.mark.parametrize("command", ["worker", "serve", "migrate", "doctor"])
def test_nothing_of_a_copy_begins_in_the_folder_of_the_installation(copied: Copied, command: str) -> None:
    assert "The data folder belongs to another database than this one" in refused(copied.of_the_copy, command)


def test_a_copy_in_a_folder_of_its_own_is_adopted_by_hand_and_then_well(copied: Copied) -> None:
    own = copied.in_its_own_folder()
    assert "The data folder does not say whose it is" in refused(own, "worker")

    debian.command(own, "adopt")

    assert "All is well." in debian.command(own, "doctor")
    assert "All is well." in debian.command(copied.environ, "doctor"), "and the installation still knows its own"


def test_a_lost_key_of_a_database_outside_is_asked_for_by_whoever_may_ask(copied: Copied) -> None:
    key = Path(copied.environ["STAFETTLOGG_DATA"]) / "root.key"
    key.rename(key.with_suffix(".away"))
    try:
        for words in (["init"], ["init", copied.postgres.superuser()]):
            said = refused(copied.environ, *words)
            assert f"{key} is missing, and there is a municipality in the database" in said
            assert not key.exists()
        assert "There is no root key" in refused(copied.environ, "serve")
    finally:
        key.with_suffix(".away").rename(key)
