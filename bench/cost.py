"""What a request costs in processor time, in the service and in the database: true also where others use the machine."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent(root: int) -> float:
    """Seconds of processor time that a process and everything below it have used, those that have ended included."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            told = entry.read_text()
            pid, fields = int(entry.parent.name), told.rsplit(")", 1)[1].split()
            parents[pid], ticks[pid] = int(fields[1]), sum(map(int, fields[11:15]))

    def is_below(pid: int) -> bool:
        while pid and pid != root:
            pid = parents.get(pid, 0)
        return pid == root

    return sum(used for pid, used in ticks.items() if is_below(pid)) / TICKS
