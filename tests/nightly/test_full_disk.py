"""The disk fills up while people write: what cannot be recorded is not shown, what cannot be saved is not said to be.

Everything lies on a small file system of its own, keys, files and database alike; a ballast takes the room.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.nightly.service import Installation, Visitor, crowd
from tests.nightly.test_kills import NOTHING_WRONG
from tests.processes import soon

SIZE, KEPT = "600m", 64
MIB = 1024**2


class Ballast:
    """What takes the room, a MiB at a time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "ballast"

    def leave(self, mib: int) -> None:
        """Leave so much free; nothing at all with 0."""
        while (free := os.statvfs(self.file.parent)).f_bavail * free.f_frsize > mib * MIB:
            room = free.f_bavail * free.f_frsize - mib * MIB
            with self.file.open("ab") as file, suppress(OSError):
                file.write(b"\0" * min(room, MIB))

    def drop(self) -> None:
        """Give the room back."""
        self.file.unlink()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A small disk."""
    with tempfile.TemporaryDirectory(prefix="stafettlogg-full-") as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "tmpfs", place], check=True)
        yield Path(place)
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def running(folder: Path) -> Iterator[Installation]:
    """The service on it, ready."""
    installation = Installation(folder, {"STAFETTLOGG_FREE": str(KEPT)})
    installation.fill()
    installation.start()
    installation.back_within(90)
    yield installation
    installation.end()


def status(installation: Installation, path: str) -> int:
    """What an address answers to somebody nobody knows; 0 when nobody answers."""
    answer = installation.says(path)
    return answer.status_code if answer is not None else 0


def test_below_the_reserve_nothing_is_saved_and_every_read_recorded(running: Installation) -> None:
    reader, ballast = Visitor(running, "Olav Myklebust"), Ballast(running.folder)
    form = reader.form()
    ballast.leave(KEPT // 2)

    refused = reader.send(form, "Lesegruppa gjekk fint i dag.")

    assert refused.status_code == 422
    assert "Akkurat no kan ingenting lagrast" in refused.text
    assert "Lesegruppa gjekk fint i dag." in refused.text
    before = recorded(running, reader)
    assert reader.read()
    assert recorded(running, reader) == before + 1
    told = running.says("/klar")
    assert told is not None
    assert (told.status_code, told.text) == (503, "not ready: disk\n")

    ballast.drop()
    assert reader.send(form, "Lesegruppa gjekk fint i dag.").status_code == 302
    assert soon(running.is_well, 15)


def recorded(installation: Installation, visitor: Visitor) -> int:
    """How many reads of the log page are in the visitor's name."""
    ((count,),) = installation.ask(
        "SELECT count(*) FROM core_auditevent WHERE person = %s AND action = 'log.read' AND relation <> ''",
        visitor.person,
    )
    return int(count)


def test_on_a_full_disk_no_page_is_shown_unrecorded_and_all_returns_by_itself(running: Installation) -> None:
    reader, people, ballast = Visitor(running, "Olav Myklebust"), crowd(running, each=1), Ballast(running.folder)
    said = set()

    with people.at_work():
        time.sleep(2)
        ballast.leave(0)
        for _ in range(100):
            ballast.leave(0)  # what the database gives back is taken too
            answer = reader.open()
            said.add((answer.status_code, "lagringsplass" in answer.text) if answer is not None else (0, False))
        assert status(running, "/leve") == 200
        assert status(running, "/logg-inn/") in (200, 503)
        assert status(running, "/klar") == 503
        ballast.drop()
        assert soon(running.is_well, 30)
        time.sleep(2)

    found = people.holds(running)
    print(f"full disk: {found}; the log page said {sorted(said)}")
    assert (503, True) in said, "in words"
    assert {code for code, _ in said} <= {200, 503}
    assert {name: found[name] for name in NOTHING_WRONG} == NOTHING_WRONG
