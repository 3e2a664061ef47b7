"""Measure with wrk: so many connections for so many seconds, and what came of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("visit.lua")


@dataclass(frozen=True)
class Measured:
    """What wrk tells of one run; times in milliseconds. `refused` are answers that are neither a page nor a redirect."""

    requests: int
    seconds: float
    p50: float
    p90: float
    p99: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def measure(address: str, visits: Path, connections: int, seconds: int) -> Measured:
    """Visit for that long, each connection as fast as it is answered."""
    if not (wrk := shutil.which("wrk")):
        sys.exit("wrk is missing. Install it: apt-get install wrk")
    told = subprocess.run(
        [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), address, "--", str(visits)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return Measured(**json.loads(told.strip().splitlines()[-1]))
