"""The whole look at a file, in a process of its own that can do nothing but look.

A parser that is fooled by a file does what the file wants, so the process has nothing to do it with:

1. nothing of the worker's environment, and no folder of ours to stand in
2. limits on memory, time and files: nothing can be written, and nothing more opened
3. a filter of system calls (`syscalls`): no file, no network, no other process
4. the file comes in by one pipe; the verdict, and a picture drawn anew, go out by another, and no more than fits
"""

from __future__ import annotations

import encodings.cp437
import encodings.cp1252
import encodings.utf_16  # noqa: F401  # names in a zip, and XML, are read when no module can be opened any more
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image

from stafettlogg.vault.inspection import syscalls
from stafettlogg.vault.inspection.kinds import DOCUMENTS, IMAGES, MEGABYTE, TYPES, ending, glance
from stafettlogg.vault.inspection.looking import look
from stafettlogg.vault.inspection.refusals import SENTENCES, Unacceptable
from stafettlogg.vault.inspection.scanner import scan

MEMORY = 2048 * MEGABYTE
SECONDS = 60
MOST_KEPT = 200 * MEGABYTE
OPENED = 3  # in, out, and what went wrong
KEPT = "kept"
PROGRAM = ("-m", "stafettlogg.vault.inspection")

Look = Callable[[str, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What may be kept: its type, and the bytes, for pictures drawn anew."""

    content_type: str
    content: bytes


# --- in the worker ------------------------------------------------------------------------------------------------


def inspect(name: str, content: bytes, allowed: frozenset[str] = DOCUMENTS) -> Inspected:
    """The whole look; raises `Unacceptable`, or `ScannerDown` when it must wait."""
    glance(name, len(content), content[:8192], allowed)
    scan(content)
    kind = ending(name)
    drawn = looked_at(kind, content)
    return Inspected(TYPES[kind], drawn if kind in IMAGES else content)


def looked_at(kind: str, content: bytes, program: tuple[str, ...] = PROGRAM) -> bytes:
    """What the process of its own says to keep of the file; raises `Unacceptable`."""
    with _process([sys.executable, "-B", *program, kind]) as process:
        try:
            process.stdin.write(content)  # type: ignore[union-attr]  # both are pipes
            process.stdin.close()  # type: ignore[union-attr]
        except BrokenPipeError:
            pass  # it was ended before it had read all: there is no verdict
        said: bytes = process.stdout.read(MOST_KEPT)  # type: ignore[union-attr]
        if len(said) == MOST_KEPT:
            process.kill()  # it would say more than any picture holds
    verdict, _, kept = said.partition(b"\n")
    code = verdict.decode(errors="replace")
    if code == KEPT and process.returncode == 0:
        return kept
    raise Unacceptable(code if code in SENTENCES else "broken")


@contextmanager
def _process(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, for as long as it may take; ended when we have heard enough."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(filter(None, sys.path))},
        start_new_session=True,
    ) as process:
        patience = threading.Timer(SECONDS * 2, process.kill)
        patience.start()
        try:
            yield process
            process.wait()
        finally:
            patience.cancel()
            process.kill()


# --- in the process of its own ------------------------------------------------------------------------------------


def main(looks: Look = look) -> int:
    """One file in, the verdict out and, for a picture, the bytes to keep."""
    kind, content = sys.argv[-1], sys.stdin.buffer.read()
    close_in()
    try:
        kept, verdict = looks(kind, content), KEPT
    except (Unacceptable, MemoryError) as error:
        kept, verdict = b"", getattr(error, "code", "bomb")
    out = sys.stdout.buffer
    out.write(verdict.encode() + b"\n" + (kept if kind in IMAGES else b""))
    out.flush()
    return 0


def close_in() -> bool:
    """Leave this process nothing but the memory and time it needs; False where the machine cannot filter system calls."""
    Image.preinit()  # what is fetched from disk at first use is fetched now
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a parser that dies leaves no picture of a child on disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPENED, OPENED))
    return syscalls.keep_only_what_computing_needs()
