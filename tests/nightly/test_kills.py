"""Everything that can be killed, twelve times each, while people read and write (security.md § 6).

Nothing that was said to be saved is lost or there twice, nobody is told anything that is not so, no page is shown
without its event, and within fifteen seconds every process answers again.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.nightly.service import BACK, Installation, crowd, kill

KILLS = 12
NOTHING_WRONG = {"lost": 0, "twice": 0, "unrecorded": 0}


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """A filled training site."""
    folder = Path(tempfile.mkdtemp(prefix="stafettlogg-kills-"))
    made = Installation(folder)
    made.fill()
    yield made
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(installation: Installation) -> Iterator[Installation]:
    """The service, ready."""
    installation.start()
    installation.back_within(90)
    yield installation
    installation.end()


def again(installation: Installation) -> None:
    """Whoever runs the machine starts the service anew."""
    installation.main.wait(60)
    installation.start()


def kill_everything(installation: Installation) -> None:
    kill(*installation.everything)
    again(installation)


def terminate(installation: Installation) -> None:
    installation.main.terminate()
    again(installation)


WAYS: dict[str, Callable[[Installation], None]] = {
    "web process": lambda it: kill(random.choice(it.web_processes)),
    "master": lambda it: kill(random.choice(it.masters)),
    "worker": lambda it: kill(*it.workers),
    "backend": lambda it: kill(random.choice(it.backends)),
    "postmaster": lambda it: kill(it.postmaster),
    "everything": kill_everything,
    "SIGTERM": terminate,
}


@pytest.mark.parametrize("way", WAYS)
def test_kills_lose_nothing_and_tell_nothing_wrong(running: Installation, way: str) -> None:
    people, took = crowd(running), []

    with people.at_work():
        for _ in range(KILLS):
            time.sleep(random.uniform(0.2, 1.5))
            WAYS[way](running)
            took.append(running.back_within(BACK))

    found = people.holds(running)
    print(f"{way}: {found}, back after {max(took):.1f} s at most")
    assert found["saved"] > KILLS
    assert found["pages"] > KILLS
    assert {name: found[name] for name in NOTHING_WRONG} == NOTHING_WRONG
