"""Small files that must outlive a power cut, such as keys, passwords and marks: each is absent or whole, never half.

A file is written aside and saved, given its name, and then the folder that holds the name is saved too: without the first
the name may stand on nothing, without the last there may be no name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


def write_new(file: Path, content: str, mode: int = 0o400) -> bool:
    """Write a file where there is none, for this user alone; False, and nothing changed, where there is one."""
    with _aside(file, content, mode) as unfinished:
        try:
            os.link(unfinished, file)  # unlike a rename it never takes another's place
        except FileExistsError:
            return False
    keep_name(file.parent)
    return True


def replace(file: Path, content: str, mode: int = 0o400) -> None:
    """Write a file in the place of the one that is there, or of none."""
    with _aside(file, content, mode) as unfinished:
        unfinished.rename(file)
    keep_name(file.parent)


def make_folder(folder: Path) -> None:
    """Make a folder for this user alone, and those above it that are not there, so that their names last."""
    if folder.exists():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    keep_name(folder.parent)


def keep_name(folder: Path) -> None:
    """Save a folder: a name in it survives a power cut when the folder is saved as well as the file."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _aside(file: Path, content: str, mode: int) -> Iterator[Path]:
    unfinished = file.with_name(f".{file.name}.{uuid4().hex}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)
