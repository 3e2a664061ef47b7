"""The processes of this machine, and waiting for them: for tests that start the service and end it in every way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path


def processes() -> Iterator[tuple[int, int, int, list[str]]]:
    """Every process that runs: its id, its parent's, its group's, and the words of its command."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, group, *_ = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            words = [part.rsplit("/", 1)[-1] for part in (entry / "cmdline").read_text().split("\0")]
        except (OSError, IndexError, ValueError):
            continue
        if state != "Z":
            yield int(entry.name), int(parent), int(group), words


def children(parent: int, word: str = "") -> list[int]:
    """The processes that a process has started; with a word, those that have it as a word of their command."""
    return [pid for pid, mother, _group, words in processes() if mother == parent and (not word or word in words)]


def group(leader: int) -> list[int]:
    """The processes that a process has left behind."""
    return [pid for pid, _parent, group, _words in processes() if group == leader]


def soon(is_true: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_true():
            return True
        time.sleep(0.1)
    return is_true()
