"""Processes beside each other: each is started again whenever it ends, and none outlives us."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from stafettlogg.config.postgres import die_with_parent

BREATH = 1.0
PATIENCE = 20.0


@dataclass
class Child:
    """One of the processes: how it is started, and in which role."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C is ours to hand on."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environ},
            process_group=0,
            preexec_fn=functools.partial(die_with_parent, signal.SIGTERM),
        )

    def keep(self) -> None:
        """Start it again when it has ended, whatever its exit code was; not more than once a second."""
        if self.process is not None and self.process.poll() is not None and time.monotonic() - self.started > BREATH:
            self._take_down()
            self.start()

    def ask_to_end(self) -> None:
        """Let it finish what it has begun."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for it, and take the whole group down when it does not come."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._take_down()
        self.process.wait()

    def _take_down(self) -> None:
        """End what it may have left behind: a web process whose master was killed would go on answering."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def run(children: Sequence[Child]) -> None:
    """Keep the children running until SIGTERM or Ctrl-C, then end them all."""
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, tell)
    try:
        for child in children:
            child.start()
        while not told.wait(0.2):
            for child in children:
                child.keep()
    finally:
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + PATIENCE
        for child in children:
            child.end(deadline)
