"""Whose a process number is: a file names one, and what it names may be somebody else's by now.

After a power cut `postmaster.pid` stays behind, and its number is soon given to another process. Nothing is signalled, and
no such file removed, before the process is proven to be this cluster's: by its user, its command line and the data folder
it works in.
"""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from stafettlogg.config.unprivileged import runs_as

PROC = Path("/proc")


def named(data: Path) -> int:
    """The process number that the cluster's file names, whoever's it is; 0 where it names none."""
    try:
        return max(0, int((data / "postmaster.pid").read_text().split("\n")[0]))
    except (FileNotFoundError, ValueError):
        return 0


def is_ours(pid: int, data: Path) -> bool:
    """Whether this process is proven to be the postgres of this data folder."""
    if not PROC.exists():
        return _is_said_to_be_ours(pid, data)
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        user, folder = (PROC / str(pid)).stat().st_uid, (PROC / str(pid) / "cwd").readlink()
    except OSError:
        return False
    is_postgres = Path(os.fsdecode(words[0])).name == "postgres" and os.fsencode(data) in words
    return is_postgres and user == runs_as() and folder == data


def _is_said_to_be_ours(pid: int, data: Path) -> bool:
    """The same where there is no /proc: `ps` knows user and command line."""
    asked = ["ps", "-ww", "-o", "uid=", "-o", "args=", "-p", str(pid)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    user, _, command = told.partition(" ")
    return user == str(runs_as()) and Path(command.split(" -D ")[0]).name == "postgres" and f" -D {data} " in command


def interrupt(data: Path) -> bool:
    """Ask the cluster's postgres to end at once and cleanly; False where none is proven to be its own."""
    pid = named(data)
    if not pid:
        return False
    if not hasattr(os, "pidfd_open"):
        if is_ours(pid, data):
            os.kill(pid, signal.SIGINT)
            return True
        return False
    try:
        handle = os.pidfd_open(pid)  # holds the process: its number cannot become somebody else's meanwhile
    except OSError:
        return False
    try:
        if not is_ours(pid, data):
            return False
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGINT)
        return True
    finally:
        os.close(handle)


def left(data: Path) -> list[int]:
    """The processes that still work in the data folder, whatever they call themselves: what a killed postgres leaves."""
    found = []
    for entry in PROC.glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").readlink() == data:
                found.append(int(entry.name))
    return found


def remove_stale(data: Path) -> None:
    """Remove the file of a postgres that is gone, where its number is somebody else's by now and postgres would believe it.

    Where that cannot be known the file stays, and postgres itself decides.
    """
    pid = named(data)
    if pid and (PROC / str(pid)).exists() and not left(data):
        (data / "postmaster.pid").unlink(missing_ok=True)
