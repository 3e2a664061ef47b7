"""The process that looks at files, taken over by a file: what it tries, from inside the same limits."""

from __future__ import annotations

import json
import os
import platform
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from stafettlogg.vault.inspection import limited


def _write(where: str) -> None:
    Path(where, "new").write_bytes(b"x")


def _append(where: str) -> None:
    with Path(where, "there").open("ab") as file:
        file.write(b"x")


def _fork(_: str) -> None:
    if os.fork() == 0:
        os._exit(0)


def _connect(where: str) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(f"{where}/door")


def _talk(_: str) -> None:
    sys.stdout.buffer.write(b"kept\n")
    while True:
        sys.stdout.buffer.write(b"x" * 65_536)


TRIES: dict[str, Callable[[str], object]] = {
    "write": _write,
    "append": _append,
    "empty": lambda where: os.truncate(f"{where}/there", 0),
    "remove": lambda where: Path(where, "there").unlink(),
    "rename": lambda where: Path(where, "there").rename(Path(where, "gone")),
    "make a folder": lambda where: Path(where, "folder").mkdir(),
    "open up": lambda where: Path(where, "there").chmod(0o777),
    "read": lambda where: Path(where, "there").read_bytes(),
    "list": lambda where: [*Path(where).iterdir()],
    "connect": _connect,
    "fork": _fork,
    "become another": lambda _: os.execv("/bin/true", ["true"]),
    "end the worker": lambda _: os.kill(os.getppid(), 0),
    "give its limits back": lambda _: resource.setrlimit(resource.RLIMIT_CPU, (9999, 9999)),
    "take memory": lambda _: bytearray(limited.MEMORY),
    "talk for ever": _talk,
}


def look(_: str, content: bytes) -> bytes:
    """Try what the file says, and tell how it went."""
    told = json.loads(content)
    if told["try"] == "tell":
        return json.dumps({"environment": dict(os.environ), "folder": told["folder"]}).encode()
    try:
        TRIES[told["try"]](told["where"])
    except (OSError, ValueError):  # `resource` says the second
        return b"refused"
    return b"done"


def main() -> int:
    """As in the product; on a machine without a filter of system calls where that is asked for."""
    if "unfiltered" in sys.argv:
        platform.machine = lambda: "pdp11"
    stands = str(Path.cwd())

    def looks(kind: str, content: bytes) -> bytes:
        return look(kind, json.dumps({"folder": stands, **json.loads(content)}).encode())

    return limited.main(looks)
