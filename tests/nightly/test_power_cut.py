"""The power goes while people write: what reached the disk is all there is, and it holds everything that was acknowledged.

The folder lies on a file system of its own, which is told to forget at once what it has not been asked to keep: ext4's
own way of trying this (EXT4_IOC_SHUTDOWN without flushing its journal), as its developers' tests use it.
"""

from __future__ import annotations

import fcntl
import os
import random
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.nightly.service import Installation, crowd, kill
from tests.nightly.test_kills import NOTHING_WRONG, again

CUTS = 4
SIZE = 2 * 1024**3
EXT4_IOC_SHUTDOWN, WITHOUT_FLUSHING = 0x8004587D, 2


@dataclass
class Disk:
    """A file system in a file, mounted in a folder."""

    image: Path
    folder: Path

    def make(self) -> None:
        """A new one."""
        self.folder.mkdir()
        with self.image.open("wb") as file:
            file.truncate(SIZE)
        subprocess.run(["mkfs.ext4", "-q", self.image], check=True)
        self.mount()

    def mount(self) -> None:
        """Put it in its folder; what its journal holds is carried out first."""
        subprocess.run(["mount", "-o", "loop", self.image, self.folder], check=True)

    def unmount(self) -> None:
        """Take it out of its folder."""
        subprocess.run(["umount", self.folder], check=True)

    def cut_power(self) -> None:
        """Keep what is on the disk now, and nothing more."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, EXT4_IOC_SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(folder)


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk whose power can be cut."""
    with tempfile.TemporaryDirectory(prefix="stafettlogg-power-") as folder:
        Path(folder).chmod(0o711)  # the database's user walks through
        made = Disk(Path(folder) / "disk", Path(folder) / "data")
        made.make()
        yield made
        made.unmount()


def test_what_was_acknowledged_outlives_a_power_cut(disk: Disk) -> None:
    installation = Installation(disk.folder)
    installation.fill()
    installation.start()
    installation.back_within(90)
    people = crowd(installation)

    with people.at_work():
        for _ in range(CUTS):
            time.sleep(random.uniform(2, 5))
            alive = installation.everything
            disk.cut_power()
            kill(*alive)
            installation.main.wait(60)
            time.sleep(1)
            disk.unmount()
            disk.mount()
            again(installation)
            installation.back_within(60)

    found = people.holds(installation)
    print(f"power cut: {found}")
    installation.end()
    assert found["saved"] > CUTS
    assert {name: found[name] for name in NOTHING_WRONG} == NOTHING_WRONG


def test_keys_and_passwords_are_whole_from_the_moment_init_has_ended(disk: Disk) -> None:
    installation = Installation(disk.folder)
    installation.run("init")

    disk.cut_power()
    disk.unmount()
    disk.mount()

    secrets = [disk.folder / "root.key", *sorted((disk.folder / "passwords").iterdir())]
    assert len(secrets) == 6
    assert [file.name for file in secrets if not file.read_text().strip()] == []
